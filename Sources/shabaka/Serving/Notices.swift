import ChangeLog
import Console

/// What an operator must hear of beyond the last round: alarms, and changesets that are not merged.
struct Notices {
    /// What was noticed about neighbours' logs and nobody has acknowledged.
    let alarms: [OpenAlarm]
    /// How many changesets of this node are set aside and wait for a decision.
    let ownSetAside: Int
    /// How many changesets of others wait for a decision here; at the hub only.
    let setAsideToDecide: Int

    /// Reads them from the open node. Throws `StoreError`.
    init(_ node: Node) throws {
        let (alarms, setAside) = try node.journal.read { view in
            (try view.openAlarms(), try view.setAside())
        }
        self.alarms = alarms
        let waiting = setAside.filter { $0.status == .open }
        ownSetAside = waiting.filter { $0.version.origin == node.name }.count
        setAsideToDecide = node.role == .hub ? waiting.count : 0
    }

    /// One sentence for each, with what to do; what waits for a decision at the hub is its daily
    /// work and no news.
    ///
    /// - Parameter now: in milliseconds since 1970.
    func sentences(now: Int64) -> [String] {
        var advice = alarms.map { open in
            NodeAdvice.alarm(
                open.alarm.kind, of: open.alarm.node, at: Int64(open.alarm.at))
        }
        if ownSetAside > 0 { advice.append(.setAsideHere(ownSetAside)) }
        return advice.map { $0.english(now: now) }
    }
}

/// Says in the messages of a running node what its operator must hear of, when it comes up.
struct NoticeBoard {
    /// What was said, so that it is not said every minute.
    private var said: Set<String> = []
    private var ownSetAside = 0

    /// Says what is new since the last time.
    mutating func look(at node: Node, _ output: Output) {
        // What cannot be read now is read after the next round.
        guard let notices = try? Notices(node) else { return }
        let now = Int64(node.journal.clock.milliseconds)
        var open: Set<String> = []
        for notice in notices.alarms {
            let alarm = notice.alarm
            let key = "\(alarm.kind.rawValue) \(alarm.node) \(alarm.detail)"
            open.insert(key)
            guard !said.contains(key) else { continue }
            let advice = NodeAdvice.alarm(alarm.kind, of: alarm.node, at: Int64(alarm.at))
            output.message("\(advice.english(now: now)) \(alarm.detail)")
        }
        said = open
        if notices.ownSetAside > ownSetAside {
            output.message(NodeAdvice.setAsideHere(notices.ownSetAside).english(now: now))
        }
        ownSetAside = notices.ownSetAside
    }
}
