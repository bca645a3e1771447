import Octets

/// The beginning of a payload in quotes, safe for a log: at most ``BenchLimits/excerpt`` bytes.
func excerpt(_ bytes: some Collection<UInt8>) -> String {
    let text = "\"" + visible(bytes.prefix(BenchLimits.excerpt)) + "\""
    return bytes.count > BenchLimits.excerpt ? text + "… (\(bytes.count) bytes)" : text
}

/// Where two byte strings first differ, in words; nil when they are equal.
public func difference(between seen: [UInt8], and expected: [UInt8], of what: String) -> String? {
    guard seen != expected else { return nil }
    let common = zip(seen, expected).prefix { $0 == $1 }.count
    if common == seen.count { return "\(what) ends after \(seen.count) of \(expected.count) bytes" }
    if common == expected.count { return "\(what) goes on after \(expected.count) bytes: \(excerpt(seen[common...]))" }
    return "\(what) differs at byte \(common + 1): \(excerpt(seen[common...])) instead of \(excerpt(expected[common...]))"
}
