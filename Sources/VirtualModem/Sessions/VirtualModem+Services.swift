import ATCommands
import Dialects
import InternetProtocols
import Octets
import World

/// The services that a command starts.
enum ServiceKind: Hashable, Sendable {
    case opening, listening
    case mailSending(VirtualModem.MailSource)
    case mailRetrieval
    case fileTransfer(VirtualModem.FileDirection)
}

/// What a service needs before it can run.
struct ServicePlan: Sendable {
    /// A name or an address; nil for a service that listens.
    var server: String?
    var service: Service
}

extension VirtualModem {
    /// One service at a time, and only while connected.
    mutating func startService(_ kind: ServiceKind) -> CommandOutcome {
        guard service == nil else { return .failed(.busyApplication) }
        guard let link = bearer.link else { return .failed(.notConnected) }
        let start: ServicePlan
        do throws(Dialect.Condition) { start = try plan(of: kind) } catch { return .failed(error) }
        service = start.service
        hasDroppedEscape = false
        if let server = start.server {
            resolve(server, link)
        } else {
            let socket = newSocket()
            service?.socket = socket
            request(.listen(socket, at: Endpoint(link.local, start.service.port)))
        }
        return .answered
    }

    private func plan(of kind: ServiceKind) throws(Dialect.Condition) -> ServicePlan {
        switch kind {
        case .opening: try opening()
        case .listening: try listening()
        case .mailSending(let source): try mailSending(source)
        case .mailRetrieval: try mailRetrieval()
        case .fileTransfer(let direction): try fileTransfer(direction)
        }
    }

    /// Ends the running service with an error: the marker that ends data mode, then the code.
    mutating func endService(_ condition: Dialect.Condition, resetting: Bool = true) {
        guard let service else { return }
        if !defects.contains(.dropsETX) { transmit(service.endMarker) }
        if resetting {
            if let socket = service.socket { request(service.isListening ? .closeListener(socket) : .reset(socket)) }
            if let socket = service.dataSocket { request(.reset(socket)) }
        }
        endProcess()
        fail(condition)
    }

    /// Nothing runs any more. What is to be said has been said, or follows.
    mutating func endProcess() {
        service = nil
        endResolution()
        cancel(.server)
        cancel(.serial)
    }

    /// Ends data mode as the manual has it for a success: ETX, perhaps a message, OK.
    ///
    /// - Parameter isPeers: The other side has ended it, so that ETX is no echo.
    mutating func endData(withETX: Bool, _ message: Dialect.FormName?, isPeers: Bool = true) {
        endProcess()
        let message = isPeers || !habits.contains(.closesWithOKAlone) ? message : nil
        let marker =
            withETX && (isPeers || !habits.contains(.echoesNoEnd)) && !defects.contains(.dropsETX) ? [ControlCharacter.etx] : []
        if defects.contains(.okBeforeETX) {
            confirm()
            transmit(marker)
            if let message { respond(message) }
        } else {
            transmit(marker)
            if let message, isPeers, message == .socketClosed, habits.contains(.saysNoOKAfterThePeer) {
                respond(message)
            } else if let message {
                confirm(after: message)
            } else {
                confirm()
            }
        }
    }
}
