/// The exchange by files with the node above and those below, as far as the pages know of it.
public struct BundleWork: Sendable {
    /// Makes what a node lacks, signed by this one and encrypted to that one.
    public var make: @Sendable (_ receiver: String) throws -> [UInt8]
    /// Takes a file that another node made for this one.
    public var take: @Sendable (_ bytes: [UInt8]) throws -> Taken

    public init(
        make: @escaping @Sendable (_ receiver: String) throws -> [UInt8],
        take: @escaping @Sendable (_ bytes: [UInt8]) throws -> Taken
    ) {
        self.make = make
        self.take = take
    }

    /// What became of a file that was taken.
    public struct Taken: Sendable {
        /// The node that made it.
        public var sender: String
        public var fate: Fate
        /// Changes that were new here, and records whose state came along.
        public var changes: Int
        public var records: Int

        public init(sender: String, fate: Fate, changes: Int, records: Int) {
            self.sender = sender
            self.fate = fate
            self.changes = changes
            self.records = records
        }
    }

    /// Why a file is not made or not taken; the node is then as it was before.
    public enum Refusal: Error, Sendable {
        /// Another one is being made or taken.
        case busy
        /// It was changed after it was made, or the stick is damaged.
        case changed
        /// It ends before it should: half a stick.
        case cut
        case forAnother(receiver: String)
        /// It comes from a node that is neither the upstream nor below this one.
        case fromStranger(sender: String)
        /// It is encrypted to a key that this node does not have (any more).
        case otherKey(receiver: String)
        case revoked(String)
        /// No page carries it.
        case tooLarge(receiver: String)
        /// It is no such file, or cannot be read.
        case unreadable
        case unsigned(sender: String)
        case upgradeFirst
    }

    /// How it ended.
    public enum Fate: Sendable {
        case taken
        /// It was taken before, or a later one was.
        case old
        /// Something before it is missing: a file for its sender brings the rest with its answer.
        case incomplete
        /// Two machines write under one name.
        case forked
    }
}
