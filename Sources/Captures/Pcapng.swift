import Octets

/// Blocks of the pcapng file format (draft-ietf-opsawg-pcapng), in little-endian byte order.
enum Pcapng {
    /// What an interface's packets begin with (draft-ietf-opsawg-pcaplinktype).
    enum LinkType: UInt16 {
        case ethernet = 1
        case rtacSerial = 250
    }

    enum Option {
        /// UTF-8, cut to ``commentLimit``.
        case comment(String)
        /// The section's `shb_userappl`.
        case application(String)
        /// The interface's `if_name` and `if_description`.
        case name(String)
        case description(String)
        /// The interface's `if_tsresol`: 10 to minus so many.
        case resolution(UInt8)
    }

    /// Bytes of a comment; the format's own limit is 65 535.
    static let commentLimit = 1_024

    private enum BlockType {
        static let sectionHeader: UInt32 = 0x0A0D_0D0A
        static let interfaceDescription: UInt32 = 1
        static let enhancedPacket: UInt32 = 6
    }

    /// Little-endian as seen here; fixes the byte order of the section.
    private static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
    private static let unknownSectionLength: Int64 = -1
    private static let unlimitedSnapshot: UInt32 = 0

    static func appendSectionHeader(_ options: [Option], to output: inout [UInt8]) {
        appendBlock(BlockType.sectionHeader, to: &output) { body in
            body.appendLittle(byteOrderMagic)
            body.appendLittle(UInt16(1))
            body.appendLittle(UInt16(0))
            body.appendLittle(unknownSectionLength)
            append(options, to: &body)
        }
    }

    static func appendInterface(_ link: LinkType, _ options: [Option], to output: inout [UInt8]) {
        appendBlock(BlockType.interfaceDescription, to: &output) { body in
            body.appendLittle(link.rawValue)
            body.appendLittle(UInt16(0))
            body.appendLittle(unlimitedSnapshot)
            append(options, to: &body)
        }
    }

    /// - Parameters:
    ///   - interface: Interfaces count from 0 in the order of their blocks.
    ///   - time: In the interface's units since 1970.
    static func appendPacket(interface: UInt32, time: Int64, _ packet: [UInt8], comments: [String], to output: inout [UInt8]) {
        appendBlock(BlockType.enhancedPacket, to: &output) { body in
            body.appendLittle(interface)
            body.appendLittle(UInt32(truncatingIfNeeded: time >> 32))
            body.appendLittle(UInt32(truncatingIfNeeded: time))
            body.appendLittle(UInt32(packet.count))
            body.appendLittle(UInt32(packet.count))
            body += packet
            pad(&body)
            append(comments.map(Option.comment), to: &body)
        }
    }

    private static func appendBlock(_ type: UInt32, to output: inout [UInt8], _ fill: (inout [UInt8]) -> Void) {
        var body: [UInt8] = []
        fill(&body)
        let length = UInt32(12 + body.count)
        output.appendLittle(type)
        output.appendLittle(length)
        output += body
        output.appendLittle(length)
    }

    private static func append(_ options: [Option], to body: inout [UInt8]) {
        guard !options.isEmpty else { return }
        for option in options {
            switch option {
            case .comment(let text): append(1, prefix(of: shown(text)), to: &body)
            case .application(let text): append(4, prefix(of: shown(text)), to: &body)
            case .name(let text): append(2, prefix(of: shown(text)), to: &body)
            case .description(let text): append(3, prefix(of: shown(text)), to: &body)
            case .resolution(let digits): append(9, [digits], to: &body)
            }
        }
        append(0, [], to: &body)
    }

    private static func append(_ code: UInt16, _ value: [UInt8], to body: inout [UInt8]) {
        body.appendLittle(code)
        body.appendLittle(UInt16(value.count))
        body += value
        pad(&body)
    }

    /// Up to a multiple of four; bodies begin at one.
    private static func pad(_ body: inout [UInt8]) {
        while body.count % 4 != 0 { body.append(0) }
    }

    /// Whole characters of the text, as many as fit.
    private static func prefix(of text: String) -> [UInt8] {
        guard text.utf8.count > commentLimit else { return Array(text.utf8) }
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let encoded = String(scalar).utf8
            guard bytes.count + encoded.count <= commentLimit else { break }
            bytes += encoded
        }
        return bytes
    }
}
