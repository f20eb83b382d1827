import Sync

extension WorkerThreads {
    /// Those that answer pages. More than there are cores: some wait for the disk, and a long search
    /// must not keep short pages waiting.
    static let pages = WorkerThreads(8)
    /// One: a morning's fifty sign-ins must not keep those who work from their pages.
    static let passwords = WorkerThreads(1)
    /// Those for what takes long and nobody waits for: rounds, commands, imports, scans.
    static let background = WorkerThreads(16)
}
