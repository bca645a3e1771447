internal import Benches
internal import Dialects
internal import Events
internal import SourceText
internal import Verdicts

extension LoadedSuite {
    /// What the evidence of a run of these items is read against: files and dialects.
    ///
    /// It depends on what was selected, not on the shard, so that the shards of one run agree.
    func background(_ items: [WorkItem]) -> [Event] {
        let run = Set(items.map(\.identity.source.path))
        let files = suite.sources.filter { run.contains($0.key) || Suite.isShared($0.key) }.sorted { $0.key < $1.key }
        let used = Set(items.map(\.dialect.name))
        return files.map { .background(.file(path: $0.key, text: String(decoding: $0.value.bytes, as: UTF8.self))) }
            + dialects.filter { used.contains($0.dialect.name) }.map { .background(.dialect(DialectDescription($0.dialect))) }
    }
}

extension Capabilities {
    /// The same for the evidence, before the first scenario.
    var background: [Event] {
        [
            Capability(
                name: "network",
                isPresent: network == .bench,
                text: "servers, peers and a cellular network around the device that the bench can make misbehave"
            ),
            Capability(
                name: "vanishing-connections",
                isPresent: decidesOnPackets,
                text: "connection attempts without an answer"
            ),
            Capability(name: "virtual-modem", isPresent: isVirtualModem, text: "defects that can be switched on"),
        ].map { .background(.capability($0)) }
    }
}

extension DialectDescription {
    fileprivate init(_ dialect: Dialect) {
        self.init(
            name: dialect.name,
            title: dialect.title,
            features: dialect.features,
            requirements: dialect.requirements.map { requirement in
                RequirementDescription(
                    reference: RequirementReference(
                        id: requirement.id,
                        clause: requirement.clause,
                        grade: requirement.grade
                    ),
                    text: requirement.text
                )
            }
        )
    }
}
