public import World

/// In a simulated world every endpoint is where parties say; the link is that of the whole world.
extension SimulatedHost: PlacedHost {
    public var mappings: [Endpoint: Endpoint] { [:] }
    public var shape: LinkShape {
        get { world.link }
        set { world.link = newValue }
    }
    public var tap: ((WireEvent, Instant) -> Void)? {
        get { world.tap }
        set { world.tap = newValue }
    }
}
