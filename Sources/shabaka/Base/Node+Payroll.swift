import CountryPack
import Payroll
import Yams

extension Node {
    /// The payroll desk of this node, with the hub's payment configuration (`payments.yaml`); where
    /// there is none, that of the built-in country pack.
    func payrollDesk() throws -> PayrollDesk {
        PayrollDesk(journal, configuration: try paymentConfiguration())
    }

    /// Who pays and through which banks.
    func paymentConfiguration() throws -> PaymentConfiguration {
        let text =
            try directory.text(of: directory.payments) ?? CountryPack.text(of: "payments.yaml")
        return try YAMLDecoder().decode(PaymentConfiguration.self, from: text ?? "")
    }
}
