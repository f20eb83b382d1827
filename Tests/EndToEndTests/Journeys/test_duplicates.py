"""One family is registered in two provinces; headquarters finds it, decides, and takes it back."""

import unittest

from desk import Desk, Keys
from federation import shared


def register(desk, area, people, iban=None):
    """Registers a family as a clerk with a mouse; gives the household's id."""
    desk.go("/register")
    desk.press("form[action='/register'] button")
    desk.choose("area", area)
    desk.choose("category", "widow")
    desk.press("form[data-check] button.main")
    for person in people:
        for name, value in person.items():
            if name == "sex":
                desk.tick("sex", value)
            elif name == "relationship":
                desk.choose(name, value)
            else:
                desk.type(name, value)
        desk.press("button[name=act][value=add]")
    desk.press("button[name=act][value=continue]")
    if iban:
        desk.type("iban", iban)
    else:
        desk.find("input[name=hasNoAccount]").click()
    desk.press("form[data-check] button.main")
    if desk.has("[name=differentBecause]"):
        desk.type("differentBecause", "سُئلت العائلة: ليست هي")
    desk.press("form[data-check] button.main")
    assert desk.path.endswith("/receipt"), desk.text
    return desk.path.split("/")[1]


def widow(given, father, number, phone, **more):
    return dict({
        "givenName": given, "fatherName": father, "grandfatherName": "شلال",
        "familyName": "البيضاني", "relationship": "head", "sex": "F", "birthDate": "7/9/1979",
        "motherName": "وزيرة جبار", "nationalID": number, "phone": phone}, **more)


class Duplicates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.federation = shared()
        cls.desk = Desk("ar")
        cls.addClassCleanup(cls.desk.close)

    def test_a_family_in_two_provinces_is_found_decided_and_undone(self):
        desk, federation = self.desk, self.federation
        desk.become(federation.ninewa, "clerk")
        first = register(desk, "03-4", [
            widow("سندس", "مطشر", "197957310021", "07721000121"),
            {"givenName": "علي", "fatherName": "ناظم", "sex": "M", "birthDate": "2012-02-11"},
        ])
        desk.become(federation.basra, "clerk", "en")
        second = register(desk, "02-3", [
            widow("سندس", "مطشّر", "197957310021", "07721000121", birthDate="1979"),
            {"givenName": "علي", "fatherName": "ناظم", "sex": "M", "birthDate": "2012-02-11"},
        ])
        federation.sync()

        # Headquarters compares everybody, and the page tells how far that is.
        desk.become(federation.hub, "adjudicator")
        desk.go("/cases")
        desk.press("form[action='/cases/scan'] button")
        desk.wait(lambda _: desk.has("form[action='/cases/scan']"), "the end of the comparison")
        desk.ready()
        desk.go("/cases?where=across")
        rows = [row for row in desk.all("tr.row-link") if "سندس مطشر" in row.text]
        self.assertEqual(len(rows), 1, "one case for one family")
        desk.turn(lambda: rows[0].find_element("css selector", "a").click())
        case = desk.path
        # Both sides, what agrees, and the evidence as a picture with its sum.
        self.assertIn("البيضاني", desk.text)
        self.assertIn("197957310021", desk.text)
        self.assertTrue(desk.has("svg[role=img]"))
        desk.press("button[name=owner]")
        self.assertEqual(desk.path, case)

        # Different needs a reason: the sentence says so and nothing is decided.
        desk.press("button[name=decision][value=different]")
        self.assertTrue(desk.has("[role=alert]"))
        # The same, by one key; the next case comes, and the last decision can be taken back.
        desk.go("/" + case)
        desk.turn(lambda: desk.keys("s"))
        self.assertNotEqual(desk.path, case)
        self.assertTrue(desk.has(".notice.good"))
        desk.press(".notice form button")
        self.assertEqual(desk.path, case)
        self.assertTrue(desk.has("button[name=decision]"), "the case is open again")
        desk.turn(lambda: desk.keys("s"))

        # The provinces hear of it.
        federation.sync()
        desk.become(federation.basra, "clerk")
        desk.go(f"/families/{second}")
        self.assertTrue(desk.has(".notice.look"), "what is registered twice says so")
        self.assertFalse(desk.has("#enrolments .tag.good"), "its programme has ended")
        desk.become(federation.ninewa, "clerk")
        desk.go(f"/families/{first}")
        self.assertTrue(desk.has("#enrolments .tag.good"), "the one that stays goes on")

    def test_who_registered_three_times_is_decided_once(self):
        desk, federation = self.desk, self.federation
        person = widow("غفران", "مسيعد", "197957310777", "07721000777")
        child = {"givenName": "كرار", "fatherName": "ناظم", "sex": "M", "birthDate": "2011-03-12"}
        for node, area in ((federation.ninewa, "03-4"), (federation.ninewa, "03-5"),
                           (federation.basra, "02-3")):
            desk.become(node, "judge")
            register(desk, area, [person, child])
        federation.sync()
        federation.hub.run("duplicates", "scan", "--actor", "adjudicator")
        desk.become(federation.hub, "adjudicator")
        desk.go("/cases")
        rows = [row for row in desk.all("tr.row-link") if "غفران مسيعد" in row.text]
        desk.turn(lambda: rows[0].find_element("css selector", "a").click())
        boxes = desk.all("#group input[type=checkbox]")
        self.assertEqual(len(boxes), 3)
        for box in boxes:
            if not box.is_selected():
                box.click()
        desk.press("#group button[value=same]")
        self.assertTrue(desk.has(".notice.good"))
        self.assertFalse(desk.has("#group"), "nothing is open any more")
        desk.press(".notice form button")
        self.assertTrue(desk.has("#group"), "all are open again")
        for box in desk.all("#group input[type=checkbox]"):
            if not box.is_selected():
                box.click()
        desk.press("#group button[value=same]")

    def test_people_who_only_look_alike_are_kept_apart(self):
        desk, federation = self.desk, self.federation
        desk.become(federation.hub, "adjudicator", "en")
        desk.go("/cases")
        desk.press("tr.row-link a")
        case = desk.path
        desk.type("reason", "Seen both: two sisters")
        desk.press("button[name=decision][value=different]")
        desk.go("/" + case)
        self.assertIn("Seen both: two sisters", desk.text)
        self.assertFalse(desk.has("button[name=decision]"))
        desk.go("/cases?show=decided")
        self.assertTrue(desk.has("tr.row-link"))

    def test_a_family_that_is_registered_already_is_shown_before_it_is_saved(self):
        desk = self.desk
        desk.become(self.federation.ninewa, "judge")
        person = widow("ابتهال", "عاجل", "198057310399", "07721000877")
        register(desk, "03-4", [person])
        desk.go("/register")
        desk.press("form[action='/register'] button")
        desk.choose("area", "03-5")
        desk.press("form[data-check] button.main")
        for name, value in person.items():
            if name == "sex":
                desk.tick(name, value)
            elif name == "relationship":
                desk.choose(name, value)
            else:
                desk.type(name, "إبتهال" if name == "givenName" else value)
        desk.press("button[name=act][value=continue]")
        desk.find("input[name=hasNoAccount]").click()
        desk.press("form[data-check] button.main")
        self.assertIn("ابتهال عاجل", desk.text)
        desk.press("form[data-check] button.main")
        self.assertTrue(desk.path.endswith("/check"), "it is not saved without a reason")
        self.assertEqual(
            desk.driver.switch_to.active_element.get_attribute("name"), "differentBecause",
            "the question that must be answered has the focus")


if __name__ == "__main__":
    unittest.main()
