internal import World

/// The host's own times, whatever the line.
struct HostClock {
    /// When to be called again if nothing else happens; nil: only when something happens.
    var wake: Instant?
    /// The worst lateness of the host's own timer since the current step became due.
    var lateness = Interval.zero
    /// The scenario itself has ordered a restart of the device, which may come until then.
    var restartAllowedUntil: Instant?

    /// Asks to be called at `time` at the latest.
    mutating func sleep(until time: Instant) { wake = min(wake ?? time, time) }
}
