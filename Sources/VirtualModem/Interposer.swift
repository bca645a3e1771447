/// Stands between a modem and its world: it sees what the modem is told and what it asks for, and may change either. Of the modem itself it
/// knows nothing.
public protocol Interposer: AnyObject {
    /// - Returns: What the modem is told instead; nil: nothing.
    func passed(_ input: VirtualModem.Input) -> VirtualModem.Input?
    /// - Returns: What the world is asked for instead of all that the modem has answered one input with.
    func passed(_ actions: [VirtualModem.Action]) -> [VirtualModem.Action]
}
