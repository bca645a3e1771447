public import SourceText
import Synchronization

/// The files of dialects and families that know each other by their names.
///
/// A dialect may extend another one or a family, which has no document and cannot be run (Docs/Dialects.md). What a file comes to with all
/// that it has from others is read when it is first asked for.
public final class DialectLibrary: Sendable {
    /// One of its files.
    public struct Member: Sendable {
        let outline: DialectOutline
        /// nil when its file has errors.
        public let dialect: Dialect?
        public let diagnostics: [Diagnostic]

        public var path: String { outline.file.path }
        public var name: String { outline.name }
        public var title: String? { outline.value(.title) }
        /// nil for a family.
        public var document: String? { outline.document }
        public var isFamily: Bool { outline.isFamily }
        /// What its file extends, by name.
        public var parent: String? { outline.parent }
    }

    private let outlines: [DialectOutline]
    private let kin: DialectKin
    /// By the file's index.
    private let read = Mutex<[Int: Member]>([:])

    /// How many files may stand behind one another.
    static let mostAncestors = 4

    public init(_ outlines: [DialectOutline]) {
        self.outlines = outlines
        kin = DialectKin(outlines)
    }

    public convenience init(_ files: [SourceFile]) { self.init(files.map { DialectOutline($0) }) }

    /// In the files' order, which the members have.
    public var indices: Range<Int> { outlines.indices }

    public var members: [Member] { indices.map(member) }

    /// The first of that name.
    public func member(named name: String) -> Member? { outlines.firstIndex { $0.name == name }.map(member) }

    /// Several may be asked for at once.
    public func member(_ index: Int) -> Member {
        if let known = read.withLock({ $0[index] }) { return known }
        let member = kin.member(outlines[index])
        read.withLock { $0[index] = member }
        return member
    }

    /// What the files say themselves, which costs nothing to ask for: path, name, and whether it is a family.
    public var heads: [(path: String, name: String, isFamily: Bool)] { outlines.map { ($0.file.path, $0.name, $0.isFamily) } }
}

extension Dialect {
    /// Reads a `.dialect` or `.family` file that extends no other (Docs/Dialects.md). The dialect is nil when any diagnostic is an error.
    public static func load(_ file: SourceFile) -> (Dialect?, [Diagnostic]) {
        let member = DialectLibrary([file]).members[0]
        return (member.dialect, member.diagnostics)
    }
}

/// Finds for every file what it extends, and reads it.
struct DialectKin: Sendable {
    private let outlines: [String: DialectOutline]

    /// Of two with one name the first is it.
    init(_ outlines: [DialectOutline]) {
        self.outlines = Dictionary(outlines.map { ($0.name, $0) }) { first, _ in first }
    }

    /// - Parameter outline: One of them.
    func member(_ outline: DialectOutline) -> DialectLibrary.Member {
        let ancestors = ancestors(of: outline)
        let merged = merged(outline, ancestors)
        guard merged.canBeRead else {
            return DialectLibrary.Member(outline: merged, dialect: nil, diagnostics: merged.problems.sorted)
        }
        var reader = DialectReader(merged)
        reader.dialect.ancestors = ancestors.names
        let (dialect, diagnostics) = reader.read()
        return DialectLibrary.Member(outline: merged, dialect: dialect, diagnostics: diagnostics)
    }

    /// The names of the files behind one, the nearest first, and what is wrong with the way to them.
    private func ancestors(of outline: DialectOutline) -> (names: [String], problem: (message: String, fix: String?)?) {
        var names: [String] = []
        var current = outline
        while let name = current.parent {
            let way = ([outline.name] + names + [name]).joined(separator: " → ")
            if name == outline.name || names.contains(name) {
                return (names, ("‘\(name)’ extends itself: \(way)", "take one of them out"))
            }
            guard names.count < DialectLibrary.mostAncestors else {
                return (
                    names,
                    ("more than \(DialectLibrary.mostAncestors) files stand behind this one: \(way) …", "extend an earlier one")
                )
            }
            guard let next = outlines[name] else {
                let known = outlines.keys.filter { $0 != outline.name && !$0.isEmpty }.sorted()
                return (
                    names, ("there is no dialect or family ‘\(name)’ beside it", NearestName.suggestion(for: name, among: known))
                )
            }
            names.append(name)
            current = next
        }
        return (names, nil)
    }

    private func merged(
        _ outline: DialectOutline,
        _ ancestors: (names: [String], problem: (message: String, fix: String?)?)
    ) -> DialectOutline {
        guard let place = outline.headers[.extends]?.place, let name = outline.parent else { return outline }
        var outline = outline
        if let (message, fix) = ancestors.problem {
            outline.problems.report(message, place, fix)
            return outline.alone
        }
        guard let written = outlines[name] else { return outline }
        let parent = merged(written, self.ancestors(of: written))
        guard parent.canBeRead, !parent.problems.hasErrors else {
            outline.problems.report("‘\(name)’ has errors of its own", place, "see \(written.file.path)")
            return outline.alone
        }
        outline.problems.note = Diagnostic.Related(
            message: "read for \(outline.name), which extends it",
            path: outline.file.path,
            range: place.range
        )
        var inheritance = Inheritance(outline, extending: parent, ancestors: Array(ancestors.names.dropFirst()))
        return inheritance.merged()
    }
}

extension DialectOutline {
    /// What it has from others could not be had, and what would be said of the rest would mislead.
    fileprivate var alone: DialectOutline {
        var outline = self
        outline.canBeRead = false
        return outline
    }
}
