import Rigs
import Testing

@testable import Benches

@Suite struct EchoProofTests {
    /// What the echo of a device proves that changes bytes by `echo`, and answers each line by `answer`.
    private func proof(
        _ settings: [String] = [],
        answer: String = "",
        echo: (UInt8) -> [UInt8]
    ) -> EchoProof {
        var proof = EchoProof(Rig.LineSettings.read(settings).settings)
        for line in proof.lines { proof.take(line.flatMap(echo) + Array(answer.utf8), for: line) }
        return proof
    }

    @Test func aWholeEchoShowsAllValues() {
        for answer in ["", "\r\nERROR\r\n"] {
            let proof = proof(answer: answer) { [$0] }
            #expect(proof.shown.count == 256)
            #expect(proof.missing.isEmpty && !proof.doubles255 && proof.stripped.isEmpty)
        }
    }

    /// No line is a command, whatever a device takes for one: no prefix, no `A/`, and no more bytes than V.250 has it keep.
    @Test(arguments: [[], ["xonxoff"], ["7E1"]] as [[String]])
    func nothingThatIsSentIsACommand(settings: [String]) {
        let lines = EchoProof(Rig.LineSettings.read(settings).settings).lines
        for line in lines {
            #expect(line.count <= 40)
            #expect(line.last == 0x0D && !line.dropLast().contains(0x0D))
            let text = line.dropLast().map { $0 & 0x7F }.map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 32 : $0 }
            for (first, second) in zip(text, text.dropFirst()) where first == 0x41 {
                #expect(second != 0x54 && second != 0x2F, "AT or A/")
            }
        }
        #expect(Set(lines.flatMap(\.self)).count == (settings == [] ? 256 : settings == ["7E1"] ? 128 : 254))
    }

    @Test func whatADeviceDoesNotEchoIsNotShown() {
        let proof = proof(answer: "\r\nERROR\r\n") { $0 < 0x20 && $0 != 0x0D || $0 == 0x7F ? [] : [$0] }
        #expect(proof.missing == "00–0C, 0E–1F, 7F")
        #expect(!proof.doubles255)
        #expect(self.proof(answer: "\r\nERROR\r\n") { _ in [] }.shown.isEmpty, "an answer is no echo")
        #expect(self.proof { _ in [] }.missing == "00–FF")
    }

    @Test func aSevenBitDeviceIsNotTaken() {
        let proof = proof { [$0 & 0x7F] }
        #expect(proof.missing == "80–FF")
        // 8D comes back as the end of the line.
        #expect(proof.stripped.isSuperset(of: 0x98...0xFF) && proof.stripped.isSubset(of: 0x80...0xFF))
    }

    @Test func aDoubled255IsTheLines() {
        #expect(proof { $0 == 0xFF ? [0xFF, 0xFF] : [$0] }.doubles255)
        #expect(proof { $0 == 0xFF ? [0xFF, 0xFF] : $0 < 0x20 && $0 != 0x0D ? [] : [$0] }.doubles255)
        #expect(!proof { $0 == 0xFE ? [0xFE, 0xFE] : [$0] }.doubles255)
        // Rubbing out is shown by other bytes.
        #expect(!proof { $0 == 0x08 ? [0x08, 0x20, 0x08] : [$0] }.doubles255)
    }
}
