public import Events

/// A fold over the events of a run: a report, a journal, an exit code.
public protocol EventRecorder {
    /// Takes the next event. Events of one scenario follow each other, from `scenarioStarted` to `scenarioEnded`.
    mutating func record(_ event: Event)
}
