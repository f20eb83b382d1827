import ChangeLog
import Sync
import Testing

/// What a bundle may say of itself.
@Suite struct BundleManifestTests {
    private static let branch = Branch(origin: "F", incarnation: 7)

    private func encoded(_ change: (inout BundleManifest) -> Void) -> [UInt8] {
        var manifest = BundleManifest()
        manifest.sender = "F"
        manifest.receiver = "P"
        change(&manifest)
        return manifest.bytes
    }

    private func reflects(_ sequence: UInt64) -> Reflects {
        var reflects = Reflects()
        reflects.cover(Self.branch, through: sequence)
        return reflects
    }

    @Test func `a manifest is read back from its own bytes`() throws {
        let bytes = encoded { manifest in
            manifest.madeAt = 1_700_000_000_000
            manifest.number = 1_700_000_000_001
            manifest.receipted = reflects(9)
            manifest.witness = reflects(1 << 40 - 1)
        }
        let manifest = try BundleManifest(bytes: bytes)
        #expect(manifest.number == 1_700_000_000_001)
        #expect(manifest.bytes == bytes)
    }

    @Test(arguments: [1 << 47, 1 << 63, .max] as [UInt64])
    func `a time that no clock shows is refused`(time: UInt64) {
        let all = [encoded { $0.madeAt = time }, encoded { $0.number = time }]
        for bytes in all {
            #expect(throws: WireReader.Malformed.self) { try BundleManifest(bytes: bytes) }
        }
    }

    @Test(arguments: [1 << 40, .max] as [UInt64])
    func `a sequence that no log reaches is refused`(sequence: UInt64) {
        let all = [
            encoded { $0.receipted = reflects(sequence) },
            encoded { $0.witness = reflects(sequence) },
            encoded {
                $0.logs = [.init(branch: Self.branch, digests: [], forkedFrom: sequence)]
            },
        ]
        for bytes in all {
            #expect(throws: WireReader.Malformed.self) { try BundleManifest(bytes: bytes) }
        }
    }
}
