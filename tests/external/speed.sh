#!/usr/bin/env bash
# How fast mail leaves, beside npm nodemailer and Postfix's smtp-source, all to one smtp-sink (Debian: postfix), one after the
# other: 10,000 messages of 30 KB. Fanion's are personal and durable; the others' are one message again and again.
# usage: speed.sh [CARGO ARGUMENTS], for example `speed.sh bench` (release) or `speed.sh test`; ROUNDS=3
set -euo pipefail
cd "$(dirname "$0")/../.."
port=${PORT:-2599}
peer=target/ci/nodemailer
mkdir -p "$peer"
[ -d "$peer/node_modules/nodemailer" ] || npm install --prefix "$peer" --no-audit --no-fund --loglevel=error nodemailer@7
cp tests/external/nodemailer.mjs "$peer/send.mjs"
PATH=$PATH:/usr/sbin
user=()
[ "$(id -u)" = 0 ] && user=(-u nobody)
smtp-sink "${user[@]}" "127.0.0.1:$port" 256 &
sink=$!
trap 'kill $sink' EXIT
sleep 1
time_of() { local start=$EPOCHREALTIME; "${@:2}"; awk -v s="$start" -v e="$EPOCHREALTIME" -v n="$1" 'BEGIN { printf "%s: %.2f s, %.0f a second\n", n, e - s, 10000 / (e - s) }'; }
cargo "${@:-bench}" --bench outbox --no-run --quiet
for round in $(seq "${ROUNDS:-3}"); do
    echo "round $round"
    FANION_SINK=$port cargo "${@:-bench}" --bench outbox --quiet 2> /dev/null | grep '^fanion'
    for connections in 16 1; do
        time_of "smtp-source, $connections connections" \
            smtp-source -s "$connections" -m 10000 -l 30720 -d -f a@horizon.example -t b@horizon.example "127.0.0.1:$port"
        time_of "nodemailer, $connections connections" node "$peer/send.mjs" "$port" "$connections"
    done
done
FANION_QUEUE=500000 cargo "${@:-bench}" --bench outbox --quiet 2> /dev/null | grep queued
