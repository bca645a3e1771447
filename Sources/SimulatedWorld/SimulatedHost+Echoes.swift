public import World

extension SimulatedWorld {
    /// An echo request under way, or its answer (RFC 792).
    struct Echo {
        let id: EchoID
        let asker: SimulatedHost
        let bytes: [UInt8]
        let isAnswer: Bool
        let source: IPv4Address
        let destination: IPv4Address
    }

    func send(_ echo: Echo) {
        tap?(
            .echo(echo.bytes, number: echo.id.number, isAnswer: echo.isAnswer, from: echo.source, to: echo.destination),
            now
        )
        queue.insert(.echo(echo), at: now + drawLatency())
    }

    func arrive(_ echo: Echo) {
        guard !echo.isAnswer else { return echo.asker.tell(.echoed(echo.id, echo.bytes)) }
        guard !vanishing.contains(Endpoint(echo.destination, 0)) else { return }
        host(at: echo.destination)?.arrive(request: echo)
    }
}

extension SimulatedHost {
    /// Requests that a host remembers for an answer to come.
    private static let mostRequests = 1_000

    public var asksForEchoes: Bool { true }

    public func requestEcho(_ bytes: [UInt8], of destination: IPv4Address, from source: IPv4Address?) -> EchoID {
        let id = EchoID(number: world.nextIdentifier())
        let source = source ?? addresses.first ?? .any
        world.send(
            SimulatedWorld.Echo(
                id: id,
                asker: self,
                bytes: bytes,
                isAnswer: false,
                source: source,
                destination: destination
            )
        )
        return id
    }

    func arrive(request: SimulatedWorld.Echo) {
        guard requests.count < Self.mostRequests else { return }
        requests[request.id] = request
        tell(.echoRequested(request.id, request.bytes, from: request.source, at: request.destination))
    }

    public func answerEcho(_ request: EchoID, with bytes: [UInt8]) {
        guard let request = requests.removeValue(forKey: request) else { return }
        world.send(
            SimulatedWorld.Echo(
                id: request.id,
                asker: request.asker,
                bytes: bytes,
                isAnswer: true,
                source: request.destination,
                destination: request.source
            )
        )
    }
}
