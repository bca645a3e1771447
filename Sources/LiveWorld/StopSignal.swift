import Glibc

/// By what the system asks a program to stop.
public enum StopSignal: Sendable {
    /// Control-C.
    case interrupt
    case terminate
    /// The terminal that it was started from is gone.
    case hangUp

    var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        case .hangUp: SIGHUP
        }
    }
}
