import SourceText
import Testing
import World

@testable import Rigs

/// The serial lines of a device beside its first.
@Suite struct FurtherLineTests {
    private func head(_ lines: String) -> String { "rig r\n    device serial:/dev/ttyUSB0\n    line 9600\n" + lines + "\n" }

    @Test func everyLineHasAnAddressAndMayHaveSettings() throws {
        let text = head(
            "    line c exec:./modem -x, 1\n    line b serial:/dev/ttyUSB1 19200 8E1, rtscts\n    line d pty:/dev/pts/5"
        )
        let (loaded, diagnostics) = load(text)
        #expect(diagnostics == [])
        let rig = try #require(loaded)
        #expect(rig.lines == 4)
        let names = LineName.first(4)
        #expect(
            names.map { rig.alone($0).device.description } == [
                "serial:/dev/ttyUSB0", "serial:/dev/ttyUSB1", "exec:./modem -x, 1", "pty:/dev/pts/5",
            ]
        )
        #expect(names.map { rig.alone($0).line.description } == ["9600 8N1", "19200 8E1, rtscts", "9600 8N1", "9600 8N1"])
        #expect(names.map { rig.alone($0).lines } == [4, 1, 1, 1])
    }

    @Test(arguments: [
        ("    line c serial:/dev/ttyUSB1", "there is no line b"), ("    line b", "this does not say where the line is"),
        ("    line b /dev/ttyUSB1", "‘/dev/ttyUSB1’ does not say what kind of device it is"),
        ("    line b virtual", "the built-in modem has the lines that its dialect says"),
        ("    line b serial:/dev/ttyUSB1 9600 nonsense", "‘nonsense’ says nothing of a line"),
        ("    line b tcp:host:1 9600", "line settings mean nothing to tcp:host:1"),
        ("    line b serial:/dev/a\n    line b serial:/dev/b", "‘line b’ stands twice"),
        ("    line a serial:/dev/a", "‘a’ says nothing of a line"),
    ])
    func whatNamesNoLineIsSaid(_ lines: String, _ message: String) {
        let text = lines.contains("line a") ? "rig r\n    device serial:/dev/ttyUSB0\n\(lines)\n" : head(lines)
        let (rig, diagnostics) = load(text)
        #expect(rig == nil)
        #expect(diagnostics.map(\.message).contains(message), "\(diagnostics.map(\.message))")
    }
}
