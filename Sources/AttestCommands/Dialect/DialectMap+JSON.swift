internal import Dialects
internal import Events

extension DialectMap {
    /// One object; a line for each command.
    var json: [UInt8] {
        var json = JSONWriter(appendingTo: [])
        json.beginObject()
        json.member("old", old)
        json.member("new", new)
        json.key("commands")
        json.beginArray()
        for row in rows { json.append(row) }
        json.endLine()
        json.endArray()
        json.endObject()
        json.endLine()
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ row: DialectMap.Row) {
        breakLine()
        beginObject()
        member("command", "AT\(row.command)")
        member("kind", row.kind.rawValue)
        member("state", row.state.rawValue)
        key("successors")
        beginArray()
        for line in row.lines {
            beginObject()
            member("line", "AT\(line.text)")
            member("when", line.note)
            endObject()
        }
        endArray()
        key("changes")
        beginArray()
        for change in row.changes { value(change) }
        endArray()
        member("clause", row.clause)
        endObject()
    }
}
