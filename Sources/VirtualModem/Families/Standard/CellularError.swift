import ATCommands

/// 3GPP TS 27.007 §9.2.1, as far as the modem raises them.
enum CellularError: Int, Hashable, Sendable {
    case notAllowed = 3
    case noSIM = 10
    case pinRequired = 11
    case wrongPassword = 16
    case noService = 30
    case invalidIndex = 50

    var text: String {
        switch self {
        case .notAllowed: "operation not allowed"
        case .noSIM: "SIM not inserted"
        case .pinRequired: "SIM PIN required"
        case .wrongPassword: "incorrect password"
        case .noService: "no network service"
        case .invalidIndex: "incorrect parameters"
        }
    }
}

extension VirtualModem {
    mutating func fail(_ right: consuming FinalAnswers.Right, _ error: CellularError) {
        switch line.settings.errorReports {
        case 1: respond(.extendedError("+CME ERROR: \(error.rawValue)"))
        case 2: respond(.extendedError("+CME ERROR: \(error.text)"))
        default: respond(.error)
        }
    }
}
