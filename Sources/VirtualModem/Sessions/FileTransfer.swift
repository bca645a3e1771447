import InternetProtocols
import Octets

/// A file on its way in or out (001 ch. 4).
struct FileTransfer: Sendable {
    enum Phase: Hashable, Sendable {
        /// Up to the server's consent.
        case dialogue
        /// FTPGET: the file is on its way to the host.
        case receiving
        /// FTPPUT: the host's bytes are the file.
        case sending(DLEDecoder)
        /// The file is through; the server has the word on it.
        case verdict
    }

    let direction: VirtualModem.FileDirection
    var client: FTPClient
    var phase = Phase.dialogue

    /// As in ``MailRetrieval/isInDataMode``; FTPPUT's data mode ends with the host's own ETX.
    var isInDataMode: Bool {
        switch phase {
        case .dialogue: false
        case .receiving, .sending: true
        case .verdict: direction == .get
        }
    }

    /// The file is on its way, and an error is told after ETX.
    var isMoving: Bool {
        switch phase {
        case .receiving, .sending: true
        case .dialogue, .verdict: false
        }
    }

    /// The host takes its time; PHYTIMEOUT is the only limit.
    var awaitsHost: Bool {
        switch phase {
        case .sending: true
        case .dialogue, .receiving, .verdict: false
        }
    }
}
