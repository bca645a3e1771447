import Testing
import World

@testable import Benches

struct ControlMessageTests {
    @Test(arguments: [
        ControlRequest.reset, .factory, .fact("gsm number \"086\" busy"), .defect("no-echo"), .powerOn, .whereListens(2323),
        .route(Endpoint(IPv4Address(127, 0, 1, 110), 110), Endpoint(IPv4Address(127, 0, 1, 110), 40_001)),
        .observe("gsm dialled \"0860 00\" 3 times"),
    ])
    func requestsReadBackAsTheyWereWritten(request: ControlRequest) {
        #expect(ControlRequest(line: request.line) == request)
    }

    @Test(arguments: [
        ControlReply.done, .failed("no such defect: x"), .endpoint(nil), .endpoint(Endpoint(IPv4Address(127, 0, 2, 7), 40_100)),
        .holds,
        .notYet("1 message"), .violated("gone"), .log(party: "peer a", text: "< \"x\""),
    ])
    func repliesReadBackAsTheyWereWritten(reply: ControlReply) {
        #expect(ControlReply(line: reply.line) == reply)
    }

    @Test(arguments: ["", "rout", "route 1.2.3.4:5", "route a b", "listening 99999", "dialled 1 x"])
    func whatIsNoRequestIsRefused(line: String) { #expect(ControlRequest(line: line) == nil) }

    @Test(arguments: ["", "at", "at 1.2.3:4", "log x", "hold"])
    func whatIsNoReplyIsRefused(line: String) { #expect(ControlReply(line: line) == nil) }
}
