/// A report that is a document: complete when the run is.
public protocol DocumentReport: EventRecorder {
    /// What is ready of the document since the last time, to be written before anything that comes later.
    mutating func take() -> [UInt8]
    /// The rest of the document, in UTF-8. The run may have ended early; what came counts.
    consuming func finish() -> [UInt8]
}

extension DocumentReport {
    /// Most documents begin with totals: all of them comes at the end.
    public mutating func take() -> [UInt8] { [] }
}
