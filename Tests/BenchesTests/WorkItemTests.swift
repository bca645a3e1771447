import Testing

@testable import Benches

@Suite struct WorkItemTests {
    @Test(arguments: [
        ("Scenarios/mail/getmail.scenario", "mail"), ("./Scenarios/tcp/deep/otcp.scenario", "tcp"), ("other/x.scenario", "other"),
        ("x.scenario", "."),
    ])
    func theServiceIsTheFolderBelowScenarios(path: String, service: String) {
        #expect(WorkItem.service(of: path) == service)
    }
}
