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
    public init(dialect: Dialect, addresses: BenchAddresses, payloads: @escaping PayloadReader) {}

    /// The scenarios of the file that apply to the dialect and have no errors.
    ///
    /// `shared`: the files that ``SharedDefinitions`` names, nearest first.
    public func compile(_ file: ScenarioFile, shared: [ScenarioFile]) -> Compilation {
        Compilation(scenarios: [], diagnostics: [])
    }
}

/// What a file means for one dialect.
public struct Compilation: Sendable {
    public var scenarios: [CompiledScenario]
    /// Without those of the parser. May be about the shared files too.
    public var diagnostics: [Diagnostic]
}

/// A scenario with its rows counted: a collection whose plans are made when they are asked for.
public struct CompiledScenario: Sendable, RandomAccessCollection {
    public let listing: Listing
    public var startIndex: Int { 0 }
    public var endIndex: Int { listing.instances }

    /// The name of an instance, without making its plan.
    public func name(at index: Int) -> String { listing.name }
    public subscript(index: Int) -> Plan { preconditionFailure("no instances yet") }
}

/// What `attest list` says of a scenario.
public struct Listing: Hashable, Sendable {
    /// As written, with its columns' names.
    public var name: String
    public var title: String
    public var location: Location
    /// As written: `all with ftp`.
    public var dialects: String
    /// Of all instances, in order of appearance.
    public var requirements: [String]
    public var needs: [Need]
    public var tags: [String]
    public var instances: Int
}
