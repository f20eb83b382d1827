import Registry

/// The canonical JSON text in which a case keeps its evidence, frozen as of the scan:
/// `[{"a":"<id>","b":"<id>","mbits":12345,"ppm":999000,"fields":{"given_name":1200}}]`,
/// where bits are thousandths, so that no floating-point number is stored.
enum EvidenceText {
    static func render(_ pairs: [DuplicateCase.Pair]) -> String {
        let items = pairs.map { pair in
            let fields = pair.fieldBits.map { "\"\($0.name)\":\(thousandths($0.bits))" }
            return """
                {"a":"\(pair.earlier)","b":"\(pair.later)","mbits":\(thousandths(pair.bits)),\
                "ppm":\(Int((pair.probability * 1_000_000).rounded())),\
                "fields":{\(fields.joined(separator: ","))}}
                """
        }
        return "[\(items.joined(separator: ","))]"
    }

    /// Reads what `render` wrote; what does not fit is left out.
    static func parse(_ text: String) -> [DuplicateCase.Pair] {
        text.split(separator: "{\"a\":").compactMap { piece in
            guard let earlier = id(after: "", in: piece), let later = id(after: "\"b\":", in: piece)
            else { return nil }
            return DuplicateCase.Pair(
                earlier: earlier, later: later, earlierNumber: "", laterNumber: "",
                bits: Double(number(after: "\"mbits\":", in: piece) ?? 0) / 1000,
                probability: Double(number(after: "\"ppm\":", in: piece) ?? 0) / 1_000_000,
                fieldBits: fields(in: piece))
        }
    }

    private static func thousandths(_ bits: Double) -> Int {
        Int((bits * 1000).rounded())
    }

    private static func id(after key: String, in text: Substring) -> RecordID? {
        let rest = key.isEmpty ? text : text.split(separator: key, maxSplits: 1).last ?? ""
        return RecordID(rest.dropFirst().prefix(36))
    }

    private static func number(after key: String, in text: Substring) -> Int? {
        let pieces = text.split(separator: key, maxSplits: 1)
        guard pieces.count == 2 else { return nil }
        return Int(pieces[1].prefix { $0.isNumber || $0 == "-" })
    }

    private static func fields(in text: Substring) -> [(name: String, bits: Double)] {
        let pieces = text.split(separator: "\"fields\":{", maxSplits: 1)
        guard pieces.count == 2 else { return [] }
        return pieces[1].prefix { $0 != "}" }.split(separator: ",").compactMap { item in
            let parts = item.split(separator: ":")
            guard parts.count == 2, let value = Int(parts[1]) else { return nil }
            return (String(parts[0].dropFirst().dropLast()), Double(value) / 1000)
        }
    }
}
