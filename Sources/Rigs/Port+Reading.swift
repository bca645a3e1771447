import SourceText

extension Rig.Port {
    /// Why words say no port.
    public struct Problem: Error, Hashable, Sendable {
        public var message: String
        public var suggestion: String?
        /// The number of the word; nil: all of them.
        public var word: Int?
    }

    /// `ftp 2121`, `ftp 2121 seen as 21`, as it stands in a rig file and on the command line.
    public init(words: [String]) throws(Problem) {
        let isSeen = words.count == 5 && words[2] == "seen" && words[3] == "as"
        guard words.count == 2 || isSeen else {
            throw Problem(message: "a port is a server and a number", suggestion: "port ftp 2121 seen as 21")
        }
        guard let service = Rig.Service(rawValue: words[0]) else {
            let near = NearestName.suggestion(for: words[0], among: Rig.Service.allCases.map(\.rawValue))
            throw Problem(message: "there is no server ‘\(words[0])’", suggestion: near, word: 0)
        }
        func number(_ index: Int) throws(Problem) -> UInt16 {
            guard let number = UInt16(words[index]), number > 0 else {
                throw Problem(message: "‘\(words[index])’ is no port", suggestion: "1 to 65535", word: index)
            }
            return number
        }
        let bind = try number(1)
        self.init(service: service, bind: bind, seenAs: isSeen ? try number(4) : bind)
    }
}
