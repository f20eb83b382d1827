/// Why a bundle is not written or not taken; the node is then as it was before.
public enum BundleRefusal: Error, Sendable, Equatable {
    case noFile(String)
    case exists(String)
    case cannotWrite(String)
    case notABundle(String)
    /// The file ends before it should: half a stick.
    case cut(String)
    case changed(String)
    /// It was made for another node.
    case forAnother(String, receiver: String, here: String)
    /// It comes from a node that is neither the upstream nor below this one.
    case fromStranger(String, sender: String)
    case notSignedBy(String, String)
    /// It is encrypted to a key that this node does not have (any more).
    case otherKey(String, receiver: String)
    case revoked(String)
    /// No node of this name is the upstream or below this one.
    case unknownReceiver(String)
    case malformed(String, what: String)
    /// The other side speaks a newer protocol.
    case upgradeFirst(theirs: Int, ours: Int)
}

extension BundleRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noFile(let path): "There is no file “\(path)”."
        case .exists(let path):
            "“\(path)” is there already. Give a new name, or remove it first."
        case .cannotWrite(let path):
            "“\(path)” cannot be written. Check the free space of the stick and whether it is "
                + "locked; nothing was left on it."
        case .notABundle(let path): "“\(path)” is no bundle. “shabaka bundle export” makes one."
        case .cut(let path):
            "“\(path)” is not whole: it was cut when it was copied. Copy it again from where it "
                + "was made."
        case .changed(let path):
            "“\(path)” was changed after it was made, or the stick is damaged. Copy it again; if "
                + "that does not help, have it made anew."
        case .forAnother(let path, let receiver, let here):
            "“\(path)” is for \(receiver), this is \(here). Nothing was taken: carry it to "
                + "\(receiver)."
        case .fromStranger(let path, let sender):
            "“\(path)” comes from \(sender), which is neither above nor directly below this "
                + "node. Nothing was taken."
        case .notSignedBy(let sender, let path):
            "“\(path)” says that it comes from \(sender), but is not signed with its key. Nothing "
                + "was taken; tell headquarters."
        case .otherKey(let path, let receiver):
            "“\(path)” is encrypted to another key of \(receiver) than the present one. Make a new "
                + "bundle for the other side and ask for a new one."
        case .revoked(let name):
            "\(name) was revoked: nothing is taken from it or given to it. Ask headquarters."
        case .unknownReceiver(let name):
            "\(name) is neither above nor directly below this node. See “shabaka node list”."
        case .malformed(let path, let what):
            "“\(path)” cannot be read: \(what) Have it made anew."
        case .upgradeFirst(let theirs, let ours):
            "The bundle speaks protocol \(theirs), this node \(ours). Upgrade this node first."
        }
    }
}
