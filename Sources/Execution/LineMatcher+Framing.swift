internal import Dialects
internal import Octets
internal import ScenarioLanguage

extension LineMatcher {
    /// What a line may be: each of its texts in each frame that it may have; what is usual first. None where the device sends nothing (ATQ1).
    /// - Parameters:
    ///   - framing: What the manual says of frames. In a frame of which it says nothing a line is as good, which is remarked.
    ///   - isRead: The last command line has read a parameter.
    static func all(
        _ pattern: LinePattern,
        view: HostView,
        captures: [String: [UInt8]],
        framing: Dialect.Framing,
        afterRead isRead: Bool
    ) -> [LineMatcher] {
        var usual: [LineMatcher] = []
        var others: [LineMatcher] = []
        for (index, alternative) in pattern.alternatives.enumerated() {
            guard alternative.holds(under: view.errorReports) else { continue }
            let kind = alternative.framing.kind(isRead: isRead)
            // Information text is not suppressed (V.250 §6.2.5), nor is what the host goes on behind.
            guard !view.quiet || kind == .information || kind == .prompts else { continue }
            let said = framing.frames[kind]
            let frames = (said ?? .known(kind)).frames(numbered: alternative.framing.number != nil, isVerbose: view.verbose)
            for (place, frame) in frames.enumerated() {
                guard var matcher = LineMatcher(alternative, in: frame, isFirst: place == 0, view, captures) else { continue }
                matcher.alternative = index
                guard place > 0 else {
                    usual.append(matcher)
                    continue
                }
                matcher.oddFrame = (kind, frame)
                others.append(matcher)
            }
        }
        return others.isEmpty ? usual : usual + others
    }

    /// What is remarkable about its framing.
    var variant: String? { oddFrame.map { "\($0.kind.noun) stand as \($0.frame.description)" } }

    /// - Parameter isFirst: The frame is the usual one. Others are not tried with a text that may be empty: a line end in front would be one.
    private init?(
        _ alternative: LinePattern.Alternative,
        in frame: Dialect.Frame,
        isFirst: Bool,
        _ view: HostView,
        _ captures: [String: [UInt8]]
    ) {
        if !isFirst, frame.parts.first != .carriageReturn, alternative.mayBeEmpty(captures) { return nil }
        elements = []
        elements.reserveCapacity(alternative.segments.count + 2)
        var framing: [UInt8] = []
        for part in frame.parts {
            switch part {
            case .carriageReturn: framing.append(view.s3)
            case .lineFeed: framing.append(view.s4)
            case .number, .text: take(&framing)
            }
            switch part {
            case .carriageReturn, .lineFeed: break
            case .number:
                guard let number = alternative.framing.number else { return nil }
                elements.append(.literal(Array(String(number).utf8)))
            case .text:
                for segment in alternative.segments {
                    switch segment {
                    case .text(let bytes): elements.append(.literal(bytes))
                    case .value(let name): elements.append(.literal(captures[name] ?? []))
                    case .capture(let name, let type): elements.append(.capture(name: name, type))
                    }
                }
            }
        }
        take(&framing)
    }

    private mutating func take(_ framing: inout [UInt8]) {
        guard !framing.isEmpty else { return }
        framingCount += framing.count
        elements.append(.literal(framing))
        framing = []
    }
}

extension Dialect.Frames {
    /// - Parameter numbered: What is framed has a number that stands for it under ATV0.
    fileprivate func frames(numbered: Bool, isVerbose: Bool) -> [Dialect.Frame] {
        guard !isVerbose, !numeric.isEmpty else { return verbose }
        let holdsNumber = numeric.contains { $0.parts.contains(.number) }
        return holdsNumber && !numbered ? verbose : numeric
    }
}

extension Dialect.LineKind {
    /// Lines of the kind, as remarks call them.
    fileprivate var noun: String {
        switch self {
        case .results: "results"
        case .errors: "errors"
        case .read: "values that are read"
        case .displayed: "displayed lines"
        case .information: "lines of information"
        case .prompts: "prompts"
        }
    }
}

extension LinePattern.Framing {
    fileprivate func kind(isRead: Bool) -> Dialect.LineKind {
        switch self {
        case .result: .results
        case .extendedError: .errors
        case .parameter: isRead ? .read : .displayed
        case .information: .information
        case .prompt: .prompts
        }
    }

    /// What stands for the whole text under ATV0.
    fileprivate var number: Int? { if case .result(let number) = self { number } else { nil } }
}

extension LinePattern.Alternative {
    /// Whether no byte at all may be such a text.
    fileprivate func mayBeEmpty(_ captures: [String: [UInt8]]) -> Bool {
        segments.allSatisfy { segment in
            switch segment {
            case .text(let bytes): bytes.isEmpty
            case .value(let name): captures[name]?.isEmpty ?? true
            case .capture(_, .any): true
            case .capture(_, .matching(let pattern)): !pattern.ends(in: [], from: 0, to: 0).ends.isEmpty
            case .capture: false
            }
        }
    }

    /// Whether a device says it under a setting of +CMEE; nil: nobody knows which.
    fileprivate func holds(under reports: Int?) -> Bool { self.reports == nil || reports == nil || self.reports == reports }

    /// The text as a person would read it, with patterns in braces.
    func readable(captures: [String: [UInt8]]) -> String {
        segments.map { segment in
            switch segment {
            case .text(let bytes): visible(bytes)
            case .value(let name): visible(captures[name] ?? [])
            case .capture(_, let type): "{\(type.readable)}"
            }
        }.joined()
    }
}

extension CaptureType {
    var readable: String {
        switch self {
        case .any: "any text"
        case .ipv4: "an IPv4 address"
        case .integer: "a whole number"
        case .word: "a word"
        case .quoted: "a quoted text"
        case .oneOf(let words): "one of " + words.joined(separator: " ")
        case .matching(let pattern): "/\(pattern.text)/"
        }
    }
}
