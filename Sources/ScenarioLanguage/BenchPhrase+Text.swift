public import BenchFacts
import World

/// Facts as phrases that ``BenchPhrase/parse(_:addresses:payloads:)`` understands.
extension BenchPhrase {
    public static func text(of fact: BenchFact) -> String {
        switch fact {
        case .dns(let fact): "dns " + text(of: fact)
        case .smtp(let fact): "smtp " + text(of: fact)
        case .pop3(let fact): "pop3 " + text(of: fact)
        case .ftp(let fact): "ftp " + text(of: fact)
        case .gsm(let fact): "gsm " + text(of: fact)
        case .gprs(let fact): "gprs " + text(of: fact)
        case .peer(let label, let fact): "peer \(label.name) " + text(of: fact)
        case .line(let fact): "line " + text(of: fact)
        case .link(let fact): "link " + text(of: fact)
        }
    }

    // MARK: Pieces

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"", "{", "}": quoted.unicodeScalars.append(contentsOf: [character, character])
            default: quoted.unicodeScalars.append(character)
            }
        }
        return quoted + "\""
    }

    private static func time(_ interval: Interval) -> String {
        let milliseconds = interval.nanoseconds / 1_000_000
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "\"\"" }
        let digits = Array("0123456789ABCDEF".utf8)
        return "hex " + String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func text(of registration: Registration) -> String {
        PhraseReader.registrations.first { $0.value == registration }?.words.joined(separator: " ") ?? ""
    }

    // MARK: Parties

    private static func text(of fact: DNSFact) -> String {
        func subject(_ server: NameServer?) -> String { server.map { "\($0.rawValue) " } ?? "" }
        switch fact {
        case .record(let name, let target):
            switch target {
            case .server(let kind): return "\(quoted(name)) is \(kind.rawValue)"
            case .peer(let label): return "\(quoted(name)) is peer \(label.name)"
            case .address(let address): return "\(quoted(name)) is \(address)"
            case .alias(let other): return "\(quoted(name)) is alias of \(quoted(other))"
            }
        case .behaviour(let server, let behaviour):
            switch behaviour {
            case .answers: return subject(server) + "answers"
            case .silent: return subject(server) + "silent"
            case .nxdomain: return subject(server) + "answers NXDOMAIN"
            case .servfail: return subject(server) + "answers SERVFAIL"
            case .truncated: return subject(server) + "truncated"
            case .garbage: return subject(server) + "garbage"
            }
        case .delay(let server, let interval): return subject(server) + "answers after \(time(interval))"
        }
    }

    private static func text(of fault: ServerFault) -> String {
        switch fault {
        case .refusesConnections: return "refuses connections"
        case .unreachable: return "unreachable"
        case .answers(let command, let occurrence, let line):
            return "answers \(command) \(occurrence.map { "\($0) " } ?? "")with \(quoted(line))"
        case .stalls(let command): return "stalls at \(command)"
        case .closes(let command): return "closes at \(command)"
        case .resets(let command): return "resets at \(command)"
        case .delays(let command, let interval): return "delays \(command) by \(time(interval))"
        case .greets(let lines): return "greets with \(lines.map(quoted).joined(separator: " "))"
        case .cutsData(let count): return "cuts data after \(count) bytes"
        case .stallsData(let count): return "stalls data after \(count) bytes"
        }
    }

    private static func text(of fact: SMTPFact) -> String {
        switch fact {
        case .login(let user, let password, let mechanisms):
            "login \(quoted(user)) password \(quoted(password))"
                + (mechanisms.isEmpty ? "" : " by \(mechanisms.joined(separator: " "))")
        case .withoutExtensions: "without extensions"
        case .fault(let fault): text(of: fault)
        }
    }

    private static func text(of fact: POP3Fact) -> String {
        switch fact {
        case .mailbox(let user, let password): "mailbox \(quoted(user)) password \(quoted(password))"
        case .message(let bytes): "message \(hex(bytes))"
        case .fault(let fault): text(of: fault)
        }
    }

    private static func text(of fact: FTPFact) -> String {
        switch fact {
        case .user(let name, let password, let account):
            "user \(quoted(name)) password \(quoted(password))" + (account.map { " account \(quoted($0))" } ?? "")
        case .directory(let path, let writable): "directory \(quoted(path)) \(writable ? "writable" : "read-only")"
        case .file(let path, let bytes): "file \(quoted(path)) holds \(hex(bytes))"
        case .completionFirst(let first): "completes \(first ? "before" : "after") closing"
        case .fault(let fault): text(of: fault)
        }
    }

    private static func text(of fact: GSMFact) -> String {
        switch fact {
        case .registration(let registration): text(of: registration)
        case .registers(let registration, let after): "registers \(text(of: registration)) after \(time(after))"
        case .number(let number, let outcomes): "number \(quoted(number)) \(outcomes.map(text(of:)).joined(separator: ", then "))"
        case .answerDelay(let interval): "answers after \(time(interval))"
        case .login(let user, let password): "login \(quoted(user)) password \(quoted(password))"
        case .pppRefuses: "ppp refuses"
        case .pppSilent: "ppp silent"
        case .dropsCall: "drops the call"
        case .pin(let pin): "pin \(quoted(pin))"
        }
    }

    private static func text(of outcome: CallOutcome) -> String {
        switch outcome {
        case .answers(let rate): "answers at \(rate)"
        case .busy: "busy"
        case .noAnswer: "no answer"
        case .noCarrier: "no carrier"
        }
    }

    private static func text(of fact: GPRSFact) -> String {
        switch fact {
        case .registration(let registration): text(of: registration)
        case .registers(let registration, let after): "registers \(text(of: registration)) after \(time(after))"
        case .attached(let attached): attached ? "attached" : "detached"
        case .refusesAttach: "refuses attach"
        case .accessPoint(let name, let user, let password):
            "apn \(quoted(name)) user \(quoted(user)) password \(quoted(password))"
        case .noSession: "no session"
        case .refusesContext: "refuses context"
        case .nameServers(let addresses):
            addresses.isEmpty
                ? "gives no name servers" : "gives name servers \(addresses.map(\.description).joined(separator: " "))"
        case .activationDelay(let interval): "activates after \(time(interval))"
        case .losesBearer: "loses the bearer"
        }
    }

    private static func text(of fact: PeerFact) -> String {
        switch fact {
        case .listens(let port): "listens on \(port)"
        case .refuses: "refuses"
        case .unreachable: "unreachable"
        }
    }

    private static func text(of fact: LineFact) -> String {
        switch fact {
        case .chunks(let size): "chunks of \(size) bytes"
        case .baud(let rate): "baud \(rate)"
        case .latency(let low, let high): "latency \(time(low))..\(time(high))"
        }
    }

    private static func text(of fact: LinkFact) -> String {
        switch fact {
        case .chunks(let size): "chunks of \(size) bytes"
        case .latency(let low, let high): "latency \(time(low))..\(time(high))"
        }
    }
}
