import Rigs
import ScenarioLanguage
import Testing

@testable import AttestCommands
@testable import Benches

struct AccountScenarioTests {
    /// The scenarios of the project that use accounts can run with real ones alone.
    @Test func theProjectsAccountScenariosNeedNoBench() throws {
        var rig = Rig(name: "r", path: "a.rig", device: .serial(path: "/dev/ttyUSB0"))
        let word = Rig.SecretText(value: "me", isSecret: false)
        rig.network.accounts = [Rig.Service.smtp, .pop3, .ftp].map { service in
            var account = Rig.Account(service: service, server: "mail.example.com", port: 2110, user: word, password: word)
            account.sender = word
            account.recipient = word
            return account
        }
        rig.values.accessPoint = .init(value: "internet", isSecret: false)
        let setup = RigSetup(rig)
        var capabilities = Capabilities(network: setup.network, decidesOnPackets: false, isVirtualModem: false)
        capabilities.rig = setup
        let loaded = try LoadedSuite(
            paths: ["\(VirtualRunTests.root)/Scenarios/accounts"],
            dialects: ["multitech-ip"],
            project: Project(root: VirtualRunTests.root),
            profile: setup.profile
        )
        let items = loaded.items(Selection(filters: [], tags: []))
        #expect(items.count == 3)
        for item in items { #expect(capabilities.missing(for: item.scenario[item.index], dialect: item.dialect) == nil) }
    }
}
