extension FTPConnection {
    mutating func changeDirectory(_ path: FileTree.Path, _ server: FTPServer) {
        guard server.files.isDirectory(path) else { return link.say("550 No such directory") }
        directory = path
        link.say("250 In \(Self.quoted(path))")
    }

    mutating func retrieve(_ name: String, _ server: inout FTPServer) {
        guard !name.isEmpty, let content = server.files.file(FileTree.Path(name, in: directory)) else {
            return link.say("550 No such file")
        }
        // A restart in TYPE A would have to count converted bytes (RFC 3659 §5).
        guard restart == 0 || !isASCII else { return link.say("504 REST with TYPE I only") }
        guard restart <= content.count else { return link.say("554 The file is shorter") }
        guard hasDataPath else { return refuseWithoutData() }
        start(FTPTransfer(sending: content, from: restart, isASCII: isASCII), &server)
    }

    mutating func store(_ name: String, appends: Bool, _ server: inout FTPServer) {
        let path = FileTree.Path(name, in: directory)
        do throws(FileTree.Refusal) {
            try server.files.checkWriting(path)
        } catch {
            return link.say(Self.refusal(error))
        }
        guard restart == 0 || !isASCII else { return link.say("504 REST with TYPE I only") }
        let present = server.files.file(path) ?? []
        guard restart <= present.count else { return link.say("554 The file is shorter") }
        guard hasDataPath else { return refuseWithoutData() }
        let kept = appends ? present : Array(present.prefix(restart))
        start(FTPTransfer(receiving: path, after: kept), &server)
    }

    /// A listing goes out in lines of CR LF, whatever the type. Options of `ls`, which many clients send, are ignored.
    mutating func list(_ argument: String, _ server: inout FTPServer, form: (FileTree.Entry) -> String) {
        let name = argument.split(separator: " ").filter { !$0.hasPrefix("-") }.joined(separator: " ")
        let path = FileTree.Path(name, in: directory)
        guard server.files.contains(path) else { return link.say("550 No such file or directory") }
        guard hasDataPath, let entries = server.files.list(path) else { return refuseWithoutData() }
        let content = entries.flatMap { Array((form($0) + "\r\n").utf8) }
        start(FTPTransfer(sending: content, from: 0, isASCII: false), &server)
    }

    /// A line as `ls -l` writes it, which clients read; the date is made up, so that listings are the same every day.
    static func longForm(_ entry: FileTree.Entry) -> String {
        let write = entry.isWritable ? "w" : "-"
        let mode = entry.isDirectory ? "dr\(write)xr-xr-x" : "-r\(write)-r--r--"
        let size = String(entry.size)
        let padding = String(repeating: " ", count: max(0, 12 - size.count))
        return "\(mode)   1 attest   attest   \(padding)\(size) Jan  1  2000 \(entry.name)"
    }

    /// RFC 3659 §4: the number of bytes that a transfer in the present type would have.
    mutating func size(_ name: String, _ server: inout FTPServer) {
        guard !name.isEmpty, let length = server.files.length(of: FileTree.Path(name, in: directory), onNetwork: isASCII) else {
            return link.say("550 No such file")
        }
        link.say("213 \(length)")
    }

    mutating func change(_ command: CommandLine, _ files: inout FileTree) {
        guard !command.text.isEmpty else { return link.say("501 A name is missing") }
        let path = FileTree.Path(command.text, in: directory)
        do throws(FileTree.Refusal) {
            switch command.verb {
            case "DELE": try files.removeFile(path)
            case "RMD", "XRMD": try files.removeDirectory(path)
            default:
                try files.makeDirectory(path)
                return link.say("257 \(Self.quoted(path)) made")
            }
            link.say("250 Removed")
        } catch {
            link.say(Self.refusal(error))
        }
    }

    /// RFC 959 Appendix II: in quotes, quotes in it doubled.
    static func quoted(_ path: FileTree.Path) -> String {
        "\"" + path.description.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
