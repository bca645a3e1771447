/// What can come due in the modem's connection with the Internet.
public enum BearerTimer: Hashable, Sendable, CaseIterable {
    /// The next attempt to call (REDIALDELAY).
    case redial
    /// A caller is called back (CALLBACKTIMER).
    case callBack
    /// Nothing has been sent or received (PHYTIMEOUT).
    case inactivity
    /// The network has not confirmed the end.
    case release
    /// The attachment to GPRS is too young for a context.
    case attachment
}
