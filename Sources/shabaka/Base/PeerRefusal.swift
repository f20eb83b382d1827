import Foundation
import Sync

/// What another node refused, in its own words.
struct PeerRefusal: Error, CustomStringConvertible {
    /// The word by which the reason is known, or the HTTP status when the answer is not a node's.
    let code: String
    let message: String

    init(_ answer: HTTPSClient.Response) {
        // An answer that is no document of ours comes from something that is no node.
        if let body = try? JSONDecoder().decode(RefusalBody.self, from: Data(answer.body)) {
            code = body.code
            message = body.message
        } else {
            code = "http-\(answer.status)"
            message =
                "Whoever answers there is no node of this federation (HTTP \(answer.status)). "
                + "Check the address and what stands between."
        }
    }

    /// The protocol's own refusal, where a round may go on after it.
    var refusal: SyncRefusal? {
        code == SyncRefusal.tipsNeeded.code ? .tipsNeeded : nil
    }

    var description: String { message }
}
