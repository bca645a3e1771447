/// A serial server that passes bytes as they are.
final class SocketLine: LiveSerialPort {
    init(world: LiveWorld, connected descriptor: Int32) { super.init(world: world, descriptor: descriptor, kind: .socket) }

    deinit { close() }
}
