import Foundation
import LiveWorld
import Testing
import World

@Suite struct LoopTests {
    @Test func anotherThreadStopsTheLoop() throws {
        let world = try LiveWorld()
        let stopSwitch = world.stopSwitch
        Thread.detachNewThread { stopSwitch.stop() }
        #expect(!world.run(deadline: world.now + .seconds(60)) { false })
        #expect(world.isStopped && world.stoppingSignal == nil)
        #expect(!world.run { false })
    }

    @Test func theDeadlineEndsTheLoop() throws {
        let world = try LiveWorld()
        let deadline = world.now + .milliseconds(3)
        #expect(!world.run(deadline: deadline) { false })
        #expect(world.now >= deadline && !world.isStopped)
        #expect(world.run(deadline: deadline) { true })
    }

    /// In processes of their own, since signals and limits are the process's.
    @Test func theFirstSignalStopsTheLoopAndTheSecondTheProcess() async {
        await #expect(processExitsWith: .success) {
            let world = try LiveWorld()
            try world.stop(onSignals: [.interrupt, .terminate])
            raise(SIGTERM)
            let isMet = world.run(deadline: world.now + .seconds(60)) { false }
            exit(!isMet && world.stoppingSignal == SIGTERM ? 0 : 1)
        }
        await #expect(processExitsWith: .signal(SIGTERM)) {
            let world = try LiveWorld()
            try world.stop(onSignals: [.interrupt, .terminate])
            raise(SIGINT)
            world.run(deadline: world.now + .seconds(60)) { false }
            raise(SIGTERM)
        }
    }

    @Test func runningOutOfDescriptorsNeitherSpinsNorLosesConnections() async {
        await #expect(processExitsWith: .success) {
            let world = try LiveWorld()
            let recorder = Recorder(world.makeHost(addresses: [.loopback]))
            let listener = try recorder.host.listen(at: Endpoint(.loopback, 0))
            guard let endpoint = recorder.host.endpoint(of: listener) else { exit(1) }
            let streams = (0..<20).map { _ in recorder.host.connect(to: endpoint, from: nil) }
            // No descriptor is left for the accepting side.
            var limit = rlimit(rlim_cur: 0, rlim_max: 200)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            var rounds = 0
            world.run(deadline: world.now + .milliseconds(120)) {
                rounds += 1
                return false
            }
            guard recorder.accepted() == nil, rounds < 40 else { exit(2) }
            let failed = recorder.host.connect(to: endpoint, from: nil)
            world.run(deadline: world.now + .seconds(60)) { recorder.events.contains(.failed(failed, .unreachable)) }
            guard recorder.events.contains(.failed(failed, .unreachable)) else { exit(3) }
            limit.rlim_cur = 200
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            exit(world.run(deadline: world.now + .seconds(60)) { recorder.accepted(streams.count - 1) != nil } ? 0 : 4)
        }
    }
}
