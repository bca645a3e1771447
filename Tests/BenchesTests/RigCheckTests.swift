import Gates
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

    /// What is said, a line each, and whether all was well. - Parameter text: Scenarios that go online; nil: none may.
    private func check(_ trial: Trial, _ text: String? = nil) throws -> (lines: [String], isWell: Bool) {
        var lines: [String] = []
        let check = RigCheck(RigSetup(trial.rigs[0]), dialect: trial.dialect, in: trial.facilities) { lines.append($0) }
        let items = try trial.items(inFile: "Scenarios/connection/rig-check.scenario") + trial.items(text ?? "")
        let isWell = check.run(items, connecting: text != nil)
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
            "ok: it says it is: ", "ok: the servers are up: ", "ok: The TCP/IP stack answers", "ok: The SIM is ready",
            "ok: The device is registered on the GSM network", "ok: the device is online over GPRS, as 127.0.2.7",
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
            ("", "note: multitech-ip has no scenario with the tag rig-check that goes online: run its scenarios"),
            (nil, "ok: The device is registered on the GSM network"),
        ] {
            let trial = try Trial()
            try trial.addStation()
            let (lines, isWell) = try check(trial, text)
            #expect(isWell)
            #expect(lines.last == last)
        }
    }

    @Test func aDeviceWithoutGPRSIsTriedOverGSM() throws {
        let trial = try Trial()
        try trial.addStation { $0.conformance.features = .allBut(["gprs"]) }
        let (lines, isWell) = try check(trial, Self.online.replacing("BYTES", with: "dle (bytes 0..255)"))
        #expect(isWell, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("ok: the device is online over GSM, as ") }, "\(lines)")
        #expect(!lines.contains { $0.hasPrefix("ok: the device reaches pop3") })
    }

    /// What a rig says decides over what its device goes online.
    @Test(
        arguments: [("internet", nil, "GPRS"), ("internet", "0860000000", "GPRS"), (nil, "0860000000", "GSM")]
            as [(String?, String?, String)]
    )
    func theBearerIsOneForWhichTheRigHasValues(apn: String?, number: String?, bearer: String) throws {
        let trial = try Trial()
        let modem = trial.addModem {
            $0.network.bind = [IPv4Address(10, 0, 0, 1)]
            $0.values.accessPoint = apn.map { Rig.SecretText(value: $0, isSecret: false) }
            $0.values.number = number.map { Rig.SecretText(value: $0, isSecret: false) }
        }
        modem.answer = { command in
            guard command == "AT#CONNECTIONSTART" else { return Self.ready[command] ?? "OK" }
            let address = "10.1.2.3\r\n\r\n"
            let call = "DIALING\r\n\r\n0860000000\r\n\r\nCONNECT 9600\r\n\r\n"
            return bearer == "GPRS" ? address + "Ok_Info_GprsActivation" : call + address + "Ok_Info_Ppp"
        }
        let (lines, _) = try check(trial, Self.online.replacing("BYTES", with: "\"x\""))
        #expect(lines.contains("ok: the device is online over \(bearer), as 10.1.2.3"), "\(lines)")
        #expect(modem.heard.contains("AT#GPRSMODE=\(bearer == "GPRS" ? 1 : 0)"))
    }

    /// The answers of a device that is ready.
    private static let ready = [
        "AT#VVERSION": "#VERSION: \"2.00\"\r\n\r\nOK", "AT+CPIN?": "+CPIN: READY\r\n\r\nOK",
        "AT+CREG?": "+CREG: 0,1\r\n\r\nOK",
    ]

    private static let failures: [(command: String, answer: String?, pin: String?, failure: String)] = [
        ("AT", nil, nil, "failed: the device does not answer AT: not a byte comes — is it switched on?"),
        ("AT#VVERSION", "#CME ERROR: 34882", nil, "failed: #CME ERROR: 34882: "),
        (
            "AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK", nil,
            "failed: the SIM asks for its PIN — add below ‘values’ of the rig: pin from file"
        ),
        ("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK", "4711", "failed: the SIM refuses the PIN — correct it before you try again"),
        ("AT+CPIN?", "+CPIN: SIM PUK\r\n\r\nOK", "4711", "failed: the SIM asks for more than its PIN (SIM PUK) — unlock it"),
        ("AT+CPIN?", "ERROR", nil, "failed: there is no SIM that can be used — insert the SIM"),
        ("AT+CREG?", "+CREG: 0,3\r\n\r\nOK", nil, "failed: the network refuses the SIM"),
        ("AT+CREG?", "+CREG: 0,2\r\n\r\nOK", nil, "failed: no network was found in a minute — check the antenna"),
    ]

    @Test(arguments: failures)
    func theFirstStepThatFailsSaysWhatToDo(command: String, answer: String?, pin: String?, failure: String) throws {
        let trial = try Trial()
        let modem = trial.addModem { $0.values.pin = pin.map { Rig.SecretText(value: $0, isSecret: true) } }
        modem.isOn = answer != nil
        modem.answer = { heard in
            if heard == command { return answer }
            return heard.hasPrefix("AT+CPIN=") ? "ERROR" : Self.ready[heard] ?? "OK"
        }
        let (lines, isWell) = try check(trial)
        #expect(!isWell)
        #expect(lines.last?.hasPrefix(failure) == true, "\(lines)")
        #expect(lines.count { $0.hasPrefix("failed") } == 1)
        // Wrong codes are counted, and one that is not the SIM's would be.
        #expect(modem.heard.count { $0.hasPrefix("AT+CPIN=") } == (failure.contains("refuses the PIN") ? 1 : 0))
    }

    @Test func aRunTriesTheCodeOnce() throws {
        let trial = try Trial()
        let modem = trial.addModem { $0.values.pin = Rig.SecretText(value: "4711", isSecret: true) }
        modem.answer = { ["AT+CPIN?": "+CPIN: SIM PIN\r\n\r\nOK", "AT+CPIN=4711": "ERROR"][$0] ?? Self.ready[$0] ?? "OK" }
        let items = try trial.items(inFile: "Scenarios/connection/rig-check.scenario")
        let settings = RunSettings(seed: 1, Attempts.Policy(retries: 3))
        trial.run(
            try DevicePool(items, settings, devices: trial.rigs.map { RigSetup($0) }, in: trial.facilities, isolating: false)
        )
        #expect(modem.heard.count { $0 == "AT+CPIN=4711" } == 1)
    }

    @Test func aLineThatIsGoneIsSaid() throws {
        let trial = try Trial()
        let modem = trial.addModem { $0.device = .program(command: "device") }
        modem.answer = { Self.ready[$0] ?? "OK" }
        let line = try #require(trial.line())
        trial.at(.seconds(1)) { line.leave() }
        let (lines, isWell) = try check(trial)
        #expect(!isWell)
        #expect(lines.last == "failed: the line is gone: unplugged — is the device still plugged in and switched on?")
    }
}
