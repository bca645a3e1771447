public import SourceText
public import Verdicts

/// A name in a rig file that only a dialect can tell right from wrong.
struct Mention: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case dialect, feature, standard, parameter, timing, requirement }
    var kind: Kind
    var name: String
    var range: SourceRange

    /// A standard's letters may be large or small, and its dots left out: `V.250` is `v250`.
    func names(_ known: String) -> Bool {
        func plain(_ text: String) -> String { text.lowercased().filter { $0 != "." } }
        return kind == .standard ? plain(name) == plain(known) : name == known
    }
}

extension Rig {
    /// What a dialect knows, as far as rigs speak of it.
    public struct Vocabulary: Sendable {
        public var dialects: [String]
        public var features: [String]
        /// Those that requirements stand on, as rigs write them.
        public var standards: [String]
        public var parameters: [String]
        public var timings: [String]
        /// Grades by identifier.
        public var requirements: [String: Grade]
        public init(
            dialects: [String],
            features: [String],
            standards: [String],
            parameters: [String],
            timings: [String],
            requirements: [String: Grade]
        ) {
            self.dialects = dialects
            self.features = features
            self.standards = standards
            self.parameters = parameters
            self.timings = timings
            self.requirements = requirements
        }
    }

    /// What the rig says and the dialect does not know, in the order of the file.
    public func check(against vocabulary: Vocabulary) -> [Diagnostic] {
        mentions.compactMap { mention in
            let known: [String]
            let what: String
            switch mention.kind {
            case .dialect: (known, what) = (vocabulary.dialects, "dialect")
            case .feature: (known, what) = (vocabulary.features, "feature")
            case .standard: (known, what) = (vocabulary.standards, "standard")
            case .parameter: (known, what) = (vocabulary.parameters, "parameter")
            case .timing: (known, what) = (vocabulary.timings, "timing")
            case .requirement: (known, what) = (vocabulary.requirements.keys.sorted(), "requirement")
            }
            if known.contains(where: { mention.names($0) }) {
                guard mention.kind == .requirement, vocabulary.requirements[mention.name] == .mandatory else { return nil }
                return Diagnostic(
                    message: "\(mention.name) is mandatory",
                    path: path,
                    range: mention.range,
                    suggestion: "only recommended requirements can be waived"
                )
            }
            return Diagnostic(
                message: "there is no \(what) ‘\(mention.name)’",
                path: path,
                range: mention.range,
                suggestion: NearestName.suggestion(for: mention.name, among: known)
            )
        }
    }
}
