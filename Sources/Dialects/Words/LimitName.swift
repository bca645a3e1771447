extension Dialect {
    /// How many there are of something at once, by the names of the dialect's limits.
    public enum LimitName: String, Sendable, Hashable, CaseIterable {
        case sockets = "tcp-sockets"
        case lines = "serial-lines"

        /// More are named by no scenario, and no manual has as many.
        var most: Int {
            switch self {
            case .sockets: 1_000
            case .lines: 8
            }
        }
    }
}

extension Dialect.LimitName: DialectWord {
    var purpose: String {
        switch self {
        case .sockets: "TCP sockets, which are numbered from 1"
        case .lines: "serial lines of the device, where it has more than one"
        }
    }

    var need: Need { .never }
}
