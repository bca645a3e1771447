import BenchFacts

/// The connections that clients have made with a server, for what a scenario does to the newest.
struct Visits {
    /// The number of the one that was made last.
    var newest: Int?

    /// Why a move comes to nothing: there is no session that it could be about.
    var nobody: ObservationState {
        guard newest != nil else { return .impossible("nobody has connected with the server") }
        return .ended("the device's session with the server is over")
    }

    static let noTransfer = "nothing is being transferred: what was to happen meanwhile comes too late, or too early"
}
