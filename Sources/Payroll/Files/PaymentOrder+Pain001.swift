import Registry

extension PaymentOrder {
    /// The order as an ISO 20022 `pain.001.001.09` message, with its manifest.
    ///
    /// Valid against the schema and with control sums at both levels; the bytes are the same each
    /// time. Names go out as written, cut to 140 characters where they are longer.
    /// Throws `RenderFailure` when a text cannot stand in XML.
    public func render() throws(RenderFailure) -> PaymentFile {
        // About 700 bytes a payment with Arabic names; growing once in a while does no harm.
        var xml = XMLWriter(reserving: 1500 + payments.count * 800)
        do {
            try xml.element(
                "Document", namespace: "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
            ) { xml throws(XMLWriter.Failure) in
                try xml.element("CstmrCdtTrfInitn") { xml throws(XMLWriter.Failure) in
                    try header(&xml)
                    try instruction(&xml)
                }
            }
        } catch {
            throw RenderFailure(bank: bank.code, element: error.element, reason: error.reason)
        }
        return PaymentFile(order: self, bytes: xml.bytes)
    }

    /// A text of the order that cannot stand in the file.
    public struct RenderFailure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The bank whose file it is.
        public let bank: String
        /// The element of the message.
        public let element: String
        /// What is wrong.
        public let reason: String

        /// What is wrong and what to do.
        public var description: String {
            "The file for \(bank) cannot be written: \(element) \(reason). Return the payroll and "
                + "correct the record or the configuration."
        }
    }

    private func header(_ xml: inout XMLWriter) throws(XMLWriter.Failure) {
        try xml.element("GrpHdr") { xml throws(XMLWriter.Failure) in
            try xml.text("MsgId", messageID, limit: 35)
            try xml.text("CreDtTm", sealedAt.description)
            try sums(&xml)
            try party("InitgPty", name: debtor.name, &xml)
        }
    }

    private func instruction(_ xml: inout XMLWriter) throws(XMLWriter.Failure) {
        try xml.element("PmtInf") { xml throws(XMLWriter.Failure) in
            try xml.text("PmtInfId", messageID, limit: 35)
            try xml.text("PmtMtd", "TRF")
            try xml.text("BtchBookg", "true")
            try sums(&xml)
            try xml.element("ReqdExctnDt") { xml throws(XMLWriter.Failure) in
                try xml.text("Dt", executionDate.description)
            }
            try party("Dbtr", name: debtor.name, &xml)
            try account("DbtrAcct", bank.debtorAccount ?? debtor.account, currency: true, &xml)
            // An account at the paying bank makes that bank the debtor's agent.
            if bank.debtorAccount != nil {
                try agent("DbtrAgt", name: bank.name, bic: bank.bic, &xml)
            } else {
                try agent("DbtrAgt", name: debtor.agentName, bic: debtor.agentBIC, &xml)
            }
            // The family gets the full amount: charges are ours.
            try xml.text("ChrgBr", "DEBT")
            for payment in payments { try transfer(payment, &xml) }
        }
    }

    private func transfer(
        _ payment: Payment, _ xml: inout XMLWriter
    ) throws(XMLWriter.Failure) {
        let entitlement = payment.entitlement
        try xml.element("CdtTrfTxInf") { xml throws(XMLWriter.Failure) in
            try xml.element("PmtId") { xml throws(XMLWriter.Failure) in
                try xml.text("InstrId", payment.id.text, limit: 35)
                try xml.text("EndToEndId", payment.id.text, limit: 35)
            }
            try xml.element("Amt") { xml throws(XMLWriter.Failure) in
                try xml.text(
                    "InstdAmt", entitlement.amount.decimalText,
                    attribute: ("Ccy", entitlement.amount.currency.code))
            }
            try agent("CdtrAgt", name: bank.name, bic: bank.bic, &xml)
            let name = PaymentText.shortened(entitlement.payeeName, to: 140)
            try party("Cdtr", name: name, &xml)
            try account("CdtrAcct", entitlement.account, currency: false, &xml)
            try xml.element("Purp") { xml throws(XMLWriter.Failure) in
                // SSBE: social security benefit, in the external code sets of ISO 20022.
                try xml.text("Cd", "SSBE")
            }
            try xml.element("RmtInf") { xml throws(XMLWriter.Failure) in
                let text = "\(entitlement.programme) \(entitlement.cycle)"
                try xml.text("Ustrd", text, limit: 140)
            }
        }
    }

    /// Number of payments and control sum, which both levels carry.
    private func sums(_ xml: inout XMLWriter) throws(XMLWriter.Failure) {
        try xml.text("NbOfTxs", String(payments.count), limit: 15)
        try xml.text("CtrlSum", total.decimalText)
    }

    private func party(
        _ element: String, name: String, _ xml: inout XMLWriter
    ) throws(XMLWriter.Failure) {
        try xml.element(element) { xml throws(XMLWriter.Failure) in
            try xml.text("Nm", name, limit: 140)
        }
    }

    private func agent(
        _ element: String, name: String, bic: String?, _ xml: inout XMLWriter
    ) throws(XMLWriter.Failure) {
        try xml.element(element) { xml throws(XMLWriter.Failure) in
            try xml.element("FinInstnId") { xml throws(XMLWriter.Failure) in
                if let bic { try xml.text("BICFI", bic) }
                try xml.text("Nm", name, limit: 140)
            }
        }
    }

    private func account(
        _ element: String, _ account: IBAN, currency: Bool, _ xml: inout XMLWriter
    ) throws(XMLWriter.Failure) {
        try xml.element(element) { xml throws(XMLWriter.Failure) in
            try xml.element("Id") { xml throws(XMLWriter.Failure) in
                try xml.text("IBAN", account.text)
            }
            if currency { try xml.text("Ccy", total.currency.code) }
        }
    }
}
