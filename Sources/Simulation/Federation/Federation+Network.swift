import ChangeLog
import Sync

/// What went over one link and may come again.
struct PastMessages {
    /// Requests that reached the upstream once, and requests that never did.
    var requests: [(request: SyncRound.Request, arrived: Bool)] = []
    var pages: [[UInt8]] = []

    mutating func keep(_ request: SyncRound.Request, arrived: Bool) {
        requests.append((request, arrived))
        if requests.count > 12 { requests.removeFirst() }
    }

    mutating func keep(page: [UInt8]) {
        pages.append(page)
        if pages.count > 6 { pages.removeFirst() }
    }
}

extension Federation {
    /// What befalls one message of a round.
    private enum Fate {
        case arrives, requestLost, requestLate, requestCut, answerLost, answerCut, answerStale
        case repeated, senderKilled, upstreamKilled, interrupted
    }

    private func fate() -> Fate {
        guard !isHealing else { return .arrives }
        let network = faults.contains(.network)
        let crash = faults.contains(.crash)
        switch random.below(100) {
        case 0..<4 where network: return .requestLost
        case 4..<8 where network: return .requestLate
        case 8..<11 where network: return .requestCut
        case 11..<18 where network: return .answerLost
        case 18..<21 where network: return .answerCut
        case 21..<25 where network: return .answerStale
        case 25..<29 where network: return .repeated
        case 29..<32 where crash: return .senderKilled
        case 32..<35 where crash: return .upstreamKilled
        case 35..<50: return .interrupted
        default: return .arrives
        }
    }

    /// What a round moved, in bytes and in records.
    struct Traffic {
        var bytes = 0
        var records = 0
        /// Whether the node heard what the upstream set aside.
        var isNews = false
        var isQuiet: Bool { records == 0 && !isNews }
    }

    /// One round of a node with its upstream, with whatever befalls its messages.
    @discardableResult
    func round(of node: SimulatedNode) throws -> Traffic {
        let upstream = self.node(node.upstream ?? "")
        let sizes = [400, 3000, 1 << 20]
        let (frame, page) =
            isHealing
            ? (sizes[2], sizes[2]) : (sizes[random.below(3)], sizes[random.below(3)])
        let round = SyncRound(node.journal, frameBytes: frame)
        count("round")
        var traffic = Traffic()
        while let request = try round.next() {
            guard try exchange(request, round, node, upstream, page, &traffic) else { break }
        }
        let summary = round.summary
        try checkHistory(node, summary)
        if summary.returnedChangesets > 0 { count("witness gives back") }
        if summary.regainedChangesets > 0 { count("upstream gives back") }
        traffic.records =
            summary.pushedChangesets + summary.receivedRecords + summary.goneRecords
            + summary.returnedChangesets + summary.regainedChangesets + summary.receivedWitness
        note("round \(node.name) \(summary.receivedRecords) \(summary.goneRecords)")
        traffic.isNews = summary.heardOfSetAside
        if summary.reissued > 0 { count("log written again after a fork") }
        if !summary.forked.isEmpty { count("fork noticed") }
        traffic.records += summary.reissued
        guard summary.forked.isEmpty || hasClones else {
            throw Objection(
                oracle: "no fork without a clone", record: nil,
                detail: "\(node.name) was told that \(summary.forked) forked.")
        }
        return traffic
    }

    /// An upstream that was rolled back is noticed at first contact, and no other is suspected.
    private func checkHistory(_ node: SimulatedNode, _ summary: SyncRound.Summary) throws {
        guard let history = summary.upstreamHistory else { return }
        if history != .same { count("rolled-back upstream noticed") }
        if expectsRollback[node.label] == true, history == .same {
            throw Objection(
                oracle: "a rolled-back upstream is noticed", record: nil,
                detail: "\(node.name) did not notice that \(summary.upstream) was.")
        }
        guard history == .same || !restoredTiers.isEmpty else {
            throw Objection(
                oracle: "no upstream is suspected without reason", record: nil,
                detail: "\(node.name) says \(history) of \(summary.upstream).")
        }
    }

    /// Looks past the protocol whether the upstream's journal is still the one that a node knows. A
    /// restored one may be: what came back in the same order makes the same chain.
    private func expectRollback(_ node: SimulatedNode, _ upstream: SimulatedNode) throws {
        let known = try node.journal.write { try $0.rememberedCheckpoint() }
        guard let known, known.position > 0 else {
            expectsRollback[node.label] = false
            return
        }
        let there = try upstream.journal.read { try $0.chain(at: known.position) }
        expectsRollback[node.label] = there != known.chain
    }

    /// Sends one request and takes its answer; false when the round ends here.
    private func exchange(
        _ request: SyncRound.Request, _ round: SyncRound, _ node: SimulatedNode,
        _ upstream: SimulatedNode, _ page: Int, _ traffic: inout Traffic
    ) throws -> Bool {
        let fate = fate()
        note("\(node.name) \(request.call) \(fate)")
        var body = request.body
        switch fate {
        case .requestLost:
            count("request lost")
            return false
        case .requestLate:
            count("request late")
            past[node.label, default: PastMessages()].keep(request, arrived: false)
            return false
        case .senderKilled:
            count("sender killed in a round")
            try node.restart()
            return false
        case .requestCut:
            count("request cut")
            body.removeLast(body.isEmpty ? 0 : 1 + random.below(body.count))
        case .repeated:
            try repeatPast(of: node)
        case .interrupted:
            count("work during a round")
            try edit(random.chance(50) ? node : upstream)
        default: break
        }
        let cut = isHealing ? nil : cutLinks[node.label].flatMap { $0.end > stepNumber ? $0 : nil }
        if cut?.isTwoWay == true {
            count("request into a cut link")
            return false
        }
        if request.call == .hello { try expectRollback(node, upstream) }
        var answer: [UInt8]
        do {
            answer = try SyncServer(upstream.journal, pageBytes: page)
                .answer(request.call, body, from: node.name)
        } catch let refusal as SyncRefusal {
            return try take(refusal, round, node, wasCut: fate == .requestCut)
        }
        if request.call == .push { try checkSignatures(at: upstream) }
        past[node.label, default: PastMessages()].keep(request, arrived: true)
        if request.call == .feed { past[node.label, default: PastMessages()].keep(page: answer) }
        if cut != nil {
            count("answer into a cut link")
            return false
        }
        let isStranger = strangers.remove(node.label) != nil
        if isStranger {
            count("answer of a stranger")
            answer = Array("<!DOCTYPE html><title>Sign in to this network</title>".utf8)
        }
        switch fate {
        case .answerLost:
            count("answer lost")
            return false
        case .upstreamKilled:
            count("upstream killed before its answer")
            try upstream.restart()
            return false
        case .answerCut:
            count("answer cut")
            // Within the first bytes, which hold no signature: those differ from run to run.
            answer = Array(answer.prefix(random.below(40)))
        case .answerStale where request.call == .feed:
            if let old = random.pick(past[node.label]?.pages ?? []) {
                count("stale page")
                answer = old
            }
        default: break
        }
        traffic.bytes += body.count + answer.count
        do {
            let before = try cursor(of: node)
            try round.take(answer)
            if request.call == .feed, fate != .answerStale {
                try checkEnd(ofPageTo: node, from: upstream, after: before)
            }
        } catch let refusal as SyncRefusal {
            guard fate == .answerCut || isStranger else { throw refusal }
            count("cut answer refused")
            return false
        }
        return true
    }

    private func take(
        _ refusal: SyncRefusal, _ round: SyncRound, _ node: SimulatedNode, wasCut: Bool
    ) throws -> Bool {
        note("refused \(refusal.code)")
        count("refused: \(refusal.code)")
        switch refusal {
        case .tipsNeeded: break
        case .malformed where wasCut: break
        default:
            throw Objection(
                oracle: "honest messages are taken", record: nil,
                detail: "\(node.name) was refused: \(refusal)")
        }
        return round.take(refusal)
    }

    /// A request of the past arrives once more, or a late one for the first time.
    func repeatPast() throws {
        guard faults.contains(.network) else { return }
        try repeatPast(of: nodes[1 + random.below(nodes.count - 1)])
    }

    private func repeatPast(of node: SimulatedNode) throws {
        guard let (request, arrived) = random.pick(past[node.label]?.requests ?? []) else { return }
        count(arrived ? "old request repeated" : "late request arrived")
        note("\(node.name) \(request.call) of the past")
        do {
            _ = try SyncServer(self.node(node.upstream ?? "").journal)
                .answer(request.call, request.body, from: node.name)
        } catch let refusal as SyncRefusal {
            count("old request refused: \(refusal.code)")
        }
    }
}
