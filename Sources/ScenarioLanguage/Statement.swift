import SourceText
import Verdicts
import World

/// One step as written, with where it stands.
struct Statement: Sendable {
    /// From 0.
    var line: Int
    var range: SourceRange
    /// The line of the device that stands before it.
    var on: LineName
    var kind: Kind

    indirect enum Kind: Sendable {
        case sendLine(Text)
        /// A parameter is written unless it is known to have the value.
        case ensure(Text)
        /// What a command shows of parameters: each line as the dialect has it, with any value or its default.
        case shows(Text, defaults: Bool)
        case sendBytes([Item], CutRule)
        case expectLine(Text, Timing)
        case expectBytes([Item], Timing)
        case silence(Duration, Duration?)
        case stillness(Duration, beyond: Amount)
        case wait(Duration)
        case either([[Statement]])
        case anyOrder([Statement])
        case repeated(Amount, [Statement])
        case loop(variable: String, values: [ValueSpan], [Statement])
        case forEach(RowSource, [Statement])
        case when(WrittenCondition, then: [Statement], otherwise: [Statement])
        case check(WrittenCondition)
        case unsolicited(Unsolicited, Text, within: Duration?)
        case call(Procedure.Kind, Call)
        /// `kept while`: the steps that show that what the preamble makes still stands.
        case kept(Call)
        case assume(echo: Bool?, verbose: Bool?, quiet: Bool?)
        /// `assume echo optional`
        case allowNoEcho
        case cite(Text)
        case note(Text, variant: Bool)
        case end(verdict: Verdict, reason: Text)
        case bench(PhraseBlock, within: Duration?)
    }

    enum Unsolicited: String, Sendable, CaseIterable { case allow, forbid, require }
}

/// The conditions before an arrow.
struct Timing: Sendable {
    var optional = false
    var notBefore: Duration?
    var within: Duration?
}

/// `begin`, `with` or `end`: the name and its arguments.
struct Call: Sendable {
    var name: Text
    var arguments: [Text]
}

indirect enum WrittenCondition: Sendable {
    case feature(String)
    case requirement(Text)
    case equal(Text, Text)
    case notEqual(Text, Text)
    case less(Text, Text)
    case atMost(Text, Text)
    case not(WrittenCondition)
}

/// How `>>` cuts its bytes.
enum CutRule: Hashable, Sendable {
    case whole
    case everyBoundary
    case everyByte
    case at([Int])
    case random(seed: UInt64)
}

/// Bytes as written.
indirect enum Item: Sendable {
    case literal([UInt8])
    case text(Text)
    case reference(Reference)
    case repeated(Amount, [Item], SourceRange)
    case random(Amount, unit: Int, seed: UInt64, SourceRange)
    case file(Text)
    case escaped(Payload.Escape, [Item])
}

/// What is said of one party: its line and the lines below it.
struct PhraseBlock: Sendable {
    struct Line: Sendable {
        /// From 0.
        var line: Int
        var tokens: [Token]
        var end: Int
    }
    var lines: [Line]
}
