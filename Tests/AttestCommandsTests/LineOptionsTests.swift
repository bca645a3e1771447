import Benches
import Rigs
import Testing

@testable import AttestCommands

@Suite struct LineOptionsTests {
    private func rig(_ words: [String], device: String = "serial:/dev/ttyUSB0") throws(UsageError) -> Rig {
        try LineOptions.rig(device, Arguments(words, options: LineOptions.options))
    }

    @Test(arguments: [
        ([], "115200 8N1"), (["--rate", "9600"], "9600 8N1"),
        (["--line", "9600 7E1, rtscts, dtr off"], "9600 7E1, rtscts, dtr off"),
        (["--rate=9600", "--line=rtscts"], "9600 8N1, rtscts"),
    ])
    func theWordsAreThoseOfARigFile(words: [String], line: String) throws {
        #expect(try rig(words).line.description == line)
    }

    @Test(arguments: [
        (["--rate", "0"], "--rate: ‘0’ is no rate", "50 to 4000000 bit/s, such as 115200"),
        (["--rate", "8N1"], "--rate takes a number, not ‘8N1’", "--line \"8N1\""),
        (["--rate", "9600", "--line", "19200"], "--line: ‘19200’ says again what is said already", "keep one of them"),
        (["--line", "9600 rts/cts"], "--line: ‘rts/cts’ says nothing of a line", "did you mean ‘rtscts’?"),
        (["--line", " "], "--line says nothing of the line", "--line \"115200 8N1, rtscts\""),
    ])
    func whatMeansNothingIsSaidSo(words: [String], message: String, suggestion: String) {
        #expect {
            _ = try rig(words)
        } throws: {
            let error = $0 as? UsageError
            return error?.message == message && error?.suggestion == suggestion
        }
    }

    @Test(arguments: [
        ("serial:/dev/ttyUSB0,9600", "--device serial:/dev/ttyUSB0 --rate 9600"),
        ("serial:/dev/ttyUSB0,9600,8N1", "--device serial:/dev/ttyUSB0 --line \"9600 8N1\""),
        ("rfc2217:box:2217,9600", "--device rfc2217:box:2217 --rate 9600"),
    ])
    func settingsBehindAnAddressGetTheirRepair(device: String, suggestion: String) {
        #expect {
            _ = try rig([], device: device)
        } throws: {
            ($0 as? UsageError)?.suggestion == suggestion
        }
    }

    @Test func theyAreAboutADevice() throws {
        let options = RunCommand.options
        #expect(throws: UsageError.self) { try [Device].named(Arguments(["--rate", "9600"], options: options)) }
        #expect(throws: UsageError.self) { try [Device].named(Arguments(["--line", "8N1"], options: options)) }
        let devices = try [Device].named(Arguments(["--rate", "9600", "--device", "serial:/dev/a"], options: options))
        #expect(devices.lines.first?.rig.line.rate == 9_600)
    }
}
