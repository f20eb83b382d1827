"""A family that moved to another province: known there, asked for, granted; and files that come in."""

import contextlib
import http.client
import pathlib
import unittest

from desk import Desk
from federation import ROOT, shared
from test_duplicates import register, widow


class Transfers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.federation = shared()
        cls.desk = Desk("ar")
        cls.addClassCleanup(cls.desk.close)

    def begin(self, person, area):
        """Fills in a draft up to the last step; gives its path."""
        desk = self.desk
        desk.go("/register")
        desk.press("form[action='/register'] button")
        desk.choose("area", area)
        desk.press("form[data-check] button.main")
        for name, value in person.items():
            if name == "sex":
                desk.tick(name, value)
            elif name == "relationship":
                desk.choose(name, value)
            else:
                desk.type(name, value)
        desk.press("button[name=act][value=continue]")
        desk.find("input[name=hasNoAccount]").click()
        desk.press("form[data-check] button.main")
        return "/" + desk.path

    def test_a_family_that_is_known_elsewhere_is_asked_for_and_moves(self):
        desk, federation = self.desk, self.federation
        person = widow("ابتسام", "خليف", "197957314477", "07721004477")
        desk.become(federation.ninewa, "clerk")
        family = register(desk, "03-4", [
            person, {"givenName": "حسين", "fatherName": "ناظم", "sex": "M",
                     "birthDate": "2013-02-11"}])
        federation.sync()

        # The desk in Basra hears of it before it saves, and sees an initial and a year only.
        desk.become(federation.basra, "judge")
        check = self.begin(person, "02-3")

        def told(_):
            desk.go(check)
            return desk.has("#elsewhere table")
        desk.wait(told, "headquarters' answer")
        row = desk.find("#elsewhere tbody tr").text
        self.assertIn("••••", row)
        self.assertNotIn("خليف", row.split("••••", 1)[1])
        desk.press("#elsewhere tbody a.button")
        self.assertIn(family, desk.path)
        desk.choose("to", "02-3")
        desk.type("reason", "تسكن مع أختها منذ آذار")
        desk.press("main form button.main")
        self.assertEqual(desk.path, "transfers")
        federation.sync()

        # Ninewa, which serves the family, hears who asks and why, and lets it go.
        desk.become(federation.ninewa, "judge")
        desk.go(f"/families/{family}")
        desk.press(".notice a[href*='/transfers']")
        self.assertIn("تسكن مع أختها منذ آذار", desk.text)
        desk.press(f"section[id^=transfer] button[value=grant]")
        self.assertTrue(desk.has(".notice.good"))
        federation.sync()
        federation.sync()
        desk.become(federation.basra, "judge", "en")
        desk.go(f"/families/{family}")
        self.assertIn("ابتسام خليف", desk.text)
        # Its history came with it: also what was done at other nodes, by whom.
        desk.go(f"/families/{family}/history")
        self.assertIn("IQ-NI", desk.text)
        self.assertIn("judge", desk.text)

    def test_without_headquarters_a_family_is_saved_as_ever(self):
        desk, federation = self.desk, self.federation
        federation.hub.stop()
        self.addCleanup(lambda: federation.hub.process or federation.hub.serve())
        desk.become(federation.basra, "judge")
        self.begin(widow("نهاية", "فرهود", "197957314488", "07721004488"), "02-3")
        self.assertTrue(desk.has("#elsewhere.calm"))
        desk.press("form[data-check] button.main")
        self.assertTrue(desk.path.endswith("/receipt"))
        federation.hub.serve()

    def test_files_come_in_through_a_page_with_a_bar(self):
        desk, federation = self.desk, self.federation
        desk.become(federation.basra, "manager")
        desk.go("/import")
        files = "\n".join(str(ROOT / f"deploy/demo/IQ-BA-{kind}.csv")
                          for kind in ("households", "persons"))
        desk.find("input[name=files]").send_keys(files)
        desk.press("main form button.main")
        desk.wait(lambda _: desk.has("main .tiles"), "the end of the import")
        # They had come before: nothing is new.
        numbers = [tile.text for tile in desk.all("main .tiles .tile-value")]
        self.assertEqual(numbers[2], "0")
        self.assertNotEqual(numbers[0], "0")

    def send(self, node, size, cookie=""):
        """Sends a form of so many bytes to the import; the status and the page that come back."""
        connection = http.client.HTTPConnection(node.console.split("//")[1], timeout=120)
        connection.request(
            "POST", "/import", body=(b"x" * (1 << 20) for _ in range(size >> 20)),
            headers={"Content-Length": str(size), "Cookie": cookie,
                     "Content-Type": "multipart/form-data; boundary=b"})
        with contextlib.closing(connection):
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def test_what_is_too_large_for_a_page_is_told_so_and_takes_no_memory(self):
        desk, node = self.desk, self.federation.basra

        def peak():
            status = pathlib.Path(f"/proc/{node.process.pid}/status").read_text()
            line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
            return int(line.split()[1]) << 10
        before = peak()
        # A stranger is shown the way in, and none of it is kept.
        status, _ = self.send(node, 60 << 20)
        self.assertIn(status, (401, 413))
        self.assertLess(peak() - before, 40 << 20)
        desk.become(node, "manager", "en")
        desk.go("/import")
        cookie = "; ".join(f"{c['name']}={c['value']}" for c in desk.driver.get_cookies())
        status, page = self.send(node, 300 << 20, cookie)
        self.assertEqual(status, 413)
        self.assertIn("shabaka import", page)
        self.assertLess(peak() - before, 200 << 20)


if __name__ == "__main__":
    unittest.main()
