extension Dialect {
    /// How many there are of something at once, by the names of the dialect's limits.
    public enum LimitName: String, Sendable, Hashable, CaseIterable {
        case sockets = "tcp-sockets"
    }
}

extension Dialect.LimitName: DialectWord {
    var purpose: String {
        switch self {
        case .sockets: "TCP sockets, which are numbered from 1"
        }
    }

    var need: Need { .never }
}
