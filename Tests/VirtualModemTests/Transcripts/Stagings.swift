import BenchFacts
import World

/// How the rows of `Fixtures/transcripts/001.dialogues` are brought about: by clause and row; a session as a whole, under "".
enum Stagings {
    static let all: [String: [String: Staging]] = connecting.merging(displaying) { $1 }.merging(mailing) { $1 }
        .merging(transferring) { $1 }.merging(sockets) { $1 }.merging(gettingStarted) { $1 }

    /// Rows that are not played, and why.
    static let excused: [String: [String: String]] = [
        "ch. 2, Answer Incoming Call #ACCEPT": ["accepted": noCalls, "ppp fails": noCalls],
        "App. B, Answering an Incoming Call": ["ringing": noCalls],
        "ch. 6, Display Current Status #VSTATE": [
            "disconnecting": "the bench's network releases at once: played in ConnectionTests"
        ],
        "App. B, Using the DNS Service": [
            "name not resolved": "an answer without its command: played with every command that asks a name server"
        ],
    ]

    /// Lines that the device does not send as their table has them, in a transcript's notation, and where Docs/Rulings.md says why.
    static let departures: [Departure] =
        ["REC1", "CCREC1", "SUBJ1"].map { name in
            Departure(
                clause: "ch. 3, Display Email Parameters #VMAIL1 / #VMAIL2 / #VMAIL3",
                printed: "< #\(name)=",
                sent: ["< #\(name)=\"\""],
                ruling: "MANUAL-6"
            )
        }
        + ["App. A, Act as a TCP Server: AT#LTCPSTART", "App. B, Setting a TCP Port to a Listening Mode"].map { clause in
            Departure(clause: clause, printed: ">> [ETX]", sent: [">> [ETX]", "<< [ETX]"], ruling: "SERVICES-6")
        }

    private static let noCalls = "nobody calls the bench's device"

    static let number = "0860000000"
    static let overGPRS = ["AT#CONNECTIONSTART"]
    static let gsmAccount = [
        "AT#GPRSMODE=0", "AT#DIALN1=\"\(number)\"", "AT#ISPUN=\"login\"", "AT#ISPPW=\"password\"", "AT#REDIALCOUNT=2",
    ]
    static let gsm: [BenchFact] = [
        .gsm(.number(number, [.answers(rate: 9600)])), .gsm(.login(user: "login", password: "password")),
    ]
    static let unregistered: [BenchFact] = [.gsm(.registration(.notRegistered)), .gprs(.registration(.notRegistered))]
    static let unknownName = "nowhere.domain.com"

    /// ch. 2; ch. 6 #VSTATE.
    private static var connecting: [String: [String: Staging]] {
        func call(_ outcome: CallOutcome, patience: Interval = .seconds(15)) -> Staging {
            Staging(facts: [.gsm(.number(number, [outcome]))], before: gsmAccount, values: called, patience: patience)
        }
        let called = ["2124560123": number, "0123456789": number]
        func ppp(_ ways: [(fact: GSMFact, mode: Int, code: String)]) -> Staging {
            let stagings = ways.map { way in
                Staging(
                    facts: gsm + [.gsm(way.fact)],
                    before: gsmAccount + ["AT#PPPMODE=\(way.mode)"],
                    values: called,
                    code: way.code,
                    patience: .minutes(3)
                )
            }
            var first = stagings[0]
            first.others = Array(stagings.dropFirst())
            return first
        }
        let state = Interval.milliseconds(100)
        return [
            "ch. 2, #PHYTIMEOUT, Return Codes": [
                "idle": Staging(
                    facts: gsm,
                    before: gsmAccount + ["AT#PHYTIMEOUT=1", "AT#CONNECTIONSTART"],
                    patience: .seconds(75)
                )
            ],
            "ch. 2, Answer Incoming Call #ACCEPT": ["handshake fails": Staging()],
            "ch. 2, Stop Communication #CONNECTIONSTOP": ["released": Staging(before: overGPRS)],
            "ch. 2, Start Communication #CONNECTIONSTART, GSM Mode": [
                "connected": Staging(facts: gsm, before: gsmAccount, values: called),
                "connected, PPPMODE 0": Staging(facts: gsm, before: gsmAccount + ["AT#PPPMODE=0"], values: called),
                "busy": call(.busy),
                "no answer": call(.noAnswer, patience: .minutes(1)),
                "handshake fails": call(.noCarrier),
                "ppp fails": ppp(
                    [(.pppRefuses, 1, "37120"), (.pppRefuses, 2, "37121"), (.pppSilent, 1, "38980"), (.pppSilent, 2, "38981")]
                ),
                "not registered": Staging(facts: unregistered, before: gsmAccount),
                "already running": Staging(facts: gsm, before: gsmAccount + ["AT#CONNECTIONSTART"]),
            ],
            "ch. 2, Start Communication #CONNECTIONSTART, GPRS Mode": [
                "connected": Staging(),
                "session not established": Staging(facts: [.gprs(.noSession)], patience: .minutes(3)),
                "not registered": Staging(facts: unregistered),
                "connection aborted": Staging(facts: [.gprs(.refusesContext)]),
            ],
            "ch. 2, Display IP Addresses #DISPLAYIP, GSM Mode": [
                "connected": Staging(facts: gsm, before: gsmAccount + ["AT#CONNECTIONSTART"]),
                "not connected": Staging(before: ["AT#GPRSMODE=0"]),
            ],
            "ch. 2, Display IP Addresses #DISPLAYIP, GPRS Mode": [
                "connected": Staging(before: overGPRS), "not connected": Staging(),
            ],
            "ch. 6, Display Current Status #VSTATE": [
                "idle": Staging(patience: state),
                "dialing": Staging(
                    facts: gsm,
                    before: gsmAccount,
                    underWay: ("AT#CONNECTIONSTART", .seconds(1)),
                    patience: state
                ),
                "authenticating": Staging(
                    facts: gsm + [.gsm(.pppSilent)],
                    before: gsmAccount,
                    underWay: ("AT#CONNECTIONSTART", .seconds(4)),
                    patience: state
                ),
                "connected": Staging(before: overGPRS, patience: state),
                "no service": Staging(facts: unregistered, patience: state),
            ],
        ]
    }

    /// The displays, of what the tables show in them.
    private static var displaying: [String: [String: Staging]] {
        let ppp = ["ISPUN=\"myispun\"", "ISPPW=\"myisppwd\"", "PPPSERVUN=\"myname\"", "PPPSERVPW=\"mypasswd\""]
        let gprs = ["APNPW=\"acces\"", "APNUN=\"a2b\""]
        let pop3 = ["POP3PW=\"mypop3passwd\"", "POP3SERV=\"pop3server\"", "POP3UN=\"mypop3un\""]
        let smtp = [
            "DOMAIN=\"a2myoper.com\"", "SENDERADDR=\"toto@myoper.com\"", "SENDERNAME=\"toto\"", "SMTPPW=\"mysmtppw\"",
            "SMTPSERV=\"smtp.a2myoper.com\"", "SMTPUN=\"mysmtpun\"",
        ]
        let ftp = [
            "FTPSERV=\"mytestwebsite.com\"", "FTPUN=\"myname\"", "FTPPW=\"mypass\"", "FTPGETPATH=\".\"",
            "FTPPUTFILENAME=\"Testseb3.txt\"",
            "FTPPUTPATH=\".\"",
        ]
        func shown(_ parameters: [String], and lines: [String] = []) -> [String: Staging] {
            ["shown": Staging(before: parameters.map { "AT#" + $0 } + lines, showsExamples: true)]
        }
        return [
            "ch. 2, Display PPP Parameters #VPPP": shown(ppp),
            "ch. 2, Display GPRS Parameters #VGPRS": shown(gprs + ["APNSERV=\"a2myoperator.com\""]),
            "ch. 2, Display Physical Parameters #VPHY": shown([]),
            "ch. 3, Display Email Parameters #VMAIL1 / #VMAIL2 / #VMAIL3": shown([]),
            "ch. 3, Display POP3 Parameters #VPOP3": shown(pop3),
            "ch. 3, Display SMTP Parameters #VSMTP": shown(smtp),
            "ch. 3, Display DNS Parameters #VDNS": shown([]),
            "ch. 4, Display FTP Parameters #VFTP": shown(ftp),
            "ch. 5, Display TCP Parameters #VTCP": shown([]),
            "ch. 6, Display Software Version #VVERSION": shown([]),
            "ch. 6, Display All Parameters #VALL": shown(
                ppp + gprs + ["APNSERV=\"a2my operator.com\"", "REC1=\"lesavecom.com\"", "SUBJ1=\"Test\""] + pop3 + smtp + ftp,
                and: ["AT#BODY3[CR]9.1234567890abcd[SUB]"]
            ),
        ]
    }

    /// ch. 3; App. B.
    private static var mailing: [String: [String: Staging]] {
        let reader = overGPRS + ["AT#POP3SERV=\"192.0.2.110\"", "AT#POP3UN=\"user\"", "AT#POP3PW=\"secret\""]
        let mailbox: [BenchFact] = [.pop3(.mailbox(user: "user", password: "secret"))]
        let mail = "Subject: Test[CR][LF][CR][LF]A line.[CR][LF]Another."
        let message = mailbox + [.pop3(.message(TranscribedBytes.bytes(mail)))]
        let author = [
            "DOMAIN=\"domain.com\"", "SENDERADDR=\"module@domain.com\"", "REC1=\"r@domain.com\"", "REC2=\"r@domain.com\"",
            "REC3=\"r@domain.com\"",
        ]
        let writer = overGPRS + (author + ["SMTPSERV=\"192.0.2.25\""]).map { "AT#" + $0 }
        let lost = writer + ["AT#SMTPSERV=\"\(unknownName)\""]
        let refusing: [BenchFact] = [.smtp(.fault(.refusesConnections))]
        return [
            "ch. 3, Retrieve Host Mail #GETMAIL": [
                "mail": Staging(facts: message, before: reader, values: ["device's data": mail]),
                "no mail": Staging(facts: mailbox, before: reader),
                "name not resolved": Staging(before: reader + ["AT#POP3SERV=\"\(unknownName)\""], patience: .minutes(2)),
                "error": Staging(facts: [.pop3(.fault(.refusesConnections))], before: reader),
                "error once data has begun": Staging(
                    facts: message + [.pop3(.fault(.cutsData(after: 20)))],
                    before: reader,
                    values: ["device's data": "Subject: Test[CR][LF][CR][LF]A l"]
                ),
            ],
            "App. B, Retrieving Email": ["no mail": Staging(facts: mailbox, before: reader)],
            "ch. 3, Send Mail #SENDMAIL1 / #SENDMAIL2 / #SENDMAIL3": [
                "sent 1": Staging(before: writer),
                "sent 2": Staging(before: writer),
                "sent 3": Staging(before: writer),
                "name not resolved": Staging(before: lost, patience: .minutes(2)),
                "error": Staging(facts: refusing, before: writer),
            ],
            "ch. 3, Send Host Mail #PUTMAIL": [
                "sent": Staging(before: writer),
                "name not resolved": Staging(before: lost, patience: .minutes(2)),
                "error": Staging(facts: refusing, before: writer),
            ],
            "App. B, Sending an Email Containing Data from the Serial Port": [
                "sent": Staging(before: writer),
                "server silent for 3 minutes": Staging(
                    facts: [.smtp(.fault(.stalls(command: "greeting")))],
                    before: writer,
                    patience: .seconds(181)
                ),
                "network lost during data mode": Staging(before: writer, after: [">> {data}": [.fact(.gprs(.losesBearer))]]),
            ],
        ]
    }

    /// ch. 4; App. B.
    private static var transferring: [String: [String: Staging]] {
        let account = ["FTPSERV=\"192.0.2.21\"", "FTPUN=\"user\"", "FTPPW=\"secret\"", "FTPGETPATH=\".\"", "FTPPUTPATH=\".\""]
        let files = ["FTPGETFILENAME=\"data.txt\"", "FTPPUTFILENAME=\"new.txt\""]
        let ready = overGPRS + (account + files).map { "AT#" + $0 }
        let lost = ready + ["AT#FTPSERV=\"\(unknownName)\""]
        let data = "twenty letters of it"
        let facts: [BenchFact] = [
            .ftp(.user(name: "user", password: "secret", account: nil)), .ftp(.directory(path: ".", writable: true)),
            .ftp(.file(path: "data.txt", TranscribedBytes.bytes(data))),
        ]
        let refusing: [BenchFact] = [.ftp(.fault(.refusesConnections))]
        let cutting = facts + [.ftp(.fault(.cutsData(after: 10)))]
        return [
            "ch. 4, Get Data from Server #FTPGET": [
                "received": Staging(facts: facts, before: ready, values: ["device's data": data]),
                "name not resolved": Staging(before: lost, patience: .minutes(2)),
                "error": Staging(facts: refusing, before: ready),
                "error once data has begun": Staging(facts: cutting, before: ready),
            ],
            "App. B, Downloading an FTP File": [
                "received": Staging(facts: facts, before: ready, values: ["device's data": data])
            ],
            "ch. 4, Put Data to Server #FTPPUT": [
                "sent": Staging(facts: facts, before: ready),
                "name not resolved": Staging(before: lost, patience: .minutes(2)),
                "error": Staging(facts: refusing, before: ready),
                "error once data has begun": Staging(facts: cutting, before: ready, values: ["data": data]),
            ],
            "App. B, Uploading an FTP File": [
                "sent": Staging(facts: facts, before: ready),
                "failed": Staging(
                    facts: facts + [.ftp(.fault(.answers(command: "body", occurrence: nil, line: "552 full")))],
                    before: ready
                ),
            ],
        ]
    }

    /// ch. 5; App. B.
    private static var sockets: [String: [String: Staging]] {
        let address = ["AT#TCPPORT=23", "AT#TCPSERV=\"192.0.2.101\""]
        let ready = overGPRS + address
        let peer: [BenchFact] = [.peer(a, .listens(port: 23))]
        let called: [String: [Staging.Happening]] = ["AT#LTCPSTART": [calls]]
        let closes = Staging.Happening.action(.peer(a, .closes))
        let resets = Staging.Happening.action(.peer(a, .resets))
        return [
            "ch. 5, Open Listening Mode #LTCPSTART": [
                "peer has connected": Staging(before: ready, after: called),
                "closed": Staging(before: ready, after: ["AT#LTCPSTART": [calls, closes]]),
                "error": Staging(before: address),
                "error once connected": Staging(before: ready, after: ["AT#LTCPSTART": [calls, resets]]),
            ],
            "App. B, Setting a TCP Port to a Listening Mode": [
                "closed by the peer, DLEMODE 1": Staging(before: ready, after: ["AT#LTCPSTART": [calls, closes]]),
                "closed by the host, DLEMODE 1": Staging(before: ready, after: called),
                "stopped": Staging(before: ready, underWay: ("AT#LTCPSTART", .seconds(1))),
            ],
            "ch. 5, Close Listening Mode #LTCPSTOP": ["stopped": Staging(before: ready, underWay: ("AT#LTCPSTART", .seconds(1)))],
            "ch. 5, Open TCP Connection #OTCP": [
                "connected": Staging(facts: peer, before: ready),
                "closed": Staging(facts: peer, before: ready, after: ["AT#OTCP": [closes]]),
                "name not resolved": Staging(before: ready + ["AT#TCPSERV=\"\(unknownName)\""], patience: .minutes(2)),
                "error": Staging(before: ready),
                "error once connected": Staging(facts: peer, before: ready, after: ["AT#OTCP": [resets]]),
            ],
            "App. B, Opening a TCP Socket": ["closed by the host, DLEMODE 1": Staging(facts: peer, before: ready)],
        ]
    }

    private static let a = PeerLabel(index: 0)
    private static let calls = Staging.Happening.action(.peer(a, .connects(port: 23, .accepted)))

    /// App. A, each table from its first row to its last.
    private static var gettingStarted: [String: [String: Staging]] {
        let words = ["data": "data from the module", "device's data": "data from the peer"]
        let answers = [Staging.Happening.action(.peer(a, .sends(TranscribedBytes.bytes("data from the peer"))))]
        let closes = [Staging.Happening.action(.peer(a, .closes))]
        let mail = "Subject: Test[CR][LF][CR][LF]A line."
        let ftp: [BenchFact] = [
            .dns(.record(name: "pop3.domain.com", .server(.ftp))),
            .ftp(.user(name: "ftplogin", password: "ftppassword", account: nil)), .ftp(.directory(path: ".", writable: true)),
            .ftp(.file(path: "upload.text", TranscribedBytes.bytes("content"))),
        ]
        return [
            "App. A, Get Software Version": ["": Staging()],
            "App. A, AT# Interface": ["": Staging()],
            "App. A, GSM Network Registration": ["": Staging(facts: [.gsm(.pin("1234"))], values: ["xxxx": "1234"])],
            "App. A, GSPRS Network Registration": ["": Staging(facts: [.gprs(.attached(false))])],
            "App. A, Connection to the Internet Service Provider Using GSM Data: AT#CONNECTIONSTART": [
                "": Staging(facts: gsm, values: ["xxx.xxx.xxx": "192.0.2.53", "xxx.xxx.xxx.xxx": "192.0.2.53"])
            ],
            "App. A, Connection to the Internet Service Provider Using GPRS: AT#CONNECTIONSTART": [
                "": Staging(facts: [.gprs(.accessPoint(name: "apnserver.com", user: "login", password: "password"))])
            ],
            "App. A, Sending an Email: AT#PUTMAIL": [
                "": Staging(facts: [.dns(.record(name: "smtp.domain.com", .server(.smtp)))], before: overGPRS)
            ],
            "App. A, Retrieving an Email: AT#GETMAIL": [
                "": Staging(
                    facts: [
                        .dns(.record(name: "pop3.domain.com", .server(.pop3))),
                        .pop3(.mailbox(user: "module@domain.com", password: "password")),
                        .pop3(.message(TranscribedBytes.bytes(mail))),
                    ],
                    before: overGPRS,
                    values: ["device's data": mail]
                )
            ],
            "App. A, Upload a file to an FTP Server: AT#FTPPUT": ["": Staging(facts: ftp, before: overGPRS)],
            "App. A, Download a file from an FTP Server: AT#FTPGET": [
                "": Staging(facts: ftp, before: overGPRS, values: ["device's data": "content"])
            ],
            "App. A, Act as a TCP Server: AT#LTCPSTART": [
                "": Staging(
                    before: overGPRS,
                    values: words,
                    after: ["AT#LTCPSTART": [calls], ">> {data}": answers, "closed by the peer": closes]
                )
            ],
            "App. A, Act as a TCP Client: AT#OTCP": [
                "": Staging(
                    facts: [.peer(a, .listens(port: 23))],
                    before: overGPRS,
                    values: words.merging(["xxx.xxx.xxx.xxx": "192.0.2.101"]) { $1 },
                    after: [">> {data}": answers, "closed by the peer": closes]
                )
            ],
        ]
    }
}
