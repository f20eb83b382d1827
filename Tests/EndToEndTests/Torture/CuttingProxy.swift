import Foundation
import Glibc

/// A wire between two nodes that breaks when it is told to: it passes bytes on in both directions,
/// and knows nothing of what they mean.
final class CuttingProxy: @unchecked Sendable {
    /// How a wire breaks.
    enum Fault: Sendable {
        /// After so many more bytes of one connection in one direction it is closed.
        case close(afterBytes: Int, isUp: Bool)
        /// The same, with a reset.
        case reset(afterBytes: Int, isUp: Bool)
        /// After so many more bytes nothing passes any more, in either direction, until
        /// the connection is given up by those who wait, or the time is over.
        case stall(afterBytes: Int, isUp: Bool, seconds: Double)
        /// What stands is cut at once, and the next attempts find a closed door.
        case refuse(attempts: Int)
    }

    let port: UInt16
    private let upstreamPort: UInt16
    private let listener: Int32
    private let lock = NSLock()
    private var fault: Fault?
    private var refusals = 0
    private var fired = 0
    private var passed = 0
    private var open: Set<Int32> = []
    private var isClosed = false

    /// A wire from a port of its own to a port of this machine.
    init(to upstreamPort: Int) throws {
        self.upstreamPort = UInt16(upstreamPort)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        _ = unsafe setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        let bound = unsafe Self.withAddress(0) { unsafe Glibc.bind(listener, $0, $1) }
        guard bound == 0, listen(listener, 64) == 0 else { throw Broken(code: errno) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(listener, $0, &length)
            }
        }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in accept() }
    }

    /// The system gave no socket.
    struct Broken: Error { var code: Int32 }

    /// Ends the wire for good.
    func close() {
        lock.lock()
        isClosed = true
        let all = open
        lock.unlock()
        for socket in all { shutdown(socket, Int32(SHUT_RDWR)) }
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
    }

    /// The next fault; it strikes once.
    func arm(_ fault: Fault) {
        lock.lock()
        if case .refuse(let attempts) = fault {
            refusals = attempts
            for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
        } else {
            self.fault = fault
        }
        lock.unlock()
    }

    /// Lets everything pass again.
    func mend() {
        lock.lock()
        fault = nil
        refusals = 0
        lock.unlock()
    }

    /// How many faults struck so far.
    var faults: Int {
        lock.lock()
        defer { lock.unlock() }
        return fired
    }

    /// How many bytes passed, in both directions.
    var bytes: Int {
        lock.lock()
        defer { lock.unlock() }
        return passed
    }

    private static func withAddress<Value>(
        _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            lock.lock()
            let isOver = isClosed
            let isRefused = refusals > 0
            if isRefused {
                refusals -= 1
                fired += 1
            }
            lock.unlock()
            guard client >= 0 else {
                if isOver { return }
                continue
            }
            let server = isRefused ? -1 : connect()
            guard server >= 0 else {
                Glibc.close(client)
                continue
            }
            let pair = Pair(client: client, server: server)
            lock.lock()
            open.formUnion([client, server])
            lock.unlock()
            for isUp in [true, false] {
                Thread.detachNewThread { [self] in pump(pair, isUp: isUp) }
            }
        }
    }

    private func connect() -> Int32 {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let done = unsafe Self.withAddress(upstreamPort) { unsafe Glibc.connect(server, $0, $1) }
        if done != 0 { Glibc.close(server) }
        return done == 0 ? server : -1
    }

    /// Both ends of one connection; closed when both directions are over.
    private final class Pair: @unchecked Sendable {
        let client: Int32
        let server: Int32
        var directions = 2
        var isStalled = false

        init(client: Int32, server: Int32) {
            self.client = client
            self.server = server
        }
    }

    private func pump(_ pair: Pair, isUp: Bool) {
        let (from, to) = isUp ? (pair.client, pair.server) : (pair.server, pair.client)
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(from, $0.baseAddress, $0.count, 0)
            }
            guard count > 0 else { break }
            let (allowed, strike) = take(count, isUp)
            while isStalled(pair) { usleep(20_000) }
            guard send(buffer.prefix(allowed), to) else { break }
            guard let strike else { continue }
            switch strike {
            case .close, .refuse: break
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                for socket in [from, to] {
                    _ = unsafe setsockopt(
                        socket, SOL_SOCKET, SO_LINGER, &linger,
                        socklen_t(MemoryLayout<linger>.size))
                }
            case .stall(_, _, let seconds): stall(pair, from, seconds)
            }
            break
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_RDWR))
        lock.lock()
        pair.directions -= 1
        let isOver = pair.directions == 0
        if isOver { open.subtract([pair.client, pair.server]) }
        lock.unlock()
        if isOver {
            Glibc.close(pair.client)
            Glibc.close(pair.server)
        }
    }

    /// How many of these bytes may pass, and the fault that strikes behind them.
    private func take(_ count: Int, _ isUp: Bool) -> (allowed: Int, strike: Fault?) {
        lock.lock()
        defer { lock.unlock() }
        passed += count
        guard let armed = fault else { return (count, nil) }
        let left: Int
        switch armed {
        case .close(let bytes, isUp), .reset(let bytes, isUp), .stall(let bytes, isUp, _):
            left = bytes - count
        default: return (count, nil)
        }
        guard left <= 0 else {
            switch armed {
            case .close: fault = .close(afterBytes: left, isUp: isUp)
            case .reset: fault = .reset(afterBytes: left, isUp: isUp)
            case .stall(_, _, let seconds):
                fault = .stall(afterBytes: left, isUp: isUp, seconds: seconds)
            case .refuse: break
            }
            return (count, nil)
        }
        fault = nil
        fired += 1
        return (count + left, armed)
    }

    private func isStalled(_ pair: Pair) -> Bool {
        lock.lock()
        defer { lock.unlock() }
        return pair.isStalled
    }

    /// POLLRDHUP of poll(2): the other side has closed its half.
    private static let hungUp: Int16 = 0x2000

    /// Nothing passes until one who waits hangs up, or the time is over.
    private func stall(_ pair: Pair, _ from: Int32, _ seconds: Double) {
        lock.lock()
        pair.isStalled = true
        lock.unlock()
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            var poll = pollfd(fd: from, events: Self.hungUp, revents: 0)
            if unsafe Glibc.poll(&poll, 1, 20) > 0 { break }
        }
        lock.lock()
        pair.isStalled = false
        lock.unlock()
    }

    private func send(_ bytes: ArraySlice<UInt8>, _ to: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
