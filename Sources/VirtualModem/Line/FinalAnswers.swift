/// Who owes the host a final answer: a command line gets one, and no second (V.250 §5.7.1).
///
/// Nothing gives a final answer without the ``Right`` to it, which is used up by giving it. To take one that is not owed, or to owe two
/// at once, is a programming error.
struct FinalAnswers: Sendable {
    enum Debtor: Hashable, Sendable {
        /// The line that is being carried out.
        case commandLine
        /// The end of the text that a command has asked for.
        case entry
        /// The network's word on +CGATT.
        case attachment
        /// The connection that is being made or ended.
        case bearer
        case session(SessionID)
    }

    /// The right to give one final answer.
    struct Right: ~Copyable { fileprivate init() {} }

    private var debtors: Set<Debtor> = []

    func isOwed(by debtor: Debtor) -> Bool { debtors.contains(debtor) }

    mutating func owe(_ debtor: Debtor) {
        precondition(debtors.insert(debtor).inserted, "\(debtor) owes a final answer already")
    }

    /// The command line's answer is the debtor's from here on.
    mutating func pass(to debtor: Debtor) {
        precondition(debtors.remove(.commandLine) != nil, "the command line has had its final answer")
        owe(debtor)
    }

    /// An answer to an earlier command line is still to come.
    var areOwedLater: Bool { debtors.contains { $0 != .commandLine } }

    mutating func take(from debtor: Debtor) -> Right {
        precondition(debtors.remove(debtor) != nil, "\(debtor) owes no final answer")
        return Right()
    }

    /// What is owed, if anything, is not given: another answer stands for it, or the device has none.
    mutating func waive(_ debtor: Debtor) { debtors.remove(debtor) }
}
