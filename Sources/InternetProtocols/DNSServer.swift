/// A name server for a zone of A and CNAME records (RFC 1035), which can also misbehave.
public struct DNSServer: Sendable {
    public enum Behaviour: Hashable, Sendable {
        /// Answers from its zone.
        case answers
        /// Receives and never answers.
        case silent
        /// RCODE 3 to every question.
        case nxdomain
        /// RCODE 2.
        case servfail
        /// TC set, no answer section.
        case truncated
        /// Bytes that are no DNS message.
        case garbage
        /// RCODE 5 to a question without RD.
        case insistsOnRecursion
        /// What its zone has, under another id than the question's: none of its answers is one (RFC 5452 §9.1).
        case otherID
        /// What its zone has, as the answer to a question that nobody has asked.
        case otherQuestion
    }

    public enum Entry: Hashable, Sendable {
        case address(UInt32)
        case alias(of: DNSName)
    }

    public enum Action: Hashable, Sendable {
        /// A question for this name came.
        case asked(name: String)
        /// The datagram goes back to where the question came from.
        case send([UInt8])
    }

    /// Seconds: whoever remembered an answer would not ask again in the next scenario, whose name server may fail (RFC 1035 §3.2.1).
    public static let timeToLive: UInt32 = 0
    /// How many aliases are followed.
    public static let aliasLimit = 16

    public var behaviour = Behaviour.answers
    /// One entry for each name; a name that is not here does not exist.
    public var zone: [DNSName: Entry] = [:]
    /// What every name has that the zone lacks.
    public var others: Entry?

    public init() {}

    public func receive(_ datagram: [UInt8]) -> [Action] {
        let query: DNSMessage
        do {
            query = try DNSMessage(decoding: datagram)
        } catch {
            return answerToUnreadable(datagram)
        }
        guard !query.isResponse else { return [] }
        let asked = query.questions.map { Action.asked(name: $0.name.description) }
        var response = DNSMessage(id: query.id)
        response.isResponse = true
        response.operation = query.operation
        response.recursionDesired = query.recursionDesired
        response.recursionAvailable = true
        response.questions = query.questions
        guard query.operation == 0 else { return asked + [.send(coded(response, .notImplemented))] }
        guard let question = query.questions.first, query.questions.count == 1 else {
            return asked + [.send(coded(response, .formatError))]
        }
        switch behaviour {
        case .silent: return asked
        case .garbage: return asked + [.send(Self.garbage)]
        case .nxdomain: return asked + [.send(coded(response, .nameError))]
        case .servfail: return asked + [.send(coded(response, .serverFailure))]
        case .truncated:
            response.isTruncated = true
            return asked + [.send(response.encoded())]
        case .insistsOnRecursion where !query.recursionDesired: return asked + [.send(coded(response, .refused))]
        case .answers, .insistsOnRecursion, .otherID, .otherQuestion:
            response.isAuthoritative = true
            answer(question, in: &response)
            if behaviour == .otherID { response.id ^= 1 }
            if behaviour == .otherQuestion, let name = DNSName("other.\(question.name)") { response.questions[0].name = name }
            var bytes = response.encoded()
            if bytes.count > DNSMessage.datagramLimit {
                response.answers = []
                response.isTruncated = true
                bytes = response.encoded()
            }
            return asked + [.send(bytes)]
        }
    }

    /// Shorter than a header, so that no reader can take it for a message.
    static let garbage: [UInt8] = [0xFF, 0xFF, 0x00, 0xAA, 0x55, 0xFF, 0x00]

    private func answer(_ question: DNSMessage.Question, in response: inout DNSMessage) {
        var name = question.name
        for _ in 0..<Self.aliasLimit {
            switch zone[name] ?? others {
            case nil:
                response.responseCode = DNSMessage.ResponseCode.nameError.rawValue
                return
            case .address(let address):
                if question.type == DNSMessage.typeA, question.recordClass == DNSMessage.classIN {
                    response.answers.append(.init(name: name, timeToLive: Self.timeToLive, content: .address(address)))
                }
                return
            case .alias(let target):
                guard question.recordClass == DNSMessage.classIN else { return }
                response.answers.append(.init(name: name, timeToLive: Self.timeToLive, content: .alias(target)))
                guard question.type != DNSMessage.typeCNAME else { return }
                name = target
            }
        }
        // Aliases that go round.
        response.answers = []
        response.responseCode = DNSMessage.ResponseCode.serverFailure.rawValue
    }

    private func answerToUnreadable(_ datagram: [UInt8]) -> [Action] {
        // Neither silence nor garbage is broken by a bad question; a datagram without a header cannot be answered.
        guard datagram.count >= 12, datagram[2] & 0x80 == 0, behaviour != .silent, let id = DNSMessage.id(of: datagram) else {
            return []
        }
        var response = DNSMessage(id: id)
        response.isResponse = true
        return [.send(coded(response, .formatError))]
    }

    private func coded(_ response: DNSMessage, _ code: DNSMessage.ResponseCode) -> [UInt8] {
        var response = response
        response.responseCode = code.rawValue
        return response.encoded()
    }
}
