/// Finds the bytes that end the host's data, in bytes that come in pieces. Nothing else in them means anything.
struct EndFinder: Hashable, Sendable {
    let end: [UInt8]
    /// How many bytes of the end have come and are held back.
    private var matched = 0

    init(_ end: [UInt8]) { self.end = end }

    /// Takes the piece up to its end, or up to the end of the data. - Returns: the data, without the end.
    mutating func take(_ piece: inout ArraySlice<UInt8>, isComplete: inout Bool) -> [UInt8] {
        var data: [UInt8] = []
        data.reserveCapacity(piece.count)
        while let byte = piece.popFirst() {
            while matched > 0, byte != end[matched] {
                let keeps = kept(of: matched)
                data += end[..<(matched - keeps)]
                matched = keeps
            }
            if byte == end[matched] { matched += 1 } else { data.append(byte) }
            if matched == end.count {
                matched = 0
                isComplete = true
                break
            }
        }
        return data
    }

    /// How many of the held bytes may begin the end anew, when the byte after them does not go on with it.
    private func kept(of count: Int) -> Int {
        (1..<count).reversed().first { end[..<count].suffix($0).elementsEqual(end.prefix($0)) } ?? 0
    }
}
