import CPlatform
import Glibc

/// What epoll can be asked to report, and reports.
struct Readiness: OptionSet {
    var rawValue: UInt32
    static let readable = Readiness(rawValue: PLATFORM_READABLE)
    static let writable = Readiness(rawValue: PLATFORM_WRITABLE)
    static let error = Readiness(rawValue: PLATFORM_ERROR)
    /// Both directions are shut.
    static let hangUp = Readiness(rawValue: PLATFORM_HANG_UP)
}

/// A descriptor in the world's epoll instance; closed at the latest when nobody holds the object any more.
///
/// Subclasses tell their delegates what happened in `ready`, `takeTurn` and `timerDue` only, which the loop calls: so no event
/// is ever delivered from inside a method that a party has called.
class PolledDescriptor: TimerTarget {
    let world: LiveWorld
    let token: UInt64
    /// -1 once closed, or when it could not be opened.
    private(set) var descriptor: Int32
    private var interest: Readiness?
    /// The loop owes a call of `takeTurn`.
    var turnAsked = false

    /// Takes over the descriptor.
    init(world: LiveWorld, descriptor: Int32) {
        self.world = world
        self.descriptor = descriptor
        token = UInt64(world.nextNumber())
        world.adopt(self)
    }

    deinit { closeDescriptor() }

    var isOpen: Bool { descriptor >= 0 }

    /// The loop's report for this descriptor.
    func ready(_ readiness: Readiness) {}
    /// What a call from outside has left for the loop to do.
    func takeTurn() {}
    func timerDue(_ number: Int) {}

    final func askTurn() {
        guard !turnAsked else { return }
        turnAsked = true
        world.owe(turnTo: token)
    }

    /// Error and hang-up are reported whatever the interest is.
    final func setInterest(_ wanted: Readiness) {
        guard isOpen, interest != wanted else { return }
        let result =
            interest == nil
            ? platform_epoll_add(world.epoll, descriptor, wanted.rawValue, token)
            : platform_epoll_modify(world.epoll, descriptor, wanted.rawValue, token)
        // ENOMEM or the user's watch limit: nothing that this process can go on without.
        precondition(result == 0, "epoll_ctl: \(errorText(errno))")
        interest = wanted
    }

    /// No report at all, not even of errors, until the next `setInterest`.
    final func disarm() {
        guard isOpen, interest != nil else { return }
        _ = platform_epoll_remove(world.epoll, descriptor)
        interest = nil
    }

    final func closeDescriptor() {
        world.forget(token)
        guard isOpen else { return }
        disarm()
        _ = close(descriptor)
        descriptor = -1
    }
}
