extension Dialect {
    /// What carries IP, by the names of the dialect's bearers.
    public enum BearerName: String, Sendable, Hashable, CaseIterable {
        case uart1 = "uart-1"
        case uart2 = "uart-2"
        case gsm
        case gprs
        case cmux
    }
}

extension Dialect.BearerName: DialectWord {
    var purpose: String {
        switch self {
        case .uart1: "PPP on the first serial line"
        case .uart2: "PPP on the second serial line"
        case .gsm: "PPP on a GSM data call"
        case .gprs: "a GPRS context"
        case .cmux: "PPP on the channels of a multiplexed serial line"
        }
    }

    var need: Need { .never }
}
