import ChangeLog
import Storage
import Sync
import Testing
import Trust

/// What a node keeps sealed for the tiers above, when it is put back itself.
@Suite struct WitnessTests {
    private let tiers: ThreeTiers

    init() throws { tiers = try ThreeTiers() }

    @Test func `a page that counts on what a restore took from its receiver is not taken`() throws {
        let before = try tiers.clone(.province)
        for number in 0..<4 { try tiers.register("\(number)", at: .hub) }
        var pages: [Page] = []
        let round = SyncRound(tiers.province)
        while let request = try round.next() {
            do {
                let answer = try SyncServer(tiers.hub, pageBytes: 1).answer(
                    request.call, request.body, from: "P")
                if request.call == .feed {
                    pages.append(try Page(WireReader(Compression.decompress(answer) ?? [])))
                }
                try round.take(answer)
            } catch let refusal as SyncRefusal {
                guard round.take(refusal) else { throw refusal }
            }
        }
        let sealed = pages.filter { !$0.witness.isEmpty }
        #expect(sealed.count > 1)
        let kept = try before.read { try $0.witnessHeld() }
        for page in sealed.dropFirst() {
            #expect(page.from == sealed[0].from)
            let outcome = try before.write { try $0.apply(page) }
            #expect(outcome == .stale)
        }
        #expect(try before.read { try $0.witnessHeld() } == kept)
        _ = try before.write { try $0.apply(sealed[0]) }
        #expect(try before.read { try $0.witnessHeld() } != kept)
    }

    @Test func `what was kept for the tiers above is not taken from below with a gap`() throws {
        let before = try tiers.clone(.province)
        for number in 0..<4 { try tiers.register("\(number)", at: .hub) }
        try tiers.sync(.province, with: .hub)
        let first = try before.read { try $0.witnessHeld() }
        let held = try tiers.province.read { try $0.witnessHeld() }
        let entries = try tiers.province.read { try $0.keptWitness(lacking: first, atMost: 1 << 20) }
            .entries
        #expect(entries.count == 4)
        try before.write {
            try $0.keep([entries[3]], isFromAbove: false, assuming: held)
        }
        #expect(try before.read { try $0.witnessHeld() } == first)
        try before.write {
            try $0.keep(entries, isFromAbove: false, assuming: first)
        }
        #expect(try before.read { try $0.witnessHeld() } == held)
    }
}
