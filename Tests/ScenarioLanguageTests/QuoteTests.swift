import Dialects
import ScenarioLanguage
import SourceText
import Testing

/// Quotes around values: where a manual does not say whether they are shown, and where it says of a single parameter how it is written.
@Suite struct QuoteTests {
    private func steps(_ line: String) -> [String] {
        var dialect = Tiny.dialect
        dialect.framing.saysQuotes = false
        for index in dialect.parameters.indices {
            dialect.parameters[index].isWrittenQuoted = ["MODE": true, "TYPE": false][dialect.parameters[index].name]
        }
        let (file, problems) = ScenarioFile.parse(source("scenario s\n    verifies  R-1\n    \(line)\n    silence for 1s\n"))
        #expect(problems.map(\.message) == [])
        let compilation = Tiny.compiler(of: dialect).compile(file, shared: [])
        #expect(compilation.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        return compilation.scenarios.flatMap { Array($0) }.first.map { $0.steps.dropLast().flatMap { describe($0) } } ?? []
    }

    @Test(arguments: [
        ("< #SERV: \"a.b\"", "< #SERV: \"a.b\" [parameter] | #SERV: a.b [parameter]"),
        ("< #SERV=\"\"", "< #SERV=\"\" [parameter] | #SERV= [parameter]"),
        ("< #SERV: {q:quoted}", "< #SERV: {q:quoted} [parameter] | #SERV: {q:/[^\"]*/} [parameter]"),
        ("< #MODE: 5", "< #MODE: 5 [parameter] | #MODE: \"5\" [parameter]"),
        ("< #MODE: {n:integer}", "< #MODE: {n:integer} [parameter] | #MODE: \"{n:integer}\" [parameter]"),
        ("< #SERV: {x:any}", "< #SERV: {x:any} [parameter]"), ("< #STATE: \"IDLE\"", "< #STATE: \"IDLE\" [parameter]"),
    ])
    func valuesMayHaveQuotesOrNone(line: String, expected: String) { #expect(steps(line) == [expected]) }

    /// `ensure` says what a parameter holds, whatever the manual writes around it.
    @Test(arguments: [
        ("MODE=7", "> AT#MODE=\"7\""), ("MODE=\"7\"", "> AT#MODE=\"7\""), ("MODE={port of pop3}", "> AT#MODE=\"110\""),
        ("TYPE=\"A\"", "> AT#TYPE=A"), ("TYPE=A", "> AT#TYPE=A"), ("SERV=\"a.b\"", "> AT#SERV=\"a.b\""),
    ])
    func whatIsEnsuredIsWrittenAsTheManualHasIt(parameter: String, expected: String) {
        #expect(steps("ensure AT#\(parameter)").contains { $0.hasSuffix(expected) })
    }
}
