internal import BenchFacts
public import Dialects
internal import Execution
internal import Octets
internal import Rigs
internal import World

/// Probes a bench step by step, and says of each step what was found or what to do.
public final class RigCheck {
    /// How long the line is listened to before anything is sent.
    private static let quietTime = Interval.milliseconds(300)
    /// How long an answer to a plain command may take.
    static let answerLimit = Interval.seconds(5)
    /// How long a device may search for its network, and how often it is asked meanwhile.
    private static let registrationLimit = Interval.seconds(60)
    private static let registrationPause = Interval.seconds(2)

    let facilities: any Facilities
    var loop: any EventLoop { facilities.loop }
    let setup: RigSetup
    let dialect: Dialect
    private let say: (String) -> Void
    /// As its file has it.
    private let manual: Dialect
    var rig: Rig { setup.rig }

    public init(_ setup: RigSetup, dialect: Dialect, in facilities: any Facilities, say: @escaping (String) -> Void) {
        self.facilities = facilities
        self.setup = setup
        self.dialect = setup.adjusted(dialect)
        manual = dialect
        self.say = say
    }

    // MARK: What is said

    /// - Returns: true.
    @discardableResult
    func ok(_ text: String) -> Bool {
        say("ok: \(text)")
        return true
    }

    func note(_ text: String) { say("note: \(text)") }

    /// - Returns: false.
    @discardableResult
    func failed(_ why: String, _ fix: String) -> Bool {
        say("failed: \(why) — \(fix)")
        return false
    }

    // MARK: The steps

    /// Of scenarios that show whether the device comes online and reaches the bench.
    public static let tag = "rig-check"

    /// - Parameter network: The dialect's scenarios with the ``tag``; nil: the device does not go online.
    /// - Returns: whether every step went well.
    public func run(_ network: [WorkItem]?) -> Bool {
        ok("\(rig.path) reads: \(rig.name)\(rig.title.isEmpty ? "" : ", \(rig.title)"), \(dialect.name)")
        guard let deviceLine = open() else { return false }
        let line = ModemLine(deviceLine, in: loop)
        guard answers(line), passesBytes(line) else { return lost(line) }
        guard furtherLinesAnswer() else { return false }
        tellSignals(deviceLine)
        openStack(line)
        identify(line)
        let bench = startServers(deviceLine)
        guard simIsReady(line), isRegistered(line) else { return lost(line) }
        guard let bench else { return false }
        return network.map { goesOnline($0, deviceLine, bench) } ?? true
    }

    /// A step has failed: perhaps because the line is gone.
    private func lost(_ line: ModemLine) -> Bool {
        if let reason = line.lossReason {
            failed("the line is gone: \(reason)", "is the device still plugged in and switched on?")
        }
        return false
    }

    private func open() -> DeviceLine? {
        do throws(BenchUnusable) {
            let line = try DeviceLine(rig, in: facilities)
            ok("\(rig.device) opens\(rig.hasLineSettings ? " at \(rig.line)" : "")")
            return line
        } catch {
            if !loop.isStopped { failed(error.message, error.suggestion ?? "correct the line ‘device’ of \(rig.path)") }
            return nil
        }
    }

    /// What holds of the first line holds of the others.
    private func furtherLinesAnswer() -> Bool {
        LineName.first(rig.lines).dropFirst().allSatisfy { name in
            let prefix = "line \(name.text ?? ""): "
            let check = RigCheck(RigSetup(rig.alone(name)), dialect: manual, in: facilities) { [say] text in
                say(text.replacing(": ", with: ": \(prefix)", maxReplacements: 1))
            }
            guard let deviceLine = check.open() else { return false }
            let line = ModemLine(deviceLine, in: loop)
            return check.answers(line) && check.passesBytes(line) || check.lost(line)
        }
    }

    /// The line is quiet, and the device answers AT.
    private func answers(_ line: ModemLine) -> Bool {
        switch LineNoise(line.listen(for: Self.quietTime)) {
        case .none: ok("the line is quiet")
        case .text(let text): note("the device speaks without being asked: \(text.replacing("\n", with: " "))")
        case .garbage: note("bytes come that are no text, as at a wrong rate")
        }
        let first = line.ask("AT", within: .seconds(1))
        if first.result == .ok {
            let form = first.isVerbose ? "words" : "numbers"
            ok("the device answers AT (echo \(first.isEchoed ? "on" : "off"), results in \(form))")
        }
        switch line.recover(setup.assignment(for: dialect)) {
        case .ready:
            return first.result == .ok ? true : ok("the device answers AT, after it was brought back from another mode")
        case .silent:
            return failed("the device does not answer AT: not a byte comes", silenceAdvice)
        case .garbage(let sample):
            return failed("the device answers with garbage (\(hex(sample.prefix(8))))", garbageAdvice)
        case .confused(let sample):
            return failed(
                "the device answers AT, but not with OK: \(visible(sample.suffix(40)))",
                "is this the modem's command port? Some devices have several; switch the device off and on"
            )
        case .refused(let command, let answer):
            return failed("the device does not answer \(command) with OK, but \(answer)", "correct ‘set up’ in \(rig.path)")
        case nil:
            return false
        }
    }

    private var silenceAdvice: String {
        switch rig.device {
        case .serial, .rfc2217:
            let flow = rig.line.flowControl == .rtscts ? "drop ‘rtscts’ to see whether CTS is missing, " : ""
            return
                "is it switched on? \(flow)check the cable (a modem needs no null modem), the rate \(rig.line.rate), and that no other port is meant"
        case .pseudoTerminal: return "is a modem behind \(rig.device)? ‘attest modem --pty’ prints the path of one"
        case .virtual, .tcp, .program: return "is it switched on, and is this the right address?"
        }
    }

    private var garbageAdvice: String {
        let usual = [115_200, 9_600, 57_600, 38_400, 19_200].filter { $0 != rig.line.rate }.prefix(3).map(String.init)
        return
            "the rate is probably not \(rig.line.rate): try ‘line \(usual.joined(separator: "’, ‘line "))’, then the format \(rig.line)"
    }

    private func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    }

    /// Where the stack is closed at power-on, it must be opened before any AT# command (001 App. A "Get Software Version").
    private func openStack(_ line: ModemLine) {
        guard let opening = dialect.opening, dialect.command(named: "#VVERSION") != nil else { return }
        if line.ask("AT#VVERSION", within: Self.answerLimit).result == .ok {
            ok("the TCP/IP stack is open")
            return
        }
        _ = line.ask(opening, within: Self.answerLimit)
        let answer = line.ask("AT#VVERSION", within: Self.answerLimit)
        if answer.result == .ok {
            note("the TCP/IP stack was closed, and had to be opened with \(opening), as scenarios do before they use it")
        } else {
            note("AT#VVERSION gets \(shown(answer)), also after \(opening): does the device speak \(dialect.name)?")
        }
    }

    /// How an answer ended, with the meaning of its number.
    func shown(_ answer: ModemAnswer) -> String {
        switch answer.result {
        case nil: "no answer in time"
        case .ok: "only OK"
        case .failed(let text):
            text + (dialect.errors.first { $0.number == answer.errorNumber }.map { ": \($0.text)" } ?? "")
        }
    }

    /// What the device says of itself; nothing of it is required.
    private func identify(_ line: ModemLine) {
        let answers = setup.assignment(for: dialect).identification.compactMap { command -> String? in
            let answer = line.ask(command, within: Self.answerLimit)
            guard answer.result == .ok, !answer.lines.isEmpty else { return nil }
            return answer.lines.joined(separator: " ")
        }
        if answers.isEmpty {
            note("the device does not say who it is")
        } else {
            ok("it says it is: \(answers.joined(separator: " · "))")
        }
    }

    /// A manual that has neither a bearer nor the command says nothing of a SIM or a network.
    private func speaks(of command: Dialect.CommandName) -> Bool {
        dialect.command(command) != nil || Dialect.Bearer.allCases.contains { dialect.features.contains($0.rawValue) }
    }

    private func simIsReady(_ line: ModemLine) -> Bool {
        guard speaks(of: .simCode) else {
            note("the manual of \(dialect.name) does not say how a SIM is asked for: AT+CPIN? is left out")
            return true
        }
        let answer = line.ask("AT+CPIN?", within: .seconds(20))
        if answer.lines.contains(where: { $0.hasPrefix("+CPIN: READY") }) { return ok("the SIM is ready") }
        if answer.lines.contains(where: { $0.hasPrefix("+CPIN: SIM PIN") && !$0.hasPrefix("+CPIN: SIM PIN2") }) {
            return enterPIN(line)
        }
        if let state = answer.lines.first(where: { $0.hasPrefix("+CPIN:") }) {
            return failed(
                "the SIM asks for more than its PIN (\(state))",
                "unlock it in a telephone, with its PUK if it asks for that"
            )
        }
        guard case .failed(let text) = answer.result else {
            return failed("the device does not say whether its SIM is ready", "switch it off and on, then check again")
        }
        return failed("there is no SIM that can be used (\(text))", "insert the SIM, switch the device off and on")
    }

    /// Once only: three wrong tries lock the SIM.
    private func enterPIN(_ line: ModemLine) -> Bool {
        guard let pin = rig.values.pin else {
            return failed("the SIM asks for its PIN", "add below ‘values’: pin from file \"…\"")
        }
        guard line.ask("AT+CPIN=\(pin.value)", within: .seconds(20)).result == .ok else {
            return failed("the SIM refuses the PIN", "correct it before you try again: the third wrong one locks the SIM")
        }
        return ok("the SIM has taken its PIN")
    }

    private func isRegistered(_ line: ModemLine) -> Bool {
        guard speaks(of: .gsmRegistration) else {
            note("the manual of \(dialect.name) does not say how a network is asked for: AT+CREG? is left out")
            return true
        }
        let deadline = loop.now + Self.registrationLimit
        while !loop.isStopped, line.lossReason == nil {
            let state = line.ask("AT+CREG?", within: Self.answerLimit).numbers(after: "+CREG:").dropFirst().first
            switch state.flatMap(Registration.init(rawValue:)) {
            case .home, .roaming: return ok("it is registered on the GSM network\(state == 5 ? ", roaming" : "")")
            case .denied: return failed("the network refuses the SIM", "is the SIM activated, and meant for this network?")
            case .notRegistered, .searching, .unknown:
                guard loop.now < deadline else {
                    return failed(
                        "no network was found in \(Self.registrationLimit.nanoseconds / 1_000_000_000) s",
                        "check the antenna; AT+CSQ tells the signal"
                    )
                }
                _ = line.listen(for: Self.registrationPause)
            case nil:
                return failed("the device does not tell its registration (AT+CREG?)", "is this a GSM module?")
            }
        }
        return false
    }
}
