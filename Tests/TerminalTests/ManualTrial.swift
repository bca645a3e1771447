import Foundation
import Testing

/// A dialect of a device that says something as manual 000, 002 or 004 does, and scenarios of its own, on the reference device.
struct ManualTrial {
    /// Extends the family: what the manual has is cited by its sections, and what it is silent about is unsaid.
    var dialect: String
    /// Behind the dialect's name: `NAME.dialect`.
    var name: String

    /// The dialect of 004 as it is shipped.
    static func genpro2xe() throws -> ManualTrial { try shipped("genpro-2xe") }

    /// The dialect of 002 as it is shipped.
    static func multitechF() throws -> ManualTrial { try shipped("multitech-f") }

    /// The dialect of 000 as it is shipped.
    static func edsoft() throws -> ManualTrial { try shipped("edsoft") }

    private static func shipped(_ name: String) throws -> ManualTrial {
        let file = TerminalTests.root.appending(path: "Fixtures/dialects/\(name).dialect")
        return ManualTrial(dialect: try String(contentsOf: file, encoding: .utf8), name: name)
    }

    /// What 004 has in common with the family; what it says otherwise is each trial's own.
    static func genpro(_ own: String) -> ManualTrial { ManualTrial(dialect: genpro + own, name: "genpro") }

    /// What 000 has in common with the family, but for POP3 and sockets.
    static func w302(_ own: String) -> ManualTrial { ManualTrial(dialect: w302 + own, name: "w302") }

    /// - Parameters:
    ///   - scenario: Its text, which may use what the scenarios of its folder share.
    ///   - folder: Of the project's scenarios: where it stands.
    ///   - files: Scenarios of the project, below its folder.
    ///   - words: Further arguments of `attest run`.
    func run(_ scenario: String? = nil, in folder: String = "parameters", files: [String] = [], _ words: [String] = []) throws
        -> (
            code: Int32, output: String
        )
    {
        let project = try VendorProject(dialect, as: name)
        var paths = files.map { project.path("Scenarios/\($0)") }
        if let scenario {
            paths.append(project.path("Scenarios/\(folder)/trial.scenario"))
            try Data(scenario.utf8).write(to: URL(filePath: paths[paths.count - 1]))
        }
        return try TerminalTests.run(TerminalTests.program, ["run", "--dialect", name] + words + paths)
    }

    /// The same dialect with some words of it changed, each of which must be there.
    func changing(_ old: String, to new: String) throws -> ManualTrial {
        try #require(dialect.contains(old), "\(old)")
        return ManualTrial(dialect: dialect.replacingOccurrences(of: old, with: new), name: name)
    }

    private static let genpro = """
        dialect    genpro
        title      GenPro 2Xe modems
        document   004
        features   gprs dns ftp tcp tcp-inbound sockets
        extends    at-hash

        cites      all of gprs as 004 §2
        cites      all of dns as 004 §3.2.2
        cites      all of ftp as 004 §3
        cites      all of tcp as 004 §4
        cites      all of tcp-inbound as 004 §4.2
        cites      all of sockets as 004 §4
        cites      all of parameters as 004 §4.1
        cites      all of displays as 004 §6.3
        cites      all of commands as 004 §6
        cites      all of results as 004 §9.1
        cites      all of forms as 004 §9.1
        cites      all of displayed as 004 §2.3
        cites      all of errors as 004 §9.2
        cites      all of error groups as 004 §9.2
        cites      all of spellings as 004 §6

        without
            all of gsm
            all of smtp
            all of pop3
        unsaid
            all of framing
            all of requirements
            all of timings

        limits
            tcp-sockets    2                      004 §4
        spellings
            version     "OS:V313 WIP:V2.00.12"    004 §6.1.2
        parameters
            DLEMODE     of socket                 004 §4.1.1
            TCPPORT     of socket                 004 §4.1.2
            TCPSERV     of socket                 004 §4.1.3
        displays
            #VTCP       of socket                 004 §4.5.2
                DLEMODE TCPSERV TCPPORT
        commands
            #OTCP         write    of socket      004 §4.4
            #LTCPSTART    write    of socket      004 §4.2
            #LTCPSTOP     write    of socket      004 §4.3

        """

    private static let w302 = """
        dialect    w302
        title      Wavecom modems with the TCP/IP stack of 2003
        document   000
        features   gprs dns smtp ftp
        extends    at-hash

        cites      all of gprs as 000 §3.2
        cites      all of dns as 000 §3.14
        cites      all of smtp as 000 §3.11
        cites      all of ftp as 000 §3.5
        cites      all of displays as 000 §3.13
        cites      all of commands as 000 §3
        cites      all of results as 000 §4
        cites      all of forms as 000 §4
        cites      all of errors as 000 §4
        cites      all of error groups as 000 §4

        without
            all of gsm
            all of pop3
            all of tcp
            all of tcp-inbound
            all of sockets
            TCPPORT TCPSERV DLEMODE #VTCP
        unsaid
            all of displayed
            all of framing
            all of requirements
            all of timings
            all of spellings

        spellings
            version    "eDsoft-W302_V01.00 67826 Mar 18 2003 18:42:19"    000 §3.24

        """
}
