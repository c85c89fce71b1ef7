#!/usr/bin/env bash
# Breaks servers, hosts and partners by lot, under load, and reckons up: ./scripts/chaos.sh [ROUNDS] [SEED] [SECONDS] [KILLS]
# ROUNDS (default 20) faults are drawn with SEED (default 1: the same faults each time), each 1 to SECONDS (default 30) long; then KILLS (default 50)
# times a host is killed at a random point. CHAOS_ONLY="RabbitMQ stopped" takes faults of that name alone, each exactly SECONDS long.
# A line per round: what clients were promised and what is there, events that are missing or came twice, events of others and how many took
# effect once, refusals (503, UNAVAILABLE), broken connections, answers that nobody may get, and how soon all was well again.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

rounds=${1:-20} seed=${2:-1} seconds=${3:-30} kills=${4:-50}
need_dotnet
choose_aspire
# shellcheck disable=SC2119 # the arguments of this script are others
need_servers
build UserService.Tests -c Release
mkdir -p .dev/logs
ledger=$PWD/.dev/chaos-ledger.txt
: >"$ledger"
say "$rounds rounds, seed $seed, faults of up to $seconds s, then $kills kills. The ledger is $ledger:"
tail -f "$ledger" &
tail=$!
trap 'kill $tail 2>/dev/null || true' EXIT
code=0
CHAOS_ROUNDS=$rounds CHAOS_SEED=$seed CHAOS_SECONDS=$seconds CHAOS_KILLS=$kills CHAOS_LEDGER=$ledger dotnet test UserService.Tests -c Release --no-build --nologo --logger 'console;verbosity=minimal' \
  --filter 'FullyQualifiedName~Faults_drawn_by_lot' >.dev/logs/chaos.log 2>&1 || code=$?
sleep 1
[ "$code" -eq 0 ] || cat .dev/logs/chaos.log >&2
exit "$code"
