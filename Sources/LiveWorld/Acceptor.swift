import Glibc
import World

/// A listening socket.
class Acceptor: PolledDescriptor {
    /// What Linux allows by default (net.core.somaxconn). A shorter queue that overflows loses bytes: connections that come back by
    /// SYN cookie are rebuilt from whatever segment arrives next.
    static let backlog: Int32 = 4096
    /// Connections accepted before others have their turn.
    private static let acceptLimit = 16
    /// How long to leave waiting connections alone when descriptors or memory have run out.
    private static let shortagePause = Interval.milliseconds(50)

    /// Accepts one connection and says so. - Returns: false, with `errno`, when there is none.
    func acceptOne() -> Bool { false }

    final override func ready(_ readiness: Readiness) {
        for _ in 0..<Self.acceptLimit where isOpen && !acceptOne() {
            switch errno {
            case EAGAIN, EWOULDBLOCK:
                return
            case EMFILE, ENFILE, ENOBUFS, ENOMEM:
                setInterest([])
                _ = world.setTimer(after: Self.shortagePause, target: self)
                return
            default:
                // The connection was gone before it was accepted (ECONNABORTED and the like, accept(2)).
                continue
            }
        }
    }

    final override func timerDue(_ number: Int) { setInterest(.readable) }
}
