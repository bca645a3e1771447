/// What a clause says of where it stands: `001 ch. 4 #FTPPUT, note; App. B "Uploading an FTP File"`, `V.250 §6.2.1`.
enum Clause {
    /// How a clause begins that stands for what no manual says.
    static let unsaid = "unsaid"

    /// A part of an option's clause: which values are legal the manual does not say.
    static let unsaidValues = "values unsaid"
    /// Another one: nor that it can be written.
    static let unsaidWriting = "writing unsaid"

    /// Whether a text can be a clause of the document: it begins with it, with a published standard, or says that the manual is silent.
    static func isOne(_ text: String, of document: String?) -> Bool {
        isUnsaid(text) || document.map { begins(text, with: $0) } == true || isOfStandards(text)
    }

    static func isUnsaid(_ text: String) -> Bool { begins(text, with: unsaid) }

    static func isOfStandards(_ text: String) -> Bool {
        Standard.mayBegin(text) && parts(text).first.map { Standard(String($0.prefix { $0 != "§" && $0 != "," })) != nil } == true
    }

    /// The name of the chapter that a clause stands in: `001 ch. 4`, `004 §2`; the document where it names none.
    static func chapter(_ text: String, of document: String) -> String {
        let rest = text.dropFirst(document.count).drop { $0 == " " }
        if rest.hasPrefix("§") { return "\(document) \(rest.prefix { $0 == "§" || $0.isNumber || $0.isLetter })" }
        guard chapterWords.contains(where: { rest.hasPrefix($0) }) else { return document }
        return "\(document) \(rest.split(separator: " ").prefix(2).joined(separator: " "))".filter { $0 != "," && $0 != ";" }
    }

    /// The parts of a clause that stand in the document, each with the document's name before it, and nil for the others.
    static func places(_ text: String, in document: String) -> [(part: String, place: String?)] {
        var isInDocument = false
        return parts(text).map { part in
            if begins(part, with: document) {
                isInDocument = true
                return (String(part), String(part))
            }
            if isOfStandards(String(part)) { isInDocument = false }
            return (String(part), isInDocument && continuesDocument(part) ? "\(document) \(part)" : nil)
        }
    }

    static func parts(_ text: String) -> [Substring] {
        text.split(separator: ";").map { $0.drop { $0 == " " } }
    }

    /// Whether the text is the name or goes on behind it with another word.
    static func begins(_ text: some StringProtocol, with name: String) -> Bool {
        guard text.hasPrefix(name) else { return false }
        return text.dropFirst(name.count).first.map { !$0.isLetter && !$0.isNumber } ?? true
    }

    /// Whether a part behind the first goes on in the same document.
    static func continuesDocument(_ part: some StringProtocol) -> Bool { (chapterWords + ["§"]).contains { part.hasPrefix($0) } }

    private static let chapterWords = ["ch. ", "App. ", "Contents", "Revision "]
}

/// `cites  001 ch. 6 as 002 ch. 8`: what a chapter of one document says, a chapter of another one says, too.
struct Citation: Hashable {
    var old: String
    var new: String

    /// A chapter covers what stands in it, a document alone what names no chapter of it.
    func covers(_ place: String, of document: String) -> Bool {
        old == document ? Clause.chapter(place, of: document) == document : Clause.begins(place, with: old)
    }

    /// The clause in the new document's words; nil when the citations do not cover all of it.
    static func translated(_ clause: String, of document: String, to newDocument: String, _ citations: [Citation]) -> String? {
        var parts: [String] = []
        for (part, place) in Clause.places(clause, in: document) {
            guard let place else {
                parts.append(part)
                continue
            }
            let covering = citations.filter { $0.covers(place, of: document) }
            guard let citation = covering.max(by: { $0.old.count < $1.old.count }) else { return nil }
            var text = citation.new + place.dropFirst(citation.old.count)
            if part != place, Clause.begins(text, with: newDocument) {
                text = String(text.dropFirst(newDocument.count).drop { $0 == " " })
            }
            parts.append(text)
        }
        return parts.joined(separator: "; ")
    }
}
