"""No page violates WCAG 2.2 AA as far as axe-core can tell, in any language, light or dark."""

import pathlib
import unittest

import axe_playwright_python

from desk import Desk, size
from pages import prepare

AXE = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LANGUAGES = ("ar", "ckb", "en")


def violations(desk):
    """What axe-core objects to on the page that is open."""
    desk.driver.execute_script(AXE)
    found = desk.driver.execute_async_script(
        """
        const [tags, done] = arguments;
        axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
          .then(r => done(r.violations.map(v => v.id + ": " + v.help + "\\n    "
            + v.nodes.slice(0, 4).map(n => n.target + " " + n.html.slice(0, 120)).join("\\n    "))))
          .catch(e => done([String(e)]));
        """, TAGS)
    return found


def sticking_out(desk):
    """Fields and buttons that do not lie within their card, and how far the page is too wide."""
    return desk.driver.execute_script(
        """
        const out = [];
        for (const e of document.querySelectorAll(".card :is(input, select, textarea, button, a)")) {
          const inner = e.getBoundingClientRect();
          const scrolls = e.closest(".scroll, .stepper");
          const outer = e.closest(".card").getBoundingClientRect();
          if (inner.width && !scrolls && (inner.left < outer.left - 1 || inner.right > outer.right + 1))
            out.push(e.outerHTML.slice(0, 120));
        }
        const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) out.push("page: " + root.scrollWidth);
        return out;
        """)


class Accessibility(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = Desk("ar")
        cls.addClassCleanup(cls.desk.close)
        cls.pages = prepare(cls.desk)

    def test_no_page_violates_wcag(self):
        for language in LANGUAGES:
            for page in self.pages:
                with self.subTest(language=language, page=page.name):
                    page.open(self.desk, language)
                    self.assertEqual("\n".join(violations(self.desk)), "")
                    self.assertEqual(sticking_out(self.desk), [])

    def test_dark_pages_have_contrast_too(self):
        self.desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        for page in self.pages:
            with self.subTest(page=page.name):
                page.open(self.desk, "ar")
                self.assertEqual("\n".join(violations(self.desk)), "")

    def test_nothing_sticks_out_on_a_small_tablet_or_at_200_percent(self):
        self.addCleanup(size, self.desk.driver, 1366, 768)
        for width, height in ((800, 1000), (683, 384)):
            size(self.desk.driver, width, height)
            for page in self.pages:
                with self.subTest(width=width, page=page.name):
                    page.open(self.desk, "ar")
                    self.assertEqual(sticking_out(self.desk), [])

    def test_the_way_in(self):
        desk = self.desk
        for language in LANGUAGES:
            with self.subTest(language=language):
                desk.driver.delete_all_cookies()
                desk.sessions.clear()
                desk.node = self.pages[0].node
                desk.go("/sign-in")
                desk.speak(language)
                self.assertEqual("\n".join(violations(desk)), "")
                desk.type("name", "clerk")
                desk.type("password", "wrong")
                desk.press("form[action='/sign-in'] button.main")
                self.assertEqual("\n".join(violations(desk)), "")


if __name__ == "__main__":
    unittest.main()
