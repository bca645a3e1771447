/// A first-in first-out queue of bytes.
///
/// Appending and consuming cost amortised constant time per byte: the front is an index, and consumed storage is given
/// back only when it is at least half of the whole.
public struct ByteQueue: Sendable {
    @usableFromInline var storage: [UInt8]
    @usableFromInline var head = 0

    @inlinable public init() { storage = [] }
    @inlinable public init(_ bytes: [UInt8]) { storage = bytes }

    @inlinable public var count: Int { storage.count - head }
    @inlinable public var isEmpty: Bool { head == storage.count }
    @inlinable public var first: UInt8? { isEmpty ? nil : storage[head] }

    /// The byte `offset` places behind the front. The offset must be less than ``count``.
    @inlinable public subscript(offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < count, "offset beyond the end of the queue")
        return storage[head + offset]
    }

    /// What is queued, without consuming it.
    @inlinable public var bytes: ArraySlice<UInt8> { storage[head...] }

    @inlinable public mutating func append(_ byte: UInt8) { storage.append(byte) }
    @inlinable public mutating func append(contentsOf bytes: some Sequence<UInt8>) { storage.append(contentsOf: bytes) }

    @inlinable public mutating func popFirst() -> UInt8? {
        guard let byte = first else { return nil }
        removeFirst(1)
        return byte
    }

    /// Consumes and returns up to `limit` bytes.
    @inlinable public mutating func take(atMost limit: Int) -> [UInt8] {
        if head == 0, limit >= storage.count { return takeAll() }
        let taken = Array(storage[head..<(head + Swift.min(limit, count))])
        removeFirst(taken.count)
        return taken
    }

    /// Consumes and returns everything; free of copies when nothing has been consumed before.
    @inlinable public mutating func takeAll() -> [UInt8] {
        let all = head == 0 ? storage : Array(storage[head...])
        storage = []
        head = 0
        return all
    }

    /// Consumes `length` bytes, which must be there.
    @inlinable public mutating func removeFirst(_ length: Int) {
        precondition(length >= 0 && length <= count, "more consumed than queued")
        head += length
        if head == storage.count {
            storage.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 4096, head * 2 >= storage.count {
            storage.removeSubrange(0..<head)
            head = 0
        }
    }

    /// The offset of the first such byte at or after `start`; nil when there is none.
    @inlinable public func firstOffset(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start < count else { return nil }
        return storage[(head + start)...].firstIndex(of: byte).map { $0 - head }
    }
}

extension ByteQueue: Equatable {
    /// Queues are equal when the same bytes are queued, however much was consumed before.
    public static func == (left: ByteQueue, right: ByteQueue) -> Bool { left.bytes == right.bytes }
}
