public import World

/// A mock server that speaks a line protocol with the device.
public enum ServerKind: String, Hashable, Sendable, CaseIterable { case smtp, pop3, ftp }

/// A peer's label; `a` when the scenario says just `peer`.
public struct PeerLabel: Hashable, Sendable {
    /// 0 for `a` to 3 for `d`.
    public var index: Int
    public init(index: Int) { self.index = index }
    public var name: String { String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index))) }
}

/// What a scenario says of the network around the device: true from the start (`network`), or from the moment it is said.
public enum BenchFact: Hashable, Sendable {
    case dns(DNSFact)
    case smtp(SMTPFact)
    case pop3(POP3Fact)
    case ftp(FTPFact)
    case gsm(GSMFact)
    case gprs(GPRSFact)
    case peer(PeerLabel, PeerFact)
    case line(LineFact)
    case link(LinkFact)
}

/// Which of the two name servers.
public enum NameServer: String, Hashable, Sendable, CaseIterable { case primary, secondary }

public enum DNSFact: Hashable, Sendable {
    public enum Target: Hashable, Sendable {
        case server(ServerKind)
        case peer(PeerLabel)
        case address(IPv4Address)
        /// CNAME.
        case alias(of: String)
    }
    public enum Behaviour: Hashable, Sendable {
        /// Answers from its zone.
        case answers
        /// Receives and never answers.
        case silent
        /// RCODE 3 to every question.
        case nxdomain
        /// RCODE 2.
        case servfail
        /// TC set, no answer section.
        case truncated
        /// Bytes that are no DNS message.
        case garbage
    }
    case record(name: String, Target)
    /// nil: both servers.
    case behaviour(NameServer?, Behaviour)
    case delay(NameServer?, Interval)
}

/// How a line-protocol server departs from its protocol's happy path. `command` is a protocol verb in capitals such as `RCPT`, or
/// `greeting` or, for SMTP's end of data, `body`.
public enum ServerFault: Hashable, Sendable {
    /// RST to every SYN.
    case refusesConnections
    /// SYNs vanish.
    case unreachable
    /// Says this instead of doing what the command asks. `occurrence` from 1; nil: every time.
    case answers(command: String, occurrence: Int?, line: String)
    /// Never answers the command; the connection stays open.
    case stalls(command: String)
    /// FIN instead of an answer.
    case closes(command: String)
    /// RST instead of an answer.
    case resets(command: String)
    case delays(command: String, Interval)
    /// The greeting's lines, complete with their codes.
    case greets(lines: [String])
    /// The connection that carries content is cut (RST) after so many bytes of content.
    case cutsData(after: Int)
    /// The connection that carries content stops for good, open, after so many bytes of content.
    case stallsData(after: Int)
}

public enum SMTPFact: Hashable, Sendable {
    /// AUTH is offered and required. `mechanisms`: `LOGIN`, `PLAIN`.
    case login(user: String, password: String, mechanisms: [String])
    /// 502 to EHLO: the client falls back to HELO (RFC 5321 §3.2).
    case withoutExtensions
    case fault(ServerFault)
}

public enum POP3Fact: Hashable, Sendable {
    /// Opens the declaration of a mailbox; the messages that follow belong to it.
    case mailbox(user: String, password: String)
    /// Appends a message, complete with header, without its final line end being implied.
    case message([UInt8])
    case fault(ServerFault)
}

public enum FTPFact: Hashable, Sendable {
    /// Opens the declaration of an account; without one, any login is refused. `account`: what ACCT must say.
    case user(name: String, password: String, account: String?)
    case directory(path: String, writable: Bool)
    case file(path: String, [UInt8])
    /// 226 is sent before the data connection is closed (`true`), or after (`false`, the default).
    case completionFirst(Bool)
    case fault(ServerFault)
}

/// How one call attempt ends. A script of outcomes is used one per attempt; its last goes on for ever.
public enum CallOutcome: Hashable, Sendable {
    case answers(rate: Int)
    case busy
    case noAnswer
    case noCarrier
}

public enum GSMFact: Hashable, Sendable {
    case registration(Registration)
    /// Searching first, then this, after so long.
    case registers(Registration, after: Interval)
    case number(String, [CallOutcome])
    /// How long the far side takes to answer or to be found busy.
    case answerDelay(Interval)
    case login(user: String, password: String)
    case pppRefuses
    case pppSilent
    /// The call is cut now: NO CARRIER.
    case dropsCall
    case pin(String)
}

public enum GPRSFact: Hashable, Sendable {
    case registration(Registration)
    case registers(Registration, after: Interval)
    /// Whether the module is attached when the scenario begins.
    case attached(Bool)
    case refusesAttach
    case accessPoint(name: String, user: String, password: String)
    /// The session cannot be established at all.
    case noSession
    /// The context is refused.
    case refusesContext
    /// The operator's DNS servers; empty: none are given.
    case nameServers([IPv4Address])
    /// How long activation takes.
    case activationDelay(Interval)
    /// The bearer is cut now.
    case losesBearer
}

public enum PeerFact: Hashable, Sendable {
    case listens(port: UInt16)
    /// Nobody listens: RST.
    case refuses
    /// SYNs vanish.
    case unreachable
}

/// The serial line between host and device; the bench's own servers make it so in real time.
public enum LineFact: Hashable, Sendable {
    /// Bytes are handed over in pieces of at most so many.
    case chunks(Int)
    case baud(Int)
    case latency(Interval, Interval)
}

/// The IP network between the device and the servers; the bench's own servers make it so in real time.
public enum LinkFact: Hashable, Sendable {
    case chunks(Int)
    /// Each delivery takes between the two, seeded.
    case latency(Interval, Interval)
}

/// What a peer that connects must meet.
public enum Welcome: Hashable, Sendable {
    /// A connection.
    case accepted
    /// RST, as from a port at which nobody listens (RFC 9293 §3.10.7.1).
    case refused
    /// RST, or FIN before any byte: the device may find out only then who it is.
    case turnedAway
}

/// What a scenario makes a party do, beyond facts.
public enum BenchAction: Hashable, Sendable {
    /// Connects to the device's port; holds when the attempt comes to that.
    case peerConnects(PeerLabel, port: UInt16, Welcome)
    case peerSends(PeerLabel, [UInt8])
    /// FIN.
    case peerCloses(PeerLabel)
    /// RST.
    case peerResets(PeerLabel)
    /// Stops reading, and reads on.
    case peerStalls(PeerLabel)
    case peerResumes(PeerLabel)
    /// Switches the device off and on. It is for whoever controls the bench: no party of the network does it.
    case powerCycle
}

/// What a scenario wants to have seen. Each is waited for until it holds or its time limit passes.
public enum BenchObservation: Hashable, Sendable {
    /// The peer has a connection from the device.
    case peerConnected(PeerLabel)
    /// The next bytes that the peer receives are exactly these.
    case peerReceived(PeerLabel, [UInt8])
    /// The device has sent FIN, and the peer received nothing that was not expected.
    case peerSawClose(PeerLabel)
    case peerSawReset(PeerLabel)
    /// The server received lines that begin so (ASCII case ignored in the verb), in this order, since the scenario began.
    case heard(ServerKind, [String])
    case notHeard(ServerKind, String)
    case asked(NameServer?, name: String)
    case notAsked(NameServer?, name: String)
    /// Messages left in the mailbox.
    case mailboxCount(Int)
    case mailboxUnchanged
    /// Accepted messages in all.
    case smtpMessageCount(Int)
    /// The newest message's body (what follows the empty line after the header), dot-stuffing undone, without the CRLF before the final dot.
    case smtpBody([UInt8])
    /// A header field of the newest message holds the text.
    case smtpHeader(field: String, holds: String)
    /// The envelope of the newest message.
    case smtpEnvelope(sender: String, recipients: [String])
    case smtpAuthenticated(mechanism: String)
    case ftpFile(path: String, [UInt8])
    case ftpNoFile(path: String)
    case dialled(number: String, times: Int)
    case contextActive(Bool)
}
