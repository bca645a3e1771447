public import Events
internal import World

/// A pcapng capture of a run, network and serial line on one time line: a fold over the run's events and what the taps saw.
///
/// Every scenario has a clock of its own that begins at zero; in the capture, scenarios follow one another: each begins where the one before
/// it ended. The capture itself begins at 1970-01-01T00:00:00Z.
public struct CaptureFile {
    private enum Interface: UInt32 {
        case network = 0
        case serial = 1
    }

    private static let nanoseconds: UInt8 = 9

    private var output: [UInt8] = []
    private var sources = SourceComments()
    private var synthesiser = PacketSynthesiser()
    private var current: (identity: ScenarioIdentity, trace: SerialTrace)?
    /// Where the next scenario begins.
    private var offset = Interval.zero

    public init() {}

    /// The bytes made since the last call, to be written in order.
    public mutating func take() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// - Parameter wire: What the tap saw of the scenario that ends among these events.
    public mutating func record(_ events: [Event], wire: WireTrace = WireTrace()) {
        for event in events {
            switch event {
            case .runStarted(let description): begin(description)
            case .background(.file(let path, let text)): sources.add(path: path, text: text)
            case .scenarioStarted(let identity): current = (identity, SerialTrace(identity, sources))
            case .scenarioEnded(let result):
                current?.trace.record(event)
                if let (identity, trace) = current { append(identity, trace, wire, result.duration) }
                current = nil
            case .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note:
                current?.trace.record(event)
            case .runEnded: break
            }
        }
    }

    private mutating func begin(_ run: RunDescription) {
        let command = "\(run.command.joined(separator: " ")) (device: \(run.device))"
        Pcapng.appendSectionHeader([.comment(command), .application("attest \(run.version)")], to: &output)
        Pcapng.appendInterface(
            .ethernet,
            [.name("network"), .description("IP network around the device"), .resolution(Self.nanoseconds)],
            to: &output
        )
        Pcapng.appendInterface(
            .rtacSerial,
            [.name("serial"), .description("serial line; TX is host to device"), .resolution(Self.nanoseconds)],
            to: &output
        )
    }

    /// Merges both sides by time; of one moment, the serial line comes first.
    private mutating func append(_ identity: ScenarioIdentity, _ serial: SerialTrace, _ wire: WireTrace, _ duration: Int64) {
        synthesiser.beginWorld()
        var heading: [String] = ["scenario \(identity.name) (\(identity.dialect))"]
        var last = Interval(nanoseconds: duration)
        var pieces = serial.pieces[...]
        var cause = 0
        func write(
            _ capture: inout CaptureFile,
            _ interface: Interface,
            _ time: Interval,
            _ packet: [UInt8],
            _ comments: [String]
        ) {
            last = max(last, time)
            let time = (capture.offset + time).nanoseconds
            Pcapng.appendPacket(
                interface: interface.rawValue,
                time: time,
                packet,
                comments: heading + comments,
                to: &capture.output
            )
            heading = []
        }
        func writePieces(_ capture: inout CaptureFile, until limit: Interval?) {
            while let piece = pieces.first, limit.map({ piece.time <= $0 }) ?? true {
                let packet = SerialPacket.make(piece.kind, at: capture.offset + piece.time, piece.bytes)
                write(&capture, .serial, piece.time, packet, piece.comments)
                pieces.removeFirst()
            }
        }
        for entry in wire.entries {
            writePieces(&self, until: entry.time)
            while cause + 1 < serial.causes.count, serial.causes[cause + 1].time <= entry.time { cause += 1 }
            let comment = serial.causes[cause].comment
            for frame in synthesiser.frames(of: entry.event, at: offset + entry.time) {
                write(&self, .network, entry.time, frame, [comment])
            }
        }
        writePieces(&self, until: nil)
        if wire.isCut {
            let packet = SerialPacket.make(.captureCut, at: offset + last, [])
            write(&self, .serial, last, packet, ["the network side of this scenario was too much to keep"])
        }
        offset = offset + last
    }
}
