import Foundation
import Glibc

/// A disk of a few megabytes that a test can fill to the last block and empty again: a file system
/// in memory, mounted where the node's folder will be.
final class SmallDisk {
    let path: String
    private var ballast: String { path + "/ballast" }

    /// This machine does not let its user mount anything.
    struct NotPossible: Error, CustomStringConvertible {
        var reason: String
        var description: String {
            """
            FULL DISKS CANNOT BE MADE HERE: \(reason)
            They are file systems in memory, and mounting one takes the rights of root. Run \
            deploy/test.sh --long as root, or in a container that may mount (--cap-add SYS_ADMIN).
            """
        }
    }

    /// Mounts it on a folder that is made for it.
    init(at path: String, megabytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        let run = try RunningProgram(
            ["mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "shabaka-test", path],
            program: "/usr/bin/env"
        ).wait()
        guard run.exitCode == 0 else { throw NotPossible(reason: run.errors) }
    }

    deinit {
        unsafe umount2(path, Int32(MNT_DETACH))
    }

    /// Bytes that can still be written.
    var freeBytes: Int {
        var info = statvfs()
        guard unsafe statvfs(path, &info) == 0 else { return 0 }
        return Int(info.f_bavail) * Int(info.f_frsize)
    }

    /// Fills it but for so many bytes.
    func fill(leaving bytes: Int) throws {
        let file = unsafe open(ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw NotPossible(reason: "no ballast: \(errno)") }
        defer { close(file) }
        let wanted = freeBytes - bytes
        guard wanted > 0 else { return }
        let size = lseek(file, 0, Int32(SEEK_END))
        // Others write meanwhile: what cannot be had was taken by them.
        _ = posix_fallocate(file, size, wanted)
    }

    /// Gives the space back.
    func empty() {
        unsafe unlink(ballast)
    }
}
