/// A host whose endpoints need not be where its parties say, as on a machine that is shared with others.
public protocol PlacedHost: Host {
    /// Where endpoints that parties speak of really are.
    var routes: [Endpoint: Endpoint] { get set }
    /// Where endpoints that it listens at or is bound to really are, where that is not where parties say.
    var mappings: [Endpoint: Endpoint] { get }
    /// How its connections send.
    var shape: LinkShape { get set }
    /// Is shown what its sockets send and receive, under the endpoints that parties speak of.
    var tap: ((WireEvent, Instant) -> Void)? { get set }
}
