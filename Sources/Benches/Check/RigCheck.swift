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
    private static let answerLimit = Interval.seconds(5)

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

    /// Of scenarios that show whether the device is ready, comes online and reaches the bench.
    public static let tag = "rig-check"

    /// - Parameters:
    ///   - items: The dialect's scenarios with the ``tag``.
    ///   - connecting: Whether the device goes online.
    /// - Returns: whether every step went well.
    public func run(_ items: [WorkItem], connecting: Bool) -> Bool {
        ok("\(rig.path) reads: \(rig.name)\(rig.title.isEmpty ? "" : ", \(rig.title)"), \(dialect.name)")
        guard let deviceLine = open() else { return false }
        let line = ModemLine(deviceLine, in: loop)
        guard answers(line), passesBytes(line) else { return lost(line) }
        guard furtherLinesAnswer() else { return false }
        tellSignals(deviceLine)
        identify(line)
        guard line.lossReason == nil else { return lost(line) }
        guard let bench = startServers(deviceLine) else { return false }
        return shows(items, connecting: connecting, deviceLine, bench)
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
            guard check.answers(line), check.passesBytes(line) else { return check.lost(line) }
            check.tellSignals(deviceLine)
            return true
        }
    }

    /// The line is quiet, and the device answers AT.
    private func answers(_ line: ModemLine) -> Bool {
        switch LineNoise(line.listen(for: Self.quietTime)) {
        case .none: ok("the line is quiet")
        case .text(let text): note("the device speaks without being asked: \(text.replacing("\n", with: " "))")
        case .garbage: note("bytes come that are no text, as at a wrong rate")
        }
        let first = line.ask(DeviceProbe.Attempt.greeting, within: .seconds(1))
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
}
