#!/usr/bin/env bash
# Installs what the tests need, builds once (optimised: the simulation would be twenty times slower
# without), and runs all tests.
#
#   deploy/test.sh [swift test options]
#   deploy/test.sh --long   also lets real nodes be killed, fill up, be cut off and lose power
#                           hundreds of times (needs the right to mount), measures what a hub
#                           bears, takes pictures of every page into .build/screenshots, and puts
#                           the simulation to the test with the mutants of Tests/Mutants
set -euo pipefail
cd "$(dirname "$0")/.."
long=no
if [ "${1:-}" = --long ]; then
    long=yes
    shift
fi
. deploy/packages.sh
# libxml2-utils: xmllint checks payment files against the schema · openssl and python3: real TLS
# peers for the client's tests · jq, curl: the end-to-end tests read answers of the real program.
require_packages "${BUILD_PACKAGES[@]}" libxml2-utils openssl python3 jq curl
# chromium, chromium-driver, fonts-noto-core, python3-venv and selenium: people at a browser.
venv=$PWD/.build/venv
browser() {
    require_packages chromium chromium-driver fonts-noto-core python3-venv || return
    "$venv/bin/python3" -c 'import selenium, axe_playwright_python' 2>/dev/null && return
    python3 -m venv "$venv" && "$venv/bin/pip" install --quiet selenium==4.51.0 || return
    # Only the file axe.min.js in it is used: axe-core 4.12, which knows WCAG 2.2.
    "$venv/bin/pip" install --quiet --no-deps axe-playwright-python==0.1.8
}
if ! browser; then
    # Without a way to the package sources the rest is still worth running.
    rm -rf "$venv"
    echo "THE BROWSER COULD NOT BE INSTALLED: the journeys of clerks are not run." >&2
fi
# sslyze: what a scanner of TLS finds at the ports.
scanner() {
    require_packages python3-venv || return
    "$venv/bin/python3" -c 'import sslyze' 2>/dev/null && return
    [ -x "$venv/bin/pip" ] || python3 -m venv "$venv" || return
    "$venv/bin/pip" install --quiet sslyze==6.3.1
}
scanner || echo "SSLYZE COULD NOT BE INSTALLED: no scanner looks at the ports." >&2
swift build -c release --build-tests
swift test -c release --skip-build "$@"
# A minute for the parsers of foreign bytes, unless only some tests are wanted.
if [ $# -eq 0 ]; then Tests/Fuzz/run.sh 10; fi
if [ $long = yes ]; then
    # Hours of bad luck; SHABAKA_LONG_SEED=N tries others.
    SHABAKA_LONG=1 swift test -c release --skip-build --filter LongTests
    .build/release/shabaka bench provinces --provinces 15 --persons 4000
    rm -rf .build/screenshots
    PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python3" Tests/EndToEndTests/Journeys/screenshots.py \
        "$PWD/.build/screenshots"
    echo "Look at the pictures in .build/screenshots."
    require_packages rsync patch
    Tests/Mutants/run.sh
fi
