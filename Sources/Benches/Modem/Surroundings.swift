public import BenchFacts
internal import ScenarioLanguage

/// What is around the modem when nobody says otherwise.
public enum Surroundings {
    /// The names and accounts of the manual's first examples (001 Appendix A).
    static let phrases = [
        "dns \"smtp.domain.com\" is smtp",
        "dns \"pop3.domain.com\" is pop3",
        "dns \"ftp.domain.com\" is ftp",
        "dns \"peer.domain.com\" is peer",
        "pop3 mailbox \"module@domain.com\" password \"password\", message \"From: Attest <attest@domain.com>\" CRLF "
            + "\"To: module@domain.com\" CRLF \"Subject: Welcome\" CRLF CRLF \"It works.\"",
        "ftp user \"ftplogin\" password \"ftppassword\", directory \".\" writable, file \"upload.text\" holds \"0123456\" DLE \"654321\" ETX \"123456\"",
        "peer listens on 23",
    ]

    public static func facts(at addresses: BenchAddresses) -> [BenchFact] {
        phrases.flatMap { phrase -> [BenchFact] in
            let parsed = BenchPhrase.parse(phrase, addresses: addresses) { (name) throws(PayloadUnavailable) in
                throw PayloadUnavailable(reason: "no file is given")
            }
            switch parsed {
            case .success(let stated): return stated
            case .failure(let failure): preconditionFailure("\(phrase): \(failure.message)")
            }
        }
    }
}
