/// Where the parties of a bench report what happens to them.
final class BenchObserver {
    var onChange: (() -> Void)?
    var onLog: ((_ party: String, _ text: String) -> Void)?

    /// Something happened that may make an observation hold.
    func changed() { onChange?() }

    /// Long lines are cut to ``BenchLimits/logLine``.
    func log(_ party: String, _ text: @autoclosure () -> String) {
        guard let onLog else { return }
        let text = text()
        onLog(party, text.utf8.count > BenchLimits.logLine ? text.prefix(BenchLimits.logLine) + "…" : text)
    }
}
