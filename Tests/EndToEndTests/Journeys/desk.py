"""A person at a browser: headless Chromium, driven as hands and eyes would."""

import base64
import hashlib
import hmac
import os
import struct
import time

from selenium import webdriver
from selenium.common.exceptions import (
    NoSuchElementException, StaleElementReferenceException, TimeoutException, WebDriverException)
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from federation import PASSWORD

PATIENCE = 60


def start_browser(width=1366, height=768):
    """Debian's Chromium without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    options.add_argument("--headless=new")
    options.add_argument("--disable-gpu")
    options.add_argument("--disable-dev-shm-usage")
    options.add_argument("--hide-scrollbars")
    # Nothing of the browser's own goes out either.
    options.add_argument("--disable-background-networking")
    options.add_argument("--no-first-run")
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.add_argument(f"--window-size={width},{height}")
    driver = webdriver.Chrome(
        service=webdriver.ChromeService(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")),
        options=options)
    driver.set_page_load_timeout(PATIENCE)
    size(driver, width, height)
    return driver


def size(driver, width, height):
    """Gives the page itself this size, whatever the window's frame takes."""
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})


def one_time_code(secret, at):
    """The code of a phone (RFC 6238): six digits, thirty seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start:start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


class Desk:
    """Several people at one browser: each has cookies of his own."""

    def __init__(self, language="ar"):
        self.driver = start_browser()
        self.language = language
        self.node = None
        self.sessions = {}

    def close(self):
        self.driver.quit()

    # Waiting and looking

    def wait(self, condition, text=""):
        def safe(driver):
            try:
                return condition(driver)
            except (NoSuchElementException, StaleElementReferenceException):
                return False
            except WebDriverException as error:
                # Chromium says this while one page goes and the next comes.
                if "does not belong to the document" in str(error):
                    return False
                raise
        try:
            return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(safe)
        except TimeoutException:
            raise AssertionError(
                f"Waited in vain for {text} at {self.driver.current_url}:\n{self.text[:2000]}"
            ) from None

    def find(self, css):
        def shown(driver):
            return next((e for e in driver.find_elements(By.CSS_SELECTOR, css)
                         if e.is_displayed()), False)
        return self.wait(shown, css)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def has(self, css):
        return bool(self.all(css))

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def wait_for_text(self, text):
        return self.wait(lambda _: text in self.text, f"“{text}”")

    @property
    def path(self):
        return self.driver.current_url.split("/", 3)[-1]

    def turn(self, act):
        """Does something that leads to another page and waits until that is there."""
        page = self.driver.find_element(By.TAG_NAME, "html")

        def gone(_):
            try:
                page.is_enabled()
                return False
            except (StaleElementReferenceException, NoSuchElementException):
                return True
        act()
        self.wait(gone, "another page")
        self.ready()

    def ready(self):
        self.wait(lambda d: d.execute_script("return document.readyState") == "complete"
                  and d.find_element(By.TAG_NAME, "main"), "a whole page")

    # Acting

    def go(self, path):
        self.driver.get(self.node.console + path)
        self.ready()

    def press(self, css):
        self.turn(lambda: self.find(css).click())

    def type(self, name, text):
        field = self.find(f"[name='{name}']:not([type=hidden])")
        field.clear()
        field.send_keys(text)

    def choose(self, name, value):
        Select(self.find(f"select[name='{name}']")).select_by_value(value)

    def tick(self, name, value):
        self.find(f"input[name='{name}'][value='{value}']").click()

    def keys(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def hold(self, key, *keys):
        """Presses keys while another one is held."""
        ActionChains(self.driver).key_down(key).send_keys(*keys).key_up(key).perform()

    def tab_to(self, css):
        """Goes on with the tabulator until that is focused: somebody without a mouse gets there."""
        passed = []
        for _ in range(80):
            active = self.driver.switch_to.active_element
            if self.driver.execute_script("return arguments[0].matches(arguments[1])", active, css):
                return active
            passed.append(active.get_attribute("outerHTML")[:80])
            self.keys(Keys.TAB)
        raise AssertionError(f"The keyboard does not lead to {css}: {passed[:30]}")

    # Signing in

    def become(self, node, name, language=None):
        """Sits down as somebody at a node; who was there before finds his session again."""
        language = language or self.language
        if self.node is not None:
            self.sessions[self.who] = self.driver.get_cookies()
            self.driver.delete_all_cookies()
        self.node, self.who = node, (node.name, name)
        known = self.sessions.get(self.who)
        self.driver.get(node.console + "/sign-in")
        self.ready()
        if known:
            for cookie in known:
                self.driver.add_cookie(cookie)
            self.go("/")
        else:
            self.speak(language)
            self.type("name", name)
            self.type("password", PASSWORD)
            self.press("form[action='/sign-in'] button.main")
            if self.path.startswith("sign-in/phone"):
                self.set_up_phone()
        self.speak(language)

    def speak(self, language):
        if self.driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == language:
            return
        if self.has(".menu summary"):
            self.find(".menu summary").click()
        self.press(f"button[name=language][value={language}]")

    def set_up_phone(self):
        """Reads the secret from the page, as somebody does whose camera is broken."""
        shown = self.find("main .muted.small .code").text
        secret = "".join(shown.split())
        self.type("code", one_time_code(secret, time.time()))
        self.press("form[action='/sign-in/phone'] button.main")
