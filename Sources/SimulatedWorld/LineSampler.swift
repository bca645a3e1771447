/// What a receiver makes of bytes that were sent at another rate than its own.
///
/// It looks at the line in the middle of each of its own bits, counted from the falling edge of a start bit: a slower one takes several
/// characters for one, a faster one sees characters in the bits of one.
struct LineSampler {
    /// Of the sender and the receiver, in bit/s. Time is counted so that a sent bit takes `heard` and a received one `sent`.
    let sent: Int
    let heard: Int

    private static let dataBits = 8
    private static let bitsPerByte = dataBits + 2

    /// The line idles before and after the bytes, which may have any number.
    func bytes(of bytes: [UInt8]) -> [UInt8] {
        let sentBits = bytes.count * Self.bitsPerByte
        /// The line at the sender's bit of that number: start bit low, data from the lowest bit on, stop bit high.
        func isHigh(_ bit: Int) -> Bool {
            guard bit < sentBits else { return true }
            let place = bit % Self.bitsPerByte
            return switch place {
            case 0: false
            case 1...Self.dataBits: bytes[bit / Self.bitsPerByte] >> (place - 1) & 1 == 1
            default: true
            }
        }

        var found: [UInt8] = []
        var bit = 0
        while let start = (bit..<max(bit, sentBits)).first(where: { !isHigh($0) }) {
            /// The sender's bit in the middle of the receiver's bit of that number.
            func middle(_ number: Int) -> Int { (start * heard + number * sent + sent / 2) / heard }
            found.append((0..<Self.dataBits).reduce(0) { isHigh(middle($1 + 1)) ? $0 | 1 << $1 : $0 })
            bit = middle(Self.bitsPerByte - 1)
            // Where the stop bit is low, the next start is looked for behind the next high.
            while bit < sentBits, !isHigh(bit) { bit += 1 }
            bit = max(bit, start + 1)
        }
        return found
    }
}
