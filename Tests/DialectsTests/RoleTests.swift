import SourceText
import Testing

@testable import Dialects

/// What parameters are for, whatever a manual calls them.
@Suite struct RoleTests {
    private static let old = """
        dialect    old
        title      The old edition
        document   001
        features   gprs
        timings
            answer    5 s
        parameters
            APN      text 64    no default    001 ch. 2 #APN
            USER     text 64    no default    001 ch. 2 #USER
        roles
            access-point    APN
            access-user     USER

        """

    private static func new(_ lines: String) -> (dialect: Dialect?, messages: [String]) {
        let head =
            "dialect    new\ntitle      The new edition\ndocument   002\nfeatures   gprs\nextends    old\ncites      001 ch. 2 as 002 ch. 2\ncites      001 as 002\n"
        let files = InheritanceTests.files([("old.dialect", old), ("new.dialect", head + lines)])
        let member = DialectLibrary(files).members[1]
        return (member.dialect, member.diagnostics.map(\.message))
    }

    @Test(arguments: [
        ("", ["access-point": "APN", "access-user": "USER"]),
        // It goes with its parameter, unless another one has it.
        ("without\n    APN\n", ["access-user": "USER"]),
        (
            "without\n    APN\nparameters\n    APNNAME   text 64   no default   002 ch. 2\nroles\n    access-point   APNNAME\n",
            ["access-point": "APNNAME", "access-user": "USER"]
        ),
    ])
    func areInheritedWithTheirParameters(_ lines: String, _ roles: [String: String]) {
        let (dialect, messages) = Self.new(lines)
        #expect(messages == [])
        #expect(dialect?.roles == roles)
    }

    /// What a command needs is missed, too, where the parameter is left out.
    @Test func areMissedWithTheirParameters() {
        let command = """
            commands
                #CONNECTIONSTART    action    002 ch. 2
            forms
                gprs-ready    3086            002 ch. 2
                    Ok_Info_GprsActivation
            timings
                connect-limit    2 min
                event-limit      1 min

            """
        #expect(Self.new(command).messages == [])
        #expect(Self.new(command + "without\n    APN\n").messages == ["‘#CONNECTIONSTART’ needs the role ‘access-point’"])
    }
}
