import BenchFacts
import Dialects
import SourceText
import Synchronization
import Verdicts
import World

/// What the statements of one file are compiled against.
final class CompilationContext: Sendable {
    let dialect: DialectIndex
    let others: OtherManuals
    let profile: BenchProfile
    let payloads: PayloadCache
    let templates: TemplateCache
    /// Of the file's scenarios.
    let calls = CallCache()
    /// The names of the virtual modem's defects.
    let defects: [String]
    /// The file itself, then the shared files that it sees, nearest first.
    let files: [ScenarioFile]
    /// Shared files that it does not see.
    let elsewhere: @Sendable () -> [ScenarioFile]

    init(
        dialect: DialectIndex,
        others: OtherManuals = .none,
        profile: BenchProfile,
        payloads: PayloadCache,
        templates: TemplateCache = TemplateCache(),
        defects: [String],
        files: [ScenarioFile],
        elsewhere: @escaping @Sendable () -> [ScenarioFile] = { [] }
    ) {
        self.dialect = dialect
        self.others = others
        self.profile = profile
        self.payloads = payloads
        self.templates = templates
        self.defects = defects
        self.files = files
        self.elsewhere = elsewhere
    }

    /// The same on another bench.
    func on(_ profile: BenchProfile) -> CompilationContext {
        CompilationContext(
            dialect: dialect,
            others: others,
            profile: profile,
            payloads: payloads,
            templates: templates,
            defects: defects,
            files: files,
            elsewhere: elsewhere
        )
    }

    static let empty = CompilationContext(
        dialect: .empty,
        profile: .documentation,
        payloads: PayloadCache { _ in [] },
        defects: [],
        files: []
    )

    func address(_ target: AddressTarget) -> IPv4Address {
        let addresses = profile.addresses
        return switch target {
        case .nameServer(.primary): addresses.primaryNameServer
        case .nameServer(.secondary): addresses.secondaryNameServer
        case .server(.smtp): addresses.smtp
        case .server(.pop3): addresses.pop3
        case .server(.ftp): addresses.ftp
        case .peer(let label): label.index < addresses.peers.count ? addresses.peers[label.index] : .any
        case .device: addresses.device
        case .gateway: addresses.gateway
        }
    }
}

/// A dialect with its names in tables.
struct DialectIndex: Sendable {
    var name: String
    /// The names of those that it extends.
    var ancestors: [String]
    /// By requirement, those of them that ask for something else.
    var departures: [String: Set<String>]
    var features: [String]
    var forms: [String: Dialect.Form]
    /// Texts that have a number under ATV0, or might have one.
    var framings: [[UInt8]: LinePattern.Framing]
    var displayedPrefixes: [[UInt8]]
    /// The manual says which values are shown between quotes.
    var saysQuotes: Bool
    var spellings: [String: String]
    var timings: [String: Int64]
    /// Those that bind the device.
    var bindingTimings: Set<String>
    var opening: String?
    var groups: [String: [String]]
    var requirements: Set<String>
    /// Those of them that the manual says nothing of.
    var unsaidRequirements: Set<String>
    var retiredRequirements: Set<String>
    var parameters: [Dialect.Parameter]
    /// How lines begin that show a parameter of which the manual does not say whether its value stands between quotes.
    fileprivate(set) var shownParameters: [(beginning: [UInt8], hasSocket: Bool)]
    /// How lines begin that show a parameter alone of which the manual says only how displays part its name from its value; and with that.
    fileprivate(set) var partedParameters: [(beginning: [UInt8], asInDisplays: [UInt8])]
    /// How command lines begin that write a parameter of which the manual says it.
    fileprivate(set) var writtenParameters: [(beginning: [UInt8], isQuoted: Bool)]
    var displays: [Dialect.Display]
    var options: [Dialect.Option]
    var optionGroups: [OptionGroup]
    var successors: [Dialect.Successor]
    /// Everything that begins with `#` or `+` behind AT: commands, parameters, displays.
    let commands: [String]
    fileprivate let commandSet: Set<String>
    /// Basic commands that are not allowed, such as `ATV0`.
    var refused: Set<String>
    /// The codes, with their meanings.
    var errors: [Int: String]
    var errorForms: [Dialect.ErrorForm]

    static let empty = DialectIndex(
        name: "",
        ancestors: [],
        departures: [:],
        features: [],
        forms: [:],
        framings: [:],
        displayedPrefixes: [],
        saysQuotes: true,
        spellings: [:],
        timings: [:],
        bindingTimings: [],
        opening: nil,
        groups: [:],
        requirements: [],
        unsaidRequirements: [],
        retiredRequirements: [],
        parameters: [],
        shownParameters: [],
        partedParameters: [],
        writtenParameters: [],
        displays: [],
        options: [],
        optionGroups: [],
        successors: [],
        commands: [],
        commandSet: [],
        refused: [],
        errors: [:],
        errorForms: []
    )
}

/// The stack, a bearer, or the sockets of a protocol: who has options of its own.
struct OptionGroup: Sendable {
    var name: String
    var table: Dialect.OptionTable
    /// That stands for it in commands; nil: none does.
    var number: Int?

    var owner: String { number.map(String.init) ?? "" }
    /// Tells its rows from those of others.
    var suffix: String { number == nil ? "" : "-of-\(name)" }

    func has(_ option: Dialect.Option) -> Bool {
        option.table == table && (table == .stack || option.owners.isEmpty || option.owners.contains(name))
    }
}

extension Dialect.Form {
    var framing: LinePattern.Framing { isPrompt ? .prompt : .result(number: number) }
}

extension DialectIndex {
    /// What a group holds beside its codes where its manual has none for some reasons.
    static let plainError = "ERROR"

    /// - Parameter command: As it stands behind AT, in capitals.
    func has(command: String) -> Bool { commandSet.contains(command) }

    init(_ dialect: Dialect) {
        name = dialect.name
        ancestors = dialect.ancestors
        departures = dialect.departures
        features = dialect.features
        forms = Dictionary(dialect.forms.map { ($0.name, $0) }) { first, _ in first }
        framings = [:]
        for result in dialect.results where framings[Array(result.text.utf8)] == nil {
            framings[Array(result.text.utf8)] = .result(number: result.number)
        }
        for form in dialect.forms {
            for spelling in form.spellings where framings[Array(spelling.utf8)] == nil {
                framings[Array(spelling.utf8)] = form.framing
            }
        }
        displayedPrefixes = dialect.displayedPrefixes.map { Array($0.utf8) }
        saysQuotes = dialect.framing.saysQuotes
        spellings = dialect.spellings.merging(dialect.roles) { spelling, _ in spelling }
        timings = dialect.timings
        bindingTimings = dialect.bindingTimings
        opening = dialect.opening
        groups = Dictionary(
            dialect.errorGroups.map { ($0.name, $0.codes.map(String.init) + ($0.holdsPlainError ? [Self.plainError] : [])) }
        ) { first, _ in first }
        requirements = Set(dialect.requirements.map(\.id))
        unsaidRequirements = Set(dialect.requirements.filter { $0.grade == .unsaid }.map(\.id))
        retiredRequirements = dialect.retired
        parameters = dialect.parameters
        shownParameters = dialect.parameters.filter { !$0.saysQuotes }.flatMap { parameter in
            Set([": ", "=", parameter.separator(.reads) ?? ": ", parameter.separator(.displays) ?? ": "]).sorted(by: >)
                .map { (Array((parameter.command + $0).utf8), parameter.sockets != nil) }
        }
        partedParameters = dialect.parameters.compactMap { parameter in
            guard parameter.separator(.reads) == nil, let separator = parameter.separator(.displays) else { return nil }
            return (Array((parameter.command + ": ").utf8), Array((parameter.command + separator).utf8))
        }
        writtenParameters = dialect.parameters.compactMap { parameter in
            parameter.isWrittenQuoted.map { (Array("AT\(parameter.command)=".utf8), $0) }
        }
        displays = dialect.displays
        options = dialect.options
        optionGroups =
            [OptionGroup(name: Dialect.OptionTable.stack.rawValue, table: .stack)]
            + dialect.bearers.map { OptionGroup(name: $0.name, table: .bearer, number: $0.numbers[0].lowerBound) }
            + dialect.protocols.map { OptionGroup(name: $0.name, table: .socket, number: $0.number) }
        successors = dialect.successors
        commands = dialect.namesBehindAT
        commandSet = Set(commands)
        refused = Set(dialect.restrictions.map(\.line))
        errors = Dictionary(dialect.errors.map { ($0.number, $0.text) }) { first, _ in first }
        errorForms = dialect.errorForms
    }
}

/// Payload files that have been read, shared by all plans of a compiler.
final class PayloadCache: Sendable {
    private let read: PayloadReader
    private let known = Mutex<[String: Result<[UInt8], PayloadUnavailable>]>([:])

    init(_ read: @escaping PayloadReader) { self.read = read }

    func bytes(of name: String) throws(PayloadUnavailable) -> [UInt8] {
        if let result = known.withLock({ $0[name] }) { return try result.get() }
        let result: Result<[UInt8], PayloadUnavailable>
        do throws(PayloadUnavailable) { result = .success(try read(name)) } catch { result = .failure(error) }
        known.withLock { $0[name] = result }
        return try result.get()
    }
}
