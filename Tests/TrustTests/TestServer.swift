import Foundation
import Trust

/// A server of Python's own TLS and HTTP, so that the client does not meet only our code.
final class TestServer {
    private let process = Process()
    private let input = Pipe()

    /// Where it listens; nil for a local socket.
    let port: Int?

    var baseURL: String { "https://127.0.0.1:\(port ?? 0)" }

    /// Starts the server and waits until it listens.
    ///
    /// - Parameters:
    ///   - folder: holds `server.pem`, `server-key.pem` and `ca.pem`.
    ///   - options: `client` to demand a certificate of the authority, `old` for nothing newer
    ///     than TLS 1.2, `socket=PATH` for plain HTTP there, `plain` for plain HTTP.
    init(folder: TemporaryFolder, options: [String] = []) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, folder.path] + options
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = input
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        port = Int(line.prefix { $0.isNumber })
    }

    deinit {
        // The server ends with its input.
        _ = try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private static let script = #"""
        import http.server, os, socketserver, ssl, sys, threading, time
        folder, options = sys.argv[1], sys.argv[2:]
        local = [o[7:] for o in options if o.startswith("socket=")]
        connections = 0

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                global connections
                connections += 1
                self.number = connections
                if isinstance(self.request, ssl.SSLSocket):
                    self.request.do_handshake()
                super().setup()

            def log_message(self, *arguments):
                pass

            def answer(self, body, status=200, headers=()):
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def chunk(self, body):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
                self.wfile.flush()

            def start_chunks(self, status=200):
                self.send_response(status)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()

            def do_GET(self):
                if self.path == "/connection":
                    self.answer(b"%d" % self.number)
                elif self.path == "/v1/ca":
                    self.answer(open(folder + "/ca.pem", "rb").read())
                elif self.path == "/client":
                    names = self.request.getpeercert()["subjectAltName"]
                    self.answer(" ".join(v for k, v in names if k == "URI").encode())
                elif self.path == "/redirect":
                    self.answer(b"", 302, [("Location", "/connection")])
                elif self.path == "/long":
                    self.answer(b"x" * 200_000)
                elif self.path == "/long-chunks":
                    self.start_chunks()
                    for _ in range(200):
                        self.chunk(b"x" * 1000)
                    self.chunk(b"")
                elif self.path == "/silent":
                    self.rfile.read(1)
                elif self.path == "/broken":
                    self.request.close()
                    self.close_connection = True
                else:
                    self.answer(b"not found", 404)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/echo":
                    self.answer(body)
                elif self.path == "/headers":
                    names = ["Content-Type", "X-Test", "Expect"]
                    self.answer("|".join(str(self.headers[n]) for n in names).encode())
                elif self.path == "/lines":
                    self.start_chunks(202)
                    for line in body.split():
                        self.chunk(line + b"\n")
                    self.chunk(b"")
                elif self.path == "/slow":
                    self.start_chunks()
                    for _ in range(6):
                        self.chunk(b"x" * 1000)
                        time.sleep(0.5)
                    self.chunk(b"")
                elif self.path == "/endless":
                    self.start_chunks()
                    while True:
                        self.chunk(b"more")
                else:
                    self.answer(b"not found", 404)

        class TCP(socketserver.ThreadingMixIn, socketserver.TCPServer):
            daemon_threads = True

        class Local(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
            daemon_threads = True

        server = Local(local[0], Handler) if local else TCP(("127.0.0.1", 0), Handler)
        if not local and "plain" not in options:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(folder + "/server.pem", folder + "/server-key.pem")
            if "old" in options:
                context.maximum_version = ssl.TLSVersion.TLSv1_2
            else:
                context.minimum_version = ssl.TLSVersion.TLSv1_3
            if "client" in options:
                context.verify_mode = ssl.CERT_REQUIRED
                context.load_verify_locations(folder + "/ca.pem")
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False)
        os.write(1, b"local" if local else b"%d\n" % server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        os._exit(0)
        """#
}
