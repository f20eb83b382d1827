import Glibc

/// The file behind a reader: read(2), lseek(2), and who closes it.
final class CSVSource: Sendable {
    private let descriptor: Int32
    private let path: String
    private let isOwner: Bool

    init(path: String) throws(CSVError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        self.descriptor = descriptor
        self.path = path
        isOwner = true
    }

    init(borrowing descriptor: Int32) {
        self.descriptor = descriptor
        path = "standard input"
        isOwner = false
    }

    deinit {
        if isOwner { close(descriptor) }
    }

    /// The size of a regular file.
    var size: Int? {
        var information = stat()
        guard unsafe fstat(descriptor, &information) == 0,
            information.st_mode & S_IFMT == S_IFREG
        else { return nil }
        return Int(information.st_size)
    }

    /// Appends what one read gives, and says how many bytes; 0 is the end of the file.
    func read(atMost count: Int, into buffer: inout [UInt8]) throws(CSVError) -> Int {
        let old = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: count))
        let descriptor = descriptor
        while true {
            let got = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress?.advanced(by: old), count)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                let reason = errno
                buffer.removeLast(count)
                throw .file(path: path, errno: reason)
            }
            buffer.removeLast(count - got)
            return got
        }
    }

    func seek(to offset: Int) throws(CSVError) {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
            throw .file(path: path, errno: errno)
        }
    }
}
