package import ScenarioLanguage

extension Plan {
    /// Of these extended commands, in capitals, one that a line of it sends, as far as it is known before it runs.
    package func sends(oneOf names: Set<String>) -> String? {
        var found: String?
        _ = (steps + postambles).containAnywhere { action in
            for template in action.commandLines {
                found = found ?? HostView.extendedCommands(of: template.bytes([:])).map(\.name).first(where: names.contains)
            }
            return found != nil
        }
        return found
    }
}
