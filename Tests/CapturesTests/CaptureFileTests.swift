import Events
import Testing
import Verdicts
import World

@testable import Captures

struct CaptureFileTests {
    static let path = "a.scenario"
    static let text = "scenario one\n    > AT\n    < OK\r\n    < {more}\n"

    static func identity(_ name: String) -> ScenarioIdentity {
        let source = SourceLine(path: path, line: 1, text: "scenario one")
        return ScenarioIdentity(name: name, title: "", dialect: "d", service: "s", source: source, requirements: [], tags: [])
    }

    static let run = Event.runStarted(RunDescription(version: "1", seed: 1, device: "virtual", command: ["attest", "run"]))

    static func scenario(_ name: String, _ events: [Event], duration: Int64) -> [Event] {
        [.scenarioStarted(identity(name))] + events + [.scenarioEnded(ScenarioResult(verdict: .pass, duration: duration))]
    }

    static let exchange: [Event] = [
        .hostSent(Array("AT\r".utf8), line: 2, time: 1_000),
        .deviceSent(Array("\r\nOK\r\nx".utf8), time: 2_000),
        .matched(line: 3, count: 6, time: 2_000),
        .deviceSent(Array("yz".utf8), time: 3_000),
        .matched(line: 4, count: 3, time: 3_000),
    ]

    /// The packets of a capture: interface, time, captured bytes and comments.
    struct Packet: Equatable {
        var interface: UInt32
        var time: UInt64
        var bytes: [UInt8]
        var comments: [String]
    }

    static func packets(_ capture: [UInt8]) -> [Packet] {
        func little(_ index: Int, _ count: Int) -> Int {
            capture[index..<index + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        var packets: [Packet] = []
        var start = 0
        while start < capture.count {
            let length = little(start + 4, 4)
            #expect(length % 4 == 0 && little(start + length - 4, 4) == length)
            if little(start, 4) == 6 {
                let count = little(start + 20, 4)
                let data = start + 28
                var comments: [String] = []
                var option = data + (count + 3) / 4 * 4
                while little(option, 2) == 1 {
                    let size = little(option + 2, 2)
                    comments.append(String(decoding: capture[option + 4..<option + 4 + size], as: UTF8.self))
                    option += 4 + (size + 3) / 4 * 4
                }
                #expect(little(option, 4) == 0 && option + 8 == start + length)
                let time = UInt64(little(start + 12, 4)) << 32 | UInt64(little(start + 16, 4))
                packets.append(
                    Packet(
                        interface: UInt32(little(start + 8, 4)),
                        time: time,
                        bytes: Array(capture[data..<data + count]),
                        comments: comments
                    )
                )
            }
            start += length
        }
        return packets
    }

    static func capture(_ scenarios: [(events: [Event], wire: WireTrace)]) -> [UInt8] {
        var file = CaptureFile()
        file.record([run])
        file.record([.background(.file(path: path, text: text))])
        for scenario in scenarios { file.record(scenario.events, wire: scenario.wire) }
        return file.take()
    }

    /// Worked out by hand from the format's description.
    @Test func aSmallCaptureByteForByte() {
        let datagram = WireEvent.datagram(
            Array("hi".utf8),
            from: Endpoint(IPv4Address(198, 51, 100, 7), 49_152),
            to: Endpoint(IPv4Address(192, 0, 2, 53), 53)
        )
        var file = CaptureFile()
        file.record([Self.run])
        let head = file.take()
        let header: [UInt8] = [0x0A, 0x0D, 0x0D, 0x0A, 0x4C, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0]
        #expect(Array(head.prefix(24)) == header + [UInt8](repeating: 0xFF, count: 8))
        let options: [UInt8] =
            [1, 0, 28, 0] + Array("attest run (device: virtual)".utf8) + [4, 0, 8, 0] + Array("attest 1".utf8) + [0, 0, 0, 0]
            + [0x4C, 0, 0, 0]
        #expect(Array(head[24..<76]) == options)
        file.record(
            Self.scenario("n", [.hostSent(Array("AT\r".utf8), line: 2, time: 1_500_002_000)], duration: 0),
            wire: WireTrace(entries: [.init(time: Interval(nanoseconds: 0x1_0000_0001), event: datagram)])
        )
        let expected: [UInt8] =
            [6, 0, 0, 0, 0x58, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xD0, 0x36, 0x68, 0x59, 15, 0, 0, 0, 15, 0, 0, 0]
            + [0, 0, 0, 1, 0x00, 0x07, 0xA1, 0x22, 0x01, 0, 0, 0, 0x41, 0x54, 0x0D, 0]
            + [1, 0, 14, 0] + Array("scenario n (d)".utf8) + [0, 0]
            + [1, 0, 12, 0] + Array("a.scenario:2".utf8) + [0, 0, 0, 0] + [0x58, 0, 0, 0]
            + [6, 0, 0, 0, 0x60, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 44, 0, 0, 0, 44, 0, 0, 0]
            + [0x02, 0x00, 0xC0, 0x00, 0x02, 0x35, 0x02, 0x00, 0xC6, 0x33, 0x64, 0x07, 0x08, 0x00]
            + [0x45, 0, 0, 0x1E, 0, 1, 0x40, 0, 0x40, 0x11, 0x4E, 0x5E, 0xC6, 0x33, 0x64, 0x07, 0xC0, 0x00, 0x02, 0x35]
            + [0xC0, 0x00, 0x00, 0x35, 0x00, 0x0A, 0xEA, 0xCA, 0x68, 0x69]
            + [1, 0, 12, 0] + Array("a.scenario:2".utf8) + [0, 0, 0, 0] + [0x60, 0, 0, 0]
        #expect(file.take() == expected)
    }

    @Test func aPieceNamesEveryLineThatTakesBytesOfIt() {
        let packets = Self.packets(Self.capture([(Self.scenario("one", Self.exchange, duration: 9), WireTrace())]))
        #expect(
            packets.map(\.comments) == [
                ["scenario one (d)", "a.scenario:2 > AT"], ["a.scenario:3 < OK", "a.scenario:4 < {more}"],
                ["a.scenario:4 < {more}"],
            ]
        )
        #expect(packets.map { $0.bytes[8] } == [1, 2, 2])
    }

    @Test func bytesThatNoLineTakesNameTheFinding() {
        let source = SourceLine(path: Self.path, line: 3, text: "< OK")
        let finding = Finding(verdict: .fail, domain: .device, summary: "", source: source, time: 0)
        let events: [Event] = [
            .scenarioStarted(Self.identity("one")), .deviceSent([1], time: 5),
            .scenarioEnded(ScenarioResult(verdict: .fail, findings: [finding])),
        ]
        #expect(
            Self.packets(Self.capture([(events, WireTrace())])).map(\.comments) == [["scenario one (d)", "a.scenario:3 < OK"]]
        )
    }

    @Test func scenariosFollowEachOther() {
        let late = WireTrace(entries: [
            .init(
                time: .milliseconds(1),
                event: .opening(connection: 1, from: PacketSynthesiserTests.device, to: PacketSynthesiserTests.server)
            )
        ])
        let packets = Self.packets(
            Self.capture([
                (Self.scenario("one", Self.exchange, duration: 10_000), WireTrace()),
                (Self.scenario("two", [], duration: 500), late),
                (Self.scenario("three", Self.exchange, duration: 10_000), WireTrace()),
            ])
        )
        #expect(packets.map(\.time) == [1_000, 2_000, 3_000, 1_010_000, 1_011_000, 1_012_000, 1_013_000])
        #expect(packets.map(\.interface) == [1, 1, 1, 0, 1, 1, 1])
        #expect(packets[3].comments == ["scenario two (d)", "a.scenario:1 scenario one"])
        #expect(packets[4].comments.first == "scenario three (d)")
    }

    @Test func whatIsTooMuchToKeepIsSaid() {
        let log = WireLog(began: Instant(nanoseconds: 10), limit: 200)
        let end = PacketSynthesiserTests.device
        for count in [8, 500, 8] {
            log.note(.datagram([UInt8](repeating: 0, count: count), from: end, to: end), at: .start + .seconds(1))
        }
        let trace = log.take()
        #expect(trace.entries.map(\.time.nanoseconds) == [999_999_990])
        #expect(trace.isCut)
        #expect(log.take().entries.isEmpty)
        let packets = Self.packets(Self.capture([(Self.scenario("one", [], duration: 0), trace)]))
        #expect(packets.map(\.interface) == [0, 1])
        #expect(packets.last?.bytes[8] == 5)
    }

    @Test func commentsAreCutBetweenCharacters() {
        let name = String(repeating: "é", count: 2_000)
        let packets = Self.packets(Self.capture([(Self.scenario(name, Self.exchange, duration: 0), WireTrace())]))
        #expect(packets.first?.comments.first == "scenario " + String(repeating: "é", count: 507))
    }
}
