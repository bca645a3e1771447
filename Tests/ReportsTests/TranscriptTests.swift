import Events
import Testing

@testable import Reports

@Suite struct TranscriptTests {
    private func rows(_ events: [Event], capacity: Int = 10) -> [String] {
        var transcript = Transcript(capacity: capacity)
        for event in events { transcript.record(event) }
        return transcript.rows.map { row in
            switch row.content {
            case .host(let excerpt, _): "\(row.time) > \(excerpt.text)"
            case .device(let excerpt): "\(row.time) < \(excerpt.text)"
            case .bench(let party, let text): "\(row.time) \(party) \(text)"
            case .aside(let text), .phase(let text): "\(row.time) \(text)"
            }
        }
    }

    private func device(_ text: String, _ time: Int64 = 0) -> Event { .deviceSent(Array(text.utf8), time: time) }

    @Test func chunksOfOneExpectationMakeOneRow() {
        let text = "AT\r\r\nOK\r\n"
        let bytewise = text.utf8.enumerated().map { Event.deviceSent([$1], time: Int64($0)) }
        #expect(rows(bytewise) == ["0 < AT<CR><CR><LF>OK<CR><LF>"])
        var matched = bytewise
        matched.insert(.matched(line: 1, count: 3, time: 0), at: 3)
        matched.append(.matched(line: 2, count: 6, time: 0))
        #expect(rows(matched) == ["0 < AT<CR>", "3 < <CR><LF>OK<CR><LF>"])
    }

    @Test func oneChunkIsSplitAsItIsExpected() {
        #expect(
            rows([
                device("AT\r\r\nOK\r\n\r\nRING", 5), .matched(line: 1, count: 3, time: 5), .matched(line: 2, count: 6, time: 5),
            ])
                == ["5 < AT<CR>", "5 < <CR><LF>OK<CR><LF>", "5 < <CR><LF>RING"]
        )
    }

    /// Of two serial lines each has its own rows, and expectations take the bytes of their line.
    @Test func serialLinesStandApart() {
        var transcript = Transcript(capacity: 10)
        for event: Event in [
            .hostSent([0x41], line: 1, time: 0), .hostSent([0x42], line: 1, time: 0, on: "b"),
            .deviceSent([0x43, 0x44], time: 1),
            .deviceSent([0x45], time: 1, on: "b"), .matched(line: 2, count: 1, time: 1, on: "b"),
            .matched(line: 3, count: 2, time: 1),
        ] { transcript.record(event) }
        #expect(transcript.rows.map(\.on) == [nil, "b", nil, "b"])
        #expect(transcript.rows.map { $0.place?.line } == [1, 1, 3, 2])
        let text = TranscriptLayout(width: 60, ink: .none).lines(transcript).dropFirst().map { $0.drop { $0 == " " } }
        #expect(text == ["0.000  A", "0.000  b: B", "0.000                    CD", "0.000                    b: E"])
    }

    @Test func lateBytesStandApart() {
        #expect(rows([device("RI"), device("NG", Transcript.longestGap), device("!", 2 * Transcript.longestGap + 1)]).count == 2)
        #expect(
            rows([
                .hostSent([0x41], line: 1, time: 0), .hostSent([0x42], line: 1, time: 5), .hostSent([0x43], line: 2, time: 6),
                .hostSent([0x44], line: 2, time: 6 + 2 * Transcript.longestGap),
            ]) == ["0 > AB", "6 > C", "200000006 > D"]
        )
    }

    /// The rows that explain a failure are those before it, however much the postambles add.
    @Test(arguments: [
        (0, [0, 1, 2, 3, 4, 5], 0, 34), (20, [19, 20, 21, 22, 23, 24], 19, 15), (39, [34, 35, 36, 37, 38, 39], 34, 0),
    ])
    func theRowsAroundAMomentAreKept(moment: Int64, times: [Int64], earlier: Int, later: Int) {
        var transcript = Transcript(capacity: 40)
        for time in 0..<40 { transcript.record(.note(text: "", line: 1, time: Int64(time))) }
        let part = transcript.leading(to: moment, rows: 6)
        #expect(part.rows.map(\.time) == times)
        #expect((part.dropped, part.later) == (earlier, later))
        #expect(transcript.leading(to: moment, rows: 40).rows == transcript.rows)
    }

    @Test func anExpectationMaySpanRows() {
        let late = 3 * Transcript.longestGap
        #expect(
            rows([
                device("abc"), .benchSaw(party: "ftp", text: "< STOR", time: 1), device("def", 2),
                .matched(line: 1, count: 5, time: 2),
                device("g", late), .matched(line: 2, count: 2, time: late), device("h", late),
            ]) == ["0 < abc", "1 ftp < STOR", "2 < de", "2 < f", "300000000 < g", "300000000 < h"]
        )
    }

    @Test func onlyTheLastRowsAreKept() {
        var transcript = Transcript(capacity: 3)
        for number in 1...8 { transcript.record(.note(text: "\(number)", line: 1, time: Int64(number))) }
        #expect(transcript.rows.map(\.time) == [6, 7, 8])
        #expect(transcript.dropped == 5)
        #expect(
            TranscriptLayout(width: 60, ink: .none).lines(transcript) == [
                "    time s  host              modem", "         …  5 earlier", "     0.000  · note: 6", "     0.000  · note: 7",
                "     0.000  · note: 8",
            ]
        )
        transcript.clear()
        #expect(
            transcript.isEmpty && transcript.dropped == 0 && TranscriptLayout(width: 60, ink: .none).lines(transcript).isEmpty
        )
    }

    @Test func longBytesKeepTheirEnds() {
        let bytes = (0..<1000).map { UInt8(ascii: "a") + UInt8($0 % 26) } + [0x03]
        var grown = Excerpt([])
        for byte in bytes { grown.append([byte]) }
        let whole = Excerpt(bytes)
        for excerpt in [grown, whole] {
            #expect(excerpt.count == 1001 && excerpt.head.count == Excerpt.longestHead)
            #expect(excerpt.tail.count >= Excerpt.longestTail && excerpt.tail.count <= 2 * Excerpt.longestTail)
            #expect(excerpt.tail == Array(bytes.suffix(excerpt.tail.count)))
        }
        #expect(whole.text.hasSuffix("…841 bytes…zabcdefghijklmnopqrstuvwxyzabcdefghijkl<ETX>"))
        let (data, etx) = whole.split(at: 1000) ?? (whole, whole)
        #expect(
            data.count == 1000 && etx.text == "<ETX>" && data.text.hasSuffix("…841 bytes…zabcdefghijklmnopqrstuvwxyzabcdefghijkl")
        )
        #expect(whole.split(at: 500) == nil)
    }

    @Test func longCellsAreBrokenBetweenCharacters() {
        var transcript = Transcript(capacity: 3)
        transcript.record(
            .hostSent(Array("abcdefghijklmnopqrst".utf8) + [0x0D, 0x0A, 0x9A, 0x9A], line: 1, time: 1_234_567_890_000_000)
        )
        transcript.record(.deviceSent([UInt8](repeating: 0x10, count: 100), time: 1_234_567_890_000_000))
        #expect(
            TranscriptLayout(width: 62, ink: .none).lines(transcript) == [
                "       time s  host                    modem",
                "  1234567.890  abcdefghijklmnopqrst",
                "               <CR><LF><0x9A><0x9A>",
                "  1234567.890                          <DLE><DLE><DLE><DLE>",
                "                                       <DLE><DLE><DLE><DLE>",
                "                                       …",
                "                                       <DLE><DLE><DLE><DLE>",
            ]
        )
    }
}
