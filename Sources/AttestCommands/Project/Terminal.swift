internal import Glibc
internal import Octets
internal import Synchronization

/// Standard output and error.
enum Terminal {
    /// Why something that was to be shown could not be; nil while all went well.
    static var failure: String? { firstFailure.withLock { $0 } }
    private static let firstFailure = Mutex<String?>(nil)

    /// Lines of text. They may quote what files, devices and programs say: what would act on a terminal, or on who reads a log, is shown by name.
    static func output(_ text: String) { write(Array(shownLines(text).utf8), to: STDOUT_FILENO) }
    /// The same on standard error.
    static func error(_ text: String) { write(Array(shownLines(text).utf8), to: STDERR_FILENO) }
    /// A report, which has seen to that itself.
    static func output(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }
    /// Messages about files, which have, too.
    static func error(_ bytes: [UInt8]) { write(bytes, to: STDERR_FILENO) }

    /// A message on standard error.
    static func complain(_ message: String, fix: String? = nil) {
        error("attest: \(message)\n")
        if let fix { error("fix: \(fix)\n") }
    }

    /// Standard output is a terminal on which colour is welcome (https://no-color.org).
    static var wantsColour: Bool { isTerminal && allowsColour }
    /// The same of standard error.
    static var errorWantsColour: Bool { isatty(STDERR_FILENO) == 1 && allowsColour }

    private static var allowsColour: Bool { (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb" }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Columns of the terminal; 100 when it does not say or there is none.
    static var width: Int {
        var size = winsize()
        guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return Int(size.ws_col)
    }

    static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                let code = errno
                guard code == EINTR || code == EAGAIN else {
                    firstFailure.withLock { $0 = $0 ?? String(cString: strerror(code)) }
                    return
                }
            } else {
                offset += count
            }
        }
    }
}
