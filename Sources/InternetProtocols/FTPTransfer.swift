internal import Octets

/// One transfer over an FTP data connection, as the server sees it.
struct FTPTransfer: Sendable {
    enum Direction: Hashable, Sendable {
        case sending
        case receiving(FileTree.Path)
    }
    enum Phase: Hashable, Sendable {
        /// For the data connection.
        case waiting
        case running
        /// All data was sent, and FIN; whether it has arrived is not known yet.
        case ending
        /// All data has passed; the completion reply is due or out.
        case closing
        /// Stopped for good by a fault.
        case stalled
    }

    var direction: Direction
    var phase = Phase.waiting
    /// What is sent, or what has come.
    var content: [UInt8]
    /// How much of the content to be sent has been turned into pieces.
    private var position: Int
    /// What was turned into network form and found no room in the piece before.
    private var converted: [UInt8] = []
    private var lineEnds: LineEnds?
    /// Bytes that went over the data connection.
    private(set) var count = 0

    /// - Parameter start: where in the content sending begins.
    init(sending content: [UInt8], from start: Int, isASCII: Bool) {
        direction = .sending
        self.content = content
        position = start
        lineEnds = isASCII ? LineEnds() : nil
    }

    /// - Parameter content: what is there already and is added to.
    init(receiving path: FileTree.Path, after content: [UInt8]) {
        direction = .receiving(path)
        self.content = content
        position = 0
    }

    /// The next piece to be sent, at most so many bytes of it; empty at the end.
    mutating func nextPiece(atMost room: Int) -> [UInt8] {
        let end = min(position + max(0, min(FTPServer.pieceLength, room) - converted.count), content.count)
        let fresh = content[position..<end]
        position = end
        converted += lineEnds?.toNetwork(fresh) ?? Array(fresh)
        let piece = Array(converted.prefix(room))
        converted.removeFirst(piece.count)
        count += piece.count
        return piece
    }

    mutating func receive(_ bytes: [UInt8]) {
        count += bytes.count
        content += bytes
    }
}

/// The line ends of TYPE A: CR LF on the network (RFC 959 §3.1.1.1), CR LF or LF in the tree. What comes is stored as it comes, so that it can be
/// seen who has sent LF alone.
struct LineEnds: Hashable, Sendable {
    /// The last byte was a CR.
    private var isAfterCR = false

    mutating func toNetwork(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var converted: [UInt8] = []
        converted.reserveCapacity(bytes.count + bytes.count / 16)
        for byte in bytes {
            if byte == ControlCharacter.lf, !isAfterCR { converted.append(ControlCharacter.cr) }
            isAfterCR = byte == ControlCharacter.cr
            converted.append(byte)
        }
        return converted
    }

    /// How many bytes the content has on the network.
    static func networkLength(of content: [UInt8]) -> Int {
        var previous: UInt8 = 0
        var length = content.count
        for byte in content {
            if byte == ControlCharacter.lf, previous != ControlCharacter.cr { length += 1 }
            previous = byte
        }
        return length
    }
}
