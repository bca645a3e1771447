extension Rig.FurtherLine {
    /// Reads what stands behind the line's name: the address, and settings where it has some of its own.
    ///
    /// - Parameters:
    ///   - words: An address, then settings.
    ///   - written: The same as it stands: the command of a program runs to its end.
    /// - Returns: the line, and what is to be said of its settings, by the number of the word among those.
    public static func read(_ words: [String], written: String) throws(Rig.DeviceProblem) -> (
        Rig.FurtherLine, [Rig.LineSettings.Remark]
    ) {
        guard let first = words.first else {
            throw Rig.DeviceProblem(message: "this does not say where the line is", suggestion: "line b serial:/dev/ttyUSB1")
        }
        let isProgram = first.hasPrefix("exec:")
        let address = try Rig.DeviceAddress.parse(isProgram ? written : first) { "line b \($0) \($1)" }
        guard address != .virtual else {
            throw Rig.DeviceProblem(
                message: "the built-in modem has the lines that its dialect says",
                suggestion: "line b serial:/dev/ttyUSB1"
            )
        }
        guard !isProgram, words.count > 1 else { return (Rig.FurtherLine(address: address), []) }
        guard address.takesSettings else {
            throw Rig.DeviceProblem(message: address.withoutSettings, suggestion: "line b \(address)")
        }
        let (settings, remarks) = Rig.LineSettings.read(Array(words.dropFirst()))
        return (Rig.FurtherLine(address: address, settings: settings), remarks)
    }
}
