import InternetProtocols
import Testing
import World

@testable import Captures

/// What stands in a TCP frame.
struct Segment: Equatable {
    var source: UInt16
    var destination: UInt16
    var sequence: UInt32
    var acknowledgement: UInt32
    var flags: UInt8
    var payload: Int

    init(_ frame: [UInt8]) {
        func big(_ index: Int, _ count: Int) -> UInt32 { frame[index..<index + count].reduce(0) { $0 << 8 | UInt32($1) } }
        source = UInt16(big(34, 2))
        destination = UInt16(big(36, 2))
        sequence = big(38, 4)
        acknowledgement = big(42, 4)
        payload = frame.count - 34 - Int(frame[46] >> 4) * 4
        flags = frame[47]
    }
}

struct PacketSynthesiserTests {
    static let device = Endpoint(IPv4Address(198, 51, 100, 7), 49_152)
    static let server = Endpoint(IPv4Address(192, 0, 2, 110), 110)
    static let fin: UInt8 = 0x01
    static let syn: UInt8 = 0x02
    static let reset: UInt8 = 0x04
    static let push: UInt8 = 0x08
    static let ack: UInt8 = 0x10

    /// The frames of one connection's events, all at the same time.
    static func frames(_ segments: [(WireSide, WireSegment)], with synthesiser: inout PacketSynthesiser) -> [[UInt8]] {
        synthesiser.beginWorld()
        var frames = synthesiser.frames(of: .opening(connection: 1, from: device, to: server), at: .zero)
        for (side, segment) in segments {
            frames += synthesiser.frames(of: .segment(connection: 1, from: side, segment), at: .zero)
        }
        return frames
    }

    static func frames(_ segments: [(WireSide, WireSegment)]) -> [[UInt8]] {
        var synthesiser = PacketSynthesiser()
        return frames(segments, with: &synthesiser)
    }

    static let handshake: [(WireSide, WireSegment)] = [(.acceptor, .acceptance), (.opener, .acknowledgement(1))]

    @Test func aConnectionNumbersEveryByteAndSYNAndFIN() {
        let bytes = [UInt8](repeating: 7, count: 3_000)
        let frames = Self.frames(
            Self.handshake + [
                (.acceptor, .data(bytes)), (.opener, .acknowledgement(3_000)), (.opener, .data([1, 2])),
                (.acceptor, .acknowledgement(2)),
                (.acceptor, .finish), (.opener, .acknowledgement(1)), (.opener, .finish), (.acceptor, .acknowledgement(1)),
            ]
        )
        let segments = frames.map(Segment.init)
        let (x, y) = (segments[0].sequence, segments[1].sequence)
        let flags = [
            Self.syn, Self.syn | Self.ack, Self.ack, Self.ack, Self.ack, Self.push | Self.ack, Self.ack, Self.push | Self.ack,
            Self.ack,
            Self.fin | Self.ack, Self.ack, Self.fin | Self.ack, Self.ack,
        ]
        #expect(segments.map(\.flags) == flags)
        #expect(segments.map(\.payload) == [0, 0, 0, 1_460, 1_460, 80, 0, 2, 0, 0, 0, 0, 0])
        let sequences = [0, 0, 1, 1, 1_461, 2_921, 1, 1, 3_001, 3_001, 3, 3, 3_002] as [UInt32]
        let acknowledgements = [0, 1, 1, 1, 1, 1, 3_001, 3_001, 3, 3, 3_002, 3_002, 4] as [UInt32]
        for (index, segment) in segments.enumerated() {
            let isOpener = segment.source == Self.device.port
            #expect(segment.sequence &- (isOpener ? x : y) == sequences[index], "frame \(index)")
            let acknowledged = segment.flags & Self.ack == 0 ? 0 : segment.acknowledgement &- (isOpener ? y : x)
            #expect(acknowledged == acknowledgements[index], "frame \(index)")
        }
    }

    @Test func theSYNAloneCarriesTheSegmentSize() {
        let frames = Self.frames(Self.handshake)
        #expect(frames.map(\.count) == [58, 58, 54])
        #expect(Array(frames[0].suffix(4)) == [2, 4, 0x05, 0xB4])
    }

    @Test func aRefusalAcknowledgesTheSYN() {
        let segments = Self.frames([(.acceptor, .reset)]).map(Segment.init)
        #expect(segments[1].flags == Self.reset | Self.ack)
        #expect(segments[1].sequence == 0)
        #expect(segments[1].acknowledgement == segments[0].sequence &+ 1)
    }

    @Test func aResetStandsWhereTheNextByteWould() {
        let segments = Self.frames(Self.handshake + [(.opener, .data([1, 2, 3])), (.opener, .reset)]).map(Segment.init)
        #expect(segments[4].flags == Self.reset | Self.ack)
        #expect(segments[4].sequence == segments[0].sequence &+ 4)
    }

    @Test func everyChecksumIsRight() {
        var synthesiser = PacketSynthesiser()
        let odd = WireEvent.datagram([1, 2, 3], from: Self.device, to: Self.server)
        let frames = Self.frames(Self.handshake + [(.opener, .data([1, 2, 3]))]) + synthesiser.frames(of: odd, at: .zero)
        for frame in frames {
            var header = InternetChecksum()
            header.add(frame[14..<34])
            #expect(header.value == 0)
            var whole = InternetChecksum()
            whole.add(frame[26...])
            whole.add(UInt16(frame[23]))
            whole.add(UInt16(frame.count - 34))
            #expect(whole.value == 0)
        }
    }

    @Test func echoesAreICMP() throws {
        var synthesiser = PacketSynthesiser()
        let (source, destination) = (Self.device.address, Self.server.address)
        let frames = [false, true].flatMap { isAnswer in
            synthesiser.frames(
                of: .echo([1, 2, 3], number: 7, isAnswer: isAnswer, from: source, to: destination),
                at: .zero
            )
        }
        #expect(frames.map { $0[23] } == [1, 1])
        let messages = frames.map { EchoMessage($0[34...]) }
        #expect(messages.map { $0?.isAnswer } == [false, true])
        #expect(messages.allSatisfy { $0?.sequence == 7 && $0?.data == [1, 2, 3] })
        let giant = WireEvent.echo(
            [UInt8](repeating: 0, count: 65_508),
            number: 1,
            isAnswer: false,
            from: source,
            to: destination
        )
        #expect(synthesiser.frames(of: giant, at: .zero).isEmpty)
    }

    @Test func identificationsIncrease() {
        let frames = Self.frames(Self.handshake + [(.opener, .data([1])), (.opener, .data([2]))])
        let openers = frames.filter { Segment($0).source == Self.device.port }
        #expect(openers.map { $0[19] } == [1, 2, 3, 4])
    }

    @Test func worldsThatUseTheSameEndsGetPortsOfTheirOwn() {
        var synthesiser = PacketSynthesiser()
        let ports = (0..<3).map { _ in Segment(Self.frames(Self.handshake, with: &synthesiser)[0]).source }
        #expect(ports == [49_152, 49_153, 49_154])
    }

    /// More than there are ports: the oldest serve again, and no two neighbours share one.
    @Test func portsServeAgainWhenAllHaveBeenUsed() {
        var synthesiser = PacketSynthesiser()
        let ports = (0..<40_000).map { _ in Segment(Self.frames(Self.handshake, with: &synthesiser)[0]).source }
        #expect(zip(ports, ports.dropFirst()).allSatisfy { $0 != $1 })
        #expect(Set(ports).count == 65_536 - 49_152)
    }

    /// An FTP server that opens a data connection, after one that the device opened between the same ports.
    @Test func endsThatWereUsedTheOtherWayRoundAreUsed() {
        var synthesiser = PacketSynthesiser()
        _ = Self.frames(Self.handshake, with: &synthesiser)
        let back = WireEvent.opening(connection: 1, from: Self.server, to: Self.device)
        let segment = Segment(synthesiser.frames(of: back, at: .zero)[0])
        #expect(segment.source == 111)
        #expect(segment.destination == 49_152)
    }

    @Test func whatNobodyOpenedMakesNoPackets() {
        var synthesiser = PacketSynthesiser()
        #expect(synthesiser.frames(of: .segment(connection: 9, from: .opener, .finish), at: .zero).isEmpty)
        let giant = [UInt8](repeating: 0, count: 65_508)
        #expect(synthesiser.frames(of: .datagram(giant, from: Self.device, to: Self.server), at: .zero).isEmpty)
    }
}
