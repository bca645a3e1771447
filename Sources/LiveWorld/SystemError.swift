import CPlatform
import Glibc

/// A system call that failed, in words for the user.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done, such as `open /dev/ttyUSB0`.
    public var action: String
    public var number: Int32

    init(_ action: String, number: Int32 = errno) {
        self.action = action
        self.number = number
    }

    public var description: String { "\(action): \(errorText(number))" }
}

func errorText(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    return String(cString: text)
}

/// True for what says "try again when epoll reports".
func isTemporary(_ number: Int32) -> Bool { number == EAGAIN || number == EWOULDBLOCK || number == EINTR }
