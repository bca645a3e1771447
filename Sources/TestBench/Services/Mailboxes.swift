import BenchFacts
import InternetProtocols

/// The mailboxes as the facts declare them, to tell what a device has done to them.
struct Mailboxes {
    private(set) var declared: [String: POP3Server.Mailbox] = [:]
    /// The one that messages and observations belong to: the one declared last.
    private(set) var current: String?

    mutating func open(user: String, password: String) {
        declared[user] = POP3Server.Mailbox(password: password)
        current = user
    }

    /// A message before any mailbox belongs to nobody.
    mutating func append(_ message: [UInt8]) {
        guard let current else { return }
        declared[current]?.messages.append(message)
    }
}

extension CommandService<POP3Server> {
    func apply(_ fact: POP3Fact, noting mailboxes: inout Mailboxes) {
        switch fact {
        case .mailbox(let user, let password):
            mailboxes.open(user: user, password: password)
            server.mailboxes[user] = POP3Server.Mailbox(password: password)
        case .message(let message):
            mailboxes.append(message)
            if let current = mailboxes.current { server.mailboxes[current]?.messages.append(message) }
        case .fault(let fault): add(fault)
        }
    }

    func count(_ expected: Int, in mailboxes: Mailboxes) -> ObservationState {
        guard let current = mailboxes.current else { return .violated("no mailbox is declared") }
        let count = server.mailboxes[current]?.messages.count ?? 0
        return count == expected ? .holds : .notYet("the mailbox holds \(count)")
    }

    /// Deletions are committed at QUIT, so a change seen once stays.
    func unchanged(_ mailboxes: Mailboxes) -> ObservationState {
        for (user, mailbox) in mailboxes.declared.sorted(by: { $0.key < $1.key }) {
            let count = server.mailboxes[user]?.messages.count ?? 0
            if server.mailboxes[user] != mailbox {
                return .violated("the mailbox of \"\(user)\" holds \(count) of \(mailbox.messages.count) messages")
            }
        }
        return .holds
    }
}
