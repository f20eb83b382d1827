import ChangeLog
import Console
import Payroll
import Synchronization

extension NodeConfiguration {
    /// The set-up of an open node. Keys and passwords have no place in it.
    init(_ node: Node) throws {
        let settings = try node.settings()
        // Only the hub pays.
        let payments = node.role == .hub ? try node.paymentConfiguration() : nil
        self.init(
            ports: node.listening.withLock { ports in
                ports.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            },
            upstreamAddress: settings.upstream?.url ?? "",
            debtor: payments.map {
                Debtor(
                    name: $0.debtor.name, account: $0.debtor.account, agent: $0.debtor.agentName)
            },
            banks: (payments?.banks ?? []).map {
                Bank(code: $0.code, name: $0.name, bic: $0.bic ?? "")
            })
    }
}
