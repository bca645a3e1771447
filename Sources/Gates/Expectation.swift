internal import Events
internal import SourceText

/// What is known to go wrong, and why it may: one entry of an expectation file.
public struct Expectation: Hashable, Sendable {
    /// How it may end.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case fail, inconclusive, error
        /// A failure that is worse than a wrong answer: `fail` does not cover it.
        case crash, hang
        /// Its attempts do not all end alike.
        case unstable
    }

    /// What it is about; `*` stands for anything.
    public enum Subject: Hashable, Sendable {
        case scenario(String)
        case requirement(String)
    }

    public var outcome: Outcome
    public var subject: Subject
    public var reason: String
    public var issue: String?
    /// The last day on which it holds: YYYY-MM-DD.
    public var until: String?
    /// Conditions; nil: whatever it is. `*` stands for anything.
    public var dialect: String?
    public var device: String?
    public var firmware: String?

    public init(outcome: Outcome, subject: Subject, reason: String) {
        self.outcome = outcome
        self.subject = subject
        self.reason = reason
    }

    /// It names this scenario and no other, perhaps by a name that it had.
    func names(_ scenario: ScenarioIdentity) -> Bool {
        ([scenario.name] + scenario.formerNames).contains { subject == .scenario($0) }
    }

    func covers(_ scenario: ScenarioIdentity, _ device: DeviceIdentity) -> Bool {
        let isMeant =
            switch subject {
            case .scenario(let pattern):
                ([scenario.name] + scenario.formerNames).contains { NamePattern.matches($0, pattern) }
            case .requirement(let pattern): scenario.requirements.contains { NamePattern.matches($0.id, pattern) }
            }
        return isMeant && (dialect.map { NamePattern.matches(scenario.dialect, $0) } ?? true)
            && (self.device.map { pattern in device.texts.contains { NamePattern.matches($0, pattern) } } ?? true)
            && (firmware.map { pattern in device.firmware.contains { NamePattern.matches($0, pattern) } } ?? true)
    }
}

/// What a device says of itself, as far as the events have told; the virtual modem says nothing.
struct DeviceIdentity: Hashable, Sendable {
    /// Every answer.
    private(set) var texts: [String] = []
    /// Those that name a version.
    private(set) var firmware: [String] = []

    /// Commands that ask for the version of the firmware and of its TCP/IP stack.
    private static let versionCommands = ["AT+CGMR", "AT#VVERSION"]

    /// `text` as the event stream has it: `AT+CGMR: 641_09`.
    mutating func learn(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return }
        let command = String(text[..<colon])
        var answer = text[text.index(after: colon)...]
        while answer.first == " " { answer.removeFirst() }
        for line in answer.split(separator: " · ").map(String.init) where !texts.contains(line) {
            texts.append(line)
            if Self.versionCommands.contains(command) { firmware.append(line) }
        }
    }
}
