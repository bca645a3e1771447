internal import Benches
internal import LiveWorld
internal import Platform
internal import Reports
internal import VirtualModem

/// Who carries out the scenarios of a run.
enum Runner {
    case simulated(VirtualRun)
    case recorded(ReplayRun)
    case onDevices(DevicePool)

    /// Opens the devices. - Throws: ``BenchUnusable`` when one cannot be opened.
    static func onDevices(
        _ items: [WorkItem],
        _ settings: RunSettings,
        _ devices: [RigSetup],
        isolating: Bool
    ) throws(BenchUnusable) -> Runner {
        let facilities: LiveFacilities
        do { facilities = try LiveFacilities(stoppedBy: [.interrupt, .terminate]) } catch { throw BenchUnusable("\(error)") }
        return .onDevices(try DevicePool(items, settings, devices: devices, in: facilities, isolating: isolating))
    }

    /// What is there for scenarios; nil where no journal says it.
    var capabilities: Capabilities? {
        switch self {
        case .simulated: .simulated
        case .recorded: nil
        case .onDevices(let pool): pool.capabilities
        }
    }

    /// - Returns: whether it was interrupted.
    func run(_ items: [WorkItem], _ reports: SharedReports) async -> Bool {
        switch self {
        case .simulated(let run):
            await run.run(items) {
                reports.record($0)
                reports.refresh()
            } until: {
                reports.hasFailedEnough
            }
            return false
        case .recorded(let replay):
            for item in items where !reports.hasFailedEnough {
                reports.record(replay.outcome(of: item))
                reports.refresh()
            }
            return false
        case .onDevices(let pool): return run(pool, reports)
        }
    }

    private func run(_ pool: DevicePool, _ reports: SharedReports) -> Bool {
        if let forecast = pool.forecast { Terminal.error("\(forecast)\n") }
        pool.isOver = { reports.hasFailedEnough }
        pool.onStopping = {
            Terminal.complain("stopping: the device is being brought back", fix: "press Control-C again to stop at once")
        }
        return pool.run {
            reports.record(running: $1, of: $0)
        } deliver: {
            reports.record($0)
        } meanwhile: {
            reports.refresh { pool.progress }
        }
    }
}
