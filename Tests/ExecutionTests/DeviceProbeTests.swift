import Execution
import Testing
import World

/// A small modem with the modes of V.250 §6.2, and data modes: what a probe may meet.
struct ProbedModem {
    var echo = true
    var quiet = false
    var verbose = true
    var s3: UInt8 = 0x0D
    var s4: UInt8 = 0x0A
    var s5: UInt8 = 0x08
    /// The bytes that end the data mode it is in; nil: it is in command mode.
    var dataModeEnd: [UInt8]?
    /// How long it takes to answer.
    var latency = Interval.zero
    /// Until when it is deaf, and what it says then.
    var boots: (until: Interval, banner: String)?
    /// A line that it says right behind each OK.
    var behindOK = ""
    /// What it answers, but for OK.
    var answers: [String: String] = [:]
    var isConnected = false

    var line: [UInt8] = []
    var data: [UInt8] = []

    /// What it says to the bytes, and after how long.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        var said: [UInt8] = []
        for byte in bytes {
            if let end = dataModeEnd {
                data = Array((data + [byte]).suffix(end.count))
                if data == end { dataModeEnd = nil }
                continue
            }
            if echo { said.append(byte) }
            if byte == s3 {
                said += answer()
                line = []
            } else if byte == s5 {
                _ = line.popLast()
            } else if byte >= 0x20 {
                line.append(byte)
            }
        }
        return said
    }

    private mutating func answer() -> [UInt8] {
        let text = String(decoding: line, as: UTF8.self).uppercased()
        guard let start = text.indices.first(where: { text[$0...].hasPrefix("AT") }) else { return [] }
        let command = String(text[start...].dropFirst(2))
        var rest = Substring(command)
        while let letter = rest.popFirst() {
            let digits = rest.prefix(while: \.isNumber)
            rest = rest.dropFirst(digits.count)
            switch letter {
            case "Q": quiet = digits == "1"
            case "V": verbose = digits == "1"
            case "E": echo = digits == "1"
            case "S":
                guard rest.first == "=" else { break }
                rest = rest.dropFirst()
                let value = UInt8(rest.prefix(while: \.isNumber)) ?? 0
                rest = rest.drop(while: \.isNumber)
                if digits == "3" { s3 = value }
                if digits == "4" { s4 = value }
                if digits == "5" { s5 = value }
            default: rest = ""
            }
        }
        if command == "#CONNECTIONSTOP" { isConnected = false }
        if command == "#VSTATE" {
            return framed("#STATE: \"\(isConnected ? "CONNECTED" : "IDLE")\"") + result("OK", 0)
        }
        if let answer = answers[command] {
            return answer == "ERROR" ? result("ERROR", 4) : framed(answer) + result("OK", 0)
        }
        return result("OK", 0) + (behindOK.isEmpty ? [] : framed(behindOK))
    }

    private func framed(_ text: String) -> [UInt8] { [s3, s4] + Array(text.utf8) + [s3, s4] }
    private func result(_ word: String, _ number: Int) -> [UInt8] {
        quiet ? [] : verbose ? framed(word) : Array("\(number)".utf8) + [s3]
    }
}

/// A device in a state nobody knows, brought back to its command line.
struct DeviceProbeTests {
    /// Runs a probe against the modem. - Parameter early: What comes at a time, whatever is asked. - Returns: what it came to, when, what was written, and what came after the probe had ended.
    private func probe(
        _ modem: inout ProbedModem,
        early: (time: Interval, text: String)? = nil,
        _ configure: (inout DeviceProbe.Assignment) -> Void = { _ in }
    ) -> (outcome: DeviceProbe.Outcome?, time: Interval, written: [String], late: [UInt8]) {
        var assignment = DeviceProbe.Assignment()
        assignment.idleState = "IDLE"
        configure(&assignment)
        var now = Instant.start
        var probe = DeviceProbe(assignment, at: now)
        var written: [String] = []
        var coming: [(time: Instant, bytes: [UInt8])] = []
        if let early { coming.append((now + early.time, Array(early.text.utf8))) }
        if let boots = modem.boots { coming.append((now + boots.until, Array(boots.banner.utf8))) }
        for _ in 0..<10_000 {
            for output in probe.advance(at: now) {
                switch output {
                case .write(let bytes):
                    written.append(String(decoding: bytes, as: UTF8.self))
                    if let boots = modem.boots, now < .start + boots.until { continue }
                    let said = modem.take(bytes)
                    if !said.isEmpty { coming.append((now + modem.latency, said)) }
                case .setRate(let rate): written.append("rate \(rate ?? 0)")
                case .finished(let outcome): return (outcome, now - .start, written, coming.flatMap(\.bytes))
                }
            }
            coming.sort { $0.time < $1.time }
            if let next = coming.first, next.time <= probe.wake {
                now = max(now, next.time)
                probe.receive(next.bytes, at: now)
                coming.removeFirst()
            } else {
                now = max(now + .milliseconds(1), probe.wake)
            }
        }
        return (nil, now - .start, written, [])
    }

    private static let states: [(String, ProbedModem)] = [
        ("as it was switched on", ProbedModem()), ("no echo", ProbedModem(echo: false)),
        ("numbers", ProbedModem(verbose: false)), ("no results", ProbedModem(quiet: true)),
        ("neither echo nor results", ProbedModem(echo: false, quiet: true)),
        ("numbers without echo", ProbedModem(echo: false, verbose: false)),
        ("an own line end", ProbedModem(s3: 30)), ("lines that end with LF", ProbedModem(s3: 0x0A)),
        ("lines that end with a letter", ProbedModem(s3: 0x5A)), ("lines that end with NUL", ProbedModem(s3: 0)),
        ("an own line end, no echo", ProbedModem(echo: false, s3: 31)), ("an own formatting character", ProbedModem(s4: 31)),
        ("a letter as formatting character", ProbedModem(s4: 0x41)), ("CR as formatting character", ProbedModem(s4: 0x0D)),
        ("another editing character", ProbedModem(s5: 127)), ("an editing character that is a letter", ProbedModem(s5: 0x54)),
        ("a file or socket", ProbedModem(dataModeEnd: [0x03])), ("a mail", ProbedModem(dataModeEnd: Array("\r\n.\r\n".utf8))),
        ("a text being entered", ProbedModem(dataModeEnd: [0x1A])), ("a call", ProbedModem(dataModeEnd: Array("+++".utf8))),
        ("a file, without results", ProbedModem(quiet: true, dataModeEnd: [0x03])),
        ("slow", ProbedModem(latency: .milliseconds(2_500))),
        ("slower than any attempt", ProbedModem(latency: .milliseconds(4_500))),
        ("talkative", ProbedModem(behindOK: "+CMTI: \"SM\",3")), ("connected", ProbedModem(isConnected: true)),
    ]

    /// Whatever an earlier user left, scenarios begin as after power-on; nothing of the probe's questions is still to come.
    @Test(arguments: states)
    func everyStateIsLeft(state: String, modem: ProbedModem) {
        var modem = modem
        let result = probe(&modem)
        #expect(result.outcome == .ready(identity: []), "\(state): \(result)")
        #expect(modem.echo && modem.verbose && !modem.quiet && !modem.isConnected && modem.dataModeEnd == nil, "\(state)")
        #expect([modem.s3, modem.s4, modem.s5] == [0x0D, 0x0A, 0x08], "\(state)")
        #expect(result.late == [], "\(state)")
    }

    @Test func aDeviceThatIsWellIsAskedLittle() {
        var modem = ProbedModem()
        let result = probe(&modem)
        #expect(
            result.written == [
                "AT\r", "ATQ0V1E1\r", "ATS3=13S4=10S5=8\r", "AT+CMEE=0\r", "AT+CREG=0\r", "AT+CGREG=0\r", "AT#VSTATE\r",
            ]
        )
        #expect(result.time < .milliseconds(500))
    }

    /// What the device says of its own is not what it says of itself.
    @Test func whoItIsIsReadWithoutEchoResultsAndIndications() {
        var modem = ProbedModem(
            behindOK: "+CMTI: \"SM\",3",
            answers: ["I": "WISMO", "+CGMR": "6.57\u{7}", "#VVERSION": "ERROR", "+CGMI": "ERROR", "+CGMM": "DST: on\r\nWM02"]
        )
        let result = probe(&modem) {
            $0.identifies = true
            $0.unsolicited = ["DST:"]
        }
        let expected: [DeviceProbe.Answer] = [
            .init(command: "ATI", lines: ["WISMO"]), .init(command: "AT+CGMM", lines: ["WM02"]),
            .init(command: "AT+CGMR", lines: ["6.57"]),
        ]
        #expect(result.outcome == .ready(identity: expected))
    }

    /// Answers that come late still belong to their own questions.
    @Test func aSlowDeviceSaysWhoItIs() {
        var modem = ProbedModem(latency: .milliseconds(3_200), answers: ["I": "WISMO", "+CGMR": "6.57"])
        let result = probe(&modem) { $0.identifies = true }
        let expected: [DeviceProbe.Answer] = [
            .init(command: "ATI", lines: ["WISMO"]), .init(command: "AT+CGMR", lines: ["6.57"]),
        ]
        #expect(result.outcome == .ready(identity: expected))
    }

    /// The answer to what its host had said before is still to come: each of the probe's own belongs to its own question all the same.
    @Test(arguments: [false, true]) func anAnswerToWhatWasSaidBeforeIsNoneOfTheProbes(echo: Bool) {
        var modem = ProbedModem(echo: echo, latency: .milliseconds(600), answers: ["I": "WISMO"], isConnected: true)
        let result = probe(&modem, early: (.milliseconds(400), "\r\nOK\r\n")) { $0.identifies = true }
        #expect(result.outcome == .ready(identity: [.init(command: "ATI", lines: ["WISMO"])]))
        #expect(!modem.isConnected)
        #expect(result.late == [])
    }

    /// The device is deaf while it starts; lines that follow its banner do not meet the scenario.
    @Test(arguments: [Interval.seconds(1), .seconds(8), .seconds(19)])
    func aDeviceThatIsStartingIsWaitedFor(time: Interval) {
        var modem = ProbedModem(boots: (time, "\u{0}\r\nSYSSTART\r\n\r\n+PBREADY\r\n"))
        let result = probe(&modem) { $0.patience = .seconds(20) }
        #expect(result.outcome == .ready(identity: []))
        #expect(result.time >= time + .seconds(2))
    }

    @Test func patienceHasAnEnd() {
        var modem = ProbedModem(boots: (.seconds(1_000), ""))
        #expect(probe(&modem) { $0.patience = .seconds(60) }.outcome == .silent)
        let impatient = probe(&modem)
        #expect(impatient.outcome == .silent)
        #expect(impatient.time < .seconds(20))
    }

    @Test func whatTheRigSetsUpMustBeAnswered() {
        var modem = ProbedModem(answers: ["+WOPEN=1": "ERROR"])
        let result = probe(&modem) { $0.setUp = ["AT+CMEE=1", "AT+WOPEN=1"] }
        #expect(
            result.outcome.map { if case .refused("AT+WOPEN=1", let answer) = $0 { answer.contains("ERROR") } else { false } }
                == true
        )
        modem.answers = [:]
        #expect(probe(&modem) { $0.setUp = ["AT+CMEE=1", "AT+WOPEN=1"] }.written.suffix(2) == ["AT+CMEE=1\r", "AT+WOPEN=1\r"])
    }

    /// The device hears at another rate than the bench's, which one of its scenarios has set.
    @Test func leadsADeviceBackToTheBenchsRate() {
        var assignment = DeviceProbe.Assignment()
        assignment.rate = 115_200
        assignment.otherRates = [9_600]
        var now = Instant.start
        var probe = DeviceProbe(assignment, at: now)
        var (ofHost, ofDevice): (Int?, Int?) = (nil, 9_600)
        var outcome: DeviceProbe.Outcome?
        while outcome == nil, now < .start + .seconds(60) {
            for output in probe.advance(at: now) {
                switch output {
                case .setRate(let rate): ofHost = rate
                case .write(let bytes):
                    guard ofHost == ofDevice else { continue }
                    if String(decoding: bytes, as: UTF8.self) == "\rAT+IPR=115200\r" { ofDevice = nil }
                    probe.receive(Array("\r\nOK\r\n".utf8), at: now)
                case .finished(let found): outcome = found
                }
            }
            now = now + .milliseconds(1)
        }
        #expect(outcome == .ready(identity: []))
        #expect(ofHost == nil && ofDevice == nil)
        #expect(now < .start + .seconds(10))
    }

    /// Of a device that answers every line with the same bytes.
    private func parrot(_ answer: String) -> DeviceProbe.Outcome? {
        var now = Instant.start
        var probe = DeviceProbe(DeviceProbe.Assignment(), at: now)
        for _ in 0..<10_000 {
            for output in probe.advance(at: now) {
                switch output {
                case .setRate: break
                case .write: if !answer.isEmpty { probe.receive(Array(answer.utf8), at: now) }
                case .finished(let outcome): return outcome
                }
            }
            now = max(now + .milliseconds(1), probe.wake)
        }
        return nil
    }

    /// A wrong frame is for a scenario to fail, not for the bench to stumble over.
    @Test(arguments: ["\r\nOK\r", "\nOK\n", "OK", "0", "\r\n0\r\n"])
    func anAnswerInAWrongFrameIsAnAnswer(answer: String) {
        #expect(parrot(answer) == .ready(identity: []))
    }

    @Test func whatCannotBeUsedIsToldApart() {
        #expect(parrot("") == .silent)
        #expect(parrot("hello\r\n").map { if case .confused = $0 { true } else { false } } == true)
        #expect(parrot("\u{0}\u{1}\u{7f}\u{2}\u{5}").map { if case .garbage = $0 { true } else { false } } == true)
    }
}
