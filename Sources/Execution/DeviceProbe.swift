internal import Octets
public import World

/// Brings a device of unknown state back to its command line and into the modes that scenarios begin in, and asks who it is: bytes and
/// time in, bytes and at last an outcome out.
///
/// A synchronous value. It knows every state that the suite's own scenarios can leave: suppressed results, another line
/// terminator or editing character, data modes, indications switched on, a connection left online. It asks `AT`, then tries what may
/// lead out of each, in the order of ``Attempt/all(for:)``, and asks again until ``Assignment/patience`` is spent.
public struct DeviceProbe {
    public enum Output: Equatable, Sendable {
        case write([UInt8])
        /// The host's end of the line is to have this rate, in bit/s; nil: the bench's own.
        case setRate(Int?)
        case finished(Outcome)
    }

    public enum Outcome: Equatable, Sendable {
        /// The device answers. What it says of itself, command by command, without results and blank lines.
        case ready(identity: [Answer])
        /// Not a byte came.
        case silent
        /// Bytes came, but no answer that could be read: often a wrong baud rate.
        case garbage(sample: [UInt8])
        /// Readable text came, but never OK.
        case confused(sample: [UInt8])
        /// It answers, but not with OK to a line that the bench needs: one of ``Assignment/setUp``.
        case refused(command: String, answer: String)
    }

    public struct Answer: Equatable, Sendable {
        public var command: String
        public var lines: [String]
        public init(command: String, lines: [String]) {
            self.command = command
            self.lines = lines
        }
    }

    /// What a probe is to do, and what it is told of the line and the device.
    public struct Assignment: Sendable {
        /// Whether to ask who the device is once it answers.
        public var identifies = false
        /// Whether to end a connection that is still up.
        public var endsConnections = true
        /// Whether indications that may be on are switched off.
        public var endsReports = true
        /// Command lines for a device that answers, each to be met with OK.
        public var setUp: [String] = []
        /// How lines begin that the device says of its own.
        public var unsolicited: [String] = []
        /// How long a device may take to answer a question at all.
        public var answerLimit = Interval.seconds(5)
        /// How long one character takes on the line.
        public var characterTime = Interval.zero
        /// How long the device may stay silent because it is starting; it is asked until then.
        public var patience = Interval.zero
        /// What `AT#VSTATE` shows of a device without a connection, and who knows of connections at all.
        public var idleState: String?
        /// What stands before the state.
        public var stateLabel = "#STATE:"
        /// What is asked to know who the device is.
        public var identification = DeviceProbe.standardIdentification
        /// What ends data of the host, besides what is tried with every device.
        public var dataEnds: [[UInt8]] = []
        /// What is known to make an end of data of the host that are under way; empty: none are known of.
        public var wayOut: [UInt8] = []
        /// The rate of the bench's line, in bit/s, and others at which the device may have been left.
        public var rate: Int?
        public var otherRates: [Int] = []
        /// Data of the host may be counted: many bytes may have to come before the device takes commands.
        public var countsData = false

        public init() {}
    }

    /// The first answer to `AT` may take so long before other ways are tried; a slow one is still understood when it comes.
    private static let firstLimit = Interval.seconds(2)
    /// How long each further attempt is given.
    private static let attemptLimit = Interval.seconds(1)
    /// A result whose frame cannot be read is taken for one when nothing follows for so long.
    private static let misframedQuiet = Interval.milliseconds(500)
    /// How often a device that may be starting is asked.
    private static let restartPause = Interval.seconds(1)
    /// The line is quiet before a scenario begins: after answers that came at once …
    private static let quiet = Interval.milliseconds(150)
    /// … and when the device was slow or has only just started, so that nothing of it meets the scenario.
    private static let longQuiet = Interval.seconds(2)
    /// … but no longer than this behind the last question.
    private static let quietLimit = Interval.seconds(15)
    /// What is heard before the first question is let pass, at most so long.
    private static let listeningLimit = Interval.seconds(1)
    /// How long it may take to end a connection (001 ch. 2 #CONNECTIONSTOP gives no time; the phone line is to be released).
    private static let disconnectLimit = Interval.seconds(60)
    /// Bytes kept as a sample of what the device says.
    static let sampleLimit = 256
    /// Bytes of one answer that are kept: no identification is longer.
    private static let answerBytes = 16 * sampleLimit
    /// What any device may be asked (V.250 §6.1.3, 3GPP TS 27.007 §5).
    public static let standardIdentification = ["ATI", "AT+CGMI", "AT+CGMM", "AT+CGMR"]

    private enum Stage {
        /// What was on the line before is let pass.
        case listening(until: Instant)
        /// The attempt's bytes have gone out; the question follows after its silence.
        case trying(Int)
        /// The attempt's question has gone out.
        case asked(Int)
        /// The line terminator that was found, and the editing character, are put back.
        case restoring
        /// Answers to questions that were given up are let pass.
        case catchingUp
        /// The question of this number has gone out.
        case asking(Int)
        /// Nothing is asked any more; the line is to be quiet.
        case quieting
        case finished
    }

    private let assignment: Assignment
    private let attempts: [Attempt]
    /// The first of them that sends a command and nothing else, and is answered also where results are suppressed.
    private let plainAttempt: Int
    private let questions: [Question]
    private let began: Instant
    private var stage: Stage
    private var due: Instant
    private var heard: [UInt8] = []
    private var sample: [UInt8] = []
    private var lastHeard: Instant
    private var identity: [Answer] = []
    private var command = ""
    /// Commands of this probe before that one.
    private var earlierCommands: Set<String> = []
    /// When the last question was put.
    private var lastPut: Instant
    /// Questions that were put and whose answers have not come.
    private var unanswered = 0
    /// The device was silent at first, or slow.
    private var wasLate = false
    /// Where `asking` goes on after `catchingUp`.
    private var next = 0
    private var connectionStands = false
    /// All attempts were made; the device may still be starting.
    private var isWaiting = false
    /// Until when answers to what was given up may come.
    private var catchUpLimit: Instant
    /// When to look again, before `due`.
    private var look: Instant?

    public init(_ assignment: Assignment, at now: Instant) {
        self.assignment = assignment
        attempts = Attempt.all(for: assignment)
        plainAttempt = attempts.firstIndex { $0.bytes.isEmpty && $0.command != Attempt.greeting } ?? 0
        questions = Question.all(for: assignment)
        began = now
        lastHeard = now
        catchUpLimit = now
        lastPut = now
        stage = .listening(until: now + Self.listeningLimit)
        due = now + .milliseconds(100)
    }

    /// When to call `advance` at the latest.
    public var wake: Instant { look.map { min($0, due) } ?? due }

    public mutating func receive(_ bytes: [UInt8], at now: Instant) {
        heard += bytes
        if heard.count > Self.answerBytes { heard.removeFirst(heard.count - Self.answerBytes / 2) }
        sample = Array((sample + bytes.suffix(Self.sampleLimit)).suffix(Self.sampleLimit))
        lastHeard = now
    }

    /// Goes on at `now`.
    public mutating func advance(at now: Instant) -> [Output] {
        look = nil
        switch stage {
        case .listening(let until):
            let quiet = max(due, min(lastHeard + .milliseconds(100), until))
            guard now >= quiet else { return wait(until: quiet) }
            sample = []
            return attempt(0, now)
        case .trying(let index):
            guard now >= due else { return [] }
            return ask(attempts[index], index, now)
        case .asked(let index):
            return awaitAttempt(index, now)
        case .restoring:
            guard answer.result != nil || now >= due else { return [] }
            noteAnswer()
            return begin(now)
        case .catchingUp:
            takeLateAnswers()
            let quiet = min(lastHeard + Self.longQuiet, catchUpLimit)
            guard unanswered == 0 || now >= max(due, quiet) else { return wait(until: max(due, quiet)) }
            unanswered = 0
            return put(next, now)
        case .asking(let index):
            return awaitAnswer(index, now)
        case .quieting:
            // A device that never stops talking is for its scenarios to judge.
            let quiet = min(lastHeard + (wasLate ? Self.longQuiet : Self.quiet), lastPut + Self.quietLimit)
            guard now >= quiet else { return wait(until: quiet) }
            return finish(.ready(identity: identity))
        case .finished: return []
        }
    }

    /// The device is up: it has answered a question of this probe.
    public var hasAnswered: Bool {
        switch stage {
        case .listening, .trying, .asked: false
        case .restoring, .catchingUp, .asking, .quieting, .finished: true
        }
    }

    private mutating func wait(until time: Instant) -> [Output] {
        due = max(due, time)
        return []
    }

    // MARK: Back to the command line

    private mutating func attempt(_ index: Int, _ now: Instant) -> [Output] {
        let attempt = attempts[index]
        guard !attempt.bytes.isEmpty else { return ask(attempt, index, now) }
        stage = .trying(index)
        due = now + attempt.silence
        return (attempt.rate.map { [.setRate($0)] } ?? []) + [.write(attempt.bytes)]
    }

    private mutating func ask(_ attempt: Attempt, _ index: Int, _ now: Instant) -> [Output] {
        stage = .asked(index)
        expectAnswer(to: attempt.command)
        let bytes = Array(attempt.command.utf8) + [attempt.terminator]
        due = now + time(of: bytes.count + 16) + (attempt.limit ?? (index == 0 ? Self.firstLimit : Self.attemptLimit))
        return (attempt.rate == nil ? [] : [.setRate(nil)]) + [.write(bytes)]
    }

    private mutating func awaitAttempt(_ index: Int, _ now: Instant) -> [Output] {
        let attempt = attempts[index]
        if answer.result != nil || now >= due && isMisframed {
            if index > 0 { wasLate = true }
            noteAnswer()
            guard attempt.isOfRegisters else { return begin(now) }
            stage = .restoring
            expectAnswer(to: "ats3=13s5=8")
            due = now + assignment.answerLimit
            return [.write(Array(command.utf8) + [attempt.terminator])]
        }
        guard now >= due else { return [] }
        wasLate = true
        if !isWaiting, index + 1 < attempts.count { return self.attempt(index + 1, now) }
        guard now < began + assignment.patience else { return give() }
        // A device that is starting is asked again and again, with no other bytes.
        isWaiting = true
        stage = .trying(plainAttempt)
        due = now + Self.restartPause
        return []
    }

    /// The device answers: its modes are set once nothing of the attempts is under way any more.
    private mutating func begin(_ now: Instant) -> [Output] {
        next = 0
        guard unanswered > 0 else { return put(0, now) }
        return catchUp(now)
    }

    private mutating func catchUp(_ now: Instant) -> [Output] {
        stage = .catchingUp
        heard = []
        due = now + Self.longQuiet
        catchUpLimit = now + assignment.answerLimit + Self.longQuiet
        return []
    }

    // MARK: Questions

    private mutating func put(_ index: Int, _ now: Instant) -> [Output] {
        guard index < questions.count else {
            stage = .quieting
            due = now
            return advance(at: now)
        }
        let question = questions[index]
        if question.kind == .disconnection, !connectionStands { return put(index + 1, now) }
        stage = .asking(index)
        expectAnswer(to: question.command)
        lastPut = now
        let limit = question.kind == .disconnection ? max(Self.disconnectLimit, assignment.answerLimit) : assignment.answerLimit
        due = now + limit + time(of: command.utf8.count + 16)
        return [.write(Array("\(command)\r".utf8))]
    }

    private mutating func awaitAnswer(_ index: Int, _ now: Instant) -> [Output] {
        passOverEarlierAnswers()
        let answer = self.answer
        let question = questions[index]
        let isReadable = answer.result != nil
        guard isReadable || now >= due || isMisframed && now >= lastHeard + Self.misframedQuiet else {
            if isMisframed { look = lastHeard + Self.misframedQuiet }
            return []
        }
        if !isReadable {
            // An answer that is still coming is heard to its end.
            let quiet = lastHeard + Self.attemptLimit + time(of: 16)
            if !isMisframed, !heard.isEmpty, now < quiet, now < lastPut + assignment.answerLimit + assignment.answerLimit {
                return wait(until: quiet)
            }
            wasLate = true
            if question.kind == .modes, !isMisframed { return give() }
        }
        if isReadable || isMisframed { noteAnswer() }
        switch question.kind {
        case .modes, .registers, .disconnection: break
        case .state:
            if let idle = assignment.idleState, let state = answer.lines.first(where: { $0.hasPrefix(assignment.stateLabel) }) {
                connectionStands = !state.contains(idle)
            }
        case .setUp:
            guard answer.result == .ok else {
                return finish(.refused(command: question.command, answer: visible(heard.suffix(Self.sampleLimit))))
            }
        case .identity:
            if !answer.lines.isEmpty { identity.append(Answer(command: question.command, lines: answer.lines)) }
        }
        guard unanswered > 0 else { return put(index + 1, now) }
        // Given up: what comes of it later must not be taken for the next answer.
        next = index + 1
        return catchUp(now)
    }

    // MARK: Ends

    private mutating func give() -> [Output] {
        switch LineNoise(sample) {
        case .none: finish(.silent)
        case .text: finish(.confused(sample: sample))
        case .garbage: finish(.garbage(sample: sample))
        }
    }

    private mutating func finish(_ outcome: Outcome) -> [Output] {
        stage = .finished
        return [.finished(outcome)]
    }

    // MARK: Reading

    private var answer: ModemAnswer { ModemAnswer(to: command, heard, unsolicited: assignment.unsolicited) }

    /// A result in a frame that cannot be read: the device can be tested, and it is for a scenario to say what is wrong with it.
    private var isMisframed: Bool {
        let pieces = heard.split { $0 == 0x0D || $0 == 0x0A }
        return ["OK", "ERROR"].contains { heard.contains(subsequence: Array($0.utf8)) }
            || pieces.last.map { $0.elementsEqual("0".utf8) } ?? false
    }

    private mutating func expectAnswer(to command: String) {
        if !self.command.isEmpty { earlierCommands.insert(self.command) }
        earlierCommands.remove(command)
        self.command = command
        heard = []
        unanswered += 1
    }

    /// A result that came before the first question was put, and was taken for its answer, leaves all answers one behind: what stands
    /// behind the echo of an earlier command is that one's.
    private mutating func passOverEarlierAnswers() {
        while let end = endOfEarlierAnswer {
            heard.removeFirst(end)
            if unanswered > 1 { noteAnswer() }
        }
    }

    private var endOfEarlierAnswer: Int? {
        var isEarlier = false
        var start = 0
        for end in heard.indices where heard[end] == 0x0D || heard[end] == 0x0A {
            defer { start = end + 1 }
            let text = String(decoding: heard[start..<end], as: UTF8.self)
            if text == command { return nil }
            isEarlier = isEarlier || earlierCommands.contains(text)
            if isEarlier, ModemAnswer(to: "", Array(heard[start...end])).result != nil { return end + 1 }
        }
        return nil
    }

    private mutating func noteAnswer() { unanswered = max(0, unanswered - 1) }

    /// Counts the results among what came late.
    private mutating func takeLateAnswers() {
        while let end = heard.firstIndex(where: { $0 == 0x0D || $0 == 0x0A }) {
            if ModemAnswer(to: "", Array(heard[...end])).result != nil { noteAnswer() }
            heard.removeFirst(end + 1)
        }
    }

    private func time(of characters: Int) -> Interval {
        Interval(nanoseconds: assignment.characterTime.nanoseconds * Int64(characters))
    }
}

extension [UInt8] {
    /// Whether the bytes stand somewhere in it, in order and together.
    fileprivate func contains(subsequence bytes: [UInt8]) -> Bool {
        guard count >= bytes.count else { return false }
        return (0...count - bytes.count).contains { self[$0..<$0 + bytes.count].elementsEqual(bytes) }
    }
}
