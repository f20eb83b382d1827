#!/usr/bin/env bash
# Builds Shabaka and runs its main job on a small federation on this machine: a hub, three
# provinces and a field office register 1,715 families, merge them over mutual TLS, find who is
# registered twice, and issue one payroll.
#
#   deploy/demo.sh          leaves the federation running until Ctrl-C
#   deploy/demo.sh --once   stops it at the end
#
# SHABAKA_DEMO names the folder for the nodes (default: .build/demo), SHABAKA_DEMO_PORT the first
# of the ten ports on 127.0.0.1 that are used (default: 18440), SHABAKA a program that is built
# already.
set -euo pipefail
cd "$(dirname "$0")/.."
once=no
case "${1:-}" in
    --once) once=yes ;;
    "") ;;
    *) echo "usage: deploy/demo.sh [--once]" >&2; exit 64 ;;
esac
. deploy/packages.sh
require_packages "${BUILD_PACKAGES[@]}" jq curl  # jq and curl: this script reads answers

root=${SHABAKA_DEMO:-$PWD/.build/demo}
port=${SHABAKA_DEMO_PORT:-18440}
data=$PWD/deploy/demo
nodes=(hub IQ-BG IQ-BA IQ-NI IQ-NI-F03)
began=$SECONDS

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
timed() {
    local label=$1 start end
    shift
    start=$(date +%s%N)
    "$@"
    end=$(date +%s%N)
    printf '  %-58s %6d ms\n' "$label" $(((end - start) / 1000000))
}

if [ -n "${SHABAKA:-}" ]; then
    shabaka=$SHABAKA
else
    say "Building (the first time takes a few minutes)"
    swift build -c release --product shabaka 2>&1 | tail -n 1
    shabaka=$(swift build -c release --show-bin-path)/shabaka
fi

# An earlier run that was not stopped is stopped by the process ids that it left.
stop_nodes() {
    for file in "$root"/*.pid; do
        [ -e "$file" ] || continue
        local pid
        pid=$(cat "$file")
        if [ "$(readlink "/proc/$pid/exe" 2>/dev/null)" = "$(readlink -f "$shabaka")" ]; then
            kill "$pid" 2>/dev/null || true
            while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
        fi
        rm -f "$file"
    done
}
[ -d "$root" ] && stop_nodes
rm -rf "$root"
mkdir -p "$root"
trap stop_nodes EXIT

console_port() { local i; for i in "${!nodes[@]}"; do [ "${nodes[$i]}" = "$1" ] && echo $((port + i)); done; }
sync_port() { echo $(($(console_port "$1") + 5)); }
serve() {
    "$shabaka" serve --data "$root/$1" --console-port "$(console_port "$1")" \
        --sync-port "$(sync_port "$1")" --sync-interval 0 >"$root/$1.log" 2>&1 &
    echo $! >"$root/$1.pid"
    for _ in $(seq 200); do
        curl --silent --fail --output /dev/null "http://127.0.0.1:$(console_port "$1")/" && return
        kill -0 "$(cat "$root/$1.pid")" 2>/dev/null || break
        sleep 0.1
    done
    echo "$1 does not answer; its messages are in $root/$1.log" >&2
    tail -n 20 "$root/$1.log" >&2
    exit 1
}
join() {
    local token
    token=$("$shabaka" token --data "$root/$2" --node "$1" --areas "$3" --json | jq -r .token)
    "$shabaka" join --data "$root/$1" --upstream "https://127.0.0.1:$(sync_port "$2")" \
        --token "$token" --json >"$root/$1.join.json" 2>"$root/$1.join.log"
}
import() { "$shabaka" import --data "$root/$1" --actor "clerk-$1" --json "${@:2}" >"$root/$1.import.json" 2>/dev/null; }
sync() { "$shabaka" sync --data "$root/$1" --json >"$root/$1.sync.json" 2>"$root/$1.sync.log"; }
payroll() { "$shabaka" payroll "$1" --data "$root/hub" --json "${@:2}" >"$root/payroll.json" 2>"$root/payroll.log"; }

say "Five nodes, each a process of its own with its own database"
make_hub() { "$shabaka" init --data "$root/hub" --role hub --node HUB --json >"$root/hub.init.json"; }
timed "hub: certificate authority, areas, programme" make_hub
timed "hub serves" serve hub
for province in IQ-BG IQ-BA IQ-NI; do
    timed "$province joins the hub over TLS" join "$province" hub "$province"
    timed "$province serves" serve "$province"
done
timed "IQ-NI-F03 joins its province" join IQ-NI-F03 IQ-NI 03-1,03-2
timed "IQ-NI-F03 serves" serve IQ-NI-F03

say "Accounts of the demonstration"
# One password for all of them, on this machine only; who handles money or accounts sets up a phone
# at the first sign-in.
password=demo-password
account() { echo "$password" | "$shabaka" user add "$2" --data "$root/$1" --role "$3" --actor demo --password-stdin --json >/dev/null; }
account hub maker payroll-maker
account hub first-approver payroll-approver
account hub second-approver payroll-approver
account hub reviewer auditor
account hub adjudicator caseworker
account hub operator sync-operator,auditor
account hub admin administrator
for node in IQ-BG IQ-BA IQ-NI IQ-NI-F03; do account "$node" "clerk-$node" registrar,caseworker; done
echo "  maker, reviewer, first-approver, second-approver, adjudicator, operator, admin, four clerks"

say "Families are registered where they live"
timed "IQ-BG" import IQ-BG "$data"/IQ-BG-*.csv
timed "IQ-BA" import IQ-BA "$data"/IQ-BA-*.csv
timed "IQ-NI (all districts but 03-1 and 03-2)" \
    import IQ-NI --except-areas 03-1,03-2 "$data"/IQ-NI-*.csv
timed "IQ-NI-F03 (districts 03-1 and 03-2)" \
    import IQ-NI-F03 --areas 03-1,03-2 "$data"/IQ-NI-*.csv
for node in "${nodes[@]:1}"; do
    jq -r --arg node "$node" '"  \($node): \(.households) families, \(.persons) persons, \(.rejected) rows refused"' "$root/$node.import.json"
done

say "Change logs go up, tier by tier"
for node in IQ-NI-F03 IQ-NI IQ-BG IQ-BA; do timed "$node syncs" sync "$node"; done

say "Headquarters: who has died, who is registered twice"
timed "register of deaths" import hub --register deaths "$data/registers/deaths.csv"
timed "duplicates scan" sh -c "'$shabaka' duplicates scan --data '$root/hub' --actor adjudicator --json >'$root/scan.json' 2>/dev/null"
jq -r '"  \(.persons) persons, \(.compared_pairs) pairs compared, \(.open) cases open: \(.across_provinces) across provinces, \(.within_provinces) within one"' "$root/scan.json"

say "One payroll"
cycle=$(date -u +%Y-%m)
timed "open $cycle" payroll open --cycle "$cycle" --actor maker
timed "freeze" payroll freeze --actor maker
timed "compute" payroll compute --actor maker
timed "review" payroll review --actor reviewer
if "$shabaka" payroll approve --data "$root/hub" --actor maker >/dev/null 2>&1; then
    echo "The maker approved his own payroll: this must not be." >&2
    exit 1
fi
echo "  the maker may not approve it: refused"
timed "first approval" payroll approve --actor first-approver
timed "second approval" payroll approve --actor second-approver
timed "export" payroll export --out "$root/files" --actor maker
(cd "$root/files" && sha256sum ./*.xml) >"$root/first.sha256"
timed "export again: the same bytes" payroll export --out "$root/files" --actor maker
(cd "$root/files" && sha256sum --quiet --check "$root/first.sha256")

say "The result flows down"
for node in IQ-BG IQ-BA IQ-NI IQ-NI-F03; do timed "$node syncs" sync "$node"; done

say "Audit"
for node in "${nodes[@]}"; do
    timed "$node: chain, commitments, signatures, rows" sh -c "'$shabaka' audit verify --data '$root/$node' --json >'$root/$node.audit.json' 2>/dev/null"
done
compare() {
    "$shabaka" audit compare --data "$root/$1" --scope-of "$2" --json >"$root/$2.above.json"
    "$shabaka" audit compare --data "$root/$2" --scope-of "$2" --json >"$root/$2.below.json"
    [ "$(jq -r .digest "$root/$2.above.json")" = "$(jq -r .digest "$root/$2.below.json")" ] || {
        echo "$1 and $2 differ: compare $root/$2.above.json with $root/$2.below.json" >&2
        exit 1
    }
}
for province in IQ-BG IQ-BA IQ-NI; do timed "hub and $province agree" compare hub "$province"; done
timed "IQ-NI and IQ-NI-F03 agree" compare IQ-NI IQ-NI-F03

say "Summary"
"$shabaka" status --data "$root/hub" --json >"$root/status.json"
jq -r '"  families            \(.counts.households)
  persons             \(.counts.persons)
  changesets          \(.counts.changesets)"' "$root/status.json"
jq -r '"  duplicate cases     \(.across_provinces) across provinces, \(.within_provinces) within"' "$root/scan.json"
jq -r '"  enrolments          \(.enrolments) = paid \(.paid) + held \(.held)", (.held_by_reason | to_entries[] | "    held: \(.key)  \(.value)"), "  total               \(.total) \(.currency)", (.files[] | "  \(.name)  \(.payments) payments\n    SHA-256 \(.sha256)")' "$root/payroll.json"
echo "  files               $root/files"
echo "  took                $((SECONDS - began)) s"
if [ $once = yes ]; then exit 0; fi
say "The federation runs until Ctrl-C"
for node in "${nodes[@]}"; do
    printf '  %-10s http://127.0.0.1:%s/   data: %s\n' "$node" "$(console_port "$node")" "$root/$node"
done
cat <<EOF

  Sign in with the password “$password” as
    clerk-IQ-BG, clerk-IQ-BA, clerk-IQ-NI, clerk-IQ-NI-F03   at the node of that name
    adjudicator        duplicate cases           operator   nodes and links
    maker              opens and computes        reviewer   reads everything
    first-approver, second-approver              admin      accounts
EOF
trap 'exit 0' INT TERM
while :; do sleep 3600 & wait $!; done
