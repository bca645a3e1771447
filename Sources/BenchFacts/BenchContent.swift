/// Of what texts, bytes and ports are made in an action or an observation: as a bench needs them, or as a scenario writes them.
public protocol BenchContent: Hashable, Sendable {
    associatedtype Text: Hashable & Sendable
    associatedtype Bytes: Hashable & Sendable
    associatedtype Port: Hashable & Sendable
}

/// Nothing is left to be filled in.
public enum Exact: BenchContent {
    public typealias Text = String
    public typealias Bytes = [UInt8]
    public typealias Port = UInt16
}

/// Puts one content in the place of another: what captures hold in the place of their names.
public protocol ContentFiller<Content> {
    associatedtype Content: BenchContent
    associatedtype Filled: BenchContent
    associatedtype Failure: Error
    func text(_ text: Content.Text) -> Filled.Text
    func bytes(_ bytes: Content.Bytes) -> Filled.Bytes
    /// - Throws: when it is no port.
    func port(_ port: Content.Port) throws(Failure) -> Filled.Port
}
