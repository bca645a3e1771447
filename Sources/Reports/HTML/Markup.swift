import Events
import Octets
import Verdicts

/// HTML that is safe by construction: literals are markup, everything interpolated is text.
///
///     page += "<td title=\"\(scenario.title)\">\(scenario.name)</td>"
struct Markup: ExpressibleByStringInterpolation {
    private(set) var bytes: [UInt8]

    init(stringLiteral value: StaticString) { bytes = value.withUTF8Buffer { Array($0) } }
    init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    static func += (left: inout Markup, right: Markup) { left.bytes += right.bytes }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) { bytes.reserveCapacity(literalCapacity + 16 * interpolationCount) }

        mutating func appendLiteral(_ literal: StaticString) { literal.withUTF8Buffer { bytes.append(contentsOf: $0) } }
        /// Escaped for elements and quoted attributes alike; what acts unseen is made visible.
        mutating func appendInterpolation(_ text: String) { XMLText.append(text, to: &bytes) }
        mutating func appendInterpolation(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }
        mutating func appendInterpolation(_ markup: Markup) { bytes += markup.bytes }
        /// The program's own style and script, which no input reaches.
        mutating func appendInterpolation(own text: StaticString) { appendLiteral(text) }
        /// One component of a fragment's query (RFC 3986 §3.4).
        mutating func appendInterpolation(component text: String) {
            for byte in shown(text).utf8 {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    bytes.append(byte)
                default:
                    let digits = String(byte, radix: 16, uppercase: true)
                    bytes.append(contentsOf: ((byte < 16 ? "%0" : "%") + digits).utf8)
                }
            }
        }
    }
}

/// A number with its digits in groups of three, parted by thin spaces.
func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { text += "\u{2009}" }
        text.append(digit)
    }
    return text
}

extension Verdict {
    /// The order of columns and totals.
    static let columns: [Verdict] = [.pass, .fail, .error, .inconclusive, .notApplicable]

    /// A shape of its own beside the colour.
    var shape: String {
        switch self {
        case .pass: "●"
        case .fail: "✕"
        case .error: "▲"
        case .inconclusive: "◆"
        case .notApplicable: "○"
        }
    }

    /// As the head of a column.
    var word: String { self == .notApplicable ? "not applicable" : rawValue }
}
