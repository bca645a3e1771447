/// Who is told what arrives on a control channel.
public protocol ControlChannelDelegate: AnyObject {
    /// A line without its line feed.
    func controlChannel(_ channel: any ControlChannel, received line: String)
    /// The other end is gone, or broke a limit.
    func controlChannelClosed(_ channel: any ControlChannel, reason: String)
}

/// One end of a channel of text lines between a runner and what stands behind the line to a device.
public protocol ControlChannel: AnyObject {
    var delegate: (any ControlChannelDelegate)? { get set }
    /// Sends one line; it holds no line feed.
    func send(line: String)
    /// Closes the channel; no event follows.
    func close()
}
