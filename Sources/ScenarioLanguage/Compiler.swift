public import BenchFacts
public import Dialects
public import SourceText

/// Why a payload file cannot be had.
public struct PayloadUnavailable: Error, Hashable, Sendable {
    /// Such as "no such file".
    public var reason: String
    public init(reason: String) { self.reason = reason }
}

/// Finds the bytes that `file "NAME"` stands for; called once per name and compiler.
public typealias PayloadReader = @Sendable (_ name: String) throws(PayloadUnavailable) -> [UInt8]

/// Turns scenarios into plans for one dialect.
public struct Compiler: Sendable {
    private let dialect: DialectIndex
    private let others: OtherManuals
    private let profile: BenchProfile
    private let payloads: PayloadCache
    private let templates = TemplateCache()
    private let defects: [String]

    /// `dialects`: all dialects and families of the project, asked for when this dialect lacks a name. A scenario that uses a name which one of them has, and this dialect has not,
    /// does not apply; a name that none has is an error. `defects`: the names of those that the virtual modem has; others are errors.
    public init(
        dialect: Dialect,
        among dialects: @autoclosure @escaping @Sendable () -> [Dialect] = [],
        profile: BenchProfile,
        defects: [String] = [],
        payloads: @escaping PayloadReader
    ) {
        self.dialect = DialectIndex(dialect)
        others = OtherManuals(than: dialect.name, dialects)
        self.profile = profile
        self.payloads = PayloadCache(payloads)
        self.defects = defects
    }

    /// The scenarios of the file that apply to the dialect and have no errors.
    ///
    /// `shared`: the files that ``SharedDefinitions`` names, nearest first. Every row is read once, so that making its plan later
    /// cannot fail. `elsewhere`: shared files that it does not see, to tell where a name that it lacks is defined.
    public func compile(
        _ file: ScenarioFile,
        shared: [ScenarioFile],
        elsewhere: @escaping @Sendable () -> [ScenarioFile] = { [] }
    ) -> Compilation {
        let context = CompilationContext(
            dialect: dialect,
            others: others,
            profile: profile,
            payloads: payloads,
            templates: templates,
            defects: defects,
            files: [file] + shared,
            elsewhere: elsewhere
        )
        var compilation = Compilation(scenarios: [], diagnostics: [])
        var steps = ScenarioLimits.fileSteps
        for scenario in file.scenarios where scenario.dialects.includes(dialect) {
            guard compilation.diagnostics.count < ScenarioLimits.problems else { break }
            var preparation = Preparation(scenario, context)
            let compiled = preparation.prepare(&steps)
            compilation.diagnostics += DiagnosticReport(preparation.diagnostics).diagnostics
            if let compiled, !scenario.isBroken { compilation.scenarios.append(compiled) }
        }
        return compilation
    }
}

/// What a file means for one dialect.
public struct Compilation: Sendable {
    public var scenarios: [CompiledScenario]
    /// Without those of the parser. May be about the shared files too.
    public var diagnostics: [Diagnostic]
}

/// What `attest list` says of a scenario.
public struct Listing: Hashable, Sendable {
    /// As written, with its columns' names.
    public var name: String
    public var title: String
    /// The lab's own name for it, as written.
    public var id: String?
    public var revision: Int?
    public var location: Location
    /// As written: `all with ftp`.
    public var dialects: String
    /// Of all instances, in order of appearance.
    public var requirements: [String]
    public var needs: [Need]
    public var tags: [String]
    public var instances: Int
}
