import Foundation
import Glibc

/// A browser as far as a measurement needs one: one connection that is kept, one cookie.
final class PageClient {
    private let socket: Int32
    private(set) var cookie = ""
    private var left: [UInt8] = []

    /// What a page answered.
    struct Answer {
        var status = 0
        var location = ""
        var body: [UInt8] = []

        var text: String { String(decoding: body, as: UTF8.self) }

        /// The first value between two texts.
        func between(_ before: String, _ after: String) -> String {
            guard
                let start = PageClient.find(Array(before.utf8), in: body, from: 0).map({
                    $0 + before.utf8.count
                }), let end = PageClient.find(Array(after.utf8), in: body, from: start)
            else { return "" }
            return String(decoding: body[start..<end], as: UTF8.self)
        }
    }

    /// The node ended the connection, or says what is no HTTP.
    struct Broken: Error {}

    /// Connects to a node of this machine.
    init(port: UInt16) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        _ = unsafe setsockopt(
            socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let done = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard done == 0 else { throw Broken() }
    }

    deinit { close(socket) }

    func get(_ path: String) throws -> Answer { try ask("GET", path, nil) }

    func post(_ path: String, _ fields: [(String, String)]) throws -> Answer {
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }
            .joined(separator: "&")
        return try ask("POST", path, body)
    }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let hex = String(byte, radix: 16, uppercase: true)
            result += "%" + (byte < 16 ? "0" : "") + hex
        }
        return result
    }

    private func ask(_ method: String, _ path: String, _ body: String?) throws -> Answer {
        var request = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \(cookie)\r\n"
        if let body {
            request += "Content-Type: application/x-www-form-urlencoded\r\n"
            request += "Content-Length: \(body.utf8.count)\r\n"
        }
        try send(Array((request + "\r\n" + (body ?? "")).utf8))
        return try answer()
    }

    private func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, 0)
            }
            guard count > 0 else { throw Broken() }
            rest = rest.dropFirst(count)
        }
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe recv(socket, $0.baseAddress, $0.count, 0)
        }
        guard count > 0 else { throw Broken() }
        left += buffer[..<count]
    }

    private func answer() throws -> Answer {
        let end = Array("\r\n\r\n".utf8)
        var start = 0
        while true {
            if let found = Self.find(end, in: left, from: start) {
                start = found
                break
            }
            start = max(0, left.count - 3)
            try receive()
        }
        let head = String(decoding: left[..<start], as: UTF8.self)
        left.removeFirst(start + 4)
        var answer = Answer()
        var length = 0
        for (index, line) in head.split(separator: "\r\n").enumerated() {
            if index == 0 {
                answer.status =
                    line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
                continue
            }
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = parts[1].drop { $0 == " " }
            switch parts[0].lowercased() {
            case "content-length": length = Int(value) ?? 0
            case "location": answer.location = String(value)
            case "set-cookie": cookie = String(value.prefix { $0 != ";" })
            default: break
            }
        }
        while left.count < length { try receive() }
        answer.body = Array(left[..<length])
        left.removeFirst(length)
        return answer
    }

    /// Where some bytes stand. The clerks share the processor with the node, so they look fast.
    private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = wanted.first else { return start }
        return unsafe bytes.withUnsafeBytes { all -> Int? in
            guard let base = all.baseAddress else { return nil }
            var place = start
            while place + wanted.count <= all.count,
                let found = unsafe memchr(
                    base + place, Int32(first), all.count - wanted.count + 1 - place)
            {
                place = unsafe UnsafeRawPointer(found) - base
                if unsafe memcmp(base + place, wanted, wanted.count) == 0 { return place }
                place += 1
            }
            return nil
        }
    }
}
