import Testing
import World

@testable import Execution

struct ReplayDeviceTests {
    static let recording: Recording = {
        var recording = Recording()
        recording.append(Array("\r\nRING\r\n".utf8), from: .device, at: .start + .seconds(1))
        recording.append(Array("A".utf8), from: .host, at: .start + .seconds(2))
        recording.append(Array("T\r".utf8), from: .host, at: .start + .seconds(3))
        recording.append(Array("\r\n".utf8), from: .device, at: .start + .seconds(4))
        recording.append(Array("OK\r\n".utf8), from: .device, at: .start + .seconds(6))
        recording.extend(to: .start + .seconds(7))
        return recording
    }()

    static func at(_ seconds: Int64) -> Instant { .start + .seconds(seconds) }
    static func write(_ text: String) -> ReplayDevice.Output { .write(Array(text.utf8), on: .first) }

    @Test func itAnswersAtTheRecordedDistances() {
        var device = ReplayDevice(Self.recording, at: Self.at(100))
        #expect(device.advance(at: Self.at(100)).isEmpty)
        #expect(device.wake == Self.at(101))
        #expect(device.advance(at: Self.at(101)) == [Self.write("\r\nRING\r\n")])
        #expect(device.wake == nil)
        device.receive(Array("AT".utf8))
        #expect(device.advance(at: Self.at(110)).isEmpty)
        device.receive([0x0D])
        #expect(device.advance(at: Self.at(120)).isEmpty)
        #expect(device.wake == Self.at(121))
        #expect(device.advance(at: Self.at(121)) == [Self.write("\r\n")])
        #expect(device.wake == Self.at(123))
        #expect(device.advance(at: Self.at(123)) == [Self.write("OK\r\n")])
        #expect(device.wake == Self.at(125))
        #expect(device.advance(at: Self.at(125)) == [.ended])
        #expect(device.wake == nil)
    }

    @Test func bytesThatComeEarlyWaitForTheirTurn() {
        var device = ReplayDevice(Self.recording, at: .start)
        device.receive(Array("AT\r".utf8))
        #expect(device.advance(at: .start).isEmpty)
        #expect(device.advance(at: Self.at(1)) == [Self.write("\r\nRING\r\n")])
        #expect(device.wake == Self.at(2))
    }

    @Test func theFirstByteThatDiffersIsNamedAndSilencesIt() {
        var device = ReplayDevice(Self.recording, at: .start)
        device.receive(Array("AX\r".utf8))
        #expect(device.advance(at: Self.at(60)) == [.diverged("the host's byte 2 is X, the recording has T, after “A”")])
        device.receive(Array("AT\r".utf8))
        #expect(device.advance(at: Self.at(70)).isEmpty)
        #expect(device.wake == nil)
    }

    @Test func moreThanWasRecordedDiffersToo() {
        var device = ReplayDevice(Self.recording, at: .start)
        device.receive(Array("AT\rA".utf8))
        #expect(
            device.advance(at: .start) == [
                .diverged("the host's byte 4 is A, after “AT<CR>”, where the recording has nothing more from the host")
            ]
        )
    }

    @Test func aHostThatWaitsForMoreIsToldAfterItsPatience() {
        var device = ReplayDevice(Self.recording, at: .start, patience: .seconds(2))
        #expect(device.advance(at: Self.at(1)) == [Self.write("\r\nRING\r\n")])
        #expect(device.wake == Self.at(4))
        device.receive(Array("A".utf8))
        #expect(device.advance(at: Self.at(4)).isEmpty)
        #expect(device.wake == Self.at(7))
        #expect(
            device.advance(at: Self.at(7))
                == [.diverged("the host sends nothing, after “A”, where the recording has T as its byte 2")]
        )
    }
}
