/// Which options hold on one side of a Telnet connection. No request is answered twice, so that two ends never loop (RFC 1143).
struct TelnetOptions {
    /// What may be switched on when the other end asks for it.
    let acceptable: Set<Telnet.Option>
    private(set) var asked: Set<Telnet.Option> = []
    private(set) var on: Set<Telnet.Option> = []

    init(acceptable: Set<Telnet.Option>) { self.acceptable = acceptable }

    mutating func ask(for option: Telnet.Option) { asked.insert(option) }

    /// The other end agrees to an option or asks for it. - Returns: what to answer; nil for nothing.
    mutating func agree(to option: Telnet.Option) -> Bool? {
        guard acceptable.contains(option) else { return false }
        let wasAsked = asked.remove(option) != nil
        return on.insert(option).inserted && !wasAsked ? true : nil
    }

    /// The other end refuses an option or ends it. - Returns: what to answer; nil for nothing.
    mutating func refuse(_ option: Telnet.Option) -> Bool? {
        asked.remove(option)
        return on.remove(option) == nil ? nil : false
    }
}
