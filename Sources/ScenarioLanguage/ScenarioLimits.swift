/// How large scenario files and what they describe may be: far beyond any sensible use, small enough to stay quick.
public enum ScenarioLimits {
    /// Bytes of one file.
    public static let fileSize = 256 << 10
    /// Bytes of one line.
    public static let lineLength = 4096
    /// Blocks within blocks, and steps within steps that they use.
    public static let nesting = 32
    /// Preambles, steps and postambles of one file.
    public static let procedures = 1000
    /// Parentheses within parentheses, and escapes within escapes.
    public static let itemNesting = 16
    /// Rows times cuts of one scenario.
    public static let instances = 100_000
    /// Steps of one instance, with all preambles and steps filled in.
    public static let steps = 20_000
    /// Steps of one instance that are carried out, with all repetitions.
    public static let performedSteps = 1_000_000
    /// The same of all instances of a file's scenarios together.
    public static let fileSteps = 4_000_000
    /// How often `repeat` repeats.
    public static let repetitions = 100_000
    /// Bytes of one payload.
    public static let payload = 4 << 20
    /// `cut at every boundary` makes one instance per boundary up to this payload size on the line.
    public static let boundaries = 1024
    /// Texts that one device line may have, when it holds several forms.
    public static let alternatives = 64
    /// Characters of the lab's own name for a scenario.
    public static let idLength = 100
    /// The highest revision of a scenario.
    public static let revision = 999_999
    /// Errors after which the rest of a file is not looked at.
    public static let problems = 100
}
