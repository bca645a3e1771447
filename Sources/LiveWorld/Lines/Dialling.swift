import CPlatform
import Glibc
import World

/// Connects to serial servers and waits for them, outside of the loop.
struct Dialling {
    let address: LineAddress
    let world: LiveWorld
    private let deadline: Instant

    /// Addresses of one name that are tried.
    private static let addressLimit = 8

    init(_ address: LineAddress, limit: Interval, in world: LiveWorld) {
        self.address = address
        self.world = world
        deadline = world.now + limit
    }

    /// A socket that is connected to the first of the host's addresses which answers.
    func connect(host: String, port: UInt16) throws(LineError) -> Int32 {
        var error: Int32 = 0
        var addresses = [platform_address](repeating: platform_address(), count: Self.addressLimit)
        let count = platform_resolve(host, port, &addresses, Int32(addresses.count), &error)
        guard count > 0 else {
            throw LineError(address, .unknownHost(platform_resolve_error(error).map { String(cString: $0) } ?? "no address"))
        }
        var number = ETIMEDOUT
        for candidate in addresses.prefix(Int(count)) {
            var candidate = candidate
            let descriptor = platform_connect_begin(&candidate)
            guard descriptor >= 0 else {
                number = errno
                continue
            }
            number = wait(descriptor, for: POLLOUT) ? platform_socket_error(descriptor) : ETIMEDOUT
            if number == 0 {
                _ = platform_no_delay(descriptor)
                _ = platform_keep_alive(descriptor)
                return descriptor
            }
            close(descriptor)
            if world.isStopped { throw LineError(address, .stopped) }
            if number == ETIMEDOUT { break }
        }
        throw LineError(address, number: number)
    }

    /// - Returns: false when the time is up, or the world is stopped.
    func wait(_ descriptor: Int32, for events: Int32) -> Bool { world.wait(for: events, on: descriptor, until: deadline) }

    /// Takes what comes until the time is up, the other end closes, or `isEnough`.
    func drain(_ descriptor: Int32, until isEnough: ([UInt8]) -> Bool) {
        let buffer = world.readBuffer
        while wait(descriptor, for: POLLIN) {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            guard count > 0 else { return }
            if isEnough([UInt8](buffer.prefix(count))) { return }
        }
    }
}
