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

    /// As in a rig file: the second line, with or without settings of its own.
    @Test func aNamedLineIsAnotherOne() throws {
        let options = RunCommand.options
        let words = [
            "--device", "serial:/dev/a", "--line", "c pty:/dev/pts/5", "--line", "9600", "--line", "b serial:/dev/b 7E1",
        ]
        let rig = try #require(try [Device].named(Arguments(words, options: options)).lines.first?.rig)
        #expect(rig.line.description == "9600 8N1")
        #expect(rig.furtherLines.map(\.address) == [.serial(path: "/dev/b"), .pseudoTerminal(path: "/dev/pts/5")])
        #expect(rig.furtherLines.map { $0.settings?.description } == ["115200 7E1", nil])
    }

    @Test(arguments: [
        (["--line", "c pty:/dev/pts/5"], "there is no line b"),
        (["--line", "b"], "--line \"b\": this does not say where the line is"),
        (["--line", "b pty:/a", "--line", "b pty:/b"], "--line \"b pty:/b\": it is given twice"),
        (["--line", "9600", "--line", "19200"], "--line is given twice"),
        (["--device", "serial:/dev/b", "--line", "b pty:/a"], "--line \"b pty:/a\" is about one device"),
    ])
    func whatNamesNoLineIsSaid(words: [String], message: String) {
        #expect {
            _ = try [Device].named(Arguments(["--device", "serial:/dev/a"] + words, options: RunCommand.options))
        } throws: {
            ($0 as? UsageError)?.message == message
        }
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
