import Benches
import Events
import Execution
import ScenarioLanguage
import Testing
import Verdicts

@testable import Mutants

/// Scenarios with holes that are known, and what the mutants say of them.
@Suite struct WireMutantsTests {
    /// The mutants of a scenario with these lines as its body.
    private static func mutants(_ body: String) throws -> WireMutants {
        let (plan, bench) = try TestScenario.plan(body)
        var verdict: Verdict?
        let tape = bench.record(plan, seed: 1) { if case .scenarioEnded(let result) = $0 { verdict = result.verdict } }
        #expect(verdict == .pass)
        let recorded = try #require(tape)
        return try #require(WireMutants(recorded, bench.machine(plan)))
    }

    /// What becomes of each mutant of what the scenario's own lines take, by kind.
    private static func fates(_ body: String) throws -> [WireMutation.Kind: Set<WireFate>] {
        let mutants = try mutants(body)
        var fates: [WireMutation.Kind: Set<WireFate>] = [:]
        for index in mutants.units.indices where mutants.units[index].taken.location.path == "a.scenario" {
            for mutation in mutants.mutations(of: index) {
                fates[mutation.kind, default: []].insert(mutants.fate(of: index, mutation))
            }
        }
        return fates
    }

    @Test func whatIsWrittenOutIsNoticedWhateverIsDoneToIt() throws {
        let fates = try Self.fates(
            """
            > AT#TCPPORT=23
            < OK
            > AT#TCPPORT?
            < #TCPPORT: 23
            < OK
            """
        )
        for kind in [WireMutation.Kind.drop, .duplicate, .swap, .change, .add, .split, .delay] {
            #expect(fates[kind] == [.noticed], "\(kind)")
        }
    }

    @Test(
        arguments: [
            // A value that is looked at no more.
            ("> AT#TCPPORT?\n< #TCPPORT: {:integer}\n< OK", WireMutation.Kind.change, WireFate.tolerated(.form)),
            ("> AT#TCPPORT?\noptional < #TCPPORT: 0\n< OK", .drop, .tolerated(.form)),
            ("> AT#TCPPORT?\nin any order\n    < #TCPPORT: 0\n    < OK", .swap, .tolerated(.order)),
            ("allow #TCPPORT: {any}\n> AT#TCPPORT?\n< OK", .drop, .tolerated(.form)),
        ]
    )
    func whatTheScenarioLeavesOpenIsTolerated(body: String, kind: WireMutation.Kind, fate: WireFate) throws {
        let all = try Self.fates(body)
        let fates = try #require(all[kind])
        #expect(fates.contains(fate))
        #expect(!fates.contains(.survived))
    }

    @Test(arguments: [
        // A capture whose value is held against something is not open.
        ("> AT#TCPPORT?\n< #TCPPORT: {port:integer}\n< OK\ncheck {port} is 0", WireMutation.Kind.change),
        // Where nothing is echoed, an answer before its command is not taken for one.
        ("begin quiet-line\n> AT#TCPPORT=23\n< OK\n>> \"AT#TCPPORT?\" CR\n< #TCPPORT: 23\n< OK", .early),
        ("begin quiet-line\n> AT#TCPPORT=23\n< OK\n> AT#TCPPORT?\n< #TCPPORT: 23\n< OK", .early),
        // The text of a body has not been taken before it is there.
        ("begin quiet-line\nwith opened-body \"1\"\n>> \"text\" SUB\n< OK", .early),
    ])
    func isNoticed(body: String, kind: WireMutation.Kind) throws {
        #expect(try Self.fates(body)[kind] == [.noticed])
    }

    /// Without the `forbid` of the shared steps, an OK at once is as good as one behind the text.
    @Test func aHoleIsFound() throws {
        let fates = try Self.fates("begin quiet-line\n> AT#BODY1\n>> \"text\" SUB\n< OK")
        #expect(fates[.early] == [.survived])
    }

    @Test func whatTheBenchSawOnTheTapeIsSeenAgain() throws {
        let fates = try Self.fates(
            """
            network
                peer  listens on 2323

            begin online
            with tcp-address "{address of peer}" "2323" "0"
            > AT#OTCP{id}
            < {waiting-for-data}
            >> "hello"
            peer < "hello"
            peer > "world"
            << "world"
            peer closes
            < {socket-closed}
            optional within {trailing-ok} < OK
            """
        )
        #expect(fates[.change] == [.noticed])
        #expect(fates[.drop]?.contains(.survived) == false)
    }

    @Test func theMatrixNamesWhatHasNoTeeth() throws {
        var matrix = WireMatrix()
        var holed = WireMatrix.Scenario(name: "holed", requirements: ["R-1", "R-2"])
        holed.tryAll(try Self.mutants("begin quiet-line\n> AT#BODY1\n>> \"text\" SUB\n< OK"))
        matrix.add(holed)
        matrix.add(WireMatrix.Scenario(name: "silent", requirements: ["R-2", "R-3"]))
        // The OK of ATE0, doubled, is taken for what the device may say to AT#BODY1.
        #expect(matrix.total.survived == 2)
        #expect(matrix.toothlessScenarios == ["silent"])
        #expect(matrix.toothlessRequirements == ["R-3"])
        #expect(!matrix.isClean)
        #expect(matrix.page.text.contains("holed  a.scenario:8  sent before the command: <CR><LF>OK<CR><LF>"))
        #expect(matrix.page.markdown.contains("| early |"))
        #expect(matrix.json.contains(#""mutation":"sent before the command","bytes":"#))
    }
}
