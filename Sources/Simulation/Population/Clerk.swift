/// The clerk of one registration: a script, habits of spelling and a degree of care. Everything that
/// stands in the registry went through one.
struct Clerk {
    let script: ClerkScript
    let spelling: Spelling
    /// Errors happen so many per cent as often as to the average clerk in a calm registry.
    let carelessness: Int
    /// Whether the mother's father is written behind her name.
    let addsMothersFather: Bool
    /// Whether the article of the family name is left away.
    let dropsArticle: Bool
    /// Whether the family's other name is written: its town, or a wider tribe.
    let prefersOtherFamily: Bool
    /// Whether wives get the family name of their husbands, which is not the custom.
    let givesWivesHusbandsFamily: Bool
    let leavesOutIDs: Bool
    /// Of a hundred members without a number of their own, how many get the family's.
    let familyPhonePercent: Int

    /// The clerk who registers a household.
    init(
        for household: SimulatedHousehold, noise: PopulationSimulation.Noise,
        _ random: inout SplitMix64
    ) {
        let isKurdish = household.members[0].human.community == .kurdish
        let province = SimulatedProvince.all[household.province]
        let writesKurdish =
            isKurdish ? 4500 : province.communities[Int(Community.kurdish.rawValue)] * 8
        let regular: ClerkScript =
            random.happens(writesKurdish) ? .kurdish : random.happens(25) ? .latin : .arabic
        script = household.script ?? regular
        var habits = Spelling([])
        if random.happens(8200) { habits.insert(.plainAlef) }
        if random.happens(900) { habits.insert(.haForTaMarbuta) }
        if random.happens(1000) { habits.insert(.dotlessYeh) }
        if random.happens(1300) { habits.insert(.dottedAlef) }
        if random.happens(1800) { habits.insert(.parted) }
        spelling = habits
        let care = random.under(100)
        carelessness = (care < 55 ? 50 : care < 88 ? 110 : 330) * noise.percent / 100
        addsMothersFather = random.happens(5000)
        dropsArticle = random.happens(350 * noise.percent / 100)
        prefersOtherFamily = random.happens(250 * noise.percent / 100)
        givesWivesHusbandsFamily = random.happens(400)
        // Had the number been there, the second registration would have been noticed.
        leavesOutIDs = random.happens(household.isRepeat ? 2500 : 500)
        familyPhonePercent = 10 + random.under(80)
    }

    /// Whether an error happens whose rate at the average clerk is so many in ten thousand.
    func errs(_ inTenThousand: Int, _ random: inout SplitMix64) -> Bool {
        random.under(1_000_000) < inTenThousand * carelessness
    }
}
