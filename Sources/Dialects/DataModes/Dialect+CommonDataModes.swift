import Octets

extension Dialect {
    /// The data modes that AT# commands commonly have, for a dialect that says nothing of any: those of the commands and forms that it has.
    var commonDataModes: [DataMode] {
        let escaped = DataMode.Flow(.escaped, end: .bytes([ControlCharacter.etx]))
        let mail = DataMode.Flow(end: .bytes(DotStuffer.terminator))
        let open = DataMode.Flow(end: .none)
        let afterMail = DataMode.ErrorMarker(bytes: DotStuffer.terminator, isOptional: false)
        let afterETX = DataMode.ErrorMarker(bytes: [ControlCharacter.etx], isOptional: false)
        let plain = DataMode.ErrorMarker(bytes: [], isOptional: false)
        let isChosen = roles[RoleName.socketCoding.rawValue] != nil
        let sockets: [CommandName] = [.open, .listen]
        let modes = [
            mode("mail-out", [.putMail], .waitingForData, host: mail, echo: .end, plain),
            mode("mail-in", [.getMail], .mailReady, device: mail, afterMail),
            mode("file-out", [.ftpPut], .ftpPutReady, host: escaped, echo: .end, afterETX),
            mode("file-in", [.ftpGet], .dataBegin, device: escaped, afterETX),
            mode(
                "socket",
                sockets,
                .waitingForData,
                coding: isChosen ? "1" : nil,
                host: escaped,
                device: escaped,
                echo: .end,
                afterETX
            ),
            isChosen
                ? mode("plain-socket", sockets, .waitingForData, coding: "0", host: open, device: open, plain) : nil,
        ]
        return modes.compactMap { $0 }
    }

    /// nil: the dialect lacks the commands, or the form.
    private func mode(
        _ name: String,
        _ commands: [CommandName],
        _ form: FormName,
        coding: String? = nil,
        host: DataMode.Flow? = nil,
        device: DataMode.Flow? = nil,
        echo: DataMode.Echo = .nothing,
        _ errorMarker: DataMode.ErrorMarker
    ) -> DataMode? {
        guard forms.contains(where: { $0.name == form.rawValue }) else { return nil }
        let setting = coding.flatMap { value in
            roles[RoleName.socketCoding.rawValue].map { DataMode.Setting(parameter: $0, value: value) }
        }
        let openings = commands.filter { command($0) != nil }.map {
            DataMode.Opening(command: $0.rawValue, message: .form(form.rawValue), setting: setting)
        }
        guard !openings.isEmpty else { return nil }
        let closes = name.hasSuffix("socket") && forms.contains { $0.name == FormName.socketClosed.rawValue }
        return DataMode(
            name: name,
            openings: openings,
            host: host,
            device: device,
            echo: host == nil ? .unsaid : echo,
            errorMarker: errorMarker,
            answers: closes ? [FormName.socketClosed.rawValue] : [],
            clause: Clause.unsaid
        )
    }
}
