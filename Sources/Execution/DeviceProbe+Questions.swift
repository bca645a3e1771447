internal import World

// What a probe tries and asks, in this order.
extension DeviceProbe {
    /// A way back to the command line, and the command that shows whether it has led there.
    package struct Attempt {
        var bytes: [UInt8] = []
        /// At which the bytes are sent, in bit/s; nil: the bench's own.
        var rate: Int?
        /// Before the question.
        var silence = Interval.zero
        var command = "ATQ0V1E1"
        var terminator: UInt8 = 0x0D
        /// nil: the usual.
        var limit: Interval?
        /// What leads back is to set the registers again.
        var isOfRegisters = false

        /// Each line terminator takes so long to be tried.
        private static let terminatorLimit = Interval.milliseconds(40)

        package static let greeting = "AT"
        /// More than data have that a command counts: as many as fit into one segment, and more.
        private static let mostCounted = 4_096

        static func all(for assignment: Assignment) -> [Attempt] {
            // Of FTP or a socket, of a mail, of a text being entered (001 ch. 3, 4, 5).
            let usual: [[UInt8]] = [[0x03], Array("\r\n.\r\n".utf8), [0x1A]]
            let ends = usual + assignment.dataEnds.filter { !usual.contains($0) }
            var all: [Attempt] = []
            if !assignment.wayOut.isEmpty, !usual.contains(assignment.wayOut) {
                all.append(Attempt(bytes: assignment.wayOut, silence: .milliseconds(500), command: greeting))
            }
            // The device waits for a command. It suppresses its results (V.250 §6.2.5). It is in a data mode, or in a call.
            all += [Attempt(command: greeting), Attempt()]
            // It hears at another rate: what it took for characters is ended, and the bench's own rate set.
            if let own = assignment.rate {
                all += assignment.otherRates.filter { $0 != own }.map {
                    Attempt(bytes: Array("\rAT+IPR=\(own)\r".utf8), rate: $0, silence: .milliseconds(500), command: greeting)
                }
            }
            all += ends.map { Attempt(bytes: $0, silence: .milliseconds(500)) }
            all.append(Attempt(bytes: Array("+++".utf8), silence: .milliseconds(1_100)))
            // Empty command lines, once the data are complete.
            if assignment.countsData {
                all.append(Attempt(bytes: Array(repeating: 0x0D, count: mostCounted), silence: .seconds(1)))
            }
            return all + terminators
        }

        /// It ends its lines with another character, or takes `A` or `T` for the one that deletes (V.250 §6.2.1, §6.2.3).
        private static var terminators: [Attempt] {
            let usual: [UInt8] = [0x0A, 0x0D]
            let others = (UInt8(0)...127).filter { !usual.contains($0) }
            return (usual + others).map {
                Attempt(command: "atq0v1e1", terminator: $0, limit: terminatorLimit, isOfRegisters: true)
            }
        }
    }

    /// What is asked of a device that answers.
    struct Question {
        enum Kind { case modes, registers, state, disconnection, setUp, identity }

        var kind: Kind
        var command: String

        static func all(for assignment: Assignment) -> [Question] {
            // The modes that scenarios begin in: results on, in words, with echo. Registers and indications may be unknown to the device.
            var all = [Question(kind: .modes, command: "ATQ0V1E1"), Question(kind: .registers, command: "ATS3=13S4=10S5=8")]
            let reports = assignment.endsReports ? ["AT+CREG=0", "AT+CGREG=0"] : []
            all += (["AT+CMEE=0"] + reports).map { Question(kind: .registers, command: $0) }
            if assignment.endsConnections, assignment.idleState != nil {
                all.append(Question(kind: .state, command: "AT#VSTATE"))
                all.append(Question(kind: .disconnection, command: "AT#CONNECTIONSTOP"))
            }
            all += assignment.setUp.map { Question(kind: .setUp, command: $0) }
            if assignment.identifies { all += assignment.identification.map { Question(kind: .identity, command: $0) } }
            return all
        }
    }
}
