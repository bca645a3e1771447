/// What the modem says that it is.
enum Identity {
    static let manufacturer = "ATTEST"
    static let model = "VIRTUAL MODEM"
    static let revision = "1"
}
