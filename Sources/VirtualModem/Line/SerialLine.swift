import ATCommands

/// The serial line: what the host has set about it, and what its bytes are now.
struct SerialLine: Sendable {
    var settings = LineSettings()
    var editor = CommandLineEditor()
    /// The last byte ended a command line; a line feed that follows belongs to it.
    var hasJustEndedLine = false
    var mode = Mode.command
    var finalAnswers = FinalAnswers()
    /// What follows a success of sessions that have had the line for data.
    var answersAfterData: [SessionID: [String]] = [:]
    /// What sessions have told while another one had the line.
    var waiting: [SessionNews] = []
    /// Unsolicited lines that wait for the end of data mode.
    var announcements: [Response] = []
    /// A rate that +IPR has set, until its command line has been answered.
    var newRate: Int?

    enum Mode: Sendable {
        /// The host's bytes are command lines (V.250 §5.2).
        case command
        /// They are a text that a command has asked for.
        case entry(TextEntry)
        /// They are data of a session, whose line it is as long.
        case data(DataMode)
        /// They are data of a call without PPP (V.250 §6.3.1), but for what leads back to command lines.
        case call(EscapeWatch)
    }

    /// No other session has the line.
    func isFree(for session: SessionID) -> Bool {
        switch mode {
        case .command, .entry: true
        case .data(let mode): mode.session == session
        case .call: false
        }
    }

    /// The data mode of a session that has the line.
    func dataMode(of session: SessionID) -> DataMode? {
        if case .data(let mode) = mode, mode.session == session { mode } else { nil }
    }
}
