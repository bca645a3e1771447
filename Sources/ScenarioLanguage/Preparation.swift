import BenchFacts
import SourceText
import Verdicts

/// Compiles one scenario: reads every row once, counts instances, finds names and errors.
struct Preparation {
    let scenario: Scenario
    let context: CompilationContext
    var diagnostics: [Diagnostic] = []

    init(_ scenario: Scenario, _ context: CompilationContext) {
        self.scenario = scenario
        self.context = context
    }

    mutating func report(_ problem: Problem) {
        diagnostics.append(problem.diagnostic(in: context.files[0].source.path))
    }

    private var hasErrors: Bool { diagnostics.hasErrors }

    /// nil when the scenario has errors.
    mutating func prepare(_ steps: inout Int) -> CompiledScenario? {
        checkHead()
        do throws(Problem) {
            let rows = try rows()
            return try instances(of: PlanTemplate(scenario, context, rows), rows, &steps)
        } catch {
            report(error)
            return nil
        }
    }

    /// None of a table that the dialect's manual does not have.
    private func rows() throws(Problem) -> ResolvedRows {
        do throws(Problem) {
            return try ResolvedRows(scenario.rows, context)
        } catch {
            guard error.misfit != nil else { throw error }
            return .none
        }
    }

    private mutating func checkHead() {
        let isSelfTest = if case .mustEnd = scenario.outcome { true } else { false }
        if scenario.verifies.isEmpty, !isSelfTest, !scenario.isBroken {
            report(Problem("this scenario cites no requirement", at: scenario.name.range, fix: "add a line `verifies`"))
        }
        if case .mustEnd(_, _, let requirement?, _) = scenario.outcome, let place = scenario.outcomeRequirement {
            let evaluator = Evaluator(context: context)
            do throws(Problem) {
                _ = try evaluator.requirement(Text(parts: [.literal(Array(requirement.utf8))], range: place))
            } catch {
                if error.misfit == nil { report(error) }
            }
        }
    }

    /// A misspelt feature or stimulus would only make the scenario not apply. Features that are written out are compared with
    /// those of all dialects, by ``ScenarioFile/unknownDialects(among:)``; stimuli are named by rigs as they like.
    private mutating func checkNeeds(_ needs: [Need]) {
        // With a problem in one of them, those after it would stand at other places.
        guard !hasErrors else { return }
        for (written, need) in zip(scenario.needs, needs) {
            switch (written, need) {
            case (.feature(let text), .feature(let name)):
                guard text.literal == nil else { continue }
                let known = context.dialect.features + DialectFilter.commonFeatures
                checkNeed("feature", name, at: text.range, among: known)
            case (.stimulus(let text), .stimulus(let name)):
                checkNeed("stimulus", name, at: text.range, among: Self.commonStimuli)
            default: continue
            }
        }
    }

    private mutating func checkNeed(_ kind: String, _ name: String, at range: SourceRange, among known: [String]) {
        guard !known.contains(name), let near = NearestName.find(name, among: known) else { return }
        let message = "no \(kind) is called `\(name)`; the scenario will not apply"
        report(Problem(message, at: range, fix: "did you mean `\(near)`?").asWarning)
    }

    /// What benches are commonly able to do; a bench may have others.
    private static let commonStimuli = Stimulus.allCases.map(\.rawValue)

    /// What the instances of a scenario come to together.
    private struct Tally {
        var requirements = OrderedNames()
        var tags = OrderedNames()
        var needs: [Need] = []
        var names: [String] = []
        var instances: [CompiledScenario.RowInstances] = []
        var total = 0

        mutating func add(_ plan: Plan, _ cuts: CutCounter) {
            plan.requirements.forEach { requirements.insert($0) }
            plan.tags.forEach { tags.insert($0) }
            for need in plan.needs where !needs.contains(need) { needs.append(need) }
            names.append(plan.name)
            total += cuts.total
            instances.append(CompiledScenario.RowInstances(upTo: total, boundaries: cuts.boundaries))
        }
    }

    private mutating func instances(
        of uncompiled: PlanTemplate,
        _ rows: ResolvedRows,
        _ steps: inout Int
    ) throws(Problem) -> CompiledScenario? {
        var template = uncompiled
        var tally = Tally()
        var hasChecked = false
        if rows.count > 0 { diagnostics += template.fix() }
        for row in 0..<rows.count {
            let instance = template.read(row: row, cut: 0)
            diagnostics += instance.diagnostics
            check(instance, isFirst: !hasChecked)
            hasChecked = hasChecked || instance.plan.misfit == nil
            try spend(&steps, on: instance.plan, times: instance.cuts.total)
            tally.add(instance.plan, instance.cuts)
            guard tally.total <= ScenarioLimits.instances else {
                throw Problem("a scenario has at most \(ScenarioLimits.instances) instances", at: scenario.name.range)
            }
            if diagnostics.count > ScenarioLimits.problems { break }
        }
        let identities = hasErrors ? nil : identities(tally.names, rows)
        guard let identities, !hasErrors else { return nil }
        return CompiledScenario(
            listing: listing(template, tally),
            template: uncompiled,
            templates: context.templates,
            number: context.templates.keep(template),
            names: tally.names,
            ids: identities.ids,
            formerNames: identities.formerNames,
            instances: tally.instances.allSatisfy(\.boundaries.isEmpty) ? [] : tally.instances
        )
    }

    /// Takes what the instances of a row carry out from what those of the file may.
    private func spend(_ steps: inout Int, on plan: Plan, times: Int) throws(Problem) {
        let performed = plan.steps.performed + plan.postambles.performed
        guard performed <= ScenarioLimits.performedSteps else {
            let message = "a scenario carries out at most \(ScenarioLimits.performedSteps) steps, with all repetitions"
            throw Problem(message, at: scenario.name.range)
        }
        let (product, overflow) = (performed + 1).multipliedReportingOverflow(by: times)
        steps = overflow ? -1 : steps - product
        guard steps >= 0 else {
            let message =
                "the scenarios of a file carry out at most \(ScenarioLimits.fileSteps) steps, with all instances and repetitions"
            throw Problem(message, at: scenario.name.range, fix: "make fewer rows, or part the file")
        }
    }

    private func listing(_ template: PlanTemplate, _ tally: Tally) -> Listing {
        Listing(
            name: written(scenario.name),
            title: scenario.title.map(written) ?? written(scenario.name),
            id: scenario.id.map(written),
            revision: scenario.revision,
            location: template.location,
            dialects: scenario.dialects.text,
            requirements: tally.requirements.names,
            needs: tally.needs,
            tags: tally.tags.names,
            instances: tally.total
        )
    }

    private mutating func check(_ instance: PlanTemplate.Instance, isFirst: Bool) {
        let plan = instance.plan
        // It is not all there.
        guard plan.misfit == nil else { return }
        if isFirst {
            checkAssertions(plan)
            checkSignals(plan)
        }
        checkFacts(plan)
        checkOverlaps(plan)
        checkCommands(instance.unknownCommands)
        checkNeeds(plan.needs)
    }

    /// A scenario that checks nothing would pass whatever the device does.
    private mutating func checkAssertions(_ plan: Plan) {
        guard !scenario.isBroken, !hasErrors, !plan.steps.contains(where: \.asserts) else { return }
        report(
            Problem(
                "this scenario asserts nothing outside of its preambles",
                at: scenario.name.range,
                fix: "expect a line with `<`, or check what the bench has seen"
            )
        )
    }

    /// Not every line has signals: without the need, the device would be blamed for its line.
    private mutating func checkSignals(_ plan: Plan) {
        guard !plan.needs.contains(.lineSignals), (plan.steps + plan.postambles).containAnywhere(\.usesSignals) else { return }
        report(
            Problem("this scenario uses the line's signals", at: scenario.name.range, fix: "add `line-signals` to its `needs`")
        )
    }

    /// A line that builds on facts which the scenario does not state, whatever file it stands in.
    private mutating func checkFacts(_ plan: Plan) {
        guard !scenario.isBroken, !hasErrors else { return }
        for (message, fix, location) in MissingFacts(plan).problems {
            guard let file = context.files.first(where: { $0.source.path == location.path }) else { continue }
            let problem = Problem(message, at: file.lines[location.line - 1], fix: fix)
            diagnostics.append(problem.diagnostic(in: location.path))
        }
    }

    /// Lines that two statements mean, of which the reader may take the wrong one for theirs.
    private mutating func checkOverlaps(_ plan: Plan) {
        guard !scenario.isBroken, !hasErrors else { return }
        for overlap in Overlaps(plan).found {
            guard let range = place(of: overlap.expectation), let other = place(of: overlap.rule) else { continue }
            let problem = Problem(overlap.message, at: range, fix: overlap.fix)
            var diagnostic = problem.asWarning.diagnostic(in: overlap.expectation.path)
            diagnostic.related = Diagnostic.Related(message: "this is the other line", path: overlap.rule.path, range: other)
            diagnostics.append(diagnostic)
        }
    }

    /// A misspelt command would be found out by the device alone.
    private mutating func checkCommands(_ commands: [UnknownCommands.Unknown]) {
        guard !scenario.isBroken, !hasErrors else { return }
        for unknown in commands {
            guard let file = context.files.first(where: { $0.source.path == unknown.location.path }) else { continue }
            let line = file.lines[unknown.location.line - 1]
            let offset = file.source.text(line).uppercased().utf8Offset(of: unknown.name)
            let place = offset.map { SourceRange(start: line.start + $0, end: line.start + $0 + unknown.name.utf8.count) }
            let problem = Problem(
                "dialect \(context.dialect.name) has no `\(unknown.name)`",
                at: place ?? line,
                fix: NearestName.find(unknown.name, among: context.dialect.commands).map { "did you mean `\($0)`?" }
                    ?? "where that is the point, expect the refusal: `< ERROR` or `< #CME ERROR: …`"
            )
            diagnostics.append(problem.asWarning.diagnostic(in: unknown.location.path))
        }
    }

    private func place(of location: Location) -> SourceRange? {
        context.files.first { $0.source.path == location.path }?.lines[location.line - 1]
    }

    func written(_ text: Text) -> String { context.files[0].source.text(text.range) }
}

/// Names in order of appearance, each once.
private struct OrderedNames {
    private(set) var names: [String] = []
    private var known: Set<String> = []
    mutating func insert(_ name: String) {
        if known.insert(name).inserted { names.append(name) }
    }
}

extension Step.Action {
    /// It sets or looks at the line's signals, or sends a break.
    fileprivate var usesSignals: Bool {
        switch self {
        case .drive, .sendBreak, .lineShows: true
        default: false
        }
    }
}

extension Step {
    /// Whether the device or the bench is held to something here, outside of preambles.
    var asserts: Bool {
        switch action {
        case .expect, .silence, .stillness, .check, .observe, .lineShows: true
        case .unsolicited(let rule, _): rule != .allow
        case .block(.preamble, _, _): false
        case .end(let verdict, _): verdict == .fail
        default: blocks.contains { $0.contains(where: \.asserts) }
        }
    }
}

extension [Step] {
    /// How many steps are carried out at most, with all repetitions; counted no further than the limit needs.
    fileprivate var performed: Int {
        reduce(0) { sum, step in
            var longest = 0
            step.forEachBlock { longest = Swift.max(longest, $0.performed) }
            let inner = step.repetitions.multiplied(by: longest)
            return Swift.min(sum + 1 + inner, ScenarioLimits.performedSteps + 1)
        }
    }
}

extension Int {
    fileprivate func multiplied(by other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? ScenarioLimits.performedSteps : Swift.min(product, ScenarioLimits.performedSteps)
    }
}

extension String {
    /// At which byte the first `text` begins.
    fileprivate func utf8Offset(of text: String) -> Int? {
        ranges(of: text).first.map { utf8.distance(from: utf8.startIndex, to: $0.lowerBound) }
    }
}
