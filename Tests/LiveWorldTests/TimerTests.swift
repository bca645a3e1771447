import Testing
import World

@testable import LiveWorld

@Suite struct TimerTests {
    @Test func timersFireByDueTimeAndThenInTheOrderTheyWereSet() throws {
        let world = try LiveWorld()
        let recorder = Recorder(world.makeHost(addresses: []))
        let host = recorder.host
        let late = host.setTimer(after: .milliseconds(8))
        let early = host.setTimer(after: .milliseconds(2))
        let cancelled = host.setTimer(after: .milliseconds(1))
        let now = host.setTimer(after: .zero)
        let past = host.setTimer(after: .seconds(-1))
        host.cancelTimer(cancelled)
        world.expect { recorder.events.count == 4 }
        #expect(recorder.events == [now, past, early, late].map(HostEvent.timer))
        #expect(host.now >= .start + .milliseconds(8))
    }

    @Test func aTimerCancelledByTheOneBeforeItDoesNotFire() throws {
        let world = try LiveWorld()
        let recorder = Recorder(world.makeHost(addresses: []))
        let host = recorder.host
        _ = host.setTimer(after: .zero)
        let victim = host.setTimer(after: .zero)
        let last = host.setTimer(after: .zero)
        recorder.reaction = { _ in host.cancelTimer(victim) }
        world.expect { recorder.events.last == .timer(last) }
        #expect(recorder.events.count == 2)
    }

    @Test func latenessIsMeasured() throws {
        let world = try LiveWorld()
        let recorder = Recorder(world.makeHost(addresses: []))
        _ = recorder.host.setTimer(after: .milliseconds(1))
        let release = world.now + .milliseconds(3)
        while world.now < release {}
        world.expect { recorder.events.count == 1 }
        #expect(world.worstLateness >= .milliseconds(2))
    }

    @Test func hugeIntervalsNeitherOverflowNorFire() throws {
        let world = try LiveWorld()
        let recorder = Recorder(world.makeHost(addresses: []))
        _ = recorder.host.setTimer(after: Interval(nanoseconds: .max))
        world.runOnce(deadline: world.now + .milliseconds(1))
        #expect(recorder.events.isEmpty)
    }

    @Test func heapKeepsOrderThroughManyCancellations() {
        var heap = TimerHeap()
        let target = CountingTarget()
        var generator = SystemRandomNumberGenerator()
        var expected: [(due: Int64, number: Int)] = []
        for number in 0..<2_000 {
            let due = Int64.random(in: 0..<50, using: &generator)
            heap.insert(.init(due: Instant(nanoseconds: due), number: number, target: target))
            if number % 3 == 0 { expected.append((due, number)) }
        }
        for number in 0..<2_000 where number % 3 != 0 { heap.cancel(number) }
        expected.sort { $0 < $1 }
        var popped: [Int] = []
        while let entry = heap.popDue(by: Instant(nanoseconds: 50)) { popped.append(entry.number) }
        #expect(popped == expected.map(\.number))
        #expect(heap.nextDue() == nil)
    }
}

private final class CountingTarget: TimerTarget {
    func timerDue(_ number: Int) {}
}
