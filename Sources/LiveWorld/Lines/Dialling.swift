import CPlatform
import Glibc
import World

/// Connects to serial servers and waits for them, outside of the loop.
struct Dialling {
    let address: LineAddress
    let deadline: Int64

    /// Addresses of one name that are tried.
    private static let addressLimit = 8

    init(_ address: LineAddress, limit: Interval) {
        self.address = address
        deadline = Self.clock() + limit.nanoseconds
    }

    private static func clock() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
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
            if number == ETIMEDOUT { break }
        }
        throw LineError(address, number: number)
    }

    /// - Returns: false when the time is up.
    func wait(_ descriptor: Int32, for events: Int32) -> Bool {
        while true {
            let left = max(0, (deadline - Self.clock()) / 1_000_000)
            var report = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let count = poll(&report, 1, Int32(clamping: left))
            if count > 0 { return true }
            if count == 0 || errno != EINTR { return false }
        }
    }

    /// Drops all that comes until the time is up.
    func drain(_ descriptor: Int32) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 1)
        defer { buffer.deallocate() }
        while wait(descriptor, for: POLLIN), recv(descriptor, buffer.baseAddress, buffer.count, 0) > 0 {}
    }
}
