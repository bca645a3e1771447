/// Every way in which tests hand a stream over in pieces: whole, byte by byte, in two pieces at every place, in pieces of three.
func splittings(_ bytes: [UInt8]) -> [[[UInt8]]] {
    var ways: [[[UInt8]]] = [[bytes], bytes.map { [$0] }]
    if bytes.count > 1 {
        ways += (1..<bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
    }
    ways.append(stride(from: 0, to: bytes.count, by: 3).map { Array(bytes[$0..<min($0 + 3, bytes.count)]) })
    return ways
}

let allBytes = (UInt8.min...UInt8.max).map { $0 }
