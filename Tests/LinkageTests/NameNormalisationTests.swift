import Linkage
import Testing

struct NameNormalisationTests {
    @Test(arguments: [
        ("أحمد", "احمد"), ("إبراهيم", "ابراهيم"), ("آمال", "امال"), ("فاطمة", "فاطمه"),
        ("سلوى", "سلوي"), ("مؤيد", "مويد"), ("وفاء", "وفا"), ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"), ("عبد الرحمن", "عبدالرحمن"), ("عبد  ال رحمن", "عبدالرحمن"),
        ("کریم", "كريم"), ("هێمن", "هيمن"), ("ڕێبوار", "ريبوار"), ("گوڵ", "كول"),
        ("کاظم", "كاضم"), ("  علي ", "علي"), ("أ\u{0654}حمد", "احمد"),
        ("إسراء", "اسرا"), ("هدى", "هدي"), ("مرتضى", "مرتضي"), ("رؤى", "روي"), ("لؤي", "لوي"),
        ("حمزة", "حمزه"), ("عبدالإله", "عبدالاله"), ("عبد الزهرة", "عبدالزهره"),
        ("أبو بكر", "ابوبكر"), ("أم كلثوم", "امكلثوم"), ("نور الهدى", "نورالهدي"),
        ("صلاح الدين", "صلاحالدين"), ("عز الدين", "عزالدين"), ("ظافر", "ضافر"),
        ("ئاوات", "ياوات"), ("شێرکۆ", "شيركو"), ("ژیان", "زيان"), ("پەروین", "بهروين"),
        ("ڤیان", "فيان"), ("چنار", "جنار"), ("سۆران", "سوران"), ("دڵشاد", "دلشاد"),
        ("کوردۆ", "كوردو"), ("هەڵگورد", "ههلكورد"), ("گوڵاڵە", "كولاله"), ("ﻣﺤﻤﺪ", "محمد"),
        ("ﺻﻼﺡ", "صلاح"), ("ﻛﺎﻇﻢ", "كاضم"),
        ("Zoë", "zoe"), ("Zoe\u{0308}", "zoe"), ("O'Neill", "oneill"), ("Ḥusayn", "husayn"),
    ])
    func `two spellings of one name are normalised to one`(written: String, plain: String) {
        #expect(NameNormaliser.normalised(written) == plain)
    }

    @Test(arguments: [
        ("الدراجي", "دراجي"), ("الدراجى", "دراجي"), ("دراجي", "دراجي"), ("ال ياس", "ياس"),
        ("Al-Shenani", "shenani"), ("el Ghezi", "ghezi"), ("Albert", "albert"), ("الي", "الي"),
    ])
    func `a family name loses its article`(written: String, plain: String) {
        #expect(NameNormaliser.normalised(written, type: .familyName) == plain)
    }

    @Test(arguments: [
        ("محمد", "Mohammed"), ("محمد", "Muhamad"), ("يوسف", "Yousif"), ("زينب", "Zeinab"),
        ("خديجة", "Khadija"), ("قاسم", "Qasim"), ("كريم", "Karim"), ("شروق", "Shurooq"),
        ("عبدالخالق", "Abdul Khaliq"), ("عبدالله", "Abdulla"), ("حسين", "Hussain"),
        ("مصطفى", "Mustafa"), ("فاطمة", "Fatima"), ("فاطمة", "Fatimah"), ("ابراهيم", "Ibrahim"),
        ("عباس", "Abbas"), ("عثمان", "Othman"), ("طارق", "Tariq"),
        ("شيماء", "Shaimaa"), ("غصون", "Ghusoon"), ("شێرکۆ", "Sherko"), ("دلشاد", "Dilshad"),
        ("سۆران", "Soran"), ("هێمن", "Hemin"), ("کاروان", "Karwan"),
        ("رێبین", "Rebin"), ("جيهان", "Jihan"),
    ])
    func `Arabic, Kurdish and Latin spellings share a skeleton`(arabic: String, latin: String) {
        #expect(NameNormaliser.skeleton(arabic) == NameNormaliser.skeleton(latin))
    }

    @Test(arguments: [("علي", "عمر"), ("زيد", "سعد"), ("Karim", "Salim")])
    func `different names keep different skeletons`(one: String, other: String) {
        #expect(NameNormaliser.skeleton(one) != NameNormaliser.skeleton(other))
    }

    @Test(
        arguments: [
            ("1987-03-01", nil, 1987, 3, 1), ("19870301", nil, 1987, 3, 1),
            ("1987-03", nil, 1987, 3, 0),
            ("1987", nil, 1987, 0, 0), ("١٩٨٧-٠٣-٠١", nil, 1987, 3, 1),
            ("۱۹۸۷/۰۳/۰۱", nil, 1987, 3, 1),
            ("01/03/1987", "dd/MM/yyyy", 1987, 3, 1), ("3.1.87", "M.d.yy", 1987, 3, 1),
            ("01031987", "ddMMyyyy", 1987, 3, 1), ("1987-03-01T00:00:00Z", nil, 1987, 3, 1),
            ("1987", "dd/MM/yyyy", 1987, 0, 0),
        ] as [(String, String?, Int, Int, Int)])
    func `a date is read as it is written`(
        text: String, format: String?, year: Int, month: Int, day: Int
    ) throws {
        let date = try #require(PartialDate(text, format: format))
        #expect([date.year, date.month, date.day] == [year, month, day])
    }

    @Test(arguments: ["", "unknown", "1987-13-01", "0000-00-00", "198703011200123"])
    func `what is no date is missing`(text: String) {
        #expect(PartialDate(text) == nil)
    }
}
