"""Pictures of every page: three languages, light and dark, 1366 and 800 pixels wide.

    python3 screenshots.py FOLDER [PAGE …]
"""

import pathlib
import sys

from desk import Desk, size
from pages import prepare


def main(folder, wanted):
    folder = pathlib.Path(folder)
    desk = Desk("ar")
    pages = [p for p in prepare(desk) if not wanted or p.name in wanted]
    for language in ("ar", "ckb", "en"):
        for page in pages:
            for width, height in ((1366, 768), (800, 1000)):
                size(desk.driver, width, height)
                page.open(desk, language)
                for theme in ("light", "dark"):
                    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
                        "features": [
                            {"name": "prefers-color-scheme", "value": theme},
                            # No picture of a colour on its way to another one.
                            {"name": "prefers-reduced-motion", "value": "reduce"}]})
                    place = folder / language / theme / str(width)
                    place.mkdir(parents=True, exist_ok=True)
                    desk.driver.get_screenshot_as_file(str(place / f"{page.name}.png"))
    desk.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
