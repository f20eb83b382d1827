import ChangeLog
import Registry

/// The data dictionary in words: entities, fields, values, reasons.
enum HistoryWords {
    static func entity(_ name: String, _ w: Wording) -> String {
        switch name {
        case "household": w(.household)
        case "person": w(.person)
        case "identifier": w(.identifier)
        case "membership": w(.membership)
        case "address": w(.address)
        case "account": w(.account)
        case "payee": w(.payee)
        case "enrolment": w(.enrolment)
        case "verification": w(.verification)
        case "consent": w(.consent)
        default: name
        }
    }

    static func field(_ name: String, _ w: Wording) -> String {
        switch name {
        case "number": w(.number)
        case "registered_on": w(.registrationDay)
        case "case_number": w(.caseNumber)
        case "area": w(.area)
        case "category": w(.category)
        case "dwelling": w(.dwelling)
        case "rooms": w(.rooms)
        case "monthly_income": w(.monthlyIncome)
        case "merged_into", "keep": w(.sameAs)
        case "given_name": w(.givenName)
        case "father_name": w(.fatherName)
        case "grandfather_name": w(.grandfatherName)
        case "family_name": w(.familyName)
        case "mother_name": w(.motherName)
        case "sex": w(.sex)
        case "birth_date": w(.born)
        case "phone": w(.phone)
        case "vital_status": w(.vitalStatus)
        case "died_on": w(.diedOn)
        case "marital_status": w(.maritalStatus)
        case "disability": w(.disability)
        case "employment": w(.employment)
        case "scheme": w(.kind)
        case "value": w(.number)
        case "relationship": w(.relationship)
        case "from", "valid_from", "category_from": w(.from)
        case "until", "valid_until", "category_until": w(.until)
        case "text": w(.address)
        case "bank": w(.bank)
        case "status": w(.state)
        case "reason": w(.reason)
        case "capacity": w(.capacity)
        case "currency": w(.currency)
        default: name
        }
    }

    static func reason(_ code: String, _ w: Wording) -> String {
        switch code {
        case "import": w(.reasonImport)
        case "registration": w(.reasonRegistration)
        case "correction": w(.reasonCorrection)
        case "birth": w(.changeBirth)
        case "death": w(.changeDeath)
        case "marriage": w(.changeMarriage)
        case "divorce": w(.changeDivorce)
        case "joins": w(.changeJoins)
        case "leaves": w(.changeLeaves)
        case "move": w(.changeMove)
        case "account": w(.changeAccount)
        case "duplicate-decision": w(.reasonDuplicate)
        case "conflict": w(.reasonConflict)
        case "transfer": w(.navigationTransfers)
        case "duplicate-undo": w(.decisionUndone)
        default: code
        }
    }

    /// The reason of a change: what the program itself gave is translated, people's words stay.
    static func why(_ reason: String, _ w: Wording) -> String {
        let same = "The same as "
        if reason == "The data no longer support it." { return w(.noLongerSupported) }
        guard reason.hasPrefix(same), reason.hasSuffix(".") else { return reason }
        return w(.sameAs) + " \u{2068}" + reason.dropFirst(same.count).dropLast() + "\u{2069}"
    }

    /// A value as people read it.
    static func value(
        _ value: FieldValue, entity: String, field name: String, _ context: PageContext
    ) -> HTML {
        switch value {
        case .null: return HTML(context.w(.nothing))
        case .bytes(let bytes):
            return code(RecordID(bytes: bytes)?.description.suffix(8).description ?? "…")
        case .integer(let number):
            let type = DataDictionary.current.entity(entity)?.field(name)?.type
            if type == .instant { return HTML(context.w.moment(number)) }
            if type == .money { return HTML(context.w.money(number, "IQD")) }
            return HTML(context.w.number(Int(number)))
        case .text(let text):
            switch DataDictionary.current.entity(entity)?.field(name)?.type {
            case .code(let list): return HTML(context.label(list, text))
            case .date: return HTML(context.w.date(text))
            default:
                if name == "area" { return HTML(context.area(text)) }
                return ["number", "value", "phone", "case_number", "bank"].contains(name)
                    ? code(text) : isolated(text)
            }
        }
    }
}
