import Events
import Testing
import Verdicts
import World

@testable import Execution
@testable import ScenarioLanguage

/// What a device is known to hold, and when that is forgotten.
struct DeviceMemoryTests {
    private func memory(_ lines: String..., confirmed: Bool = true) -> DeviceMemory {
        var memory = DeviceMemory()
        for line in lines {
            memory.sent(Array(line.utf8))
            if confirmed { memory.confirmed() }
        }
        return memory
    }

    private func holds(_ memory: DeviceMemory, _ line: String) -> Bool { memory.holds(Array(line.utf8)) }

    @Test func whatWasTakenIsKnown() {
        let known = memory("AT#FTPSERV=\"a\"", "at#ftpport=21")
        #expect(holds(known, "AT#FTPSERV=\"a\""))
        #expect(holds(known, "AT#FTPPORT=21"))
        #expect(!holds(known, "AT#FTPSERV=\"A\""))
        #expect(!holds(known, "AT#FTPPORT=2121"))
        #expect(!holds(known, "AT#FTPUN=\"a\""))
    }

    @Test func whatWasNotAnsweredWithOKIsNot() {
        #expect(!holds(memory("AT#FTPPORT=21", confirmed: false), "AT#FTPPORT=21"))
        var again = memory("AT#FTPPORT=21")
        again.sent(Array("AT#FTPPORT=22".utf8))
        #expect(!holds(again, "AT#FTPPORT=21"))
        // An OK to another line confirms nothing.
        again.sent(Array("AT".utf8))
        again.confirmed()
        #expect(!holds(again, "AT#FTPPORT=22"))
    }

    @Test(arguments: ["ATZ", "AT&F", "AT#A=1;#FTPPORT=2", "at&f0", "AT#DELFLASH", "at#delflash"])
    func whatMayChangeAnythingForgetsAll(line: String) {
        #expect(!holds(memory("AT#FTPPORT=21", line), "AT#FTPPORT=21"))
    }

    @Test(arguments: ["AT", "AT#FTPSERV?", "AT#FTPPORT?", "AT#VSTATE", "AT#SUBJ1=\"a;b\""])
    func whatChangesNothingOfItForgetsNothing(line: String) {
        let known = memory("AT#FTPSERV=\"a\"", line)
        #expect(holds(known, "AT#FTPSERV=\"a\""))
    }

    /// What is entered behind AT#REC1ADD takes the place of REC1 (002 ch. 3).
    @Test func aCommandWhoseNameGoesOnBehindOneMayChangeIt() {
        let known = memory("AT#REC1=\"a\"", "AT#REC2=\"b\"", "AT#REC1ADD")
        #expect(!holds(known, "AT#REC1=\"a\""))
        #expect(holds(known, "AT#REC2=\"b\""))
    }

    @Test func rawBytesMayHoldACommand() {
        var known = memory("AT#FTPPORT=21")
        known.sent(raw: Array("hello".utf8))
        known.sent(raw: Array(UInt8.min...UInt8.max))
        #expect(holds(known, "AT#FTPPORT=21"))
        known.sent(raw: Array("AT#FT".utf8))
        #expect(!holds(known, "AT#FTPPORT=21"))
        known = memory("AT#FTPPORT=21")
        known.sent(raw: Array("#FTPPORT=22".utf8))
        #expect(!holds(known, "AT#FTPPORT=21"))
    }

    /// `ensure` twice: the second time nothing goes out where something is remembered, and the same goes out where nothing is.
    @Test(arguments: [true, false])
    func aValueThatIsKnownIsNotWrittenAgain(remembers: Bool) {
        let line = Template("AT#SUBJ1=\"x\"")
        let ensure = step(.when(.unknown(line: line), then: [send("AT#SUBJ1=\"x\""), ok()], otherwise: []))
        let answer: [(after: Interval, bytes: String)] = [(soon, "AT#SUBJ1=\"x\"\r\r\nOK\r\n")]
        var device = ScriptedDevice(answer, answer)
        device.memory = remembers ? DeviceMemory() : nil
        let (result, written) = device.run([ensure, ensure])
        #expect(result.verdict == .pass)
        #expect(written.count == (remembers ? 1 : 2))
    }

    /// What a journal says of lines that were not sent is what was held before, but for what the scenario had written itself.
    @Test func aJournalHoldsWhatWasKnown() {
        var known = DeviceMemory()
        known.held(Array("AT#FTPSERV=\"a b\"".utf8), written: [])
        known.held(Array("AT#FTPPORT=21".utf8), written: ["#FTPPORT"])
        #expect(holds(known, "AT#FTPSERV=\"a b\""))
        #expect(!holds(known, "AT#FTPPORT=21"))
        #expect(!holds(known, "AT#FTPUN=\"x\""))
    }
}
