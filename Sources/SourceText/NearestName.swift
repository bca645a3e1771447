/// Finds what a misspelt name was meant to be.
public enum NearestName {
    /// Names longer than this are not compared.
    static let longestName = 64

    /// The candidate with the fewest edits from `name`, at most one edit per three letters; the first in the alphabet among equals.
    ///
    /// An edit inserts, removes or replaces a letter; swapping two neighbours counts as half of one. Case is ignored.
    public static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8)
        guard !wanted.isEmpty, wanted.count <= longestName else { return nil }
        var best: (distance: Int, name: String)?
        for candidate in candidates {
            let letters = Array(candidate.lowercased().utf8)
            guard letters.count <= longestName else { continue }
            let allowed = max(1, max(wanted.count, letters.count) / 3) * 2
            guard abs(letters.count - wanted.count) * 2 <= allowed else { continue }
            let distance = distance(wanted, letters)
            guard distance <= allowed, distance < max(wanted.count, letters.count) * 2 else { continue }
            if best.map({ (distance, candidate) < ($0.distance, $0.name) }) ?? true { best = (distance, candidate) }
        }
        return best?.name
    }

    /// Optimal string alignment distance, in halves of an edit.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforePrevious = [Int](repeating: 0, count: right.count + 1)
        var previous = (0...right.count).map { $0 * 2 }
        for i in 0..<left.count {
            var current = [(i + 1) * 2]
            current.reserveCapacity(right.count + 1)
            for j in 0..<right.count {
                var least = min(previous[j + 1] + 2, current[j] + 2, previous[j] + (left[i] == right[j] ? 0 : 2))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    least = min(least, beforePrevious[j - 1] + 1)
                }
                current.append(least)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}

extension NearestName {
    /// A list of known names longer than this is not shown.
    public static let mostListed = 24

    /// What to write instead of an unknown name: the nearest known one, or all of them when none is near and they are few.
    public static func suggestion(for name: String, among known: [String]) -> String? {
        if let near = find(name, among: known) { return "did you mean ‘\(near)’?" }
        return known.count <= mostListed && !known.isEmpty ? "one of: " + known.joined(separator: ", ") : nil
    }
}
