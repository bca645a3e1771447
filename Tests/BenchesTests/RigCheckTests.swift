import Rigs
import Testing
import World

@testable import Benches

/// What `attest rig check` says, step by step, in virtual time.
struct RigCheckTests {
    private static let online = """
        scenario stands
            verifies  LINE-1
            needs     gprs
            tags      rig-check

            begin online
            > AT
            < OK

        scenario calls
            verifies  LINE-1
            needs     gsm
            tags      rig-check

            begin online-gsm
            > AT
            < OK

        scenario fetches
            verifies  LINE-1
            needs     gprs, pop3
            tags      rig-check

            network
                pop3  mailbox "me" password "secret"

            begin online
            with mailbox "{address of pop3}" "me" "secret"
            > AT#GETMAIL
            < {no-mail}
            < OK

        scenario exchanges
            verifies  LINE-1
            needs     gprs, tcp
            tags      rig-check

            network
                peer  listens on 2323

            begin online
            with tcp-address "{address of peer}" "2323" "1"
            > AT#OTCP{id}
            < {waiting-for-data}
            >> BYTES
            peer < bytes 0..255
            >> ETX
            << ETX
            < {socket-closed}
            < OK

        """

    /// What is said, a line each, and whether all was well.
    private func check(_ trial: Trial, _ text: String? = nil) throws -> (lines: [String], isWell: Bool) {
        var lines: [String] = []
        let check = RigCheck(RigSetup(trial.rigs[0]), dialect: trial.dialect, in: trial.facilities) { lines.append($0) }
        let isWell = check.run(try text.map(trial.items))
        return (lines, isWell)
    }

    @Test func allIsWellWithTheBuiltInModem() throws {
        let trial = try Trial()
        try trial.addStation()
        let (lines, isWell) = try check(trial, Self.online.replacing("BYTES", with: "dle (bytes 0..255)"))
        #expect(isWell, "\(lines)")
        #expect(!lines.contains { $0.hasPrefix("failed") })
        let expected = [
            "ok: the line is quiet", "ok: the device answers AT (echo on, results in words)",
            "ok: 255 of 256 byte values pass the line",
            "ok: the TCP/IP stack is open", "ok: it says it is: ", "ok: the servers are up: ", "ok: the SIM is ready",
            "ok: it is registered on the GSM network", "ok: the device is online over GPRS, as 127.0.2.7",
            "ok: the device reaches pop3 at 127.0.1.110:110, and comes from 127.0.2.7", "ok: all 256 byte values go to a peer",
        ]
        let found = expected.map { text in lines.firstIndex { $0.hasPrefix(text) } }
        #expect(!found.contains(nil), "\(lines)")
        #expect(found.compactMap(\.self) == found.compactMap(\.self).sorted())
        // It has both bearers: none is paid for twice.
        #expect(!lines.contains { $0.contains("GSM,") })
    }

    @Test func aPayloadThatChangesOnItsWayIsTheLines() throws {
        let trial = try Trial()
        try trial.addStation()
        let (lines, isWell) = try check(trial, Self.online.replacing("BYTES", with: "dle (bytes 0..254)"))
        #expect(!isWell)
        let failures = lines.filter { $0.hasPrefix("failed") }
        #expect(failures.count == 1)
        #expect(
            failures.first?.hasPrefix("failed: the line changes bytes: a payload of all byte values does not reach a peer")
                == true
        )
    }

    @Test func aDeviceThatStaysOfflineIsNotTriedFurther() throws {
        let trial = try Trial()
        try trial.addStation()
        let wrong =
            "scenario refused\n    verifies  LINE-1\n    needs  gprs, stimulus gprs-faults\n    tags  rig-check\n\n    network\n        gprs refuses context\n\n"
            + "    begin online\n    > AT\n    < OK\n\n"
        let (lines, isWell) = try check(trial, wrong + Self.online.replacing("BYTES", with: "\"x\""))
        #expect(!isWell)
        #expect(lines.last?.hasPrefix("failed: the device does not come online (") == true, "\(lines)")
    }

    @Test func withoutScenariosNothingIsTriedOnline() throws {
        for (text, last) in [
            ("", "note: multitech-ip has no scenario with the tag rig-check: run its scenarios"),
            (nil, "ok: it is registered on the GSM network"),
        ] {
            let trial = try Trial()
            try trial.addStation()
            let (lines, isWell) = try check(trial, text)
            #expect(isWell)
            #expect(lines.last == last)
        }
    }

    @Test(arguments: [
        ("AT", nil, "failed: the device does not answer AT: not a byte comes — is it switched on?"),
        ("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK", "failed: the SIM asks for its PIN — add below ‘values’: pin from file"),
        ("AT+CPIN?", "ERROR", "failed: there is no SIM that can be used (ERROR)"),
        ("AT+CREG?", "+CREG: 0,3\r\n\r\nOK", "failed: the network refuses the SIM"),
        ("AT+CREG?", "+CREG: 0,2\r\n\r\nOK", "failed: no network was found in 60 s — check the antenna"),
        ("AT+CREG?", "OK", "failed: the device does not tell its registration"),
    ])
    func theFirstStepThatFailsSaysWhatToDo(command: String, answer: String?, failure: String) throws {
        let trial = try Trial()
        let modem = trial.addModem()
        modem.isOn = answer != nil
        let usual = ["AT+CPIN?": "+CPIN: READY\r\n\r\nOK", "AT+CREG?": "+CREG: 0,1\r\n\r\nOK"]
        modem.answer = { $0 == command ? answer : usual[$0] ?? "OK" }
        let (lines, isWell) = try check(trial)
        #expect(!isWell)
        #expect(lines.last?.hasPrefix(failure) == true, "\(lines)")
        #expect(lines.count { $0.hasPrefix("failed") } == 1)
    }

    @Test func aLineThatIsGoneIsSaid() throws {
        let trial = try Trial()
        trial.addModem { $0.device = .program(command: "device") }
        let line = try #require(trial.line())
        trial.at(.seconds(1)) { line.leave() }
        let (lines, isWell) = try check(trial)
        #expect(!isWell)
        #expect(lines.last == "failed: the line is gone: unplugged — is the device still plugged in and switched on?")
    }
}
