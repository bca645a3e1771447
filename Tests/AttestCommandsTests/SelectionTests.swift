import Testing

@testable import AttestCommands

struct SelectionTests {
    @Test(arguments: [
        ("getmail-delivers", "mail", true), ("getmail-delivers", "getmail-delivers", true), ("getmail-delivers", "put", false),
        ("getmail-delivers", "get*", true), ("getmail-delivers", "mail*", false), ("getmail-delivers", "*delivers", true),
        ("getmail-delivers", "g*m*s", true), ("getmail-delivers", "*", true), ("", "*", true), ("", "a", false),
        ("abab", "*ab", true), ("ab", "=ab", true), ("abab", "=ab", false), ("a*b", "=a*b", true), ("axb", "=a*b", false),
    ])
    func aFilterIsFoundAnywhereUnlessItHasAStar(name: String, filter: String, matches: Bool) {
        #expect(Selection.matches(name, filter) == matches)
    }

    @Test(arguments: [
        ([], ["slow"], true), (["slow"], ["slow"], true), (["slow"], [], false), (["!slow"], ["slow"], false),
        (["!slow"], [], true),
        (["a", "!b"], ["a", "b"], false), (["a", "!b"], ["a"], true),
    ])
    func tagsAreWantedOrUnwanted(tags: [String], present: [String], takes: Bool) {
        #expect(Selection(filters: [], tags: tags).takes(name: "x", tags: present) == takes)
    }

    /// What a misspelt tag should have left out would be run. `slow` and its like mean something in a suite that has none, too.
    @Test(arguments: [
        ("!slwo", "did you mean !slow?" as String?), ("!hourly", "there is boundaries, nightly, sequences, slow, smoke"),
        ("!nightli", "did you mean !nightly?"),
        ("!nightly", nil), ("!slow", nil), ("!sequences", nil), ("slwo", nil),
    ])
    func aTagThatNothingHasCannotBeLeftOut(tag: String, suggestion: String?) {
        do throws(UsageError) {
            try Selection(filters: [], tags: [tag]).check(among: ["nightly"])
            #expect(suggestion == nil)
        } catch {
            #expect(error.suggestion == suggestion)
        }
    }

    @Test(arguments: [
        (["!mail"], "getmail-a", false), (["!mail"], "ftpget-a", true), (["!=getmail"], "getmail-a", true),
        (["!=getmail"], "getmail", false),
        (["get", "!mail"], "getmail", false), (["get", "!mail"], "ftpget", true), (["get", "!mail"], "ftpput", false),
        (["!get*", "!put*"], "putmail", false), (["!get*", "!put*"], "sendmail", true), (["a", "b"], "b", true), ([], "x", true),
    ])
    func filtersAreWantedOrUnwanted(filters: [String], name: String, takes: Bool) {
        #expect(Selection(filters: filters, tags: []).takes(name: name, tags: []) == takes)
    }

    @Test(arguments: ["", "!", "=", "!="]) func aFilterThatSaysNothingIsRefused(filter: String) throws {
        let arguments = try Arguments(["--filter", filter], options: RunCommand.options)
        #expect(throws: UsageError.self) { try Selection(arguments) }
    }
}
