import Testing
import World

@testable import LiveWorld

/// Notes what both ends of control connections tell.
private final class ControlRecorder: ControlServerDelegate, ControlChannelDelegate {
    var accepted: [ControlConnection] = []
    var lines: [String] = []
    var closed: [String] = []
    var reaction: ((any ControlChannel, String) -> Void)?

    func controlServer(_ server: ControlServer, accepted connection: ControlConnection) {
        connection.delegate = self
        accepted.append(connection)
    }
    func controlChannel(_ channel: any ControlChannel, received line: String) {
        lines.append(line)
        reaction?(channel, line)
    }
    func controlChannelClosed(_ channel: any ControlChannel, reason: String) { closed.append(reason) }
}

@Suite struct ControlTests {
    @Test func linesPassBothWays() throws {
        let world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        let server = try ControlServer(world: world, terminal: path)
        let (far, near) = (ControlRecorder(), ControlRecorder())
        server.delegate = far
        far.reaction = { connection, line in connection.send(line: "heard " + line) }
        let connection = try ControlConnection(world: world, terminal: path)
        connection.delegate = near
        let long = String(repeating: "ü", count: 300_000)
        for line in ["first", "", "dritte Zeile ü", long] { connection.send(line: line) }
        world.expect { near.lines.count == 4 }
        #expect(far.lines == ["first", "", "dritte Zeile ü", long])
        #expect(near.lines == ["heard first", "heard ", "heard dritte Zeile ü", "heard " + long])
        #expect(port.unsent == 0)
    }

    /// Abstract names belong to whoever comes first, of whatever user.
    @Test func anotherUsersNameIsInNobodysWay() throws {
        let world = try LiveWorld()
        let terminal = "test of a name that is taken"
        let stranger = try ControlServer(world: world, terminal: terminal)
        let (wrong, far, near) = (ControlRecorder(), ControlRecorder(), ControlRecorder())
        stranger.delegate = wrong
        #expect(!stranger.isElsewhere)
        // Of this user: two modems for one terminal are a mistake.
        #expect(throws: SystemError.self) { try ControlServer(world: world, terminal: terminal) }
        let server = try ControlServer(world: world, terminal: terminal) { _ in false }
        server.delegate = far
        #expect(server.isElsewhere)
        var asked = 0
        let connection = try ControlConnection(world: world, terminal: terminal) { _ in
            asked += 1
            return asked > 1
        }
        connection.delegate = near
        connection.send(line: "hello")
        world.expect { far.lines == ["hello"] }
        #expect(wrong.lines == [])
        #expect(throws: SystemError.self) { try ControlConnection(world: world, terminal: terminal) { _ in false } }
    }

    @Test func eachEndHearsThatTheOtherIsGone() throws {
        let world = try LiveWorld()
        let server = try ControlServer(world: world, terminal: "test of closing")
        let (far, near) = (ControlRecorder(), ControlRecorder())
        server.delegate = far
        var first: ControlConnection? = try ControlConnection(world: world, terminal: "test of closing")
        let second = try ControlConnection(world: world, terminal: "test of closing")
        second.delegate = near
        world.expect { far.accepted.count == 2 }
        first = nil
        world.expect { far.closed.count == 1 }
        far.accepted[1].close()
        world.expect { near.closed.count == 1 }
        second.send(line: "into the void")
        #expect(first == nil && far.lines.isEmpty)
    }

    @Test func aLineWithoutEndIsCutOff() throws {
        let world = try LiveWorld()
        let server = try ControlServer(world: world, terminal: "test of limits")
        let far = ControlRecorder()
        server.delegate = far
        let connection = try ControlConnection(world: world, terminal: "test of limits")
        connection.send(line: String(repeating: "x", count: ControlConnection.lineLimit + 100_000))
        world.expect { far.closed.count == 1 }
        #expect(far.lines.isEmpty)
    }

    @Test func anEndThatDoesNotReadIsGivenUp() throws {
        let world = try LiveWorld()
        let server = try ControlServer(world: world, terminal: "test of queues")
        let near = ControlRecorder()
        let connection = try ControlConnection(world: world, terminal: "test of queues")
        connection.delegate = near
        let line = String(repeating: "x", count: 8 << 20)
        for _ in 0..<9 { connection.send(line: line) }
        #expect(near.closed.isEmpty)
        world.expect { near.closed.count == 1 }
        #expect(server.delegate == nil)
    }

    @Test func oneServerForEachTerminal() throws {
        let world = try LiveWorld()
        let server = try ControlServer(world: world, terminal: "test of names")
        #expect(throws: SystemError.self) { try ControlServer(world: world, terminal: "test of names") }
        #expect(throws: SystemError.self) { try ControlConnection(world: world, terminal: "test of other names") }
        #expect(throws: SystemError.self) { try ControlServer(world: world, terminal: String(repeating: "n", count: 200)) }
        #expect(server.delegate == nil)
    }
}
