internal import Benches
internal import Captures
internal import Events
internal import Gates
internal import Platform
internal import Reports

/// What is to be made of a run.
struct ReportPlan {
    var outputs: [ReportOutput] = []
    var journal: String?
    /// Bytes of the journal that stay, of a run that goes on.
    var journalKept = 0
    var gate: Gate?
    /// The verdicts of an earlier run, and what of them this one could have.
    var baseline: (verdicts: VerdictTable, isGone: @Sendable (ScenarioIdentity) -> Bool)?
    /// Where packets go.
    var capture: String?
    /// After so many failures the run stops.
    var mostFailures: Int?
}

/// Everything that is made of a run's events while it goes on.
struct RunReports {
    private var console: ConsoleReport
    private var documents: [(report: any DocumentReport, file: FileSink)] = []
    private var journal: JournalFile?
    private var gate: Gate?
    private var verdicts = VerdictTable()
    private let baseline: (verdicts: VerdictTable, isGone: @Sendable (ScenarioIdentity) -> Bool)?
    private var capture: (file: CaptureFile, sink: FileSink)?
    private var exitCode = ExitCodeFold()
    private var summary = RunSummary()
    private var order = OutcomeOrder()
    private let mostFailures: Int?
    private var failures = 0
    /// The first report that could not be written.
    private(set) var problem: FileError?

    var ended: Int { summary.counts.values.reduce(0, +) }

    /// - Parameter console: Takes what people are shown.
    init(
        style: ConsoleReport.Style,
        _ plan: ReportPlan,
        console: @escaping ([UInt8]) -> Void = { Terminal.output($0) }
    ) throws(FileError) {
        gate = plan.gate
        baseline = plan.baseline
        mostFailures = plan.mostFailures
        self.console = ConsoleReport(style, sink: console)
        for output in plan.outputs {
            // Before the run, so that a wrong path is said at once.
            documents.append((output.format.makeReport(), try FileSink(replacing: output.path)))
        }
        if let path = plan.journal { journal = try JournalFile(path: path, keeping: plan.journalKept) }
        if let path = plan.capture { capture = (CaptureFile(), try FileSink(path: path, rights: .owner)) }
    }

    mutating func record(_ event: Event) {
        var outcome = Outcome(events: [event])
        if journal != nil { outcome.encode() }
        record(outcome)
    }

    /// Shows the outcome, and writes it when it is its scenario's turn. Its lines are then in the journal when this returns, so that a run
    /// that is killed loses no scenario that has ended.
    mutating func record(_ outcome: Outcome) {
        // What had been begun when it was enough is as if it had not been: the reports have the same bytes at any number of jobs.
        if hasFailedEnough, case .scenarioStarted? = outcome.events.first { return }
        let outcome = judged(outcome)
        if case .scenarioEnded(let result)? = outcome.events.last, result.isFailure { failures += 1 }
        show(outcome.events)
        write(order.take(outcome))
    }

    private mutating func write(_ outcomes: [Outcome]) {
        do throws(FileError) {
            let lines = outcomes.flatMap(\.journalled)
            if !lines.isEmpty { try journal?.append(lines, of: outcomes.compactMap(\.index)) }
        } catch {
            problem = problem ?? error
            journal = nil
        }
        for outcome in outcomes {
            document(outcome.events)
            recordCapture(outcome.events, outcome.wire)
        }
    }

    func isRefreshDue(elapsed: Int64) -> Bool { console.isRefreshDue(elapsed: elapsed) }

    mutating func refresh(elapsed: Int64, _ live: RunProgress?) {
        console.refresh(elapsed: elapsed, columns: Terminal.width, live)
    }

    /// Events of a scenario that has not ended: they are for the journal alone, until all of them are.
    mutating func record(running events: [Event], of index: Int) {
        do throws(FileError) {
            for event in events { try journal?.append(running: JournalEncoder().encode(event), of: index) }
        } catch {
            problem = problem ?? error
            journal = nil
        }
    }

    /// The run is to stop.
    var hasFailedEnough: Bool { mostFailures.map { failures >= $0 } ?? false }

    private mutating func recordCapture(_ events: [Event], _ wire: WireTrace) {
        guard capture != nil else { return }
        capture?.file.record(events, wire: wire)
        do throws(FileError) {
            if let bytes = capture?.file.take(), !bytes.isEmpty { try capture?.sink.write(bytes) }
        } catch {
            problem = problem ?? error
            capture = nil
        }
    }

    /// Takes an event that the journal holds already.
    mutating func replay(_ event: Event) {
        // What the device said of itself; the judgement of that time stays.
        _ = gate?.judge(event)
        show([event])
        document([event])
        // Its scenarios' packets were not kept.
        switch event {
        case .runStarted, .background: recordCapture([event], WireTrace())
        case .scenarioStarted, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note, .scenarioEnded,
            .runEnded:
            break
        }
    }

    /// For people, at once.
    private mutating func show(_ events: [Event]) {
        console.record(events)
        guard let end = events.last else { return }
        exitCode.record(end)
        if case .scenarioEnded(let result) = end { summary.count(result) }
    }

    /// For what is in the run's order.
    private mutating func document(_ events: [Event]) {
        guard !documents.isEmpty || baseline != nil else { return }
        for event in events { document(event) }
    }

    private mutating func document(_ event: Event) {
        for index in documents.indices {
            documents[index].report.record(event)
            let ready = documents[index].report.take()
            guard !ready.isEmpty else { continue }
            do throws(FileError) { try documents[index].file.write(ready) } catch { problem = problem ?? error }
        }
        if baseline != nil { verdicts.record(event) }
    }

    /// The outcome with what was known of its scenario in its end.
    private mutating func judged(_ outcome: Outcome) -> Outcome {
        guard var gate else { return outcome }
        let events = outcome.events.map { gate.judge($0) }
        self.gate = gate
        guard events != outcome.events else { return outcome }
        var judged = outcome
        judged.events = events
        guard !judged.journalled.isEmpty else { return judged }
        judged.encode()
        return judged
    }

    /// Ends the run, writes what is left to write, and says how it ended. - Returns: the exit code.
    mutating func finish(interrupted: Bool, elapsed: Int64) -> Int32 {
        summary.interrupted = interrupted
        write(order.takeRest())
        record(.runEnded(summary))
        do throws(FileError) { try journal?.close() } catch { problem = problem ?? error }
        do throws(FileError) { try capture?.sink.close() } catch { problem = problem ?? error }
        for (report, file) in documents {
            do throws(FileError) {
                try file.write(report.finish())
                try file.close()
            } catch {
                problem = problem ?? error
            }
        }
        documents = []
        exitCode.hasLostOutput = problem != nil
        console.finish(elapsed: elapsed, hasLostOutput: problem != nil)
        if let baseline {
            Terminal.output(BaselineReport(old: baseline.verdicts, new: verdicts, isGone: baseline.isGone).bytes)
        }
        if let problem { Terminal.complain(problem.message) }
        return exitCode.code.rawValue
    }
}
