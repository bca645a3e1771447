import Foundation
import Platform
import Synchronization
import Testing

@Suite struct PatientOutputTests {
    /// A reader that takes its time: nobody waits for it, and what finds no room is counted.
    @Test func goesOnWithoutAReader() {
        let gate = Mutex<Bool>(false)
        let written = Mutex<[String]>([])
        let output = PatientOutput { text in
            while !gate.withLock({ $0 }) { usleep(1_000) }
            written.withLock { $0.append(text) }
        }
        let line = String(repeating: "x", count: 999) + "\n"
        let most = PatientOutput.limit / 1_000
        for _ in 0..<(3 * most) { output.add(line) }
        gate.withLock { $0 = true }
        while written.withLock({ $0.joined().utf8.count }) < most * 1_000 { usleep(1_000) }
        output.add("last\n")
        #expect(output.finish(within: 10_000))
        let text = written.withLock { $0.joined() }
        let lines = text.split(separator: "\n")
        let kept = lines.count { $0.hasPrefix("x") }
        // What the writer had taken when it began to wait comes on top.
        #expect((most...(2 * most)).contains(kept))
        #expect(lines.dropLast().last == "… \(3 * most - kept) lines left out: nobody has read them")
        #expect(lines.last == "last")
        output.add("too late\n")
        #expect(written.withLock { $0.joined() } == text)
    }
}
