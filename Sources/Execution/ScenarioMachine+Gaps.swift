internal import Dialects
internal import World

extension ScenarioMachine {
    /// How long the line stays silent before a command: before a parameter is written, and before a connection that follows an attachment
    /// to GPRS too closely would fail (004 §8).
    func gap(before command: [UInt8], _ view: HostView) -> Interval {
        if settings.writeGap > .zero, isWrite(command, view) { return settings.writeGap }
        guard dialect.attachPause > 0, let connection = dialect.command(.connectionStart)?.name else { return .zero }
        return HostView.extendedCommand(of: command) == connection ? Interval(nanoseconds: dialect.attachPause) : .zero
    }
}
