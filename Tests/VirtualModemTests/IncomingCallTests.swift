import Testing
import VirtualModem
import World

/// Calls from outside: 001 ch. 2 #ANSWERMODE, #ACCEPT; App. B "Answering an Incoming Call".
@Suite struct IncomingCallTests {
    private static let caller = IncomingCall(caller: "0612345678", carriesData: true)
    private static let foreigner = IncomingCall(caller: "+33612345678", carriesData: true)

    private func makeModem(_ parameters: String...) throws -> TestModem {
        var modem = try TestModem()
        modem.write("GPRSMODE=0", "DIALN1=\"0860000000\"", "ISPUN=\"login\"", "ISPPW=\"password\"")
        for parameter in parameters { modem.write(parameter) }
        return modem
    }

    /// 3GPP TS 27.007 §6.11, §7.6.
    @Test(arguments: [
        ("AT", caller, "\r\nRING\r\n"),
        ("AT+CRC=1", caller, indication("+CRING: REL ASYNC")),
        ("AT+CRC=1", IncomingCall(caller: nil, carriesData: false), indication("+CRING: VOICE")),
        ("AT+CLIP=1", caller, "\r\nRING\r\n" + indication("+CLIP: \"0612345678\",129")),
        ("AT+CLIP=1", foreigner, "\r\nRING\r\n" + indication("+CLIP: \"+33612345678\",145")),
        ("AT+CLIP=1", IncomingCall(caller: nil, carriesData: true), "\r\nRING\r\n" + indication("+CLIP: \"\",128")),
        ("ATV0", caller, "\r2\r"),
    ])
    func tellsEachRing(setting: String, call: IncomingCall, told: String) throws {
        var modem = try makeModem()
        modem.line(setting)
        #expect(modem.feed(.ringing(call)) == told)
        #expect(modem.feed(.ringing(call)) == told)
        #expect(modem.feed(.ringingEnded) == "")
    }

    @Test func takesWhatTheHostAccepts() throws {
        var modem = try makeModem()
        #expect(modem.line("AT#ACCEPT") == indication("NO CARRIER"))
        modem.feed(.ringing(Self.caller))
        #expect(modem.line("AT#ACCEPT") == ok)
        #expect(modem.takeRadioRequests() == [.answer])
        #expect(modem.line("AT#ACCEPT") == indication("NO CARRIER"))
        #expect(modem.feed(.callConnected(rate: 9600)) == indication("CONNECT 9600"))
        #expect(modem.takeRadioRequests().count == 1)
        #expect(modem.feed(.pppRefused) == indication("PPP ERROR"))
        #expect(modem.takeRadioRequests() == [.hangUp])
        #expect(modem.line("AT#VSTATE") == "#STATE: \"IDLE\"\r\n" + ok)
    }

    /// What the host does with a call that rings (V.250 §6.3.5, §6.3.6; 3GPP TS 27.007 §6.5).
    @Test(arguments: ["ATH", "ATH0", "AT+CHUP"]) func refusesACall(command: String) throws {
        var modem = try makeModem()
        #expect(modem.line(command) == ok)
        modem.feed(.ringing(Self.caller))
        #expect(modem.line(command) == ok)
        #expect(modem.takeRadioRequests() == [.hangUp])
        #expect(modem.line("ATA") == indication("NO CARRIER"))
    }

    @Test func takesACallWithTheStandardsCommand() throws {
        var modem = try makeModem()
        modem.feed(.ringing(Self.caller))
        #expect(modem.line("ATA") == "")
        #expect(modem.takeRadioRequests() == [.answer])
        #expect(modem.feed(.carrierLost) == indication("NO CARRIER"))
    }

    /// A device that is about to call back, and whose host connects first, or is called again.
    @Test func callsBackOnlyWhileNothingElseIsDone() throws {
        var modem = try makeModem("ANSWERMODE=3", "RINGCOUNT=1", "CALLSCREENNUM=\"*\"", "CALLBACKTIMER=7")
        modem.feed(.ringing(Self.caller))
        modem.feed(.ringingEnded)
        #expect(modem.timers[.bearer(.callBack)] == .seconds(7))
        modem.feed(.ringing(Self.caller))
        #expect(modem.timers[.bearer(.callBack)] == nil)
        modem.feed(.ringingEnded)
        modem.line("AT#CONNECTIONSTART")
        _ = modem.takeRadioRequests()
        #expect(modem.feed(.timer(.bearer(.callBack))) == "")
        #expect(modem.takeRadioRequests() == [])
    }
}
