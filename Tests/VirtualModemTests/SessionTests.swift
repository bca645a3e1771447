import Dialects
import InternetProtocols
import Testing
import World

@testable import VirtualModem

/// Sessions alone: no command, no text, and any number of them at once.
@Suite struct SessionTests {
    private let server = IPv4Address(192, 0, 2, 101)
    private let limits = Session.Limits(connect: .seconds(30), serverSilence: .minutes(3))

    private func plan(_ activity: Session.Activity = .connection, _ peer: Session.Peer? = nil) -> Session.Plan {
        Session.Plan(
            activity: activity,
            peer: peer ?? .address(server),
            port: 23,
            limits: limits,
            local: IPv4Address(10, 0, 0, 2)
        )
    }

    private func main(_ number: Int) -> SocketKey { .opened(by: SessionID(number: number), .main) }

    private func begin(_ plan: Session.Plan, in sessions: inout SessionTable) -> SessionID {
        let id = sessions.open(plan)
        _ = sessions.start(id)
        return id
    }

    @Test func carriesTwoConnectionsAtOnce() {
        var sessions = SessionTable()
        let (first, second) = (begin(plan(), in: &sessions), begin(plan(), in: &sessions))
        #expect(sessions.received(.connected(main(1)))?.outputs == [.cancelTimer(.server), .event(.opened)])
        #expect(sessions.received(.connected(main(2)))?.id == second)
        #expect(sessions.received(.received(main(2), [2]))?.outputs == [.event(.bytes([2]))])
        #expect(sessions.received(.received(main(1), [1]))?.id == first)
        #expect(sessions.send([3], to: first)?.outputs == [.network(.send([3], on: main(1)))])
        #expect(sessions.received(.finished(main(1)))?.outputs.last == .event(.ended))
        #expect(sessions.ids == [second])
        #expect(sessions.send([4], to: first) == nil)
        #expect(sessions.send([4], to: second)?.outputs == [.network(.send([4], on: main(2)))])
    }

    @Test func timersAreASessionsOwn() {
        var sessions = SessionTable()
        let (first, second) = (begin(plan(), in: &sessions), begin(plan(), in: &sessions))
        #expect(sessions.expired(.server, of: first)?.outputs.last == .event(.failed(.serverSilent)))
        #expect(sessions.ids == [second])
        #expect(sessions.expired(.server, of: first) == nil)
    }

    @Test func tellsWhatCutItOffBeforeTheCause() {
        var sessions = SessionTable()
        let id = begin(plan(), in: &sessions)
        _ = sessions.received(.connected(main(1)))
        let outputs = sessions.cancel(id, .inactivity)?.outputs
        #expect(outputs?.first == .event(.interrupted))
        #expect(outputs?.contains(.network(.reset(main(1)))) == true)
        #expect(outputs?.last == .event(.failed(.inactivity)))
    }

    @Test(
        arguments: [(nil, true), (IPv4Address(192, 0, 2, 101), true), (IPv4Address(192, 0, 2, 9), false)]
            as [(IPv4Address?, Bool)]
    )
    func listensForAllowedPeers(allowed: IPv4Address?, isTaken: Bool) {
        var sessions = SessionTable()
        let id = sessions.open(plan(.listener(Listener(allowed: allowed)), .comes(to: .any)))
        #expect(sessions.start(id)?.outputs == [.network(.listen(main(1), at: Endpoint(.any, 23)))])
        let report = sessions.received(.accepted(.accepted(1), on: main(1), from: Endpoint(server, 5)))
        #expect(report?.kind == (isTaken ? .connection : .listener))
        #expect(report?.outputs.last == (isTaken ? .event(.opened) : .network(.reset(.accepted(1)))))
        #expect((sessions.received(.received(.accepted(1), [1])) != nil) == isTaken)
    }

    @Test func listeningAndCallingGoTogether() {
        var sessions = SessionTable()
        _ = begin(plan(.listener(Listener()), .comes(to: .any)), in: &sessions)
        let caller = begin(plan(), in: &sessions)
        #expect(sessions.received(.connected(main(2)))?.id == caller)
        let accepted = sessions.received(.accepted(.accepted(1), on: main(1), from: Endpoint(server, 5)))
        #expect(accepted?.outputs.contains(.network(.closeListener(main(1)))) == true)
        #expect(sessions.ids.count == 2)
    }

    // MARK: Datagrams

    private let other = Endpoint(IPv4Address(192, 0, 2, 9), 40)

    private func datagrams(_ exchange: DatagramExchange, _ peer: Session.Peer? = nil, delay: Interval = .zero) -> Session.Plan {
        var plan = plan(.datagrams(exchange), peer)
        plan.segmentDelay = delay
        return plan
    }

    private func isTaken(_ bytes: [UInt8], from sender: Endpoint, in sessions: inout SessionTable) -> Bool {
        sessions.received(.datagram(main(1), bytes, from: sender))?.outputs.contains(.event(.bytes(bytes))) == true
    }

    @Test func datagramsGoToThePeerAndComeFromThereAlone() {
        var sessions = SessionTable()
        let id = sessions.open(datagrams(DatagramExchange()))
        #expect(sessions.start(id)?.outputs == [.cancelTimer(.server), .event(.opened)])
        let peer = Endpoint(server, 23)
        #expect(sessions.send([1, 2], to: id)?.outputs == [.network(.sendDatagram([1, 2], to: peer, on: main(1)))])
        #expect(isTaken([3], from: peer, in: &sessions))
        #expect(!isTaken([4], from: Endpoint(server, 24), in: &sessions))
        #expect(!isTaken([5], from: other, in: &sessions))
        let last = sessions.hostFinished(id)?.outputs
        #expect(last?.contains(.network(.closeDatagrams(main(1)))) == true)
        #expect(last?.last == .event(.ended))
    }

    @Test func dataWaitForADatagramToFill() {
        var sessions = SessionTable()
        let id = sessions.open(datagrams(DatagramExchange(), delay: .milliseconds(100)))
        _ = sessions.start(id)
        #expect(sessions.send([1], to: id)?.outputs == [.setTimer(.segment, after: .milliseconds(100))])
        #expect(sessions.send([2], to: id)?.outputs == [])
        let peer = Endpoint(server, 23)
        #expect(
            sessions.expired(.segment, of: id)?.outputs.last == .network(.sendDatagram([1, 2], to: peer, on: main(1)))
        )
        _ = sessions.send([3], to: id)
        #expect(sessions.hostFinished(id)?.outputs.contains(.network(.sendDatagram([3], to: peer, on: main(1)))) == true)
    }

    @Test(arguments: [nil, IPv4Address(192, 0, 2, 101)] as [IPv4Address?])
    func aListenerBelongsToItsFirstPeer(allowed: IPv4Address?) {
        var sessions = SessionTable()
        let exchange = DatagramExchange(allowed: allowed, listens: true)
        let id = sessions.open(datagrams(exchange, .comes(to: .any)))
        #expect(sessions.start(id)?.outputs == [.network(.bindDatagrams(main(1), at: Endpoint(.any, 23)))])
        #expect(sessions[id]?.listens == true)
        if allowed != nil { #expect(!isTaken([0], from: other, in: &sessions)) }
        let first = Endpoint(server, 7)
        #expect(
            sessions.received(.datagram(main(1), [1], from: first))?.outputs == [
                .cancelTimer(.server), .event(.opened), .event(.bytes([1])),
            ]
        )
        #expect(sessions[id]?.listens == false)
        #expect(!isTaken([2], from: Endpoint(server, 8), in: &sessions))
        #expect(sessions.send([3], to: id)?.outputs == [.network(.sendDatagram([3], to: first, on: main(1)))])
    }

    @Test func aSocketOfTheHostsOwnKeepsTheBoundsOfDatagrams() {
        var sessions = SessionTable()
        let id = sessions.open(plan(.datagramSocket(DatagramSocket(localPort: 2000, limit: 4))))
        #expect(sessions.start(id)?.outputs == [.network(.bindDatagrams(main(1), at: Endpoint(IPv4Address(10, 0, 0, 2), 2000)))])
        #expect(sessions.received(.listening(main(1), at: Endpoint(.any, 2000)))?.outputs.last == .event(.opened))
        let peer = Endpoint(server, 23)
        #expect(sessions.send([1, 2], to: id)?.outputs == [])
        #expect(sessions.hostFinished(id)?.outputs == [.network(.sendDatagram([1, 2], to: peer, on: main(1)))])
        #expect(sessions.hostFinished(id)?.outputs == [])
        #expect(
            sessions.send([1, 2, 3, 4, 5], to: id)?.outputs == [.network(.sendDatagram([1, 2, 3, 4], to: peer, on: main(1)))]
        )
        #expect(sessions.hostPaused(id)?.outputs == [.network(.sendDatagram([5], to: peer, on: main(1)))])
        #expect(sessions.received(.datagram(main(1), [7], from: other))?.outputs == [])
        #expect(sessions.received(.datagram(main(1), [7], from: peer))?.outputs == [.event(.datagram([7], from: peer))])
        #expect(sessions.finish(id)?.outputs.contains(.network(.closeDatagrams(main(1)))) == true)
        #expect(sessions.isEmpty)
    }

    @Test func aConnectionEndsByHalves() {
        var sessions = SessionTable()
        var halves = plan()
        halves.endsByHalves = true
        let id = begin(halves, in: &sessions)
        _ = sessions.received(.connected(main(1)))
        #expect(sessions.received(.finished(main(1)))?.outputs == [.event(.peerFinished)])
        #expect(sessions.send([1], to: id)?.outputs == [.network(.send([1], on: main(1)))])
        #expect(sessions.hostFinished(id)?.outputs == [.network(.finish(main(1)))])
        #expect(sessions.ids == [id])
        #expect(sessions.finish(id) != nil)
        #expect(sessions.isEmpty)
    }

    @Test func aListenerHandsItsClientsOn() {
        var sessions = SessionTable()
        let id = begin(plan(.listener(Listener(spawns: true)), .comes(to: .any)), in: &sessions)
        for number in 1...2 {
            let sender = Endpoint(server, UInt16(number))
            #expect(
                sessions.received(.accepted(.accepted(number), on: main(1), from: sender))?.outputs
                    == [.event(.client(.accepted(number), from: sender))]
            )
        }
        let client = begin(plan(.connection, .hasCome(.accepted(1))), in: &sessions)
        #expect(sessions.received(.received(.accepted(1), [1]))?.id == client)
        #expect(sessions.ids == [id, client])
    }

    // MARK: Echoes

    @Test func asksForOneEchoAfterTheOther() {
        var sessions = SessionTable()
        let series = EchoSeries(count: 2, interval: .seconds(3), timeout: .seconds(2), data: [1, 2])
        let id = sessions.open(plan(.echoes(series)))
        let request = SessionOutput.network(.requestEcho([1, 2], of: server, on: main(1)))
        let timer = SessionOutput.setTimer(.echo, after: .seconds(2))
        #expect(sessions.start(id)?.outputs == [.event(.opened), request, timer])
        #expect(sessions.received(.echoed(main(1), [1], after: .zero))?.outputs == [])
        let time = Interval.milliseconds(7)
        #expect(
            sessions.received(.echoed(main(1), [1, 2], after: time))?.outputs
                == [.event(.echo(0, after: time)), .setTimer(.echo, after: .milliseconds(2_993))]
        )
        #expect(sessions.received(.echoed(main(1), [1, 2], after: time))?.outputs == [])
        #expect(sessions.expired(.echo, of: id)?.outputs == [request, timer])
        let last = sessions.expired(.echo, of: id)?.outputs
        #expect(last?.first == .event(.echo(1, after: nil)))
        #expect(last?.last == .event(.ended))
        #expect(sessions.isEmpty)
    }

    /// The host's data of a mail has a limit of its own, the server's word another.
    @Test func waitsForTheHost() {
        var sessions = SessionTable()
        let settings = SMTPClient.Settings(domain: "d", user: nil, password: "", sender: "a@d", recipients: [.init("b@d")])
        let mail = MailSending(settings, header: [], body: .typed(hostSilence: .seconds(50)))
        let id = begin(plan(.mailSending(mail)), in: &sessions)
        _ = sessions.received(.connected(main(1)))
        var outputs: [SessionOutput] = []
        for reply in ["220 d", "250 d", "250 ok", "250 ok", "354 go"] {
            outputs = sessions.received(.received(main(1), Array((reply + "\r\n").utf8)))?.outputs ?? []
        }
        #expect(outputs.contains(.setTimer(.host, after: .seconds(50))))
        #expect(outputs.contains(.event(.needsHost)))
        #expect(sessions.send([0x61], to: id)?.outputs.first == .setTimer(.host, after: .seconds(50)))
        #expect(sessions.hostFinished(id)?.outputs.contains(.setTimer(.server, after: .minutes(3))) == true)
        #expect(sessions.expired(.server, of: id)?.outputs.last == .event(.failed(.serverSilent)))
    }
}
