internal import Verdicts

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
        public let origin: Origin
        /// Command lines by which it is made and undone: once one of them is sent again, it is not known any more.
        public let lines: [Template]
        /// The preamble for a device on which it stands already: the proof of that, and what its parameters must be.
        let remainder: Step
        /// Where those postambles are registered that undo it.
        let undoing: Set<Location>

        /// - Parameters:
        ///   - preamble: The block that makes it.
        ///   - proof: Shows that it still stands.
        ///   - postambles: They undo it.
        init(_ origin: Origin, by preamble: Step, proof: Step, undoneBy postambles: some Sequence<Step>) {
            self.origin = origin
            let made = preamble.blocks.flatMap(\.self)
            lines = (made + postambles).lines
            remainder = Step(
                location: preamble.location,
                action: .block(phase: .preamble, name: origin.preamble, [proof] + made.ensured)
            )
            undoing = Set(postambles.map(\.location))
        }
    }

    /// The plan for a device that the scenario before has left as the first preamble makes it.
    public var goingOn: Plan {
        guard let kept else { return self }
        var plan = withoutOpening
        plan.steps[0] = kept.remainder
        return plan
    }

    /// The postambles for a scenario that leaves what is kept to the next one.
    public var postamblesWhenKept: [Step] {
        guard let kept else { return postambles }
        return postambles.filter { !kept.undoing.contains($0.location) }
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
