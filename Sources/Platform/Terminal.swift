internal import Glibc
internal import Octets
internal import Synchronization

/// Standard output and error.
public enum Terminal {
    /// Why something that was to be shown could not be; nil while all went well.
    public static var failure: String? { firstFailure.withLock { $0 } }
    private static let firstFailure = Mutex<String?>(nil)

    /// Lines of text. They may quote what files, devices and programs say: what would act on a terminal, or on who reads a log, is shown by name.
    public static func output(_ text: String) { write(Array(shownLines(text).utf8), to: STDOUT_FILENO) }
    /// The same on standard error.
    public static func error(_ text: String) { write(Array(shownLines(text).utf8), to: STDERR_FILENO) }
    /// A report, which has seen to that itself.
    public static func output(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }
    /// Messages about files, which have, too.
    public static func error(_ bytes: [UInt8]) { write(bytes, to: STDERR_FILENO) }

    /// Standard output is a terminal on which colour is welcome (https://no-color.org).
    public static var wantsColour: Bool { isTerminal && allowsColour }
    /// The same of standard error.
    public static var errorWantsColour: Bool { isatty(STDERR_FILENO) == 1 && allowsColour }

    private static var allowsColour: Bool { (Program.variable("NO_COLOR") ?? "").isEmpty && Program.variable("TERM") != "dumb" }

    public static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Columns of the terminal; 100 when it does not say or there is none.
    public static var width: Int {
        var size = winsize()
        guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return Int(size.ws_col)
    }

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
