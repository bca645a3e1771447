import ATCommands
import Dialects
import World

/// AT+WIPCFG: the stack and its options (003 §2.4).
extension VirtualModem {
    /// A second time it changes nothing.
    mutating func startStack() -> CommandOutcome {
        wip.isRunning = true
        return .done
    }

    /// Everything that is open is closed.
    mutating func stopStack() -> CommandOutcome {
        for name in wip.sockets.keys.sorted(by: WIPStack.inOrder) { _ = close(name) }
        if let ping = wip.ping {
            replaceAnswer(of: .session(ping))
            carryOut(sessions.abandon(ping))
            wip.forget(ping)
        }
        if wip.started != nil {
            replaceAnswer(of: .bearer)
            wip.started = nil
            carryOut(bearer.disconnect())
        }
        wip.bearers = [:]
        wip.isRunning = false
        return .done
    }

    mutating func writeStackOption(_ line: WIPLine) -> CommandOutcome {
        let number = line.number("stack-option")
        guard dialect.option(number, of: .stack)?.isWritable == true else { return .failed(.unknownOption) }
        wip.options[number] = line.text("value")
        return .done
    }

    /// 003 §2.4.4.
    mutating func storeStack(_ isStored: Bool) -> CommandOutcome {
        wip.stored.options = isStored ? wip.options : [:]
        if !isStored { wip.options = [:] }
        return .done
    }

    mutating func showStackVersion() -> CommandOutcome {
        respond(.information("WIPlib:v2a00 on open-at-os"))
        return .done
    }

    mutating func showStackOptions() -> CommandOutcome {
        for option in dialect.options where option.table == .stack && option.isReadable {
            respond(.information("+WIPCFG: \(option.number),\(shown(option.value(among: wip.options), of: option))"))
        }
        return .done
    }
}

extension WIPStack {
    /// Dictionaries have another order in every process.
    static func inOrder(_ left: SocketName, _ right: SocketName) -> Bool {
        (left.role.rawValue, left.index) < (right.role.rawValue, right.index)
    }
}
