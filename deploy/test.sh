#!/usr/bin/env bash
# Installs what the tests need, builds once (optimised: the simulation would be twenty times slower
# without), and runs all tests.
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/packages.sh
# libxml2-utils: xmllint checks payment files against the schema · openssl and python3: real TLS
# peers for the client's tests · jq, curl: the end-to-end tests read answers of the real program.
require_packages "${BUILD_PACKAGES[@]}" libxml2-utils openssl python3 jq curl
swift build -c release --build-tests
swift test -c release --skip-build "$@"
