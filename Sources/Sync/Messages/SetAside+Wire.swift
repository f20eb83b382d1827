import ChangeLog
import Trust

extension SetAside {
    /// One digest over what is set aside, in whatever order it is told.
    static func digest(of list: [SetAside]) -> Digest {
        guard !list.isEmpty else { return .zero }
        var writer = WireWriter(capacity: 100 * list.count)
        for item in list.sorted(by: { $0.version < $1.version }) {
            writer.message(1) { item.write(to: &$0) }
        }
        return sha256(writer.bytes)
    }
}

extension RegistryView {
    /// What of a peer's subtree is set aside here or above; as much as one message should hold, the
    /// newest.
    func setAside(below peer: String) throws -> [SetAside] {
        let all = try setAside()
        guard !all.isEmpty else { return [] }
        let below = try subtree(of: peer)
        return Array(
            all.filter { below.contains($0.version.origin) }.suffix(HelloAnswer.mostSetAside))
    }
}
