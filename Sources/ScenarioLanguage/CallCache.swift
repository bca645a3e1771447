import Synchronization

/// What the preambles, postambles and steps of a name come to, for the scenarios of a file that use them with the same arguments.
final class CallCache: Sendable {
    /// What the body of one depends on, beside the dialect and the bench.
    struct Key: Hashable {
        var file: Int
        /// Its place among the file's procedures.
        var procedure: Int
        var arguments: [Argument]
        var captured: Set<String>
        /// In a block that may be left out or repeated.
        var isConditional: Bool
    }

    enum Argument: Hashable {
        case text(String)
        /// A column's cell, which may be read as a word of a phrase too.
        case word(String)
    }

    /// What the body adds to what is being read.
    struct Made: Sendable {
        var steps: [Step] = []
        var gathered = Gathered()
        var proof: Step?
        var captured: Set<String> = []
        /// How many statements have been read for it.
        var statements = 0
    }

    /// More than a file's scenarios commonly need.
    private static let capacity = 500

    private let known = Mutex<[Key: Made]>([:])

    subscript(key: Key) -> Made? { known.withLock { $0[key] } }

    func keep(_ made: Made, as key: Key) {
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[key] = made
        }
    }
}

extension CallCache.Argument {
    /// nil: what it comes to cannot be told by a name.
    init?(_ binding: Evaluator.Binding) {
        switch binding {
        case .text(let template):
            guard let literal = template.literal else { return nil }
            self = .text(literal)
        case .cell(let cell):
            guard cell.tokens.count == 1, cell.items == nil, cell.problem == nil, cell.tokens[0].kind == .word else { return nil }
            let word = cell.tokens[0].word
            guard !word.isEmpty, cell.text.literal == word else { return nil }
            self = .word(word)
        }
    }
}

extension Evaluator {
    /// The steps of a procedure's body, whose parameters are in scope; the same for all that use it alike.
    func body(of procedure: Procedure, at place: (file: Int, procedure: Int)) -> [Step] {
        // What stands in another one is part of what that comes to.
        guard calls.count == 1, !isSyntaxCheck, let key = key(place) else { return read(procedure) }
        if let known = context.calls[key], known.statements < remainingSteps {
            add(known)
            return known.steps
        }
        let outer = gathered
        gathered = Gathered()
        let before = (problems: diagnostics.count, cuts: cuts.boundaries.count, statements: remainingSteps)
        let steps = read(procedure)
        let made = CallCache.Made(
            steps: steps,
            gathered: gathered,
            proof: procedure.kind == .preamble ? proof : nil,
            captured: captured,
            statements: before.statements - remainingSteps
        )
        gathered = outer
        let isWhole = diagnostics.count == before.problems && misfit == nil && remainingSteps > 0
        if isWhole, cuts.boundaries.count == before.cuts { context.calls.keep(made, as: key) }
        remainingSteps = before.statements
        add(made)
        return steps
    }

    private func read(_ procedure: Procedure) -> [Step] {
        for block in procedure.network { appendFacts(block) }
        return steps(procedure.body)
    }

    private func add(_ made: CallCache.Made) {
        gathered += made.gathered
        proof = made.proof ?? proof
        captured = made.captured
        remainingSteps -= made.statements
    }

    private func key(_ place: (file: Int, procedure: Int)) -> CallCache.Key? {
        var arguments: [CallCache.Argument] = []
        for entry in scope {
            guard let argument = CallCache.Argument(entry.binding) else { return nil }
            arguments.append(argument)
        }
        return CallCache.Key(
            file: place.file,
            procedure: place.procedure,
            arguments: arguments,
            captured: captured,
            isConditional: conditionalDepth > 0
        )
    }
}
