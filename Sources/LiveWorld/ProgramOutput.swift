import CPlatform
import Glibc
import World

/// What a program says, line by line.
final class ProgramOutput: PolledDescriptor {
    /// Bytes of one line.
    private static let lineLimit = 1_024
    /// Lines passed on in all.
    private static let lineCountLimit = 1_000

    var onLine: ((String) -> Void)?
    private(set) var last = ""
    private var partialLine: [UInt8] = []
    private var lineCount = 0

    override init(world: LiveWorld, descriptor: Int32) {
        super.init(world: world, descriptor: descriptor)
        setInterest(.readable)
    }

    override func ready(_ readiness: Readiness) {
        if !readOnce() && !isTemporary(errno) { closeDescriptor() }
    }

    /// What the program has left behind.
    func readAll() {
        while isOpen && readOnce() {}
        finishLine()
        closeDescriptor()
    }

    /// - Returns: false, with `errno`, when there was nothing to read.
    private func readOnce() -> Bool {
        errno = 0
        let buffer = world.readBuffer
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { return false }
        for byte in buffer.prefix(count) {
            if byte == UInt8(ascii: "\n") {
                finishLine()
            } else if partialLine.count < Self.lineLimit {
                partialLine.append(byte)
            }
        }
        return true
    }

    private func finishLine() {
        guard !partialLine.isEmpty, lineCount < Self.lineCountLimit else { return partialLine.removeAll() }
        lineCount += 1
        last = String(decoding: partialLine, as: UTF8.self)
        partialLine.removeAll()
        onLine?(last)
    }
}
