/// What stands at the end of a serial line, and how it is reached.
public enum LineAddress: Hashable, Sendable, CustomStringConvertible {
    /// A serial port of this machine.
    case serial(path: String)
    /// The client's side of a pseudo-terminal: no rate, no signals.
    case pseudoTerminal(path: String)
    /// A serial server that passes bytes as they are.
    case tcp(host: String, port: UInt16)
    /// A serial server whose line can be driven from here (RFC 2217).
    case rfc2217(host: String, port: UInt16)
    /// A command line for the shell: its standard input and output are the line.
    case program(command: String)

    public var description: String {
        switch self {
        case .serial(let path): "serial:\(path)"
        case .pseudoTerminal(let path): "pty:\(path)"
        case .tcp(let host, let port): "tcp:\(bracketed(host)):\(port)"
        case .rfc2217(let host, let port): "rfc2217:\(bracketed(host)):\(port)"
        case .program(let command): "exec:\(command)"
        }
    }

    /// An IPv6 address stands in brackets before a port (RFC 3986 §3.2.2).
    private func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
