import Testing
import VirtualModem
import World

/// CONNECTIONSTART and CONNECTIONSTOP over GSM: 001 ch. 2, App. B "PPP Connection for an outgoing call".
@Suite struct GSMConnectionTests {
    private let dialled = indication("DIALING") + indication("0860000000")
    private let address = IPv4Address(213, 30, 30, 30)
    private let peer = IPv4Address(213, 30, 30, 1)

    private func makeModem(_ parameters: String..., defects: Set<Defect> = []) throws -> TestModem {
        var modem = try TestModem(defects)
        modem.write("GPRSMODE=0", "DIALN1=\"0860000000\"", "ISPUN=\"login\"", "ISPPW=\"password\"")
        for parameter in parameters { modem.write(parameter) }
        return modem
    }

    private func state(_ name: String) -> String { "#STATE: \"\(name)\"\r\n" + ok }

    /// 001 App. A "Connection to the Internet Service Provider Using GSM Data", with VSTATE at every step.
    @Test func connects() throws {
        var modem = try makeModem()
        #expect(modem.line("AT#VSTATE") == state("IDLE"))
        #expect(modem.line("AT#CONNECTIONSTART") == dialled)
        #expect(modem.takeRadioRequests() == [.dial(number: "0860000000")])
        #expect(modem.line("AT#VSTATE") == state("DIALING"))
        #expect(modem.feed(.callConnected(rate: 9600)) == indication("CONNECT 9600"))
        #expect(
            modem.takeRadioRequests() == [
                .negotiatePPP(user: "login", password: "password", server: false, local: .any, peer: .any)
            ]
        )
        #expect(modem.line("AT#VSTATE") == state("AUTHENTICATING"))
        #expect(modem.line("AT#DISPLAYIP") == cme(35867))
        #expect(modem.feed(.pppUp(local: address, peer: peer)) == indication("213.30.30.30") + indication("Ok_Info_Ppp"))
        #expect(modem.line("AT#VSTATE") == state("CONNECTED"))
        #expect(modem.line("AT#DISPLAYIP") == "MY IP: 213.30.30.30\r\nPEER IP: 213.30.30.1\r\n" + ok)
        #expect(modem.line("AT#CONNECTIONSTART") == cme(35840))
        #expect(modem.line("AT#CONNECTIONSTOP") == "")
        #expect(modem.takeRadioRequests() == [.hangUp])
        #expect(modem.line("AT#VSTATE") == state("DISCONNECTING"))
        #expect(modem.feed(.hungUp) == ok)
        #expect(modem.line("AT#VSTATE") == state("IDLE"))
        #expect(modem.line("AT#CONNECTIONSTOP") == ok)
    }

    /// The host drops DTR (V.250 §6.2.9): nobody waits for the answer that is under way.
    @Test(arguments: [false, true]) func endsWithoutAHost(isOnline: Bool) throws {
        var modem = try makeModem()
        modem.line("AT#CONNECTIONSTART")
        if isOnline {
            modem.feed(.callConnected(rate: 9600))
            modem.feed(.pppUp(local: address, peer: peer))
        }
        _ = modem.takeRadioRequests()
        #expect(modem.feed(.hostLeft(.first)) == "")
        #expect(modem.takeRadioRequests() == [.hangUp])
        modem.feed(.hungUp)
        #expect(modem.line("AT#VSTATE") == state("IDLE"))
    }

    /// 001 ch. 2 #PPPMODE, 0: the line carries data until the call ends, or `+++` stands alone between two silences.
    @Test func carriesDataAsAPlainModem() throws {
        var modem = try makeModem("PPPMODE=0")
        modem.line("AT#CONNECTIONSTART")
        #expect(modem.feed(.callConnected(rate: try #require(CallRate("1200/75")))) == indication("CONNECT 1200/75"))
        _ = modem.takeRadioRequests()
        #expect(modem.type("AT\r\u{10}\u{3}") == "")
        #expect(modem.takeRadioRequests() == [.send(Array("AT\r\u{10}\u{3}".utf8))])
        #expect(modem.feed(.callData([0x10, 3])) == "\u{10}\u{3}")
        #expect(modem.feed(.carrierLost) == indication("NO CARRIER"))
        #expect(modem.line("AT") == ok)
        #expect(modem.takeRadioRequests() == [])
    }

    @Test func takesCommandsBehindTheEscape() throws {
        var modem = try makeModem("PPPMODE=0")
        modem.line("AT#CONNECTIONSTART")
        modem.feed(.callConnected(rate: 9600))
        _ = modem.takeRadioRequests()
        modem.wait(.seconds(2))
        #expect(modem.type("+++") == "")
        #expect(modem.expire(.escape(.first)) == ok)
        #expect(modem.feed(.callData([0x41])) == "")
        #expect(modem.line("AT#CONNECTIONSTOP") == "")
        #expect(modem.takeRadioRequests() == [.hangUp])
        #expect(modem.feed(.hungUp) == ok)
    }

    @Test func showsNumbersUnderV0() throws {
        var modem = try makeModem()
        modem.line("ATV0")
        #expect(modem.line("AT#CONNECTIONSTART") == "DIALING\r\n0860000000\r\n")
        #expect(modem.feed(.callConnected(rate: 9600)) == "\r15\r")
        #expect(modem.feed(.pppUp(local: address, peer: peer)) == "213.30.30.30\r\n\r3077\r")
    }

    @Test(
        arguments: [(.callBusy, "BUSY"), (.callNotAnswered, "NO ANSWER"), (.carrierLost, "NO CARRIER")] as [(RadioEvent, String)]
    )
    func redials(event: RadioEvent, text: String) throws {
        var modem = try makeModem("REDIALCOUNT=2", "REDIALDELAY=7")
        #expect(modem.line("AT#CONNECTIONSTART") == dialled)
        for _ in 0..<2 {
            #expect(modem.feed(event) == indication(text))
            #expect(modem.timers[.bearer(.redial)] == .milliseconds(7200))
            #expect(modem.line("AT#VSTATE") == state("DIALING"))
            #expect(modem.expire(.bearer(.redial)) == dialled)
        }
        #expect(modem.feed(event) == indication(text))
        #expect(modem.timers[.bearer(.redial)] == nil)
        #expect(modem.line("AT#VSTATE") == state("IDLE"))
    }

    @Test func doesNotRedialWhenTheCountIsZero() throws {
        var modem = try makeModem("REDIALCOUNT=0")
        modem.line("AT#CONNECTIONSTART")
        modem.feed(.callBusy)
        #expect(modem.timers[.bearer(.redial)] == nil)
        #expect(modem.line("AT#CONNECTIONSTART") == dialled)
    }

    @Test func redialsAtOnceWhenTheDelayIsZero() throws {
        var modem = try makeModem("REDIALDELAY=0")
        modem.line("AT#CONNECTIONSTART")
        modem.feed(.callBusy)
        #expect(modem.timers[.bearer(.redial)] == .zero)
    }

    @Test func stopsWhileItWaitsOrDials() throws {
        var modem = try makeModem()
        modem.line("AT#CONNECTIONSTART")
        modem.feed(.callBusy)
        #expect(modem.line("AT#CONNECTIONSTOP") == ok)
        #expect(modem.timers[.bearer(.redial)] == nil)
        #expect(modem.line("AT#CONNECTIONSTART") == dialled)
        #expect(modem.line("AT#CONNECTIONSTOP") == "")
        #expect(modem.feed(.callBusy) == "")
        #expect(modem.expire(.bearer(.release)) == ok)
        #expect(modem.line("AT#VSTATE") == state("IDLE"))
    }

    @Test(
        arguments: [
            (1, .pppRefused, 37120), (2, .pppRefused, 37121), (3, .pppTimedOut, 38980), (4, .pppTimedOut, 38981),
        ] as [(Int, RadioEvent, Int)]
    )
    func reportsFailedNegotiations(mode: Int, event: RadioEvent, code: Int) throws {
        var modem = try makeModem("PPPMODE=\(mode)", "PPPSERVUN=\"un\"", "PPPSERVPW=\"pw\"", "PPPMYIP=\"10.1.1.1\"")
        modem.line("AT#CONNECTIONSTART")
        modem.feed(.callConnected(rate: 9600))
        let isServer = mode == 2 || mode == 4
        let (user, password) = isServer ? ("un", "pw") : ("login", "password")
        let request = RadioRequest.negotiatePPP(
            user: user,
            password: password,
            server: isServer,
            local: IPv4Address(10, 1, 1, 1),
            peer: .any
        )
        #expect(modem.takeRadioRequests().last == request)
        #expect(modem.feed(event) == cme(code))
        #expect(modem.takeRadioRequests() == [.hangUp])
        #expect(modem.feed(.hungUp) == "")
        #expect(modem.line("AT#VSTATE") == state("IDLE"))
    }

    @Test func saysNothingAfterConnectAsAPlainModem() throws {
        var modem = try makeModem("PPPMODE=0")
        modem.line("AT#CONNECTIONSTART")
        _ = modem.takeRadioRequests()
        #expect(modem.feed(.callConnected(rate: 14400)) == indication("CONNECT 14400"))
        #expect(modem.takeRadioRequests() == [])
        #expect(modem.feed(.carrierLost) == noCarrier)
    }

    @Test func refusesWithoutRegistrationOrNumber() throws {
        var modem = try makeModem("DIALSELECT=2")
        #expect(modem.line("AT#CONNECTIONSTART") == cme(36929))
        modem.feed(.gsmRegistration(.denied))
        #expect(modem.line("AT#CONNECTIONSTART") == cme(35865))
        modem.feed(.gprsRegistration(.notRegistered))
        #expect(modem.line("AT#VSTATE") == "#NO SERVICE\r\n" + ok)
    }

    @Test func reportsALostCarrier() throws {
        var modem = try makeModem()
        modem.line("AT#CONNECTIONSTART")
        modem.feed(.callConnected(rate: 9600))
        modem.feed(.pppUp(local: address, peer: peer))
        #expect(modem.feed(.carrierLost) == noCarrier)
        #expect(modem.line("AT#DISPLAYIP") == cme(35867))
        #expect(modem.line("AT#CONNECTIONSTART") == dialled)
    }

    /// PHYTIMEOUT: 000 §2.29, 001 App. B.
    @Test func endsIdleConnections() throws {
        var modem = try makeModem("PHYTIMEOUT=2")
        modem.line("AT#CONNECTIONSTART")
        modem.feed(.callConnected(rate: 9600))
        #expect(modem.timers[.bearer(.inactivity)] == nil)
        modem.feed(.pppUp(local: address, peer: peer))
        #expect(modem.timers[.bearer(.inactivity)] == .minutes(2))
        #expect(modem.expire(.bearer(.inactivity)) == cme(35862))
        #expect(modem.takeRadioRequests().last == .hangUp)
        #expect(modem.feed(.hungUp) == "")
        #expect(modem.line("AT#VSTATE") == state("IDLE"))
    }

    @Test func noCallIsThereToBeAccepted() throws {
        var modem = try makeModem()
        #expect(modem.line("AT#ACCEPT") == noCarrier)
    }
}

/// CONNECTIONSTART over GPRS: 001 ch. 2, App. B "GPRS Connection for an outgoing call".
@Suite struct GPRSConnectionTests {
    @Test func connects() throws {
        var modem = try TestModem()
        modem.write("APNSERV=\"apnserver.com\"", "APNUN=\"login\"", "APNPW=\"password\"")
        #expect(modem.line("AT#CONNECTIONSTART") == "")
        #expect(
            modem.takeRadioRequests() == [.activateContext(accessPoint: "apnserver.com", user: "login", password: "password")]
        )
        #expect(modem.line("AT#CONNECTIONSTART") == cme(35840))
        #expect(modem.goOnline() == indication("10.0.0.7") + indication("Ok_Info_GprsActivation"))
        #expect(modem.line("AT#DISPLAYIP") == "MY IP: 10.0.0.7\r\nGateway IP: 10.0.0.1\r\n" + ok)
        #expect(modem.timers[.bearer(.inactivity)] == nil)
        #expect(modem.line("AT#CONNECTIONSTOP") == "")
        #expect(modem.takeRadioRequests() == [.deactivateContext])
        #expect(modem.feed(.contextInactive) == ok)
    }

    @Test(arguments: [(.contextRefused, 35868), (.contextUnavailable, 35866)] as [(RadioEvent, Int)])
    func reportsFailedActivations(event: RadioEvent, code: Int) throws {
        var modem = try TestModem()
        modem.line("AT#CONNECTIONSTART")
        #expect(modem.feed(event) == cme(code))
        #expect(modem.line("AT#CONNECTIONSTART") == "")
    }

    @Test func stopsAnActivation() throws {
        var modem = try TestModem()
        modem.line("AT#CONNECTIONSTART")
        #expect(modem.line("AT#CONNECTIONSTOP") == "")
        #expect(modem.goOnline() == "")
        #expect(modem.feed(.contextInactive) == ok)
        #expect(modem.line("AT#DISPLAYIP") == cme(35867))
    }

    @Test func refusesWithoutRegistrationOrAttachment() throws {
        var modem = try TestModem()
        modem.feed(.detached)
        #expect(modem.line("AT#CONNECTIONSTART") == cme(35865))
        modem.feed(.attached)
        modem.feed(.gprsRegistration(.searching))
        #expect(modem.line("AT#CONNECTIONSTART") == cme(35865))
    }

    @Test func reportsALostBearer() throws {
        var modem = try TestModem.online()
        #expect(modem.feed(.bearerLost) == noCarrier)
        #expect(modem.line("AT#DISPLAYIP") == cme(35867))
    }
}
