extension Plan {
    /// What a preamble makes of the device and `kept while` leaves for a scenario that begins with the same.
    public struct Kept: Sendable {
        /// The same for all plans of a dialect and a bench in which the preamble makes the same.
        public struct Origin: Hashable, Sendable {
            public var preamble: String
            /// Of the file that defines it.
            var path: String
            var arguments: [Template]
        }
        public var origin: Origin
        /// Shows that it still stands.
        var proof: Step
        /// Where those postambles are registered that undo it.
        var postambles: Set<Location>
    }

    /// The plan for a device that the scenario before has left as the first preamble makes it. Of the preamble there is left the proof of that,
    /// and what its parameters must be.
    public var goingOn: Plan {
        guard let kept else { return self }
        var plan = withoutOpening
        guard case .block(let phase, kept.origin.preamble?, let steps)? = plan.steps.first?.action else { return self }
        plan.steps[0].action = .block(phase: phase, name: kept.origin.preamble, [kept.proof] + steps.ensured)
        return plan
    }

    /// The postambles for a scenario that leaves what is kept to the next one.
    public var postamblesWhenKept: [Step] {
        guard let kept else { return postambles }
        return postambles.filter { !kept.postambles.contains($0.location) }
    }

    /// Command lines by which what is kept is made and undone: once one of them is sent again, it is not known any more.
    public var linesOfKept: [Template] {
        guard let kept, case .block(_, kept.origin.preamble?, let steps)? = withoutOpening.steps.first?.action else { return [] }
        return (steps + postambles.filter { kept.postambles.contains($0.location) }).lines
    }
}

extension [Step] {
    /// The parameters that must have certain values, in order.
    fileprivate var ensured: [Step] {
        flatMap { step -> [Step] in
            switch step.action {
            case .when(.unknown, _, _): [step]
            case .block(_, _, let steps): steps.ensured
            default: []
            }
        }
    }

    /// What is sent, but for parameters that must have certain values.
    fileprivate var lines: [Template] {
        flatMap { step -> [Template] in
            switch step.action {
            case .sendLine(let line): [line]
            case .when(.unknown, _, _): []
            default: step.blocks.flatMap(\.lines)
            }
        }
    }
}
