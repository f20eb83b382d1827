import CountryPack
import Payroll
import Yams

extension Node {
    /// The payroll desk of this node, with the hub's payment configuration (`payments.yaml`); where
    /// there is none, that of the built-in country pack.
    func payrollDesk() throws -> PayrollDesk {
        let text =
            try directory.text(of: directory.payments) ?? CountryPack.text(of: "payments.yaml")
        return PayrollDesk(
            journal,
            configuration: try YAMLDecoder().decode(PaymentConfiguration.self, from: text ?? ""))
    }
}
