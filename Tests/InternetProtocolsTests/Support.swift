import InternetProtocols
import Octets

/// The sizes of pieces in which conversations are carried.
let chunkSizes = [1, 2, 3, 7, 64, 100_000]

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Bytes on their way from one party to the other, handed over in pieces of one size.
struct Pipe {
    let size: Int
    private(set) var all: [UInt8] = []
    private var queue = ByteQueue()
    init(size: Int) { self.size = size }

    mutating func send(_ bytes: [UInt8]) {
        all += bytes
        queue.append(contentsOf: bytes)
    }
    mutating func next() -> [UInt8]? { queue.isEmpty ? nil : queue.take(atMost: size) }
    var isEmpty: Bool { queue.isEmpty }
}

/// Every cut of a stream into two pieces, the whole, and byte by byte.
func splittings(_ bytes: [UInt8]) -> [[[UInt8]]] {
    [[bytes], bytes.map { [$0] }] + bytes.indices.dropFirst().map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
}

/// What a server said, what it did to the connection, and what it sent, without the chronicle of lines.
struct Told: Equatable {
    var text = ""
    var heard: [String] = []
    var ends: [String] = []
    var delays: [Int64] = []

    init(_ actions: [ServerAction] = []) { add(actions) }

    mutating func add(_ actions: [ServerAction]) {
        for action in actions {
            switch action {
            case .send(let bytes): text += String(decoding: bytes, as: UTF8.self)
            case .finish: ends.append("finish")
            case .reset: ends.append("reset")
            case .heard(let line), .answered(let line): heard.append(line)
            case .bareLineEnd, .said, .pauseInput, .resumeInput: break
            case .delay(let milliseconds): delays.append(milliseconds)
            }
        }
    }

    /// The first four characters of every line: codes, and whether more lines follow.
    var codes: [String] { text.split(separator: "\r\n").map { String($0.prefix(4)) } }
}

/// Hostile input, the same in every run: lines of all sorts, raw bytes, very long lines, verbs with nonsense behind them.
func hostileInputs(verbs: [String]) -> [[UInt8]] {
    var generator = SeededGenerator(seed: 11)
    var inputs: [[UInt8]] = [
        [], [0], [0x0A], bytes("\r\n\r\n\n\n"), Array(repeating: 0x41, count: 300_000), Array(repeating: 0x0A, count: 5_000),
        Array(repeating: 0, count: 1_000) + [0x0A], Array(repeating: 0xFF, count: 999) + [0x0D, 0x0A],
        Array(repeating: 0x20, count: 400) + [0x0A],
    ]
    for round in 0..<60 {
        var input: [UInt8] = []
        for _ in 0..<40 {
            input += bytes(verbs[Int(generator.next(below: UInt64(verbs.count)))])
            switch generator.next(below: 6) {
            case 0: input += [0x20] + generator.bytes(12).filter { $0 != 0x0A }
            case 1: input += bytes(" \(generator.next(below: 4))")
            case 2: input += bytes(" FROM:<a@b>")
            case 3: input += bytes(" TO:<") + generator.bytes(3) + bytes(">")
            case 4: input += bytes(" 99999999999999999999999 -1 ../../..")
            default: break
            }
            input += round % 2 == 0 ? [0x0D, 0x0A] : [0x0A]
        }
        inputs.append(input)
        inputs.append(generator.bytes(2_000))
    }
    return inputs
}
