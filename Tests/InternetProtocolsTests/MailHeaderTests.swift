import Testing

@testable import InternetProtocols

struct MailHeaderTests {
    @Test(arguments: [
        "From: a@b.c\r\n", "From: A name <a@b.c>\r\nTo: <d@e.f>\r\nCc: g@h.i, \"j, k\" <j@k.l>\r\nSubject: x: y <z\r\n",
        "From: a@b.c\r\nSubject: folded\r\n twice\r\n\tover\r\n", "X-Any: 1\r\nX-Any: 2\r\nReceived: by x\r\nReceived: by y\r\n",
        "",
        "To: folded@b.c,\r\n behind@b.c\r\n",
    ])
    func isWellFormed(header: String) {
        #expect(MailHeader(Array(header.utf8)).fault == nil)
    }

    @Test(arguments: [
        ("DATA\r\nFrom: a@b.c\r\n", "its header has a line that is no field: \"DATA\""),
        ("Sub ject: x\r\n", "its header has a line that is no field: \"Sub ject: x\""),
        (": x\r\n", "its header has a line that is no field: \": x\""),
        (" folded behind nothing\r\n", "its header has a line that is no field: \" folded behind nothing\""),
        ("From: a@b.c\r\nfrom: d@e.f\r\n", "its header has the field from twice"),
        ("Subject: x\r\nTo: a@b.c\r\nSUBJECT: y\r\n", "its header has the field subject twice"),
        ("From: a@b.c?\r\nTo: <a@b.c\r\n", "its field to has no address in \" <a@b.c\""),
        ("From: A name a@b.c>\r\n", "its field from has no address in \" A name a@b.c>\""),
        ("To: \r\n", "its field to has no address in \" \""),
        ("Cc: a@b.c,\r\n", "its field cc has no address in \"\""),
        ("To: ab.c\r\n", "its field to has no address in \" ab.c\""),
        ("To: a@\r\n", "its field to has no address in \" a@\""),
    ])
    func isNot(header: String, fault: String) {
        #expect(MailHeader(Array(header.utf8)).fault == fault)
    }

    @Test(arguments: [(998, true), (999, false)]) func linesAreBounded(length: Int, isRight: Bool) {
        let line = "Subject: " + String(repeating: "x", count: length - 9)
        #expect((MailHeader(Array((line + "\r\n").utf8)).fault == nil) == isRight)
    }
}
