/// What became of each statement of a manual (Docs/Dialects.md, "Ledgers"): which requirements it gave, or why it gave none.
public struct Ledger: Sendable, Hashable {
    /// Why a statement gave no requirement.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// It tells the host, its user or the operator what to do.
        case hostsDuty = "host's duty"
        /// Nothing that is done on the line or in the network makes a device show it.
        case noStimulus = "no stimulus"
        /// It says again what another place says, which is named.
        case repeats
        case lost = "lost in the scan"
        /// It asks for a requirement that is not there yet.
        case open
    }

    public enum Outcome: Sendable, Hashable {
        /// Their ids; those of interpretations may be among them.
        case requirements([String])
        case reason(Reason)
    }

    public struct Statement: Sendable, Hashable {
        /// Of the section that it stands in, without the document.
        public var clause: String
        /// Where it stands there: `paragraph 2`, `row 38027`, `note 1`, `reads FTPSERV`, `edge BUSY → DIALING`.
        public var place: String
        /// Our own words.
        public var text: String
        public var outcome: Outcome
    }

    /// All that stand there, without the document.
    public internal(set) var clauses: [String] = []
    public internal(set) var statements: [Statement] = []

    /// How many statements there are, and what became of them: `430 statements: 300 with requirements, 21 host's duty, …`.
    public var summary: String {
        let counts = Reason.allCases.map { reason in (reason.rawValue, statements.count { $0.outcome == .reason(reason) }) }
        let requiring = statements.count - counts.reduce(0) { $0 + $1.1 }
        let parts = [("with requirements", requiring)] + counts.filter { $0.1 > 0 }
        return "\(statements.count) statements: " + parts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    }
}
