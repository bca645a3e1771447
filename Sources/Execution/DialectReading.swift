public import Dialects
internal import Events
internal import ScenarioLanguage
internal import World

/// What the execution reads out of a dialect, made once for all scenarios that are run against it.
public final class DialectReading: Sendable {
    let dialect: Dialect
    let dataModes: DataModeReader.Known
    /// How long the dialect gives an answer, and whether a clause does.
    let answerLimit: Interval
    let answerLimitIsFirm: Bool
    /// A device that has just been switched on.
    let view: HostView
    /// The parameters of which each socket has one, in capitals; empty where nothing is of one socket among several.
    private let ofSockets: Set<String>
    /// Commands and displays behind which a socket stands, in capitals.
    private let namingSockets: Set<String>
    /// Commands behind which a text is entered.
    private let entered: Set<String>
    /// Of extended commands, in capitals.
    private let limits: [String: Interval]
    private let connection: String?
    private let attachPause: Interval
    private let references: [String: RequirementReference]

    public init(_ dialect: Dialect) {
        self.dialect = dialect
        dataModes = DataModeReader.Known(dialect)
        answerLimit = Interval(nanoseconds: dialect.timing(.answer))
        answerLimitIsFirm = dialect.bindingTimings.contains(Dialect.TimingName.answer.rawValue)
        view = HostView(dialect)
        let hasSockets = dialect.limits[Dialect.LimitName.sockets.rawValue] != nil
        ofSockets = Set(hasSockets ? dialect.parameters.filter { $0.sockets != nil }.map { $0.command.uppercased() } : [])
        let commands = dialect.commands.filter { $0.sockets != nil }.map(\.name)
        let displays = dialect.displays.filter { $0.sockets != nil }.map(\.command)
        namingSockets = Set(hasSockets ? (commands + displays).map { $0.uppercased() } : [])
        entered = Set(dialect.parameters.flatMap(\.enteringCommands))
        limits = Dictionary(
            dialect.commands.compactMap { command in
                command.limit.map { (command.name.uppercased(), Interval(nanoseconds: $0)) }
            }
        ) { first, _ in first }
        connection = dialect.command(.connectionStart)?.name
        attachPause = Interval(nanoseconds: dialect.attachPause)
        references = Dictionary(
            dialect.requirements.map { ($0.id, RequirementReference(id: $0.id, clause: $0.clause, grade: $0.grade)) }
        ) { first, _ in first }
    }

    /// The requirement, as evidence cites it.
    func reference(_ id: String) -> RequirementReference? { references[id] }

    /// How long the line stays silent before a command: before a parameter is written, and before a connection that follows an attachment
    /// to GPRS too closely would fail (004 §8).
    func gap(before command: [UInt8], _ view: HostView, writing: Interval) -> Interval {
        if writing > .zero, isWrite(command, view) { return writing }
        guard attachPause > .zero, let connection, HostView.extendedCommand(of: command) == connection else { return .zero }
        return attachPause
    }

    /// How long the dialect gives an extended command; nil: no longer than any.
    func limit(of command: String) -> Interval? { limits[command] }

    /// Whether the line begins with the writing of a parameter: `AT#NAME=…`, or `AT#NAME` for one whose text is entered afterwards.
    private func isWrite(_ command: [UInt8], _ view: HostView) -> Bool {
        guard let name = HostView.extendedCommand(of: command), name.hasPrefix("#") else { return false }
        guard let sign = command.dropFirst("AT".utf8.count + name.utf8.count).first(where: { $0 != UInt8(ascii: " ") }) else {
            return entered.contains(name)
        }
        guard sign == UInt8(ascii: "=") else { return sign == view.s3 && entered.contains(name) }
        return !namingSockets.contains(name) && !isRead(command)
    }

    /// Whether the line reads a parameter: `AT#NAME?`, or `AT#NAME=1` where each socket has one of its own.
    func isRead(_ command: [UInt8]) -> Bool {
        if HostView.isRead(command) { return true }
        guard !ofSockets.isEmpty, let name = HostView.extendedCommand(of: command) else { return false }
        return ofSockets.contains(name) && !command.contains(UInt8(ascii: ","))
    }
}

extension Dialect.Parameter {
    /// The commands behind which its texts are entered, in capitals; none when they are written behind `=` alone.
    fileprivate var enteringCommands: [String] {
        let own = if case .entered = kind { [command] } else { [String]() }
        return (own + [list?.command].compactMap(\.self)).map { $0.uppercased() }
    }
}
