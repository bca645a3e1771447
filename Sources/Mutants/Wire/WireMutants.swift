public import Execution
internal import ScenarioLanguage
import World

/// The mutants of what a device has said in one scenario: each line and each block of data changed in one way, and the scenario's machine
/// forked there to see whether it notices.
public struct WireMutants {
    /// A line or a block of data, as the scenario has taken it.
    public struct Unit: Sendable {
        public var taken: Taken
        public var bytes: [UInt8]
        /// The first of its bytes among all of the line.
        var start: Int
        /// The inputs that its first and its last byte came with.
        var first = 0
        var last = 0
        var end: Int { start + bytes.count }
    }

    /// What nobody asked for.
    private static let strangeLine = Array("\r\nMUTANT\r\n".utf8)
    /// Longer than anything is waited for.
    private static let longDelay = Interval.seconds(3_600)
    /// Of longer blocks so many bytes are changed, the first and the last among them.
    private static let mostChanges = 64

    private let tape: Tape
    private let bench: TapeBench
    public private(set) var units: [Unit] = []
    /// The player before each input.
    private var forks: [WirePlayer] = []
    /// How many bytes of its line come before each input that has some.
    private var beginnings: [Int] = []
    /// What the host had written before each input, of all lines.
    private var writtenBefore: [Int] = []
    private var notes: Set<String> = []
    private var allowed = 0

    /// - Returns: nil when the tape does not play: the scenario does not pass by it.
    public init?(_ tape: Tape, _ machine: ScenarioMachine) {
        self.tape = tape
        bench = TapeBench(tape)
        var player = WirePlayer(machine, tape, bench)
        let log = Log()
        player.onTaken = { log.taken.append($0) }
        for timed in tape.inputs {
            var fork = player
            fork.onTaken = nil
            forks.append(fork)
            writtenBefore.append(player.written.reduce(0, +))
            player.play(timed)
        }
        guard player.finish(), !player.hasNoticed else { return nil }
        notes = Set(player.machine.notes)
        allowed = player.machine.allowed
        read(log.taken)
    }

    private final class Log { var taken: [Taken] = [] }

    /// Finds the places of what was taken on the tape.
    private mutating func read(_ taken: [Taken]) {
        beginnings = Array(repeating: 0, count: tape.inputs.count)
        for number in tape.written.indices {
            let line = LineName.first(tape.written.count)[number]
            var stream: [UInt8] = []
            var inputs: [Int] = []
            for (index, timed) in tape.inputs.enumerated() {
                guard case .bytes(let bytes, line) = timed.input else { continue }
                beginnings[index] = stream.count
                stream += bytes
                inputs += Array(repeating: index, count: bytes.count)
            }
            var start = 0
            for one in taken where one.on == line && one.count > 0 {
                let end = start + one.count
                guard end <= stream.count else { break }
                var unit = Unit(taken: one, bytes: Array(stream[start..<end]), start: start)
                (unit.first, unit.last) = (inputs[start], inputs[end - 1])
                units.append(unit)
                start = end
            }
        }
    }

    /// All mutations of a unit that could make a difference.
    public func mutations(of index: Int) -> [WireMutation] {
        let unit = units[index]
        var all: [WireMutation] = [.drop, .duplicate, .split, .delay]
        if let next = neighbour(of: index), units[next].bytes + unit.bytes != unit.bytes + units[next].bytes { all.append(.swap) }
        // Nobody can echo what has not come, or hand on what a peer has not sent.
        if unit.taken.by != .echo, !unit.taken.isBytes, cameAfterHost(index) { all.append(.early) }
        let count = unit.bytes.count
        let places =
            count <= Self.mostChanges
            ? Array(0..<count) : (0..<Self.mostChanges).map { $0 * (count - 1) / (Self.mostChanges - 1) }
        all += places.map { .change(at: $0) }
        all += Set([0, count / 2, count]).sorted().map { .add(at: $0) }
        return all
    }

    /// What follows it in the same answer, on the same line.
    private func neighbour(of index: Int) -> Int? {
        let next = index + 1
        guard next < units.count, units[next].taken.on == units[index].taken.on, units[next].start == units[index].end else {
            return nil
        }
        return writtenBefore[units[next].first] == writtenBefore[units[index].first] ? next : nil
    }

    /// The host has written between what came before it and the unit.
    private func cameAfterHost(_ index: Int) -> Bool {
        guard index > 0, units[index - 1].taken.on == units[index].taken.on else { return false }
        let (before, unit) = (units[index - 1], units[index])
        return before.last < unit.first && writtenBefore[before.last] < writtenBefore[unit.first]
    }

    // MARK: One mutant

    public func fate(of index: Int, _ mutation: WireMutation) -> WireFate {
        let unit = units[index]
        let from = mutation == .early ? units[index - 1].last : unit.first
        var player = forks[from]
        var inputs = tape.inputs[from...]
        switch mutation {
        case .drop: splice(&inputs, unit, unit.start..<unit.end, [])
        case .duplicate: splice(&inputs, unit, unit.start..<unit.end, unit.bytes + unit.bytes)
        case .swap:
            let next = units[index + 1]
            splice(&inputs, unit, unit.start..<next.end, next.bytes + unit.bytes)
        case .change(let offset):
            let place = unit.start + offset
            splice(&inputs, unit, place..<place + 1, [changed(unit.bytes[offset])])
        case .add(let offset):
            let place = unit.start + offset
            let byte = offset < unit.bytes.count ? changed(unit.bytes[offset]) : UInt8(ascii: "x")
            splice(&inputs, unit, place..<place, [byte])
        case .split:
            let place = unit.start + unit.bytes.count / 2
            splice(&inputs, unit, place..<place, Self.strangeLine)
        case .delay:
            delay(&inputs, unit)
        case .early:
            splice(&inputs, unit, unit.start..<unit.end, [])
            append(&inputs, unit)
        }
        return play(&player, inputs, index, mutation)
    }

    private func play(
        _ player: inout WirePlayer,
        _ inputs: ArraySlice<WirePlayer.Timed>,
        _ index: Int,
        _ mutation: WireMutation
    ) -> WireFate {
        let original = tape.inputs[units[index].first].at
        for timed in inputs {
            if mutation == .delay, timed.at > original { player.delay = Self.longDelay }
            player.play(timed)
            if player.hasNoticed { return .noticed }
            if player.hasEnded { break }
        }
        guard player.finish(), !player.hasNoticed else { return .noticed }
        if player.machine.allowed > allowed { return .tolerated(.form) }
        let remarks = player.machine.notes.filter { !notes.contains($0) }
        return tolerance(of: index, mutation, remarks).map { .tolerated($0) } ?? .survived
    }

    /// What the scenario says of a mutant that it does not notice.
    private func tolerance(of index: Int, _ mutation: WireMutation, _ remarks: [String]) -> Tolerance? {
        if remarks.contains(where: { $0.hasPrefix("late") }) { return .timing }
        if remarks.contains(where: { $0.hasPrefix("variant") }) { return .form }
        let taken = units[index].taken
        switch taken.by {
        case .rule(.allow), .expectation(isOptional: true): return .form
        case .rule, .expectation, .echo: break
        }
        switch mutation {
        case .change(let offset): return taken.open.contains { $0.contains(offset) } ? .form : nil
        case .add(let offset): return taken.open.contains { $0.contains(offset) || $0.upperBound == offset } ? .form : nil
        case .swap:
            if taken.isUnordered || units[index + 1].taken.isUnordered { return .order }
            return taken.isBranch ? .form : nil
        case .drop: return taken.isBranch ? .form : nil
        case .early: return taken.isAmongData ? .timing : taken.isBranch ? .form : nil
        case .duplicate, .split, .delay: return nil
        }
    }

    /// Another byte of the same sort: a digit for a digit, a letter for a letter.
    private func changed(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "9") ? UInt8(ascii: "8") : byte ^ 1 }

    // MARK: Other tapes

    /// Puts bytes in the place of others of the unit's line. - Parameter range: Among all bytes of the line.
    private func splice(
        _ inputs: inout ArraySlice<WirePlayer.Timed>,
        _ unit: Unit,
        _ range: Range<Int>,
        _ bytes: [UInt8]
    ) {
        // It begins with an input of the unit's line.
        var position = beginnings[inputs.startIndex]
        var isPut = false
        for index in inputs.indices {
            guard case .bytes(let piece, unit.taken.on) = inputs[index].input else { continue }
            let end = position + piece.count
            defer { position = end }
            guard end > range.lowerBound || end == range.lowerBound && range.isEmpty else { continue }
            guard position < range.upperBound || !isPut else { break }
            let before = piece.prefix(max(0, range.lowerBound - position))
            let after = piece.suffix(max(0, end - range.upperBound))
            inputs[index].input = .bytes(before + (isPut ? [] : bytes) + after, on: unit.taken.on)
            isPut = true
        }
    }

    /// Lets the unit come with what came before it.
    private func append(_ inputs: inout ArraySlice<WirePlayer.Timed>, _ unit: Unit) {
        let index = inputs.startIndex
        guard case .bytes(let piece, let line) = inputs[index].input else { return }
        inputs[index].input = .bytes(piece + unit.bytes, on: line)
    }

    /// Lets the unit and everything behind it come much later.
    private func delay(_ inputs: inout ArraySlice<WirePlayer.Timed>, _ unit: Unit) {
        let index = inputs.startIndex
        guard case .bytes(let piece, let line) = inputs[index].input else { return }
        let before = piece.prefix(unit.start - beginnings[index])
        let at = inputs[index].at
        var late = inputs
        late[index].input = .bytes(Array(piece.dropFirst(before.count)), on: line)
        for place in late.indices { late[place].at = late[place].at + Self.longDelay }
        let early: [WirePlayer.Timed] = before.isEmpty ? [] : [(at, .bytes(Array(before), on: line))]
        inputs = ArraySlice(early + late)
    }
}
