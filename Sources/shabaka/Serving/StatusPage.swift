/// The status of a node as a page, Arabic first, with the English word beside it.
struct StatusPage {
    private let report: StatusReport

    init(_ report: StatusReport) {
        self.report = report
    }

    /// The whole document.
    var html: String {
        """
        <!doctype html>
        <html lang="ar" dir="rtl">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="refresh" content="10">
        <title>\(Self.escape(report.node)) – شبكة</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <header><h1>شبكة <bdi>\(Self.escape(report.node))</bdi></h1>
        <p>\(Self.role(report.role)) · \(areas)</p>
        </header>
        <section><h2>السجل <small lang="en">Registry</small></h2><table>
        \(row("الأسر", "Households", report.counts.households))
        \(row("الأفراد", "Persons", report.counts.persons))
        \(row("التغييرات", "Changesets", report.counts.changesets))
        \(row("حالات الازدواج المفتوحة", "Open duplicate cases", report.counts.duplicates))
        \(row("التعارضات المفتوحة", "Open conflicts", report.counts.conflicts))
        \(row("القواعد المخالفة", "Broken rules", report.counts.breaches))
        </table></section>
        \(upstream)\(peers)
        <footer><p>آخر تحديث <bdi>\(report.at ?? "")</bdi> ·
        أيام الشهادة <bdi>\(report.certificateDays.map { "\($0)" } ?? "–")</bdi> ·
        <a href="/status.json" lang="en">status.json</a></p></footer>
        </body>
        </html>
        """
    }

    /// The areas that the node serves; the hub serves all and lists none.
    private var areas: String {
        report.role == "hub"
            ? "كل المناطق" : "<bdi>\(Self.escape(report.areas.joined(separator: ", ")))</bdi>"
    }

    private var upstream: String {
        guard let upstream = report.upstream else { return "" }
        return """
            <section><h2>المستوى الأعلى <small lang="en">Upstream</small></h2><table>
            \(row("العقدة", "Node", upstream.name))
            \(row("آخر اتصال", "Last contact", upstream.lastContact ?? "–"))
            \(row("تغييرات لم تُرسل", "To send", upstream.backlogChangesets))
            \(row("فرق الساعة (مللي ثانية)", "Clock offset", upstream.clockOffsetMilliseconds.map { "\($0)" } ?? "–"))
            </table></section>
            """
    }

    private var peers: String {
        guard !report.peers.isEmpty else { return "" }
        let rows = report.peers.map { peer in
            """
            <tr><th><bdi>\(Self.escape(peer.name))</bdi></th><td>\(Self.role(peer.role))</td>\
            <td><bdi>\(peer.lastContact ?? "–")</bdi></td><td><bdi>\(peer.completeAt ?? "–")</bdi></td>\
            <td>\(peer.isRevoked ? "ملغاة" : "")</td></tr>
            """
        }
        return """
            <section><h2>العقد التابعة <small lang="en">Below</small></h2><table>
            <tr><th>العقدة</th><th>الدور</th><th>آخر اتصال</th><th>آخر اكتمال</th><th></th></tr>
            \(rows.joined(separator: "\n"))
            </table></section>
            """
    }

    private func row(_ arabic: String, _ english: String, _ value: Any) -> String {
        """
        <tr><th>\(arabic) <small lang="en">\(english)</small></th>\
        <td><bdi>\(Self.escape("\(value)"))</bdi></td></tr>
        """
    }

    private static func role(_ role: String) -> String {
        switch role {
        case "hub": "المقر الرئيسي"
        case "province": "محافظة"
        default: "مكتب ميداني"
        }
    }

    /// By scalars: a combining mark behind a character must not hide it.
    private static func escape(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static let style = """
        body { font-family: "Noto Naskh Arabic", "Noto Sans Arabic", system-ui, sans-serif;
               max-width: 46rem; margin: 2rem auto; padding-inline: 1rem; color: #1c2b33;
               background: #f6f7f5; line-height: 1.6 }
        header { border-block-end: 3px solid #0b6e4f }
        h1 { margin-block: 0; color: #0b6e4f }
        h2 { font-size: 1.1rem; margin-block: 1.5rem .3rem }
        small { color: #5d6b70; font-weight: normal; direction: ltr; unicode-bidi: isolate }
        table { width: 100%; border-collapse: collapse; background: #fff }
        th, td { text-align: start; padding: .35rem .7rem; border-block-end: 1px solid #dfe4e1;
                 font-weight: normal }
        td { font-variant-numeric: tabular-nums }
        footer { color: #5d6b70; font-size: .9rem; margin-block-start: 2rem }
        """
}
