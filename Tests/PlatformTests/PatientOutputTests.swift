import Dispatch
import Platform
import Synchronization
import Testing

@Suite struct PatientOutputTests {
    /// A reader that takes its time: nobody waits for it, and what finds no room is counted.
    @Test func goesOnWithoutAReader() {
        let isTaken = DispatchSemaphore(value: 0)
        let mayWrite = DispatchSemaphore(value: 0)
        let isWritten = DispatchSemaphore(value: 0)
        let written = Mutex<[String]>([])
        let output = PatientOutput { text in
            isTaken.signal()
            mayWrite.wait()
            written.withLock { $0.append(text) }
            isWritten.signal()
        }
        // The writer holds the first line while all others come, so that what waits and what is left out are known.
        output.add("first\n")
        isTaken.wait()
        let line = String(repeating: "x", count: 999) + "\n"
        let most = PatientOutput.limit / 1_000
        for _ in 0..<(3 * most) { output.add(line) }
        mayWrite.signal()
        mayWrite.signal()
        for _ in 0..<2 { isWritten.wait() }
        mayWrite.signal()
        output.add("last\n")
        #expect(output.finish(within: 10_000))
        let text = written.withLock { $0.joined() }
        let lines = text.split(separator: "\n")
        #expect(lines.first == "first")
        #expect(lines.count { $0.hasPrefix("x") } == most)
        #expect(lines.dropLast().last == "… \(2 * most) lines left out: nobody has read them")
        #expect(lines.last == "last")
        output.add("too late\n")
        #expect(written.withLock { $0.joined() } == text)
    }
}
