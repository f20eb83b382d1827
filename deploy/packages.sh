# Installs the Debian packages that are missing. Sourced by demo.sh and test.sh.
#   libsqlite3-dev        the registry of every node
#   libssl-dev            certificates, signatures, digests
#   libcurl4-openssl-dev  the client side of sync
#   libzstd-dev           compressed frames of sync
require_packages() {
    local missing=()
    for package in "$@"; do
        dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null \
            | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    echo "Installing ${missing[*]}"
    local sudo=""
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
}
BUILD_PACKAGES=(libsqlite3-dev libssl-dev libcurl4-openssl-dev libzstd-dev)
