/// What a defect makes of a request to the network; the reference device's own goes through as it is.
extension VirtualModem {
    func filtered(_ request: NetworkRequest) -> NetworkRequest {
        guard defects.contains(.keepsMail), case .send(let bytes, let socket) = request, bytes == Array("DELE 1\r\n".utf8) else {
            return request
        }
        return .send(Array("NOOP\r\n".utf8), on: socket)
    }
}
