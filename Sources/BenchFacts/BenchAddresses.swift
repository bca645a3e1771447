public import World

/// The IPv4 addresses of the parties around the device.
public struct BenchAddresses: Hashable, Sendable {
    public var primaryNameServer: IPv4Address
    public var secondaryNameServer: IPv4Address
    public var smtp: IPv4Address
    public var pop3: IPv4Address
    public var ftp: IPv4Address
    public var sntp: IPv4Address
    /// Peers `a`, `b`, `c`, `d`; plain `peer` is `a`.
    public var peers: [IPv4Address]
    /// What the network gives the device, and its own end.
    public var device: IPv4Address
    public var gateway: IPv4Address

    /// Documentation addresses (RFC 5737), for a simulated world.
    public static let documentation = BenchAddresses(network: IPv4Address(192, 0, 2, 0), device: IPv4Address(198, 51, 100, 7))
    /// Loopback addresses, for real sockets on one machine.
    public static let loopback = BenchAddresses(network: IPv4Address(127, 0, 1, 0), device: IPv4Address(127, 0, 2, 7))

    private init(network: IPv4Address, device: IPv4Address) {
        func host(_ number: UInt32) -> IPv4Address { IPv4Address(network.value + number) }
        primaryNameServer = host(53)
        secondaryNameServer = host(54)
        smtp = host(25)
        pop3 = host(110)
        ftp = host(21)
        sntp = host(123)
        peers = [host(101), host(102), host(103), host(104)]
        self.device = device
        gateway = IPv4Address(device.value &- 6)
    }
}
