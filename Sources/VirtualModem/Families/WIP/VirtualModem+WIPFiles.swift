import ATCommands
import Dialects
import InternetProtocols

/// AT+WIPFILE: files of an FTP session (003 §2.8).
extension VirtualModem {
    /// The name may hold a path. Options 40 and 41 say of what type the transfer is and who opens its connection.
    mutating func transferFile(_ direction: FileTransfer.Direction, _ line: WIPLine) -> CommandOutcome {
        let name = line.socket(.ftp)
        guard let socket = wip.sockets[name], socket.isReady, let id = socket.session, isIdle(id),
            !self.line.finalAnswers.areOwedLater
        else {
            return .failed(.wrongSocketState)
        }
        let settings = FTPClient.Settings(
            user: "",
            password: "",
            transfer: nil,
            representation: option(.transferType, of: socket) == "A" ? .ascii : .image,
            isPassive: option(.transferMode, of: socket) != "0"
        )
        self.line.finalAnswers.pass(to: .session(id))
        carryOut(sessions.transferFile(direction, name: line.text("file"), settings, of: id))
        return .passedOn
    }

    private func isIdle(_ id: SessionID) -> Bool {
        if case .fileTransfer(let transfer) = sessions[id]?.activity { transfer.phase == .idle } else { false }
    }

    private func option(_ role: Dialect.OptionName, of socket: WIPSocket) -> String? {
        dialect.options.first { $0.role == role }.flatMap { socket.options[$0.number] ?? $0.value.defaultValue }
    }

    /// On the line that has asked for the file.
    mutating func beginFile(_ syntax: Dialect.SyntaxName, _ id: SessionID) {
        guard let mode = dialect.dataMode(of: syntax) else { return }
        on(lineOwing(.session(id)) ?? currentLine) { modem in
            if let begins = modem.dialect.message(of: syntax) { modem.respond(begins) }
            modem.line.mode = .data(DataMode(id, mode, at: modem.now))
        }
    }

    /// ETX of the device's own, where it has not been sent, then OK or the error.
    mutating func fileTransferred(_ id: SessionID, _ condition: Dialect.Condition?) {
        on(lineOwing(.session(id)) ?? currentLine) { modem in
            if let mode = modem.line.dataMode(of: id) {
                modem.say(.marker(condition == nil ? mode.endMarker : mode.errorMarker, isEcho: false))
                modem.line.mode = .command
            }
            guard modem.line.finalAnswers.isOwed(by: .session(id)) else { return }
            let right = modem.line.finalAnswers.take(from: .session(id))
            if let condition { modem.fail(right, condition) } else { modem.conclude(right, StandardResult.ok) }
            modem.tellWaiting()
        }
    }
}
