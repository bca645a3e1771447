extension ServerKind {
    /// The verbs that a client may send, at which a fault can be placed: those of the RFCs, whether the mock server does them or not.
    public var commands: [String] { verbs.split { $0 == " " || $0 == "\n" }.map(String.init) }

    private var verbs: String {
        switch self {
        // RFC 5321 §4.1.1, RFC 821 §4.1, RFC 4954, RFC 3207, RFC 1985, RFC 3030.
        case .smtp:
            """
            EHLO HELO MAIL RCPT DATA RSET VRFY EXPN HELP NOOP QUIT AUTH STARTTLS SEND SOML SAML TURN ETRN BDAT
            """
        // RFC 1939 §9, RFC 2449, RFC 5034, RFC 2595.
        case .pop3:
            """
            USER PASS APOP STAT LIST RETR DELE NOOP RSET QUIT TOP UIDL CAPA AUTH STLS
            """
        // RFC 959 §4.1, RFC 775, RFC 2228, RFC 2389, RFC 2428, RFC 3659.
        case .ftp:
            """
            USER PASS ACCT CWD CDUP SMNT REIN QUIT PORT PASV TYPE STRU MODE RETR STOR STOU APPE ALLO REST RNFR RNTO ABOR
            DELE RMD MKD PWD LIST NLST SITE SYST STAT HELP NOOP XCWD XCUP XPWD XMKD XRMD AUTH PBSZ PROT CCC FEAT OPTS EPRT
            EPSV SIZE MDTM MLSD MLST
            """
        }
    }

    /// Where a fault can be placed: commands, the greeting, and where the server takes or has sent content, the reply at its end.
    public var faultPlaces: [String] {
        switch self {
        case .smtp, .ftp: commands + ["greeting", "body"]
        case .pop3: commands + ["greeting"]
        }
    }
}
