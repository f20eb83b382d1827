import Casework
import ChangeLog
import Foundation
import Sync
import Synchronization

extension Node {
    /// Answers a question of a node below: from this registry and, where there is a node above,
    /// from what lies beyond.
    ///
    /// - Throws: `SyncRefusal`, `StoreError`, `LinkageError`.
    func answerQuestion(_ body: [UInt8], from peer: String) throws -> [UInt8] {
        let question: ElsewhereQuestion
        do {
            question = try JSONDecoder().decode(ElsewhereQuestion.self, from: Data(body))
        } catch {
            throw SyncRefusal.malformed("the question cannot be read.")
        }
        let areas = try journal.read { try $0.areas(ofNode: peer) } ?? []
        var findings: [ElsewhereFinding]
        do {
            findings = try ElsewhereDesk(desk).answer(question, for: areas.sorted(), from: peer)
        } catch ElsewhereRefusal.notReady {
            readRegistry()
            throw SyncRefusal.busy
        } catch let refusal as ElsewhereRefusal {
            throw SyncRefusal.malformed(refusal.description)
        }
        if role != .hub {
            var further = question
            further.actor = "\(question.actor.prefix(80))@\(peer)"
            if case .answered(let beyond) = questions.ask(further, isPassedOn: false) {
                let known = Set(findings.map(\.household))
                findings += beyond.filter { !known.contains($0.household) }
            }
        }
        return Array(try JSONEncoder().encode(ElsewhereAnswer(findings: findings)))
    }

    /// Has the desk read a registry that grew too much to be followed, for those who ask next.
    private func readRegistry() {
        guard !isReadingRegistry.exchange(true, ordering: .acquiringAndReleasing) else { return }
        Task(executorPreference: WorkerThreads.background) { [self] in
            defer { isReadingRegistry.store(false, ordering: .releasing) }
            // What stands in the way is said to whoever asks at this node itself.
            _ = try? desk.prepare()
        }
    }
}
