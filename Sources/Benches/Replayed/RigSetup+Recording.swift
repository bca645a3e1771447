public import Dialects
internal import Execution
internal import Rigs
public import World

extension RigSetup {
    /// Sets a device up as the rig says, as a run does before anything is tried; without such lines nothing is said to it.
    /// - Parameter ports: To its lines, by number.
    /// - Throws: ``BenchUnusable`` where it does not answer as it must.
    public func setUp(_ ports: [any SerialPort], _ dialect: Dialect, in loop: any EventLoop) throws(BenchUnusable) {
        guard !rig.setUp.isEmpty else { return }
        for (name, port) in zip(LineName.first(ports.count), ports) {
            let place = name.text.map { "on line \($0) " } ?? ""
            let line = ModemLine(port, in: loop)
            switch line.recover(assignment(for: dialect)) {
            case .ready: break
            case .refused(let command, let answer):
                throw BenchUnusable(
                    "\(place)the device does not answer \(command), which its rig sets up, with OK, but with \(answer)"
                )
            case .silent, .garbage, .confused:
                throw BenchUnusable("\(place)the device does not answer AT", suggestion: "attest rig check \(rig.path)")
            case nil: throw loop.isStopped ? .stopped : BenchUnusable("\(place)the line is gone: \(line.lossReason ?? "closed")")
            }
        }
    }
}
