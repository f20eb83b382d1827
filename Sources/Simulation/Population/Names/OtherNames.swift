/// Names of Iraq's Kurds, Turkmens and Christians, compiled for this program, the most common first.
/// Kurdish ones have three spellings: Sorani, the Arabic of the old registers, Latin.
enum OtherNames {
    /// Names that Kurdish men bear.
    static let kurdishMen = """
        محەمەد محمد Mohammed, ئەحمەد أحمد Ahmed, عەلی علي Ali, حەسەن حسن Hassan,
        حوسێن حسين Hussein, عومەر عمر Omar, عوسمان عثمان Othman, مستەفا مصطفى Mustafa,
        مەحموود محمود Mahmood, ئیبراهیم إبراهيم Ibrahim, ئیسماعیل إسماعيل Ismail,
        عەبدوڵڵا عبدالله Abdullah, کەریم كريم Kareem, ڕەشید رشيد Rasheed, ساڵح صالح Salih,
        یووسف يوسف Yousif, خالید خالد Khalid, جەلال جلال Jalal, جەمال جمال Jamal,
        کەمال كمال Kamal, عەزیز عزيز Azeez, ڕەحیم رحيم Raheem,
        عەبدولڕەحمان عبدالرحمن Abdulrahman, عەبدولقادر عبدالقادر Abdulqader,
        ئازاد آزاد Azad, شێرزاد شيرزاد Sherzad, ئاسۆ آسو Aso, کاوە كاوه Kawa,
        هێمن هيمن Hemin, ڕێبوار ريبوار Rebwar, سەردار سردار Sardar, سەروەر سرور Sarwar,
        هۆشیار هوشيار Hoshyar, بەختیار بختيار Bakhtiar, دلێر دلير Dler,
        دڵشاد دلشاد Dilshad, نەوزاد نوزاد Nawzad, فەرهاد فرهاد Farhad, سۆران سوران Soran,
        ڕێکار ريكار Rekar, هاوکار هاوكار Hawkar, کارزان كارزان Karzan, ئارام آرام Aram,
        زانا زانا Zana, شوان شوان Shwan, بەرزان برزان Barzan, هەڵۆ هلو Halo,
        سیروان سيروان Sirwan, دیار ديار Diyar, ڕزگار رزكار Rizgar, ئومێد أوميد Omed,
        پشتیوان بشتيوان Pshtiwan, چیا جيا Chiya, ژیار زيار Zhyar, لوقمان لقمان Luqman,
        هاوڕێ هاوري Hawre, مەریوان مريوان Mariwan, گۆران كوران Goran, هەژار هزار Hazhar,
        نەریمان نريمان Nariman, شاخەوان شاخوان Shakhawan
        """

    /// Names that Kurdish women bear.
    static let kurdishWomen = """
        فاتیمە فاطمة Fatima, خەدیجە خديجة Khadija, زەینەب زينب Zainab, مەریەم مريم Maryam,
        ئامینە آمنة Amina, ئاسکە آسكة Aska, شیرین شيرين Shirin, نەسرین نسرين Nasrin,
        پەروین بروين Parwin, گوڵاڵە كلالة Gulala, شلێر شلير Shler, ژیان زيان Zhyan,
        تارا تارا Tara, دلنیا دلنيا Dilnia, هێرۆ هيرو Hero, نیگار نيكار Nigar,
        چنار جنار Chnar, شنۆ شنو Shno, بەهار بهار Bahar, سۆزان سوزان Sozan,
        ئاڤان آفان Avan, ڕووناک روناك Runak, نازدار نازدار Nazdar, هەوار هوار Hawar,
        کەژاڵ كزال Kazhal, شەونم شونم Shawnm, بێخاڵ بيخال Bekhal, ئەڤین افين Evin,
        دەریا دريا Darya, لانە لانه Lana, ساکار ساكار Sakar, سازگار سازكار Sazgar,
        حەلیمە حليمة Halima, عائیشە عائشة Aisha, ڕوقیە رقية Ruqaya, نەرمین نرمين Narmin,
        خونچە خونجة Khuncha, پەیمان بيمان Payman, ئاوات آوات Awat, هەتاو هتاو Hataw,
        ژاڵە زالة Zhala, سروە سروه Srwa
        """

    /// Kurdish families, tribes and towns.
    static let kurdishFamilies = """
        جاف الجاف Jaf, بەرزنجی البرزنجي Barzinji, تاڵەبانی الطالباني Talabani,
        زەنگنە زنكنة Zangana, شوان شوان Shwani, کاکەیی الكاكائي Kakai,
        داوودی الداوودي Dawoodi, هەمەوەند هموند Hamawand, ساڵەیی الصالحي Salayi,
        زێباری الزيباري Zebari, بەرواری البرواري Barwari, سورچی السورجي Surchi,
        مزووری المزوري Mizuri, کەرکووکی الكركوكي Karkuki, خانەقینی الخانقيني Khanaqini,
        گەرمیانی الكرمياني Garmiani, باجەڵان الباجلان Bajalan, دەلۆ الدلوي Dalo,
        پاڵانی البالاني Palani, شێخانی الشيخاني Shekhani, دۆسکی الدوسكي Doski,
        گۆیی الكويي Goyi, هەورامی الهورامي Hawrami, لەیلانی الليلاني Laylani,
        فەیلی الفيلي Faili, ئێزدی الأيزيدي Ezidi, شەنگالی السنجاري Shangali,
        میران ميران Miran, بابان بابان Baban, قەرەداغی القرةداغي Qaradaghi
        """

    /// Names that Turkmen men bear.
    static let turkmenMen = """
        محمد Mohammed, علي Ali, حسن Hassan, حسين Hussein, عباس Abbas, يلماز Yilmaz,
        أورهان Orhan, تحسين Tahseen, جتين Cetin, أتيلا Atilla, أيدن Aydin, طورهان Turhan,
        نجات Najat, أرشد Arshad, سزكين Sezgin, تورغوت Turgut, نهاد Nihad, عصمت Ismat,
        رمزي Ramzi, صابر Sabir, قحطان Qahtan, جنكيز Cengiz, توفيق Tawfeeq,
        زين_العابدين Zain_Alabideen, مظفر Mudhaffar, صدرالدين Sadruldeen
        """
    static let turkmenWomen = """
        فاطمة Fatima, زينب Zainab, أيسل Aysel, سيفيم Sevim, نورهان Noorhan, كولر Guler,
        أيتن Ayten, كلزار Gulzar, نرمين Narmin, سونكل Songul, توركان Turkan, خديجة Khadija,
        كوثر Kawthar, نجات Najat
        """
    static let turkmenFamilies = """
        البياتي Albayati, أوغلو Oghlu, الصالحي Alsalihi, النفطجي Naftachi, القصاب Qassab,
        أربيللي Arbilli, آغا Agha, بيرقدار Bayraktar, ترزي_باشي Terzibashi, كوبرلو Koprulu,
        التلعفري Altalafari, هرمزلي Hormuzlu, قيردار Kirdar, أفندي Effendi, البنا Albanna,
        الداقوقي Aldaqouqi
        """

    /// Names that Christian men bear.
    static let christianMen = """
        يوسف Yousif, جورج George, بطرس Butrus, سركون Sargon, آشور Ashur, نينوس Ninos,
        حنا Hanna, متي Matti, بولص Boulos, داود Dawood, عمانوئيل Emmanuel, كوركيس Gorgees,
        توما Toma, يونان Younan, سمعان Shamoun, فريد Fareed, سامي Sami, نبيل Nabeel,
        رامي Rami, سنحاريب Sanharib, إيشو Isho, أوديشو Odisho, خوشابا Khoshaba,
        صليوا Sleewa, ججو Jajo, بهنام Behnam
        """
    static let christianWomen = """
        مريم Maryam, ماري Mary, شميران Shamiran, نهرين Nahrin, سوزان Suzan, جانيت Janet,
        فكتوريا Victoria, كرستينا Christina, شاميرام Shamiram, جوليانا Juliana,
        مادلين Madlin, وردة Warda, كاترينا Katrina, نوال Nawal, سعاد Suad, بربارة Barbara,
        حنة Hanna, رمزية Ramziya
        """
    static let christianFamilies = """
        حنا Hanna, يوسف Yousif, بهنام Behnam, القس Alqas, ججو Jajo, عبوش Aboosh,
        الشماس Alshammas, كوركيس Gorgees, بطرس Butrus, منصور Mansoor, ايشو Isho,
        ميخا Mikha, صليوا Sleewa, شابا Shaba, عبدالأحد Abdulahad, قرياقوس Qaryaqos,
        الباز Albaz, سولاقا Sulaqa
        """
}
