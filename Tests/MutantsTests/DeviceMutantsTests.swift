import Benches
import Dialects
import Events
import ScenarioLanguage
import Testing
import Verdicts

@testable import Mutants

/// Devices that are wrong in one place.
@Suite struct DeviceMutantsTests {
    private static func mutants(_ body: String, needs: String = "gprs, tcp") throws -> (
        plan: Plan, bench: VirtualBench, all: [DeviceMutant]
    ) {
        let (plan, bench) = try TestScenario.plan(body, needs: needs)
        let observed = DeviceMutants.observe(body, parties: VirtualBench.party(at:)) { interposer in
            #expect(bench.result(plan, seed: 1, interposer: interposer)?.verdict == .pass)
        }
        return (plan, bench, DeviceMutants([observed]).all(try TestScenario.dialect()))
    }

    /// What the scenario says of the slips of these names.
    private static func fates(_ names: [String], _ body: String, needs: String) throws -> [String: Bool] {
        let (plan, bench, all) = try mutants(body, needs: needs)
        var fates: [String: Bool] = [:]
        for mutant in all where names.contains(mutant.name) {
            fates[mutant.name] = mutant.trials.contains {
                bench.result(plan, seed: 1, interposer: mutant.interposer($0))?.verdict != .pass
            }
        }
        return fates
    }

    @Test func noTwoHaveOneName() throws {
        let names = try Self.mutants("> AT#TCPPORT?\n< #TCPPORT: 0\n< OK").all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(
        arguments: [
            ("TCPPORT: the default is 1", "0", true), ("POP3PORT: the default is 0", "0", false),
            ("result OK: misspelt", "0", true),
        ]
    )
    func anEntryThatIsOtherwiseIsNoticedByWhoLooksAtIt(name: String, value: String, isNoticed: Bool) throws {
        let body = "> AT#TCPPORT?\n< #TCPPORT: \(value)\n< OK"
        let (plan, _, all) = try Self.mutants(body)
        let mutant = try #require(all.first { $0.name == name })
        let bench = VirtualBench(try TestScenario.dialect(), spoken: mutant.dialect)
        #expect((bench.result(plan, seed: 1)?.verdict != .pass) == isNoticed)
    }

    /// Options, and lines whose arguments have places.
    @Test(
        arguments: [
            "option stack-ttl: the default is 0", "option stack-ttl: 0 to 254", "option stack-ttl: it cannot be written",
            "option bearer-user: 63 characters", "option bearer-user: there is none", "option bearer-user: not of gsm",
            "option bearer-user: the number is 200", "show-version: there is no such line", "create-udp: no local-port",
            "create-udp: peer, peer-port cannot be left out", "ping: ttl cannot be left out", "protocol udp: the number is 201",
            "protocol udp: 7 at once", "bearer cmux: 11 to 13",
        ]
    )
    func placesOfCommandsAreChanged(name: String) throws {
        let dialect = try TestScenario.dialect("wipsoft")
        let changed = DeviceMutants([]).all(dialect).filter { $0.name == name }
        #expect(changed.count == 1)
        #expect(changed.first?.dialect != nil && changed.first?.dialect != dialect)
    }

    @Test func scenariosThatNameTheEntryAreTriedFirst() throws {
        let dialect = try TestScenario.dialect()
        let observed = ["> AT#DLEMODE?", "> AT#TCPPORT?"].map { text in DeviceMutants.observe(text, parties: { _ in "" }) { _ in }
        }
        let mutant = try #require(DeviceMutants(observed).all(dialect).first { $0.name == "TCPPORT: the default is 1" })
        #expect(mutant.trials.map(\.scenario) == [1, 0])
    }

    private static let mail = """
        begin online
        > AT#SMTPSERV="{address of smtp}"
        < OK
        > AT#DOMAIN="domain.com"
        < OK
        > AT#SENDERNAME="A"
        < OK
        > AT#SENDERADDR="a@domain.com"
        < OK
        > AT#REC1="b@domain.com"
        < OK
        > AT#CCREC1=""
        < OK
        > AT#PUTMAIL
        < {waiting-for-data}
        >> "Hello." CRLF "." CRLF
        optional << CRLF "." CRLF
        < OK
        """

    /// What only the server sees is noticed by who asks the server.
    @Test func aSlipIsNoticedByWhoLooksAtTheFarEnd() throws {
        let names = ["smtp QUIT: lost", "smtp text From: lost"]
        let blind = try Self.fates(names, Self.mail, needs: "gprs, smtp")
        #expect(blind == ["smtp QUIT: lost": false, "smtp text From: lost": false])
        let checks = "\nsmtp heard \"QUIT\"\nsmtp header \"From\" holds \"a@domain.com\""
        let looking = try Self.fates(names, Self.mail + checks, needs: "gprs, smtp")
        #expect(looking["smtp QUIT: lost"] == true)
        #expect(looking["smtp text From: lost"] == true)
    }

    @Test func theMatrixNamesWhatIsNotNoticed() throws {
        let (plan, _, all) = try Self.mutants("> AT#TCPPORT?\n< #TCPPORT: 0\n< OK")
        let dialect = try TestScenario.dialect()
        let some = all.filter { $0.name.hasPrefix("TCPPORT") || $0.name.hasPrefix("POP3PORT") || $0.kind == .defect }
        let rows = some.map { mutant in
            let bench = VirtualBench(dialect, spoken: mutant.dialect)
            return mutant.row([plan.name]) { _ in
                var plan = plan
                plan.defects = mutant.defects
                return bench.result(plan, seed: 1)?.verdict != .pass
            }
        }
        let matrix = DeviceMatrix(rows)
        let noticed = Set(matrix.rows.filter { $0.noticedBy != nil }.map(\.name))
        #expect(noticed.isSuperset(of: ["TCPPORT: the default is 1", "no-echo", "double-ok"]))
        #expect(!noticed.contains("POP3PORT: the default is 0"))
        #expect(!matrix.isClean)
        #expect(matrix.page.text.contains("Not noticed: manual"))
        #expect(matrix.json.contains("\"noticedBy\":\"holes\""))
    }
}
