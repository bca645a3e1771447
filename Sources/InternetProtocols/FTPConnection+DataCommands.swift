extension FTPConnection {
    // MARK: PASV and EPSV

    mutating func passive() {
        // RFC 2428 §4: after EPSV ALL a client says nothing but EPSV.
        guard !allowsOnlyEPSV else { return link.say("503 EPSV ALL was said") }
        listen(isExtended: false)
    }

    mutating func extendedPassive(_ text: String) {
        switch text.uppercased() {
        case "", "1": listen(isExtended: true)
        case "ALL":
            allowsOnlyEPSV = true
            link.say("200 EPSV only")
        default: link.say("522 Network protocol not supported, use (1)")
        }
    }

    private mutating func listen(isExtended: Bool) {
        releaseData()
        dataPath = .openingListener(isExtended: isExtended)
        emit(.openPassiveListener)
    }

    // MARK: PORT and EPRT

    /// `h1,h2,h3,h4,p1,p2`
    mutating func active(_ text: String) {
        guard !allowsOnlyEPSV else { return link.say("503 EPSV ALL was said") }
        guard text.utf8.allSatisfy({ $0 == UInt8(ascii: ",") || (0x30...0x39).contains($0) }),
            let (address, port) = FTPClient.sixNumbers(in: text)
        else { return link.say("501 Syntax: PORT h1,h2,h3,h4,p1,p2") }
        connect(to: address, port)
    }

    /// `|1|address|port|`, the delimiter being any character (RFC 2428 §2).
    mutating func extendedActive(_ text: String) {
        guard !allowsOnlyEPSV else { return link.say("503 EPSV ALL was said") }
        guard let delimiter = text.first else { return link.say("501 Syntax: EPRT |1|address|port|") }
        let parts = text.split(separator: delimiter, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[4].isEmpty else { return link.say("501 Syntax: EPRT |1|address|port|") }
        guard parts[1] == "1" else { return link.say("522 Network protocol not supported, use (1)") }
        let octets = parts[2].split(separator: ".", omittingEmptySubsequences: false).compactMap {
            decimal($0).flatMap(UInt8.init(exactly:))
        }
        guard octets.count == 4, let port = decimal(parts[3]).flatMap(UInt16.init(exactly:)) else {
            return link.say("501 Syntax: EPRT |1|address|port|")
        }
        connect(to: octets.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }, port)
    }

    private mutating func connect(to address: UInt32, _ port: UInt16) {
        // RFC 2577 §3: data goes to nobody but the client itself, and to no well-known port: no bounce attack.
        guard address == peer, port >= FTPServer.lowestDataPort else {
            return link.say(FTPServer.foreignData)
        }
        releaseData()
        dataPath = .active(address: address, port: port)
        link.say("200 Will connect")
    }
}
