import CPlatform
import Glibc

/// Stops a live world's loop from another thread or from a signal handler. Stopping is final.
public final class StopSwitch: Sendable {
    let descriptor: Int32

    init() throws(SystemError) {
        descriptor = platform_event_create()
        guard descriptor >= 0 else { throw SystemError("eventfd") }
    }

    deinit { close(descriptor) }

    public func stop() { platform_event_raise(descriptor) }
}
