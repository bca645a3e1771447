/// A report that is a document: complete when the run is.
public protocol DocumentReport: EventRecorder {
    /// The document, in UTF-8. The run may have ended early; what came counts.
    consuming func finish() -> [UInt8]
}
