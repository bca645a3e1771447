import BenchFacts
import World

// What GSM and GPRS have in common (3GPP TS 27.007 §7.2).
extension PhraseTable {
    static let registrations: [(words: String, value: Registration)] = [
        ("home", .home), ("roaming", .roaming), ("searching", .searching), ("denied", .denied),
        ("not registered", .notRegistered), ("unknown", .unknown),
    ]
}

extension Slot<Registration> {
    static var registration: Slot {
        .choice("`home`, `roaming`, `denied`, … after `registers`", called: "the registration", PhraseTable.registrations)
    }
}
