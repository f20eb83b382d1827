import ChangeLog
import Registry
import Sync
import Testing

/// The pages that come back to a node that pushed.
@Suite struct FeedTests {
    @Test func `a page ends though it shows nothing, while a first load is looked through`()
        throws
    {
        let tiers = try ThreeTiers()
        for number in 0..<200 { try tiers.register("\(number)", at: .province) }
        let server = SyncServer(tiers.hub, pageBytes: 400)
        let round = SyncRound(tiers.province)
        var pages: [Page] = []
        while let request = try round.next() {
            do {
                let answer = try server.answer(request.call, request.body, from: "P")
                if request.call == .feed {
                    let bytes = try #require(Compression.decompress(answer))
                    pages.append(try Page(WireReader(bytes)))
                }
                try round.take(answer)
            } catch let refusal as SyncRefusal {
                guard round.take(refusal) else { throw refusal }
            }
        }
        // What the province wrote itself is not told to it, and is not looked through at once.
        #expect(pages.allSatisfy { $0.records.allSatisfy { $0.entity != 4 } })
        #expect(pages.count > 5)
        #expect(pages.dropFirst().allSatisfy { $0.to.position - $0.from.position < 60 })
        #expect(pages.last?.isLast == true)
        let end = try tiers.hub.read { try $0.journalEnd() }
        #expect(try tiers.province.write { try $0.cursor().position } == end)
        // The next round begins where this one ended.
        #expect(try tiers.sync(.province, with: .hub).receivedRecords == 0)
    }
}
