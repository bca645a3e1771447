import Testing

@testable import AttestCommands

/// What a case is known by, from its file to the gates and reports of a run.
@Suite(.serialized) struct IdentityTests {
    private static let failing = "    dialects multitech-ip\n    verifies LINE-3\n\n    > AT\n    < NEVER\n\n"

    private static func run(_ path: String, _ words: String...) async -> Int32 { await AttestMain.run(["run", path] + words) }

    /// The file that an earlier run had under another name is what a baseline and an expectation know.
    @Test(arguments: [("", 1), ("    renamed from old-1\n", 0), ("    renamed from old-{n}\n    for each n in 1\n", 0)])
    func aRenamedScenarioIsTheSameCase(head: String, exitCode: Int32) async throws {
        let scratch = try Scratch()
        try scratch.write("scenario old-1\n\(Self.failing)", "x.scenario")
        #expect(await Self.run(scratch.path("x.scenario"), "--journal", scratch.path("old")) == 1)
        try scratch.write("scenario new\n\(head)\(Self.failing)", "x.scenario")
        let gate = ["--baseline", scratch.path("old"), "--fail-on", "regressions"]
        #expect(await AttestMain.run(["run", scratch.path("x.scenario")] + gate) == exitCode)
        try scratch.write("expect fail of scenario old-1\n    because \"so\"\n", "known")
        #expect(await Self.run(scratch.path("x.scenario"), "--expectations", scratch.path("known")) == exitCode)
    }

    @Test func aNameBelongsToOneScenarioOfARun() async throws {
        let scratch = try Scratch()
        try scratch.write("scenario same\n\(Self.failing)", "a.scenario")
        try scratch.write("scenario same\n\(Self.failing)", "b.scenario")
        #expect(await AttestMain.run(["check", scratch.path("a.scenario"), scratch.path("b.scenario")]) == 2)
        #expect(await AttestMain.run(["run", scratch.path("a.scenario"), scratch.path("b.scenario")]) == 2)
        #expect(await AttestMain.run(["check", scratch.path("a.scenario"), scratch.path("a.scenario")]) == 0)
    }

    @Test(arguments: [
        ("junit", "name=\"revision\" value=\"31\""), ("json", "\"id\":\"LAB-7\",\"revision\":31"),
        ("sarif", "{\"id\":\"LAB-7\",\"revision\":31}"), ("tap", "id: \"LAB-7, revision 31\""),
        ("markdown", "LAB-7, revision 31"), ("github", "LAB-7, revision 31"), ("html", "LAB-7, revision 31"),
        ("console", "LAB-7, revision 31"),
    ])
    func everyReportTellsTheIdAndTheRevision(format: String, expected: String) async throws {
        let scratch = try Scratch()
        try scratch.write("scenario s\n    id \"LAB-{n}\"\n    revision 31\n    for each n in 7\n\(Self.failing)", "x.scenario")
        #expect(await Self.run(scratch.path("x.scenario"), "--reports", "\(format)=\(scratch.path("report"))") == 1)
        let text = try scratch.text("report")
        #expect(text.contains("LAB-7"))
        #expect(text.contains(expected))
    }
}
