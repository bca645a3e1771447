import ATCommands
import Dialects

/// What the host sets about the serial line and the reports that come over it. Volatile; ATZ and AT&F set it back, but for the rate,
/// at which the host could not follow.
struct LineSettings: Sendable {
    /// ATE
    var echoes = true
    /// ATV, ATQ, S3, S4, S5
    var format = ResponseFormat()
    /// S0: rings before an automatic answer.
    var ringsToAnswer = 0
    /// +CMEE: 0 ERROR, 1 +CME ERROR and a number, 2 +CME ERROR and a text (3GPP TS 27.007 §9.1).
    var errorReports = 0
    /// +CREG, +CGREG: 0 none, 1 and 2 a report of each change (3GPP TS 27.007 §7.2, §10.1.20).
    var gsmReports = 0
    var gprsReports = 0
    /// +CLIP: 1 tells who calls; +CRC: 1 tells what kind of call it is (3GPP TS 27.007 §7.6, §6.11).
    var callerReports = 0
    var ringReports = 0
    /// +IPR, bit/s; 0 follows the host.
    var rate = 115_200
    /// +IFC: how the host stops the modem, and how the modem the host; 0 none, 2 RTS/CTS.
    var flowControl = (byHost: 2, byModem: 2)

    /// What a modem that has just been switched on has, at the rate that the line has now.
    var reset: LineSettings {
        var settings = LineSettings()
        settings.rate = rate
        return settings
    }

    /// What is left without power.
    /// - Parameter isKept: Whether what the command sets is.
    func kept(_ isKept: (Dialect.CommandName) -> Bool) -> LineSettings {
        var settings = LineSettings()
        if isKept(.gsmRegistration) { settings.gsmReports = gsmReports }
        if isKept(.gprsRegistration) { settings.gprsReports = gprsReports }
        if isKept(.errorReports) { settings.errorReports = errorReports }
        if isKept(.callerReports) { settings.callerReports = callerReports }
        if isKept(.ringReports) { settings.ringReports = ringReports }
        return settings
    }
}
