import BenchFacts
import InternetProtocols
import World

/// The mailboxes as the facts declare them, to tell what a device has done to them.
struct Mailboxes {
    private(set) var declared: [String: POP3Server.Mailbox] = [:]
    /// The one that messages and observations belong to: the one declared last.
    private(set) var current: String?
    /// A message came before any mailbox, and belongs to nobody.
    private var hasStray = false

    /// Why observations make no sense. What the device found was not what the scenario meant, so it cannot be judged by it.
    var problem: String? {
        if current == nil { return "no mailbox is declared" }
        return hasStray ? "a message was declared before any mailbox" : nil
    }

    mutating func open(user: String, password: String) {
        declared[user] = POP3Server.Mailbox(password: password)
        current = user
    }

    mutating func append(_ message: [UInt8]) {
        guard let current else {
            hasStray = true
            return
        }
        declared[current]?.messages.append(message)
    }
}

extension CommandService<POP3Server> {
    func apply(_ fact: POP3Fact, noting mailboxes: inout Mailboxes) throws(BindError) {
        switch fact {
        case .mailbox(let user, let password):
            mailboxes.open(user: user, password: password)
            server.mailboxes[user] = POP3Server.Mailbox(password: password)
        case .message(let message):
            mailboxes.append(message)
            if let current = mailboxes.current { server.mailboxes[current]?.messages.append(message) }
        case .fault(let fault): try add(fault)
        }
    }

    func evaluate(_ observation: POP3Observation, in mailboxes: Mailboxes) -> ObservationState {
        switch observation {
        case .count(let count): self.count(count, in: mailboxes)
        case .unchanged: unchanged(mailboxes)
        }
    }

    private func count(_ expected: Int, in mailboxes: Mailboxes) -> ObservationState {
        if let problem = mailboxes.problem { return .impossible(problem) }
        let count = mailboxes.current.flatMap { server.mailboxes[$0] }?.messages.count ?? 0
        return count == expected ? .holds : .notYet("the mailbox holds \(count)")
    }

    /// Deletions are committed at QUIT, so a change seen once stays.
    private func unchanged(_ mailboxes: Mailboxes) -> ObservationState {
        if let problem = mailboxes.problem { return .impossible(problem) }
        for (user, mailbox) in mailboxes.declared.sorted(by: { $0.key < $1.key }) {
            let count = server.mailboxes[user]?.messages.count ?? 0
            if server.mailboxes[user] != mailbox {
                return .violated("the mailbox of \"\(user)\" holds \(count) of \(mailbox.messages.count) messages")
            }
        }
        return .holds
    }
}
