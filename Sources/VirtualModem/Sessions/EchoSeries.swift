import World

/// Echo requests to one host, one after the other (RFC 792).
struct EchoSeries: Hashable, Sendable {
    /// How many there are to be.
    let count: Int
    /// From one request to the next, unless an echo is still waited for.
    let interval: Interval
    /// So long an echo is waited for.
    let timeout: Interval
    /// What is to come back.
    let data: [UInt8]
    var destination: IPv4Address?
    var asked = 0
    /// The answer to the newest request is not here.
    var isWaiting = false
}

extension Session {
    mutating func begin(_ series: EchoSeries, to destination: IPv4Address) {
        var series = series
        series.destination = destination
        activity = .echoes(series)
        socket = .opened(by: id, .main)
        tell(.opened)
        askForEcho()
    }

    private mutating func askForEcho() {
        guard case .echoes(var series) = activity, let destination = series.destination, let socket else { return }
        series.asked += 1
        series.isWaiting = true
        activity = .echoes(series)
        request(.requestEcho(series.data, of: destination, on: socket))
        set(.echo, after: series.timeout)
    }

    /// An answer with other bytes is none.
    mutating func echoCame(_ bytes: [UInt8], after time: Interval) {
        guard case .echoes(var series) = activity, series.isWaiting, bytes == series.data else { return }
        series.isWaiting = false
        activity = .echoes(series)
        tell(.echo(series.asked - 1, after: time))
        if series.asked == series.count { end() } else { set(.echo, after: max(series.interval - time, .zero)) }
    }

    mutating func echoIsDue() {
        guard case .echoes(var series) = activity else { return }
        guard series.isWaiting else { return askForEcho() }
        series.isWaiting = false
        activity = .echoes(series)
        tell(.echo(series.asked - 1, after: nil))
        if series.asked == series.count { return end() }
        if series.interval > series.timeout { set(.echo, after: series.interval - series.timeout) } else { askForEcho() }
    }
}
