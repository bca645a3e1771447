import World

/// Echo requests to one host, one after the other (RFC 792).
struct EchoSeries: Hashable, Sendable {
    /// How many there are to be.
    let count: Int
    /// So long an echo is waited for, and from one request to the next.
    let interval: Interval
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
        askForEcho()
    }

    private mutating func askForEcho() {
        guard case .echoes(var series) = activity, let destination = series.destination, let socket else { return }
        series.asked += 1
        series.isWaiting = true
        activity = .echoes(series)
        request(.requestEcho(series.data, of: destination, on: socket))
        set(.echo, after: series.interval)
    }

    /// An answer with other bytes is none.
    mutating func echoCame(_ bytes: [UInt8], after time: Interval) {
        guard case .echoes(var series) = activity, series.isWaiting, bytes == series.data else { return }
        series.isWaiting = false
        activity = .echoes(series)
        tell(.echo(after: time))
        if series.asked == series.count { end() }
    }

    mutating func echoIsDue() {
        guard case .echoes(let series) = activity else { return }
        if series.isWaiting { tell(.echo(after: nil)) }
        if series.asked == series.count { end() } else { askForEcho() }
    }
}
