import ATCommands
import Dialects
import World

/// AT+ commands: of the Appendix A flows of 001, of its Appendix B "Serial Communication", and their neighbours in 3GPP TS 27.007.
extension VirtualModem {
    mutating func cellular(_ name: String, _ operation: ATCommand.Operation, isLast: Bool) -> CommandOutcome {
        if let parameter = parameters.definition(of: name) { return standard(access(parameter, operation, isLast: isLast)) }
        if let list = parameters.list(enteredBy: name) { return standard(enterList(list, operation, isLast: isLast)) }
        if hasSyntax(name) { return wip(name, operation, isLast: isLast) }
        guard let command = Dialect.CommandName(rawValue: name) else { return .error }
        // Commands of the standards exist, whether a manual lists them or not.
        if let listed = dialect.command(command), !listed.operations.contains(Dialect.Operation(operation)) { return .error }
        return switch command {
        case .opening: habits.contains(.hasNoOpening) ? .error : stack(operation)
        case .simCode: simCode(operation)
        case .gsmRegistration: reports(name, operation, \.gsmReports, cell.gsm)
        case .gprsRegistration: reports(name, operation, \.gprsReports, cell.gprs)
        case .attachment: attachment(operation, isLast: isLast)
        case .errorReports: setting(name, operation, \.errorReports, 0...2)
        case .rate: rate(operation)
        case .flowControl: flowControl(operation)
        case .signal: signal(operation)
        case .manufacturer: identity(operation, Identity.manufacturer)
        case .model: identity(operation, Identity.model)
        case .revision: identity(operation, Identity.revision)
        case .callerReports: callerReports(operation)
        case .timeQuery: dialect.command(.timeQuery) == nil ? .error : timeQuery(operation, isLast: isLast)
        case .clock: showClock(operation)
        case .ringReports: setting(name, operation, \.ringReports, 0...1)
        case .hangUp: operation == .action ? hangUp(isLast: isLast) : operation == .test ? .done : .error
        case .connectionStart, .connectionStop, .accept, .displayIP, .version, .state, .getMail, .putMail, .sendMail1, .sendMail2,
            .sendMail3, .ftpGet, .ftpPut, .open, .listen, .stopListening, .openDatagrams, .listenForDatagrams, .stopDatagrams,
            .ping, .eraseParameters:
            .error
        }
    }

    /// What came of a parameter of the dialect's whose name begins with `+`: its errors are those of AT+ commands (3GPP TS 27.007 §9.2).
    private func standard(_ outcome: CommandOutcome) -> CommandOutcome {
        switch outcome {
        case .failed(.syntaxError): .error
        case .failed(.parameterRefused): .cellularError(.notAllowed)
        case .failed: .cellularError(.invalidIndex)
        case .done, .displayed, .passedOn, .result, .cellularError: outcome
        }
    }

    /// +WOPEN=1 starts the TCP/IP stack (001 App. A "Get Software Version"); it runs from the start, too.
    private mutating func stack(_ operation: ATCommand.Operation) -> CommandOutcome {
        switch operation {
        case .write(let text):
            guard let value = number(text), (0...1).contains(value) else { return .cellularError(.invalidIndex) }
            guard value == 1 || bearer.state == .offline else { return .cellularError(.notAllowed) }
            cell.stackRuns = value == 1
        case .read: respond(.information("+WOPEN: \(cell.stackRuns ? 1 : 0)"))
        case .test: respond(.information("+WOPEN: (0-1)"))
        case .action: return .error
        }
        return .done
    }

    private mutating func simCode(_ operation: ATCommand.Operation) -> CommandOutcome {
        guard cell.hasSIM || operation == .test else { return .cellularError(.noSIM) }
        switch operation {
        case .read:
            respond(.information(cell.isLocked ? "+CPIN: SIM PIN" : "+CPIN: READY"))
            return .done
        case .write(let text):
            guard cell.isLocked else { return .cellularError(.notAllowed) }
            guard let value = CommandValue(whole: text) else { return .cellularError(.invalidIndex) }
            switch value {
            case .quoted(let code), .bare(let code):
                guard String(decoding: code, as: UTF8.self) == simCode else { return .cellularError(.wrongPassword) }
            case .omitted: return .cellularError(.invalidIndex)
            }
            cell.isLocked = false
            actions.append(.radio(.powerOn))
            return .done
        case .test: return .done
        case .action: return .error
        }
    }

    /// +CREG and +CGREG. A host that switches the reports on is told the present state after the OK (001 App. A, both registrations).
    private mutating func reports(
        _ name: String,
        _ operation: ATCommand.Operation,
        _ setting: WritableKeyPath<LineSettings, Int>,
        _ state: Registration
    ) -> CommandOutcome {
        switch operation {
        case .write(let text):
            guard let value = number(text), (0...2).contains(value) else { return .cellularError(.invalidIndex) }
            line.settings[keyPath: setting] = value
            if value > 0 { announcements.append(.indication("\(name): \(state.rawValue)")) }
        case .read: respond(.information("\(name): \(line.settings[keyPath: setting]),\(state.rawValue)"))
        case .test: respond(.information("\(name): (0-2)"))
        case .action: return .error
        }
        return .done
    }

    /// +CGATT: OK when the network has attached or detached the modem.
    private mutating func attachment(_ operation: ATCommand.Operation, isLast: Bool) -> CommandOutcome {
        switch operation {
        case .read: respond(.information("+CGATT: \(cell.isAttached ? 1 : 0)"))
        case .test: respond(.information("+CGATT: (0-1)"))
        case .action: return .error
        case .write(let text):
            guard let value = number(text), (0...1).contains(value), isLast else { return .cellularError(.invalidIndex) }
            guard cell.hasSIM else { return .cellularError(.noSIM) }
            guard !cell.isLocked else { return .cellularError(.pinRequired) }
            guard cell.attachment == nil else { return .cellularError(.notAllowed) }
            guard (value == 1) != cell.isAttached else { return .done }
            cell.attachment = value == 1 ? .attach : .detach
            actions.append(.radio(value == 1 ? .attach : .detach))
            line.finalAnswers.pass(to: .attachment)
            return .passedOn
        }
        return .done
    }

    /// What the network says of registration and attachment.
    mutating func registration(_ event: RadioEvent) {
        switch event {
        case .gsmRegistration(let given):
            let state = habits.contains(.roams) && given == .home ? .roaming : given
            guard state != cell.gsm else { return }
            cell.gsm = state
            report("+CREG: \(state.rawValue)", \.gsmReports)
        case .gprsRegistration(let given):
            let state = habits.contains(.roams) && given == .home ? .roaming : given
            guard state != cell.gprs else { return }
            cell.gprs = state
            report("+CGREG: \(state.rawValue)", \.gprsReports)
        case .attached: attachmentChanged(to: true)
        case .detached: attachmentChanged(to: false)
        case .attachRefused:
            guard cell.attachment == .attach else { return }
            cell.attachment = nil
            on(lineOwing(.attachment) ?? .first) {
                $0.fail($0.line.finalAnswers.take(from: .attachment), $0.cell.hasSIM ? CellularError.noService : .noSIM)
            }
        case .simRemoved: cell.hasSIM = false
        case .simInserted: cell.hasSIM = true
        case .callConnected, .callBusy, .callNotAnswered, .ringing, .ringingEnded, .carrierLost, .callData, .pppUp, .pppRefused,
            .pppTimedOut, .contextActive, .contextRefused, .contextUnavailable, .bearerLost, .hungUp, .contextInactive:
            break
        }
    }

    /// To every line that has asked for it.
    private mutating func report(_ text: String, _ setting: KeyPath<LineSettings, Int>) {
        for name in lineNames where lines[name.number].settings[keyPath: setting] > 0 {
            on(name) { $0.respond(.indication(text)) }
        }
    }

    private mutating func attachmentChanged(to isAttached: Bool) {
        cell.isAttached = isAttached
        guard cell.attachment == (isAttached ? .attach : .detach) else { return }
        cell.attachment = nil
        // Ready when so much has passed on the host's clock, too.
        if isAttached { carryOut(bearer.attachedByHost(pause: Interval(nanoseconds: dialect.attachPause) - .milliseconds(50))) }
        on(lineOwing(.attachment) ?? .first) { $0.conclude($0.line.finalAnswers.take(from: .attachment), StandardResult.ok) }
    }

    mutating func setting(
        _ name: String,
        _ operation: ATCommand.Operation,
        _ setting: WritableKeyPath<LineSettings, Int>,
        _ range: ClosedRange<Int>
    ) -> CommandOutcome {
        switch operation {
        case .write(let text):
            guard let value = number(text), range.contains(value) else { return .cellularError(.invalidIndex) }
            line.settings[keyPath: setting] = value
        case .read: respond(.information("\(name): \(line.settings[keyPath: setting])"))
        case .test: respond(.information("\(name): (\(range.lowerBound)-\(range.upperBound))"))
        case .action: return .error
        }
        return .done
    }

    /// The rates of V.250 §6.2.10 that such modems offer; a new one holds once the command line has been answered.
    private mutating func rate(_ operation: ATCommand.Operation) -> CommandOutcome {
        let rates = [0, 300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200]
        switch operation {
        case .write(let text):
            guard let value = number(text), rates.contains(value) else { return .cellularError(.invalidIndex) }
            setRate(value)
        case .read: respond(.information("+IPR: \(line.settings.rate)"))
        case .test: respond(.information("+IPR: (0),(\(rates.dropFirst().map(String.init).joined(separator: ",")))"))
        case .action: return .error
        }
        return .done
    }

    /// RTS/CTS or none, the same in both directions (001 App. B "Flow Control"; V.250 §6.2.12).
    private mutating func flowControl(_ operation: ATCommand.Operation) -> CommandOutcome {
        switch operation {
        case .write(let text):
            let values = CommandValue.list(text)?.map(\.integer)
            guard let values, values == [0, 0] || values == [2, 2] else { return .cellularError(.invalidIndex) }
            line.settings.flowControl = values == [2, 2] ? (2, 2) : (0, 0)
            controlFlow()
        case .read: respond(.information("+IFC: \(line.settings.flowControl.byHost),\(line.settings.flowControl.byModem)"))
        case .test: respond(.information("+IFC: (0,2),(0,2)"))
        case .action: return .error
        }
        return .done
    }

    /// Strength and bit error rate; 99 means unknown (3GPP TS 27.007 §8.5).
    private mutating func signal(_ operation: ATCommand.Operation) -> CommandOutcome {
        switch operation {
        case .action: respond(.information(cell.hasService ? "+CSQ: 20,0" : "+CSQ: 99,99"))
        case .test: respond(.information("+CSQ: (0-31,99),(0-7,99)"))
        case .read, .write: return .error
        }
        return .done
    }

    private mutating func identity(_ operation: ATCommand.Operation, _ text: String) -> CommandOutcome {
        switch operation {
        case .action: respond(.information(text))
        case .test: break
        case .read, .write: return .error
        }
        return .done
    }

    private func number(_ text: [UInt8]) -> Int? { CommandValue(whole: text)?.integer }
}
