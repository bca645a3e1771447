import Foundation
import Testing

/// A project with the scenarios of this one and a dialect more, removed when nobody holds it any more.
final class VendorProject {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")

    init(_ dialect: String, as name: String = "acme") throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["Scenarios", "Fixtures"] {
            try FileManager.default.copyItem(at: TerminalTests.root.appending(path: name), to: folder.appending(path: name))
        }
        try Data(dialect.utf8).write(to: folder.appending(path: "Fixtures/dialects/\(name).dialect"))
    }
    deinit { try? FileManager.default.removeItem(at: folder) }

    static let dialect = "Fixtures/dialects/acme.dialect"
    func path(_ name: String) -> String { folder.appending(path: name).path }
    func attest(_ words: String...) throws -> (code: Int32, output: String) {
        try TerminalTests.run(TerminalTests.program, words)
    }
}

/// A vendor's own dialect, in a project of its own, with the program as it is.
@Suite(.serialized, .ownThread)
struct VendorDialectTests {
    /// One answer is spelt otherwise, there are a parameter and a code more, and mail is not there.
    private static let acme = """
        dialect    acme
        title      ACME telemetry modems
        document   A1
        features   gsm gprs dns ftp tcp tcp-inbound serial
        extends    multitech-ip
        opening    AT+WOPEN=1

        cites      001 as A1
        cites      001 App. A as A1 App. A
        cites      001 App. B as A1 App. B
        cites      001 ch. 1 as A1 ch. 3
        cites      001 ch. 2 as A1 ch. 4
        cites      001 ch. 3 as A1 ch. 5
        cites      001 ch. 4 as A1 ch. 6
        cites      001 ch. 5 as A1 ch. 7
        cites      001 ch. 6 as A1 ch. 8
        cites      001 ch. 7 as A1 ch. 9

        without
            all of smtp
            all of pop3

        forms
            data-begin                            A1 ch. 6 #FTPGET
                Ok_Info_FileFollows

        errors
            38100        the account is locked    A1 ch. 9

        parameters
            KEEPALIVE    integer 0..3600          default 60    A1 ch. 7 #KEEPALIVE

        displays
            #VTCP                                 A1 ch. 7 #VTCP
                DLEMODE KEEPALIVE TCPPORT TCPSERV

        """

    @Test func whatAppliesRunsAndPassesAndTheRestDoesNotApply() throws {
        let project = try VendorProject(Self.acme)
        let check = try project.attest("dialect", "check", project.path(VendorProject.dialect))
        #expect(check.code == 0, "\(check.output)")
        #expect(
            check.output.hasSuffix("acme.dialect: 37 parameters, 19 commands, 328 requirements, 17 unsaid\n1 file, no errors\n")
        )
        let folders = ["parameters", "ftp", "tcp"].map { project.path("Scenarios/\($0)") }
        let filters = ["shows", "getting-started", "default"].flatMap { ["--filter", $0] }
        let run = try TerminalTests.run(TerminalTests.program, ["run", "--dialect", "acme"] + filters + folders)
        #expect(run.code == 0, "\(run.output)")
        #expect(!run.output.contains("inconclusive"))
        #expect(run.output.contains("1 × the manual of acme does not say it: DISPLAY-VPOP3"))
        #expect(run.output.contains("1 × acme says it otherwise than at-hash: DISPLAY-VTCP"))
        let new = try project.attest("run", "--dialect", "acme", "--filter", "KEEPALIVE", folders[0])
        #expect(new.code == 0, "\(new.output)")
        let renamed = try project.attest(
            "run",
            "--dialect",
            "acme",
            "--filter",
            "=ftpget-getting-started",
            "--verbose",
            folders[1]
        )
        #expect(renamed.code == 0, "\(renamed.output)")
        #expect(renamed.output.contains("Ok_Info_FileFollows"))
        #expect(!renamed.output.contains("Ok_Info_DataBegin"))
    }

    @Test func mailDoesNotApply() throws {
        let project = try VendorProject(Self.acme)
        let run = try project.attest("run", "--dialect", "acme", project.path("Scenarios/mail"))
        #expect(run.code == 4, "\(run.output)")
        #expect(run.output.contains("0 passed") || run.output.contains("not applicable"))
        #expect(!run.output.contains("failed"))
    }

    /// What the vendor forgets is told with what is missing.
    @Test func whatIsNotCitedIsTold() throws {
        let lines = Self.acme.split(separator: "\n", omittingEmptySubsequences: false)
        let project = try VendorProject(lines.filter { !$0.contains("001 ch. 5") }.joined(separator: "\n"))
        let check = try project.attest("dialect", "check", project.path(VendorProject.dialect))
        #expect(check.code == 2)
        #expect(check.output.contains("(cites  001 ch. 5 as A1 …)"))
        #expect(
            check.output.contains(
                "acme.dialect:5:1: error: 3 parameters of multitech-ip are neither cited, left out nor unsaid: DLEMODE, "
            )
        )
        let run = try project.attest("run", "--dialect", "acme", project.path("Scenarios/tcp"))
        #expect(run.code == 2)
    }

    @Test(arguments: [
        (["dialect"], "say what to do: list or show or check or diff or map or new"),
        (["dialect", "shwo"], "did you mean ‘attest dialect show’?"),
        (["dialect", "show"], "a name is missing"), (["dialect", "show", "a", "b"], "‘b’ is one word too many"),
        (["dialect", "show", "multitech-pi"], "did you mean ‘multitech-ip’?"),
        (["dialect", "check", "README.md"], "README.md is no file of a dialect or a family"),
        (["dialect", "check", "nothing.dialect"], "nothing.dialect: No such file or directory"),
        (["dialect", "new", "acme"], "say what it extends"),
        (["dialect", "new", "a b", "--extends", "multitech-ip"], "a dialect's name is one word"),
        (["dialect", "new", "multitech-ip", "--extends", "multitech-ip"], "there is a dialect ‘multitech-ip’ already"),
        (["dialect", "list", "--extends", "multitech-ip"], "--extends is for a new dialect"),
        (["dialect", "list", "--format", "csv"], "--format is for a map"), (["dialect", "map", "edsoft"], "a name is missing"),
        (["dialect", "map", "edsoft", "multitech-ip"], "multitech-ip does not say what became of another manual's commands"),
        (["dialect", "map", "edsoft", "multitech-ip", "--format", "xml"], "there is no format ‘xml’"),
    ])
    func wordsThatMakeNoSenseAreToldApart(words: [String], message: String) throws {
        let (code, output) = try TerminalTests.run(TerminalTests.program, words)
        #expect(code == 2)
        #expect(output.contains(message), "\(output)")
    }

    @Test func aFamilyIsListedAndCannotBeRun() throws {
        let project = try VendorProject(Self.acme)
        let family = "family   kin\ntitle    What they share\nspellings\n    id   \"\"\n"
        try Data(family.utf8).write(to: URL(filePath: project.path("Fixtures/dialects/kin.family")))
        let check = try project.attest("dialect", "check", project.path("Fixtures/dialects/kin.family"))
        #expect(check.code == 0, "\(check.output)")
        let run = try project.attest("run", "--dialect", "kin", project.path("Scenarios/parameters"))
        #expect(run.code == 2)
        #expect(run.output.contains("‘kin’ is a family, which cannot be run"))
    }

    /// A dialect that says what became of some commands of edsoft.
    private static let successor = """
        dialect    acme
        title      ACME modems of the next kind
        document   A2
        features   sockets
        protocols
            tcp-client      2    8 at once
        arguments
            client-index    index of tcp-client
            peer            server 120
            peer-port       port
        commands
            +MAKE           write
        syntax
            create-client   +MAKE=2,{client-index},{peer},{peer-port}    A2 §1
        timings
            answer          5 s
        successors
            #OTCP                      A2 §7
                by         +MAKE=2,{client-index},{peer},{peer-port}    "opens the connection"
                changed    The peer is an argument.
            #VALL           none       A2 §8

        """

    private struct Map: Decodable {
        struct Line: Decodable {
            var line: String
            var when: String
        }
        struct Command: Decodable {
            var command: String
            var kind: String
            var state: String
            var successors: [Line]
            var changes: [String]
            var clause: String
        }
        var old: String
        var new: String
        var commands: [Command]
    }

    @Test func aMapIsPrintedForPeopleAndPrograms() throws {
        let project = try VendorProject(Self.successor)
        let acme = project.path(VendorProject.dialect)
        let text = try project.attest("dialect", "map", "edsoft", acme)
        #expect(text.code == 0, "\(text.output)")
        #expect(text.output.contains("AT+MAKE=2,{client-index},{peer},{peer-port}  opens the connection    (A2 §7)\n"))
        #expect(text.output.contains(": 1 replaced, 1 not available, "))
        let csv = try project.attest("dialect", "map", "edsoft", acme, "--format", "csv")
        #expect(csv.output.contains("\"AT#VALL\",\"display\",\"none\",\"\",\"\",\"\",\"A2 §8\"\r\n"), "\(csv.output)")
        let json = try project.attest("dialect", "map", "edsoft", acme, "--format", "json")
        let map = try JSONDecoder().decode(Map.self, from: Data(json.output.utf8))
        #expect([map.old, map.new] == ["edsoft", "acme"])
        #expect(map.commands[0].command == "AT#OTCP")
        #expect(map.commands[0].successors.map(\.when) == ["opens the connection"])
        #expect(map.commands[0].changes == ["The peer is an argument."])
        #expect(map.commands.contains { $0.command == "AT#APNSERV" && $0.state == "unsaid" && $0.kind == "parameter" })
    }

    @Test func whatIsShownIsADialectsFile() throws {
        let (code, output) = try TerminalTests.run(TerminalTests.program, ["dialect", "show", "multitech-ip"])
        #expect(code == 0)
        #expect(output.contains("\ndialect    multitech-ip\n"))
        let list = try TerminalTests.run(TerminalTests.program, ["dialect", "list"])
        #expect(list.code == 0)
        #expect(list.output.contains("\nmultitech-ip  001"))
    }
}
