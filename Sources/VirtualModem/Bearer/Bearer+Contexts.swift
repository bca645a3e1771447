import Dialects
import World

/// PDP contexts.
extension Bearer {
    mutating func activate(_ context: Context) -> [Output] {
        state = .activating
        let request = RadioRequest.activateContext(
            accessPoint: context.accessPoint,
            user: context.user,
            password: context.password
        )
        return [.radio(request)]
    }

    mutating func attached() -> [Output] {
        guard case .attaching(let context) = state else { return [] }
        return activate(context)
    }

    mutating func attachRefused() -> [Output] {
        guard case .attaching = state else { return [] }
        state = .offline
        return [.event(.failed(.notRegistered))]
    }

    mutating func contextActive(_ link: Link) -> [Output] {
        state == .activating ? goOnline(link) : []
    }

    mutating func activationFailed(_ condition: Dialect.Condition) -> [Output] {
        guard state == .activating else { return [] }
        state = .offline
        return [.event(.failed(condition))]
    }
}
