internal import Octets
internal import ScenarioLanguage

extension Cut {
    /// The writes into which `bytes` are cut, none of them empty.
    func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        guard !bytes.isEmpty else { return [] }
        switch self {
        case .whole: return [bytes]
        case .everyByte: return bytes.map { [$0] }
        case .at(let offsets):
            var pieces: [[UInt8]] = []
            var start = 0
            for offset in offsets.sorted() + [bytes.count] where offset > start && offset <= bytes.count {
                pieces.append(Array(bytes[start..<offset]))
                start = offset
            }
            return pieces
        case .random(let seed):
            var generator = SeededGenerator(seed: seed)
            var pieces: [[UInt8]] = []
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + 1 + Int(generator.next(below: 64)))
                pieces.append(Array(bytes[start..<end]))
                start = end
            }
            return pieces
        }
    }
}
