import Dialects
import Octets

/// The data modes of AT# commands.
extension VirtualModem {
    /// Gives the line to a session that the command has begun, and says so.
    /// - Parameter socket: Whose parameters count, where each socket has its own.
    mutating func enterDataMode(of command: Dialect.CommandName, _ id: SessionID, socket: Int? = nil) {
        let modes = dialect.dataModes.isEmpty ? Dialect.DataMode.usual : dialect.dataModes
        let openings = modes.flatMap { mode in
            mode.openings.filter { $0.command == command.rawValue }.map { (mode: mode, opening: $0) }
        }
        let fitting = openings.first { $0.opening.setting.map { parameters.bytes($0.parameter, of: socket).elementsEqual($0.value.utf8) } ?? true }
        guard let (mode, opening) = fitting ?? openings.first, case .form(let form) = opening.message else {
            preconditionFailure("no data mode of \(command.rawValue)")
        }
        line.mode = .data(DataMode(id, mode))
        respond(dialect.response(form))
    }
}

extension Dialect.DataMode {
    /// As AT# commands commonly have them, where a dialect says nothing of data modes.
    static let usual: [Self] = {
        let escaped = Flow(.escaped, end: .bytes([ControlCharacter.etx]))
        let mail = Flow(end: .bytes(DotStuffer.terminator))
        let open = Flow(end: .none)
        func marker(_ flow: Flow) -> ErrorMarker { ErrorMarker(bytes: flow.endBytes, isOptional: false) }
        func opening(_ command: Dialect.CommandName, _ form: Dialect.FormName, dleMode: String? = nil) -> Opening {
            let setting = dleMode.map { Setting(parameter: "DLEMODE", value: $0) }
            return Opening(command: command.rawValue, message: .form(form.rawValue), setting: setting)
        }
        func socket(_ flow: Flow, _ dleMode: String) -> Self {
            let openings = [Dialect.CommandName.open, .listen].map { opening($0, .waitingForData, dleMode: dleMode) }
            return Self(
                name: "socket",
                openings: openings,
                host: flow,
                device: flow,
                echo: .end,
                errorMarker: marker(flow),
                clause: ""
            )
        }
        return [
            Self(name: "mail-out", openings: [opening(.putMail, .waitingForData)], host: mail, echo: .end, clause: ""),
            Self(name: "mail-in", openings: [opening(.getMail, .mailReady)], device: mail, errorMarker: marker(mail), clause: ""),
            Self(
                name: "file-out",
                openings: [opening(.ftpPut, .ftpPutReady)],
                host: escaped,
                echo: .end,
                errorMarker: marker(escaped),
                clause: ""
            ),
            Self(
                name: "file-in",
                openings: [opening(.ftpGet, .dataBegin)],
                device: escaped,
                errorMarker: marker(escaped),
                clause: ""
            ),
            socket(escaped, "1"), socket(open, "0"),
        ]
    }()
}
