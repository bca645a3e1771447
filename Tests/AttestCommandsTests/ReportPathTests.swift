import Foundation
import Platform
import Testing

@testable import AttestCommands

/// Reports name a project's files by their path in the project, however the run was called (SARIF 2.1.0 §3.4.4).
struct ReportPathTests {
    private static let scenario = "scenario x-1\n    dialects multitech-ip\n    verifies LINE-3\n\n    > AT\n    < ERROR\n"

    /// `at/project` with a scenario and the shipped dialect, `at/linked` as another name of it, and a scenario elsewhere.
    private static func prepared() throws -> Scratch {
        let scratch = try Scratch()
        for folder in ["project/Fixtures/dialects", "project/Scenarios/mail", "elsewhere"] {
            try FileManager.default.createDirectory(atPath: scratch.path(folder), withIntermediateDirectories: true)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(VirtualRunTests.root)/Fixtures/dialects") {
            try FileManager.default.copyItem(
                atPath: "\(VirtualRunTests.root)/Fixtures/dialects/\(name)",
                toPath: scratch.path("project/Fixtures/dialects/\(name)")
            )
        }
        try scratch.write(scenario, "project/Scenarios/mail/x.scenario")
        try scratch.write(scenario, "elsewhere/x.scenario")
        try FileManager.default.createSymbolicLink(atPath: scratch.path("linked"), withDestinationPath: "project")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("project/Scenarios/foreign"),
            withDestinationPath: "../../elsewhere"
        )
        return scratch
    }

    @Test func aFileHasOneName() throws {
        let scratch = try Self.prepared()
        let file = "Scenarios/mail/x.scenario"
        for root in ["project", "linked", "elsewhere/../project/."] {
            let project = Project(root: scratch.path(root))
            for path in [
                "project/\(file)", "linked/\(file)", "linked/Scenarios/../\(file)", "project/./Scenarios//mail/x.scenario",
            ] {
                #expect(project.name(of: scratch.path(path)) == file)
            }
            #expect(project.name(of: file) == file)
            #expect(project.name(of: scratch.path("project")) == ".")
            #expect(project.name(of: scratch.path("project/new")) == "new")
            // A link is one of the project's names; a file outside of it has its whole path.
            #expect(project.name(of: scratch.path("project/Scenarios/foreign/x.scenario")) == "Scenarios/foreign/x.scenario")
            let outside = try #require(Files.resolved(scratch.path("elsewhere/x.scenario")))
            #expect(project.name(of: scratch.path("project/../elsewhere/x.scenario")) == outside)
            #expect(project.place(of: outside) == outside)
            #expect(Files.exists(project.place(of: file)))
        }
    }

    @Test func everyReportHasTheSameBytesHoweverTheRunWasCalled() async throws {
        let scratch = try Self.prepared()
        var first: [String: Data] = [:]
        for (number, path) in [
            "project/Scenarios", "linked/Scenarios", "project/Scenarios/mail/..", "elsewhere/../project/Scenarios",
        ]
        .enumerated() {
            let formats = ["junit", "tap", "json", "markdown", "github", "sarif", "html"]
            let reports = formats.map { "\($0)=\(scratch.path("\($0).\(number)"))" }.joined(separator: ",")
            let journal = scratch.path("journal.\(number)")
            #expect(await AttestMain.run(["run", scratch.path(path), "--reports", reports, "--journal", journal]) == 1)
            for name in formats + ["journal"] {
                let bytes = try scratch.bytes("\(name).\(number)")
                #expect(first[name] == nil || first[name] == bytes, "\(name) of \(path)")
                first[name] = bytes
                #expect(!String(decoding: bytes, as: UTF8.self).contains(scratch.url.path))
            }
        }
        let sarif = String(decoding: first["sarif"] ?? Data(), as: UTF8.self)
        #expect(sarif.contains(#""uri":"Scenarios/mail/x.scenario","uriBaseId":"%SRCROOT%""#))
        #expect(String(decoding: first["github"] ?? Data(), as: UTF8.self).contains("file=Scenarios/mail/x.scenario,line=6"))
    }

    @Test func aFileOutsideTheProjectHasItsWholePath() async throws {
        let scratch = try Self.prepared()
        let path = try #require(Files.resolved(scratch.path("elsewhere/x.scenario")))
        let words = ["run", "\(scratch.path("project"))/../elsewhere/x.scenario", "--reports", "sarif=\(scratch.path("sarif"))"]
        #expect(await AttestMain.run(words) == 1)
        let sarif = try scratch.text("sarif")
        #expect(sarif.contains("\"uri\":\"file://\(path)\"}"))
        #expect(!sarif.contains("uriBaseId"))
    }
}
