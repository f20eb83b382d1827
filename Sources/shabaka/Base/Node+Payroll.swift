import ChangeLog
import Foundation
import Payroll
import Yams

extension Node {
    /// The payroll desk of this node, with the hub's payment configuration (`payments.yaml`).
    ///
    /// - Throws: `PaymentsFault`: money never leaves an account that nobody named.
    func payrollDesk() throws -> PayrollDesk {
        if let configuration = try paymentConfiguration() {
            return PayrollDesk(journal, configuration: configuration)
        }
        guard role != .hub else { throw PaymentsFault.missing(directory.path) }
        // Other nodes look at payrolls and pay nobody.
        return PayrollDesk(
            journal,
            configuration: PaymentConfiguration(
                debtor: .init(name: "", account: "", agentName: "", agentBIC: nil), banks: []))
    }

    /// Who pays and through which banks; nil where there is no such file.
    ///
    /// - Throws: `PaymentsFault.unreadable`, `CocoaError`.
    func paymentConfiguration() throws -> PaymentConfiguration? {
        guard let text = try directory.text(of: directory.payments) else { return nil }
        do {
            return try YAMLDecoder().decode(PaymentConfiguration.self, from: text)
        } catch let error as DecodingError {
            throw PaymentsFault.unreadable(directory.payments, error.words)
        } catch let error as YamlError {
            throw PaymentsFault.unreadable(directory.payments, "\(error)")
        }
    }
}

/// Why nobody can be paid.
enum PaymentsFault: Error, Equatable, CustomStringConvertible {
    case missing(String)
    case unreadable(String, String)

    var description: String {
        switch self {
        case .missing(let folder):
            "There is no payments.yaml in “\(folder)”. Restore it or write it "
                + "(deploy/packs/iraq-demo/payments.yaml shows the form)."
        case .unreadable(let path, let what):
            "“\(path)” cannot be used: \(what) Repair it or restore it "
                + "(deploy/packs/iraq-demo/payments.yaml shows the form)."
        }
    }
}
