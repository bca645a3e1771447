import Dialects
import Testing
import VirtualModem
import World

/// The reference device looks for its values by what they are for.
@Suite struct RoleTests {
    @Test func aParameterMayHaveAnotherName() throws {
        var modem = try TestModem { dialect in
            for index in dialect.parameters.indices where dialect.parameters[index].name == "APNSERV" {
                dialect.parameters[index].name = "APNNAME"
            }
            dialect.roles["access-point"] = "APNNAME"
        }
        modem.write("APNNAME=\"internet\"")
        _ = modem.takeRadioRequests()
        modem.line("AT#CONNECTIONSTART")
        #expect(
            modem.takeRadioRequests().contains {
                if case .activateContext(let accessPoint, _, _) = $0 { accessPoint == "internet" } else { false }
            }
        )
    }

    /// A manual without PHYTIMEOUT says nothing of connections that end by themselves.
    @Test(arguments: [true, false])
    func whatAManualDoesNotHaveIsNotDone(hasLimit: Bool) throws {
        var modem = try TestModem { dialect in
            if !hasLimit { dialect.roles["idle-limit"] = nil }
        }
        modem.write("GPRSMODE=0", "DIALN1=\"0860\"")
        modem.line("AT#CONNECTIONSTART")
        modem.feed(.radio(.callConnected(rate: 9600)))
        modem.feed(.radio(.pppUp(local: IPv4Address(10, 0, 0, 7), peer: IPv4Address(10, 0, 0, 1))))
        #expect((modem.timers[.bearer(.inactivity)] != nil) == hasLimit)
    }
}
