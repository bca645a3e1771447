import Testing
import World

@testable import LiveWorld

@Suite struct TerminalClientsTests {
    private final class Visits { var told: [String] = [] }

    /// Each terminal's visitors are its own; one that is not watched any more is told of nothing.
    @Test func tellsWhichTerminalIsOpenedAndLeft() throws {
        let world = try LiveWorld()
        let terminals = try (0..<3).map { _ in try world.makePseudoTerminal() }
        let visits = Visits()
        var clients = try terminals.enumerated().map { index, terminal in
            try TerminalClients(of: terminal.path, in: world) {
                visits.told.append("\(index) came")
            } onLeave: {
                visits.told.append("\(index) left")
            }
        }
        func open(_ index: Int) throws -> any SerialPort { try world.open(.pseudoTerminal(path: terminals[index].path)) }
        var first: (any SerialPort)? = try open(0)
        var second: (any SerialPort)? = try open(1)
        world.expect { visits.told.count == 2 }
        first = nil
        world.expect { visits.told.count == 3 }
        clients.removeLast()
        second = nil
        first = try open(2)
        world.expect { visits.told.count == 4 }
        #expect(visits.told == ["0 came", "1 came", "0 left", "1 left"])
        withExtendedLifetime((first, second, clients)) {}
    }

    /// A user has 128 instances of inotify, as a rule.
    @Test func aWorldHasOneWatchForAllOfItsTerminals() throws {
        let world = try LiveWorld()
        let terminals = try (0..<2).map { _ in try world.makePseudoTerminal() }
        let clients = try terminals.map { try TerminalClients(of: $0.path, in: world) {} }
        #expect(try world.watchOfTerminals().terminals.count == 2)
        withExtendedLifetime(clients) {}
    }
}
