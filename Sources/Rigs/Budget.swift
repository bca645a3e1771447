import SourceText

extension Rig {
    /// What a run may use of a device and its subscription; nil: as much as it likes.
    public struct Budget: Hashable, Sendable {
        public enum Resource: String, Hashable, Sendable, CaseIterable {
            /// AT# parameters written, each into the device's memory.
            case parameterWrites = "parameter writes"
            /// GPRS contexts activated.
            case activations = "activations"
            /// Calls made over GSM.
            case calls = "calls"
            /// Times that the SIM's code is entered.
            case pinTries = "pin tries"
            /// Bytes of payload that pass the line, and the network behind it.
            case payloadBytes = "payload bytes"
        }
        public var limits: [Resource: Int] = [:]
        public init() {}
    }
}

// `budget`.
extension RigReader {
    mutating func readBudget(_ entry: Entry) {
        guard let resource = Rig.Budget.Resource(rawValue: entry.keyword) else {
            preconditionFailure("a keyword without a reader")
        }
        guard entry.words.count == 1, let limit = Int(entry.words[0].text), limit >= 0 else {
            return report("this is no number of \(entry.keyword)", entry.range, "\(entry.keyword) 1000")
        }
        rig.budget.limits[resource] = limit
    }
}
