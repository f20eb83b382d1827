/// Tribes, clans and towns that Iraq's Arabs bear as their fourth name, compiled for this program,
/// the most common first.
enum ArabFamilyNames {
    /// Names of tribes and clans that live in all parts.
    static let everywhere = """
        الجبوري Aljubouri, الشمري Alshammari, العبيدي Alobaidi, الدليمي Aldulaimi,
        التميمي Altamimi, الطائي Altaie, الربيعي Alrubaie, الجنابي Aljanabi,
        العزاوي Alazzawi, الحمداني Alhamdani, البياتي Albayati, القيسي Alqaisi,
        العامري Alamiri, الزبيدي Alzubaidi, السعدي Alsaadi, الجميلي Aljumaili,
        المشهداني Almashhadani, الحديدي Alhadidi, النعيمي Alnuaimi, العاني Alani,
        الحسني Alhasani, الحسيني Alhusseini, الهاشمي Alhashimi, القريشي Alquraishi,
        الأنصاري Alansari, الخزرجي Alkhazraji, البغدادي Albaghdadi, الكرخي Alkarkhi,
        الأعظمي Aladhami, العباسي Alabbasi, البكري Albakri, الخالدي Alkhalidi,
        الراشدي Alrashidi, المهداوي Almahdawi, المعموري Almamoori
        """

    /// Names at home in the south.
    static let southern = """
        الساعدي Alsaadi, الموسوي Almusawi, الخفاجي Alkhafaji, الأسدي Alasadi,
        الكعبي Alkaabi, المالكي Almaliki, الكناني Alkinani, الدراجي Aldarraji,
        المياحي Almayahi, المحمداوي Almohammedawi, الحسناوي Alhasnawi, العبادي Alabadi,
        الزيدي Alzaidi, العكيلي Alogaili, الخزعلي Alkhazali, اللامي Allami,
        السعيدي Alsaeedi, الفتلاوي Alfatlawi, الركابي Alrikabi, الناصري Alnasiri,
        الياسري Alyasiri, الغزي Alghizzi, البدري Albadri, الشويلي Alshuwaili,
        الحجامي Alhajami, البهادلي Albahadli, السوداني Alsudani, العتابي Alatabi,
        الحلفي Alhilfi, البطاط Albattat, الشرع Alshara, المنصوري Almansoori,
        الجوراني Aljorani, الغراوي Algharrawi, الفرطوسي Alfartousi, الزاملي Alzamili,
        الزرفي Alzurfi, الجبراوي Aljabrawi, الكربلائي Alkarbalaie, النجفي Alnajafi,
        الحلي Alhilli, البصري Albasri, العماري Alamari, الحيدري Alhaidari,
        الطباطبائي Altabatabaie, الحكيم Alhakeem, الصدر Alsadr, الشمرتي Alshamarti,
        الميالي Almayali, العوادي Alawadi, الخاقاني Alkhaqani, الشريفي Alshareefi,
        الإبراهيمي Alibrahimi, الشيباني Alshaibani, السلطاني Alsultani, العارضي Alaridhi,
        الجليحاوي Aljulaihawi, الكرعاوي Algarawi, الظالمي Aldhalimi, البوهلال Albuhilal,
        الرماحي Alrammahi, العيساوي Alissawi, الشبلي Alshibli, الوائلي Alwaeli,
        الصالحي Alsalihi, السراي Alsaray, الزركاني Alzirgani, الحميداوي Alhumaidawi,
        العيداني Aleidani, الحمامي Alhammami, الصيمري Alsaimari, المطوري Almatouri,
        التميمي_البصري Altamimi_Albasri, الوسامي Alwisami, النوفلي Alnawfali,
        البديري Albudairi, العتبي Alutbi, الأزيرجاوي Alazairjawi
        """

    /// Names at home in the west and north.
    static let western = """
        السامرائي Alsamarrai, التكريتي Altikriti, الراوي Alrawi, الهيتي Alhiti,
        الحديثي Alhadithi, الكبيسي Alkubaisi, الفهداوي Alfahdawi, المحمدي Almohammadi,
        العلواني Alalwani, البونمر Albunimr, الدوري Alduri, اللهيبي Alluhaibi,
        العكيدي Alogaidi, الموصلي Almosuli, الحيالي Alhayali, السبعاوي Alsabawi,
        البدراني Albadrani, الجحيشي Aljuhaishi, الحمدوني Alhamdouni,
        الطائي_الموصلي Altaie_Almosuli, الويسي Alwaisi, الزوبعي Alzobaie,
        العيثاوي Alithawi, المجمعي Almujamai, البازي Albazi,
        الخزرجي_السامرائي Alkhazraji_Alsamarrai, العجيلي Alujaili, الكرطاني Algartani,
        الشعباني Alshabani, الحردان Alhardan, الذيابي Aldhiyabi, النمراوي Alnimrawi,
        العسافي Alassafi, الحلبوسي Alhalbousi, الصميدعي Alsumaidaie, الجغيفي Aljughaifi,
        السلماني Alsalmani, المرسومي Almarsoumi, القرغولي Alqaraghouli,
        البوعلوان Albualwan, الغريري Alghurairi, البيجات Albaijat, الشبكي Alshabaki,
        الباجلاني Albajalani
        """

    /// Forms in which a clan is named after an ancestor: before and behind his name, in both scripts.
    static let ancestral: [(before: String, after: String, latin: String, latinAfter: String)] = [
        ("ال", "ي", "Al", "i"), ("ال", "اوي", "Al", "awi"), ("البو_", "", "Albu_", ""),
        ("آل_", "", "Aal_", ""),
    ]
}
