internal import Events
internal import ScenarioLanguage

/// What an execution has found so far.
struct Evidence {
    var findings: [Finding] = []
    /// Stimuli that came to nothing because of the device.
    var leftOut: [Finding] = []
    var notes: [String] = []
    var assertions = 0
    /// The requirement cited for what fails now.
    var citation: String?
    /// Why what happened on the bench need not be the device's doing.
    var doubt: String?
    /// Bytes came that belonged to nothing.
    var hasMetStrays = false
    /// Where the scenario stood when it was given up.
    var stopped: Location?

    /// A remark that is made once.
    mutating func note(_ text: String) {
        if !notes.contains(text) { notes.append(text) }
    }
}
