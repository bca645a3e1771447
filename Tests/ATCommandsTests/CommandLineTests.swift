import ATCommands
import Testing

/// The commands of a body up to its end or its first error, and whether there was one.
private func commands(_ body: String) -> (read: [ATCommand], error: CommandSyntaxError?) {
    var line = CommandLine(Array(body.utf8))
    var read: [ATCommand] = []
    do throws(CommandSyntaxError) {
        while let command = try line.next() { read.append(command) }
        return (read, nil)
    } catch { return (read, error) }
}

private func write(_ name: String, _ value: String) -> ATCommand { .extended(name, .write(Array(value.utf8))) }

@Suite struct CommandLineTests {
    @Test(
        arguments: [
            ("", []),
            ("E0V1Q0", [.basic("E", 0), .basic("V", 1), .basic("Q", 0)]),
            ("e0 v1", [.basic("E", 0), .basic("V", 1)]),
            ("E", [.basic("E", nil)]),
            ("&F&w0", [.basic("&F", nil), .basic("&W", 0)]),
            ("S3=13", [.setRegister(3, 13)]),
            ("S3?S5=", [.showRegister(3), .setRegister(5, 0)]),
            ("E0D*99#;V1", [.basic("E", 0), .dial(Array("*99#;V1".utf8))]),
            ("+CREG?", [.extended("+CREG", .read)]),
            ("E1+creg=1;+CGREG=?;V0", [.basic("E", 1), write("+CREG", "1"), .extended("+CGREG", .test), .basic("V", 0)]),
            ("#GETMAIL", [.extended("#GETMAIL", .action)]),
            ("#GetMail;;#VALL;", [.extended("#GETMAIL", .action), .extended("#VALL", .action)]),
            ("#POP3PW = \"a b;c\" ", [write("#POP3PW", "\"a b;c\"")]),
            ("#REC1= recipient@domain.com", [write("#REC1", "recipient@domain.com")]),
            ("#DIALN 1=\"1\"", [write("#DIALN1", "\"1\"")]),
            ("#X=", [write("#X", "")]),
        ] as [(String, [ATCommand])]
    )
    func readsWholeLines(body: String, expected: [ATCommand]) {
        let (read, error) = commands(body)
        #expect(read == expected)
        #expect(error == nil)
    }

    @Test(
        arguments: [
            ("E0!", 1, nil), ("?", 0, nil), ("&", 0, nil), ("S", 0, nil), ("S3", 0, nil), ("E9999999999", 0, nil), ("=1", 0, nil),
            ("+", 0, "+"), ("#", 0, "#"), ("E0;#X?5", 1, "#X"), ("#X=\"open", 0, "#X"), ("#X\"", 0, "#X"), ("#=1", 0, "#"),
        ] as [(String, Int, String?)]
    )
    func stopsAtTheFirstError(body: String, read count: Int, name: String?) {
        let (read, error) = commands(body)
        #expect(read.count == count)
        #expect(error == CommandSyntaxError(name: name))
    }

    @Test func knowsItsEnd() throws {
        var line = CommandLine(Array("#GETMAIL ; ".utf8))
        #expect(!line.isAtEnd)
        _ = try line.next()
        #expect(line.isAtEnd)
    }

    @Test(
        arguments: [
            ("", .omitted), ("21", .bare(Array("21".utf8))), ("\"21\"", .quoted(Array("21".utf8))), ("\"\"", .quoted([])),
            ("\"", nil), ("\"a\"b", nil), ("\"a\"b\"", nil), ("a\"", nil), ("\"a,b\"", .quoted(Array("a,b".utf8))),
        ] as [(String, CommandValue?)]
    )
    func readsOneValue(text: String, expected: CommandValue?) {
        #expect(CommandValue(whole: Array(text.utf8)) == expected)
    }

    @Test func readsLists() {
        #expect(
            CommandValue.list(Array("2, \"a,b\",,7".utf8)) == [
                .bare([0x32]), .quoted(Array("a,b".utf8)), .omitted, .bare([0x37]),
            ]
        )
        #expect(CommandValue.list(Array("1,\"a".utf8)) == nil)
    }

    @Test(
        arguments: [("0", 0), ("007", 7), ("999999999", 999_999_999), ("", nil), ("-1", nil), ("1 2", nil), ("9999999999", nil)]
            as [(String, Int?)]
    )
    func readsDecimals(text: String, expected: Int?) {
        #expect(Int(decimal: Array(text.utf8)[...]) == expected)
    }
}
