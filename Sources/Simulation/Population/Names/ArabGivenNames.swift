/// Given names of Iraq's Arabs, compiled for this program, the most common first, each with one
/// usual Latin spelling. Written with all hamzas and dots: clerks leave them away, not these lists.
/// An underscore stands for a blank.
enum ArabGivenNames {
    /// Men's names that every community and generation bears.
    static let men = """
        محمد Mohammed, علي Ali, أحمد Ahmed, حسين Hussein, حسن Hassan, مصطفى Mustafa,
        كريم Kareem, عبدالله Abdullah, محمود Mahmood, إبراهيم Ibrahim, يوسف Yousif,
        خالد Khalid, سعد Saad, جاسم Jasim, قاسم Qasim, علاء Alaa, سلام Salam, حميد Hameed,
        ياسر Yaser, زيد Zaid, صالح Salih, فاضل Fadhil, عادل Adel, باسم Basim, ماجد Majid,
        محسن Muhsin, جواد Jawad, جبار Jabbar, ستار Sattar, عامر Amer, عمار Ammar,
        عدنان Adnan, ناصر Nasir, حامد Hamid, رعد Raad, وليد Waleed, طارق Tariq, فلاح Falah,
        صباح Sabah, نبيل Nabeel, سمير Sameer, أنور Anwar, رشيد Rasheed, سالم Salim,
        سعيد Saeed, جمال Jamal, كمال Kamal, جميل Jameel, خليل Khaleel, إسماعيل Ismail,
        عبدالرحمن Abdulrahman, عبدالرزاق Abdulrazzaq, نوري Noori, عبدالكريم Abdulkareem,
        عبدالستار Abdulsattar, عبدالجبار Abduljabbar, هاشم Hashim, نزار Nizar,
        عبدالقادر Abdulqader, عبدالوهاب Abdulwahhab, عبدالعزيز Abdulaziz, شاكر Shakir,
        رحيم Raheem, مهند Muhannad, حيدر Haider, رائد Raed, أيمن Ayman, أسامة Usama,
        بلال Bilal, هيثم Haitham, فراس Firas, أركان Arkan, غسان Ghassan, قيصر Qaisar,
        إياد Ayad, عماد Imad, رياض Riyadh, فؤاد Fuad, مازن Mazin, منير Muneer, لؤي Luay,
        عصام Isam, هشام Hisham, ضياء Dhiaa, بهاء Bahaa, صلاح Salah, جلال Jalal, حازم Hazim,
        حاتم Hatim, عباس Abbas, فارس Faris, فهد Fahad, سيف Saif, أمير Ameer, أنس Anas,
        أوس Aws, يحيى Yahya, زكريا Zakariya, موسى Mousa, عيسى Eisa, داود Dawood,
        سليمان Sulaiman, يعقوب Yaqoob, إسحاق Ishaq, نوح Nooh, شهاب Shihab, مثنى Muthanna,
        قتيبة Qutaiba, مؤيد Muayad, مروان Marwan, عبدالسلام Abdulsalam,
        عبدالواحد Abdulwahid, عبدالمجيد Abdulmajeed, عبدالخالق Abdulkhaliq,
        عبدالرحيم Abdulraheem, عبدالحميد Abdulhameed, عبداللطيف Abdullateef,
        عبدالملك Abdulmalik, عبدالغني Abdulghani, عبدالباري Abdulbari,
        عبدالمنعم Abdulmunim, عبدالاله Abdulilah, نعمان Numan, ثامر Thamir, وسام Wisam,
        حسام Husam, بسام Bassam, عزيز Azeez, لطيف Lateef, منعم Munim, نعيم Naeem,
        وائل Wael, طالب Talib, غالب Ghalib, غازي Ghazi, فيصل Faisal, نصير Naseer,
        منصور Mansoor, مجيد Majeed, شكر Shukur, شريف Shareef, بدر Badr, ثائر Thaer,
        عارف Arif, واثق Wathiq
        """

    /// Men's names at home in the south and among the Shia.
    static let southernMen = """
        كاظم Kadhim, مهدي Mahdi, رضا Ridha, جعفر Jafar, صادق Sadiq, باقر Baqir, هادي Hadi,
        عبدالحسين Abdulhussein, عبدالزهرة Abdulzahra, عبدالأمير Abdulameer,
        عبدالكاظم Abdulkadhim, عبدالمهدي Abdulmahdi, عبدالسادة Abdulsada,
        عبدالعباس Abdulabbas, عبدالنبي Abdulnabi, عبدالحسن Abdulhassan, عبدعلي Abdali,
        راضي Radhi, ناجي Naji, هاني Hani, فاهم Fahim, عقيل Aqeel, ميثم Maitham, حمزة Hamza,
        عون Awn, مسلم Muslim, زهير Zuhair, حبيب Habeeb, نعمة Nima, حسون Hassoon,
        عبود Abbood, كاطع Gatea, جبر Jabr, شنان Shinan, مزهر Mizhir, مكي Makki, زامل Zamil,
        عودة Oda, خضير Khudhair, نجم Najm, لفتة Lafta, ظاهر Dhahir
        """

    /// Men's names at home in the west and north and among the Sunni.
    static let westernMen = """
        عمر Omar, عثمان Othman, بكر Bakr, معاوية Muawiya, عبدالرؤوف Abdulraoof,
        خطاب Khattab, طه Taha, ياسين Yaseen, عواد Awwad, خلف Khalaf, فواز Fawwaz,
        نايف Nayif, محيسن Muhaisin, مشعل Mishal, سعود Saud, فرحان Farhan, عبيد Obaid,
        حماد Hammad, ذياب Dhiyab, صكر Sagr, عفان Affan, صهيب Suhaib, حذيفة Hudhaifa,
        مصعب Musab, الحارث Alharith, أبوبكر Abubakr, رافع Rafea, ساير Sayir, رشاد Rashad,
        مخلف Mukhlif, حمود Hammood, دحام Daham, عايد Ayid, هزاع Hazzaa, شعلان Shaalan,
        عناد Inad, محجوب Mahjoob, برهان Burhan
        """

    /// Men's names that are rarely given since the eighties.
    static let oldMen = """
        مطشر Mutashar, شلال Shallal, عبد Abd, حسوني Hassooni, دخيل Dakheel, مناحي Manahi,
        سلمان Salman, هلال Hilal, جودة Jouda, خضر Khidir, شبيب Shabeeb, مطلك Mutlag,
        سرحان Sarhan, مهاوي Mahawi, جياد Jiyad, فليح Flaih, شهيد Shaheed, ردام Radam,
        عطية Atiya, عجيل Ajeel, رسن Risan, صبر Sabr, صبري Sabri, شمخي Shamkhi,
        حنون Hannoon, عليوي Alaiwi, دواي Dawai, رزاق Razzaq, غانم Ghanim, غضبان Ghadhban,
        ثجيل Thijeel, حميدي Humaidi, حنتوش Hantoosh, خنجر Khanjar, زغير Zghair,
        سهيل Suhail, شاطي Shati, طعمة Tuma, عويد Owaid, فالح Falih, كامل Kamil,
        كطان Gattan, لازم Lazim, محي Muhi, مردان Mardan, هاتف Hatif, وادي Wadi
        """

    /// Men's names that are given since the nineties.
    static let newMen = """
        كرار Karrar, سجاد Sajjad, مرتضى Murtadha, منتظر Muntadhar, مقتدى Muqtada,
        علي_الأكبر Ali_Alakbar, مؤمل Muammal, ذوالفقار Dhulfiqar,
        زين_العابدين Zain_Alabideen, حسنين Hasanain, أيهم Ayham, ليث Laith, يزن Yazan,
        آدم Adam, إلياس Ilyas, رسول Rasool, جابر Jabir, طيبان Tayban,
        عبدالمحسن Abdulmuhsin, تيم Taim, ريان Rayan, كيان Kayan, مجتبى Mujtaba,
        يقظان Yaqdhan, شاهين Shaheen, همام Humam, غيث Ghaith, براء Baraa, تميم Tameem,
        نورالدين Nooruldeen, محمدباقر Mohammed_Baqir, محمد_رضا Mohammed_Ridha,
        محمد_جواد Mohammed_Jawad, أباالفضل Abulfadhl
        """

    /// Women's names that every community and generation bears.
    static let women = """
        فاطمة Fatima, زينب Zainab, مريم Maryam, هدى Huda, نور Noor, زهراء Zahraa,
        إسراء Israa, سارة Sara, شيماء Shaimaa, إيمان Iman, خديجة Khadija, أمل Amal,
        هبة Hiba, دعاء Duaa, مروة Marwa, رغد Raghad, آية Aya, حنان Hanan, ندى Nada,
        أسماء Asmaa, عائشة Aisha, سهام Siham, نجلاء Najlaa, وفاء Wafaa, سناء Sanaa,
        رنا Rana, ابتسام Ibtisam, انتصار Intisar, سميرة Sameera, نادية Nadiya, ليلى Layla,
        سلمى Salma, سعاد Suad, نوال Nawal, كريمة Kareema, جميلة Jameela, فوزية Fawziya,
        خولة Khawla, هناء Hanaa, صباح Sabah, رجاء Rajaa, بشرى Bushra, إلهام Ilham,
        أحلام Ahlam, إقبال Iqbal, إنعام Inam, انتظار Intidhar, أنوار Anwar, أزهار Azhar,
        بيداء Baidaa, بان Ban, تغريد Taghreed, ثريا Thuraya, جنان Jinan, حياة Hayat,
        دلال Dalal, دنيا Dunya, رشا Rasha, رواء Rawaa, ريم Reem, زهرة Zahra, زهور Zuhoor,
        ساجدة Sajida, سحر Sahar, سندس Sundus, سوسن Sawsan, شذى Shatha, شهد Shahad,
        صفاء Safaa, ضحى Dhuha, عبير Abeer, علياء Alyaa, عهود Uhood, غادة Ghada,
        غفران Ghufran, فرح Farah, فاتن Fatin, قبس Qabas, كوثر Kawthar, لمياء Lamyaa,
        لبنى Lubna, مها Maha, منى Muna, ميسون Maysoon, ميادة Mayada, نضال Nidhal,
        نسرين Nisreen, نغم Nagham, هالة Hala, هند Hind, هيفاء Haifaa, وسن Wasan,
        ورود Wurood, ياسمين Yasameen, يسرى Yusra, شيرين Shireen, رحاب Rihab, ماجدة Majida,
        خلود Khulood, أميرة Ameera, أمينة Ameena, بدور Budoor, إخلاص Ikhlas, مائدة Maida,
        غصون Ghusoon
        """

    /// Women's names at home in the south and among the Shia.
    static let southernWomen = """
        حوراء Hawraa, رقية Ruqaya, تبارك Tabarak, بنين Baneen, سكينة Sukaina,
        أم_البنين Um_Albaneen, معصومة Masooma, بتول Batool, زكية Zakiya, كفاح Kifah,
        نرجس Narjis, طيبة Taiba, غدير Ghadeer, عذراء Athraa, بنت_الهدى Bint_Alhuda,
        نور_الهدى Noor_Alhuda, كميلة Kumaila, عقيلة Aqeela
        """

    /// Women's names at home in the west and north and among the Sunni.
    static let westernWomen = """
        حفصة Hafsa, رحمة Rahma, سمية Sumaya, صفية Safiya, ميمونة Maymoona,
        جويرية Juwairiya, رملة Ramla, أروى Arwa, شمم Shamam, العنود Alanood, نجود Nujood,
        وضحة Wadha, هاجر Hajir
        """

    /// Women's names that are rarely given since the eighties.
    static let oldWomen = """
        بدرية Badriya, حسنة Hasna, خيرية Khairiya, رسمية Rasmiya, سعدية Sadiya,
        شكرية Shukriya, صبيحة Sabeeha, فخرية Fakhriya, فضيلة Fadheela, كاظمية Kadhmiya,
        لطيفة Lateefa, مديحة Madeeha, نجية Najiya, نورية Nooriya, هاشمية Hashimiya,
        وبرية Wabriya, زهية Zahiya, نعيمة Naeema, غنية Ghaniya, عطية Atiya, حليمة Haleema,
        خميسة Khameesa, مطشرة Mutashara, تسواهن Taswahin, شنونة Shannoona, جاسمية Jasmiya,
        رضية Radhiya, صبرية Sabriya, علية Aliya, فطيمة Futaima, مكية Makkiya,
        نشمية Nashmiya, وحيدة Waheeda, حمدية Hamdiya, ناجية Najiya, سليمة Saleema
        """

    /// Women's names that are given since the nineties.
    static let newWomen = """
        تقى Tuqa, سجى Saja, حنين Haneen, رسل Rusul, ملاك Malak, مينا Meena, ريتاج Ritaj,
        جنى Jana, جمانة Jumana, لجين Lujain, رهف Rahaf, روان Rawan, ماريا Mariya,
        ميار Mayar, ديما Deema, أيات Ayat, بسملة Basmala, مسك Misk, قمر Qamar, رتاج Rataj,
        رفيف Rafeef, شمس Shams, فدك Fadak, كنز Kanz, وعد Waad, يقين Yaqeen, نبأ Nabaa,
        زينة Zeena, لارا Lara, سيلين Seleen, ميس Mays, دانية Daniya, ليان Layan,
        رزان Razan, إيناس Inas, سما Sama, عسل Asal, رؤى Ruaa
        """
}
