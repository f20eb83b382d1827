import Foundation
import Glibc

/// A served node that loses its process, or its whole machine, while people work at it.
final class MistreatedNode: @unchecked Sendable {
    let node: TestNode
    /// The areas of the federation that it holds.
    let areas: Set<String>
    private(set) var disk: SmallDisk?
    private(set) var lossy: LossyDisk?
    private let lock = NSLock()
    private var commands: Set<Int32> = []

    init(_ node: TestNode, areas: Set<String>, disk: SmallDisk? = nil, lossy: LossyDisk? = nil) {
        self.node = node
        self.areas = areas
        self.disk = disk
        self.lossy = lossy
    }

    var name: String { node.name }

    /// Runs a command as somebody at this node does; it ends badly when its machine does.
    func command(_ arguments: [String], input: String = "") throws -> Program.Run {
        lock.lock()
        let program: RunningProgram
        do {
            program = try RunningProgram(
                arguments + ["--data", node.data, "--json"], input: input,
                environment: node.environment)
        } catch {
            lock.unlock()
            throw error
        }
        commands.insert(program.processID)
        lock.unlock()
        let run = program.wait()
        lock.lock()
        commands.remove(program.processID)
        lock.unlock()
        return run
    }

    /// The daemon alone is killed; commands that it was answering break off.
    func loseProcess() { node.stop(SIGKILL) }

    /// The whole machine goes: daemon and commands; `meanwhile` looks at what is left before
    /// anybody may work again.
    func losePower(_ meanwhile: () throws -> Void) throws {
        lock.lock()
        defer { lock.unlock() }
        for command in commands { kill(command, SIGKILL) }
        node.stop(SIGKILL)
        for command in commands {
            try waitUntil("a command is dead") { Self.isDead(command) }
        }
        try meanwhile()
    }

    /// Kills one of the commands that run now; false when none does.
    func killCommand() -> Bool {
        lock.lock()
        defer { lock.unlock() }
        guard let command = commands.first else { return false }
        kill(command, SIGKILL)
        return true
    }

    private static func isDead(_ process: Int32) -> Bool {
        // Dead and not yet buried counts as dead: it holds no file any more.
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        else { return true }
        return text[(text.lastIndex(of: ")") ?? text.startIndex)...].hasPrefix(") Z")
    }

    /// Starts it again, if it does not run. A command that works on the folder is waited for.
    func start() throws {
        guard !node.isServed else { return }
        node.stop(SIGKILL)
        try node.serve()
    }

    /// What stands in a copy of its files, as they are: the node itself finds them untouched.
    func contentsOfCopy<Value>(_ read: (_ database: String) throws -> Value) throws -> Value {
        let folder = node.data + ".copy"
        let manager = FileManager.default
        try? manager.removeItem(atPath: folder)
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? manager.removeItem(atPath: folder) }
        for file in ["registry.sqlite", "registry.sqlite-wal"]
        where manager.fileExists(atPath: node.data + "/" + file) {
            try manager.copyItem(atPath: node.data + "/" + file, toPath: folder + "/" + file)
        }
        return try read(folder + "/registry.sqlite")
    }
}
