import SourceText
import World

// `servers`.
extension RigReader {
    mutating func readServer(_ entry: Entry) {
        switch entry.keyword {
        case "bind":
            rig.network.bind = addresses(entry)
            if rig.network.bind.count > 1, rig.network.bind.contains(.any) {
                report("‘0.0.0.0’ is every address, and stands alone", span(entry.words), "name the addresses")
            }
        case "seen as":
            rig.network.seenAs = addresses(entry)
            if rig.network.seenAs.contains(.any) {
                report("the device cannot connect to 0.0.0.0", entry.range, "seen as 203.0.113.7")
            }
        case "device at": readDevice(entry)
        case "port": readPort(entry)
        case "passive ports": readPassivePorts(entry)
        case "names resolved", "names forwarded": readResolution(entry)
        case "ports forwarded":
            guard entry.words.isEmpty else {
                return report("nothing stands after ‘ports forwarded’", span(entry.words), "ports forwarded")
            }
            rig.network.forwardsAllPorts = true
        case "account": readAccount(entry)
        default: preconditionFailure("a keyword without a reader")
        }
    }

    private mutating func readResolution(_ entry: Entry) {
        guard entry.words.isEmpty else {
            return report("nothing stands after ‘\(entry.keyword)’", span(entry.words), entry.keyword)
        }
        guard say("names", entry.range, "names are resolved above", "keep one of the lines") else { return }
        rig.network.resolvesNames = true
        rig.network.forwardsNames = entry.keyword == "names forwarded"
    }

    /// At least one, none twice, at most as many as there are parties to spread among them.
    private mutating func addresses(_ entry: Entry) -> [IPv4Address] {
        var addresses: [IPv4Address] = []
        guard (1...Self.mostAddresses).contains(entry.words.count) else {
            report("one to \(Self.mostAddresses) addresses stand here", entry.range, "\(entry.keyword) 192.168.1.10")
            return []
        }
        for word in entry.words {
            guard let address = address(word) else { continue }
            if addresses.contains(address) { report("\(address) stands twice", word.range, "name each address once") }
            addresses.append(address)
        }
        return addresses
    }

    /// Two name servers and the servers share them with four peers.
    private static let mostAddresses = 4
    /// Where one device may come from.
    private static let mostBlocks = 16

    private mutating func readDevice(_ entry: Entry) {
        guard (1...Self.mostBlocks).contains(entry.words.count) else {
            let message = "one to \(Self.mostBlocks) addresses or networks stand here"
            return report(message, entry.range, "device at 10.1.2.3 100.64.0.0/10")
        }
        for word in entry.words {
            if let block = AddressBlock(word.text) {
                rig.network.device.append(block)
            } else if word.text.contains("/") {
                report("‘\(word.text)’ is no network", word.range, "its first address and its prefix: 10.1.0.0/16")
            } else {
                _ = address(word)
            }
        }
    }

    /// `ftp 2121 seen as 21`
    private mutating func readPort(_ entry: Entry) {
        let words = entry.words
        let mapped: Rig.Port
        do throws(Rig.Port.Problem) {
            mapped = try Rig.Port(words: words.map(\.text))
        } catch {
            return report(error.message, error.word.map { words[$0].range } ?? entry.range, error.suggestion)
        }
        let (service, bind, seenAs) = (mapped.service, mapped.bind, mapped.seenAs)
        let transport = [.dns, .sntp].contains(service) ? "udp" : "tcp"
        let key = service == .peer ? "port peer \(seenAs)" : "port \(service.rawValue)"
        guard say(key, words[0].range, "‘\(key)’ stands twice", "keep one of them"),
            say("bound \(transport) \(bind)", words[1].range, "port \(bind) is taken above", "one server, one port"),
            say(
                "seen \(transport) \(seenAs)",
                (words.last ?? words[1]).range,
                "port \(seenAs) is seen above",
                "one server, one port"
            )
        else { return }
        rig.network.ports.append(mapped)
        if let standard = service.standardPort, seenAs != standard {
            let who = service == .dns ? "devices" : "scenarios that keep the default port"
            warn(
                "\(who) look for \(service.rawValue) at port \(standard), and the device sees it at \(seenAs)",
                entry.range,
                "have port \(standard) forwarded to \(bind), then: port \(service.rawValue) \(bind) seen as \(standard)"
            )
        }
    }

    /// `50000..50100`
    private mutating func readPassivePorts(_ entry: Entry) {
        guard let word = text(entry, "passive ports 50000..50100") else { return }
        let ends = word.text.split(separator: ".", omittingEmptySubsequences: true)
        guard word.text.contains(".."), ends.count == 2, let first = UInt16(ends[0]), let last = UInt16(ends[1]), first > 0,
            first <= last
        else { return report("‘\(word.text)’ is no range of ports", word.range, "passive ports 50000..50100") }
        rig.network.passivePorts = first...last
    }

    /// `pop3 "pop.example.com" user "u" password from environment NAME`
    private mutating func readAccount(_ entry: Entry) {
        let example = "account pop3 \"pop.example.com\" user \"u\" password from environment NAME"
        let parts = accountParts(entry.words.dropFirst())
        guard let name = entry.words.first, let server = parts[""], server.count == 1, let user = parts["user"],
            let password = parts["password"]
        else {
            return report("an account is a server, a user and a password", entry.range, example)
        }
        guard let service = service(name, among: [.smtp, .pop3, .ftp]), let standard = service.standardPort,
            say("account \(service.rawValue)", name.range, "‘account \(service.rawValue)’ stands twice", "keep one of them"),
            let server = secret(server, of: entry, hides: false), let user = secret(user, of: entry, hides: false),
            let password = secret(password, of: entry, hides: true)
        else { return }
        var account = Rig.Account(service: service, server: server.value, port: standard, user: user, password: password)
        if let words = parts["port"] {
            guard words.count == 1, let word = words.first else { return report("a port is one number", span(words), "port 587") }
            guard let port = portNumber(word) else { return }
            account.port = port
        }
        if service == .smtp {
            guard let sender = mailAddress(parts["sender"], of: entry, orElse: user),
                let recipient = mailAddress(parts["recipient"], of: entry, orElse: sender)
            else { return }
            account.sender = sender
            account.recipient = recipient
        } else if let words = parts["sender"] ?? parts["recipient"] {
            return report("only mail that is sent has a sender and a recipient", span(words), "say it with the account for smtp")
        }
        rig.network.accounts.append(account)
    }

    /// The words of an account's line by the plain word that stands before them, once each; the server's without one.
    private func accountParts(_ words: ArraySlice<RigWord>) -> [String: [RigWord]] {
        var parts: [String: [RigWord]] = [:]
        var part = ""
        for word in words {
            let begins = ["port", "user", "password", "sender", "recipient"].contains(word.text)
            if begins, !word.isQuoted, parts[word.text] == nil, parts[part]?.isEmpty == false {
                part = word.text
                parts[part] = []
            } else {
                parts[part, default: []].append(word)
            }
        }
        return parts
    }

    private mutating func mailAddress(_ words: [RigWord]?, of entry: Entry, orElse other: Rig.SecretText) -> Rig.SecretText? {
        guard let address = words.map({ secret($0, of: entry, hides: false) }) ?? other else { return nil }
        if address.value.contains("@") { return address }
        report(
            "nothing says from which address mail is sent, or to which",
            words.map(span) ?? entry.range,
            "sender \"me@example.com\""
        )
        return nil
    }

    private mutating func service(_ word: RigWord, among known: [Rig.Service]) -> Rig.Service? {
        if let service = Rig.Service(rawValue: word.text), known.contains(service) { return service }
        report(
            "there is no server ‘\(word.text)’",
            word.range,
            NearestName.suggestion(for: word.text, among: known.map(\.rawValue))
        )
        return nil
    }

    private mutating func portNumber(_ word: RigWord) -> UInt16? {
        if let port = UInt16(word.text), port > 0 { return port }
        report("‘\(word.text)’ is no port", word.range, "1 to 65535")
        return nil
    }

    mutating func checkServers(_ top: SourceRange) {
        let network = rig.network
        if let outside = network.seenAs.first(where: { $0.value >> 24 != 127 }), network.bind.isEmpty {
            report(
                "the device sees this host at \(outside), but the servers bind loopback only",
                top,
                "say below ‘servers’ which address of this host to bind: bind 192.168.1.10"
            )
        }
        if !network.bind.isEmpty, !network.seenAs.isEmpty, network.seenAs.count != network.bind.count {
            report(
                "the servers bind \(network.bind.count) addresses, and the device sees \(network.seenAs.count)",
                top,
                "in ‘seen as’ each address of ‘bind’ has its own, in the same order"
            )
        }
        if network.bind == [.any], network.seenAs.isEmpty {
            report(
                "with ‘bind 0.0.0.0’ nothing says where the device finds this host",
                top,
                "add below ‘servers’: seen as 203.0.113.7"
            )
        }
        if network.resolvesNames, let account = network.accounts.first(where: { IPv4Address($0.server) == nil }) {
            report(
                "with ‘names resolved’ the device asks this host, which does not know ‘\(account.server)’",
                top,
                "give the account the server's address instead of its name"
            )
        }
    }
}
