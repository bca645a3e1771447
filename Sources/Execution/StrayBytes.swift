/// How many of the unread bytes came before the host's last line: behind the answer to the line before.
///
/// Of several lines that the host writes one after the other, the later ones find answers to the earlier ones: then it is not known.
struct StrayBytes {
    private var writes = 0
    private(set) var count = 0

    mutating func wrote(unread: Int) {
        writes += 1
        count = writes == 1 ? unread : 0
    }

    /// The host has ended data that only it had to give: however many lines they were, nothing that came before answers their end.
    mutating func ended(unread: Int) { count = unread }

    mutating func matched() { self = StrayBytes() }

    /// What such bytes are called; nil when there are none.
    var summary: String? {
        switch count {
        case 0: nil
        case 1: "a stray byte follows the previous answer"
        default: "\(count) stray bytes follow the previous answer"
        }
    }
}
