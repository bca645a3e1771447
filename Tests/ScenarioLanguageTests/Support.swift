import BenchFacts
import Dialects
import ScenarioLanguage
import SourceText
import Testing
import Verdicts

/// A dialect with one of everything that scenarios refer to.
enum Tiny {
    static let dialect: Dialect = {
        let text = """
            dialect    tiny
            title      A tiny dialect, for tests
            document   009
            features   gsm gprs pop3 ftp tcp

            results
                0    OK
                4    ERROR
                7    BUSY
                15   CONNECT 9600
            forms
                mail-ready         3073
                    Ok_Info_Mail
                    OK_Info_Mail
                no-mail            3072
                    Ok_Info_NoMail
                waiting-for-data   1028
                    Ok_Info_WaitingForData
                    OK_Info_WaitingForData
                timeout
                    TIMEOUT
            displayed
                "#"
                MY IP:
            framing
                quotes    around texts
            errors
                37964    silence
                38027    no name
            error groups
                dns-errors   37964 38027
            parameters
                MODE     integer 0 5..14       default 5
                SERV     server 120            no default
                TYPE     word A I              default I
            roles
                mailbox-server    SERV
            displays
                #VONE
                    TYPE MODE
            commands
                #GETMAIL   action
                +CREG      write read
            data modes
                mail-in
                    opens    #GETMAIL  with mail-ready
                    device   ends with CR LF "." CR LF
            timings
                answer           5 s
                dns-limit        2 min
                tcp-connect      75 s
                server-limit     4 min
                server-silence   3 min
                transfer-limit   5 min
                trailing-ok      15 s
            requirements
                R-1     mandatory    009 ch. 1
                    One.
                R-2     mandatory    009 ch. 1
                    Two.
                R-3     variant      009 ch. 1
                    Three.
                U-1     mandatory    unsaid
                    Four.

            """
        let (dialect, diagnostics) = Dialect.load(SourceFile(path: "tiny.dialect", bytes: Array(text.utf8)))
        precondition(diagnostics.isEmpty, "\(diagnostics)")
        guard let dialect else { preconditionFailure("no dialect") }
        return dialect
    }()

    static let files: [String: [UInt8]] = ["mail/plain.eml": Array("Subject: x\r\n\r\nhello".utf8), "empty": []]

    static let defects = ["drops-dle", "drops-etx"]
    static let compiler = compiler(of: dialect)
    static func compiler(of dialect: Dialect) -> Compiler {
        Compiler(dialect: dialect, profile: .documentation, defects: defects, payloads: payloads)
    }
    static let payloads: PayloadReader = { name throws(PayloadUnavailable) in
        guard let bytes = files[name] else { throw PayloadUnavailable(reason: "no such file") }
        return bytes
    }
}

func source(_ text: String, path: String = "a.scenario") -> SourceFile { SourceFile(path: path, bytes: Array(text.utf8)) }

/// What a file means, with all its diagnostics.
func compile(_ text: String, shared: [(path: String, text: String)] = []) -> Compilation {
    let (file, problems) = ScenarioFile.parse(source(text))
    var all = problems
    let others = shared.map { path, text in
        let (file, problems) = ScenarioFile.parse(source(text, path: path))
        all += problems
        return file
    }
    var compilation = Tiny.compiler.compile(file, shared: others)
    let names = CaseNames.problems(in: compilation.scenarios)
    compilation.diagnostics = DiagnosticReport(all + compilation.diagnostics + names).diagnostics
    return compilation
}

/// The plans of all instances of a text without errors.
func plans(_ text: String, shared: [(path: String, text: String)] = [], sourceLocation: Testing.SourceLocation = #_sourceLocation)
    -> [Plan]
{
    let compilation = compile(text, shared: shared)
    #expect(compilation.diagnostics.filter { $0.severity == .error }.map(\.message) == [], sourceLocation: sourceLocation)
    return compilation.scenarios.flatMap { Array($0) }
}

/// The steps of a body as short texts; `head`: further lines of the scenario's head.
func steps(
    _ body: String,
    head: String = "",
    definitions: String = "",
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> [String] {
    let text = "\(definitions)\nscenario s\n    verifies  R-1\n\(indented(head))\n\(indented(body))\n    silence for 1s\n"
    return plans(text, sourceLocation: sourceLocation).first.map { $0.steps.dropLast().flatMap { describe($0) } } ?? []
}

func indented(_ text: String, by count: Int = 4) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
}
