#!/usr/bin/env bash
# Adds audit entries at a steady rate while a Worker seals them, and prints each second how many wait.
#   scripts/measure-sealing.sh [ENTRIES_PER_SECOND, 2000 unless said] [SECONDS, 20 unless said]
# Needs a migrated database that a Worker runs on (./scripts/dev.sh --devhost, say) and psql: ConnectionStrings__userdb or PG* name it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

rate=${1:-2000} seconds=${2:-20}
has psql || fail "psql is missing: apt-get install -y postgresql-client"
value() { tr ';' '\n' <<<"${ConnectionStrings__userdb:-}" | sed -n "s/^ *$1 *= *//pI" | head -n 1; }
export PGHOST=${PGHOST:-$(value Host)} PGPORT=${PGPORT:-$(value Port)} PGUSER=${PGUSER:-$(value Username)} PGPASSWORD=${PGPASSWORD:-$(value Password)} PGDATABASE=${PGDATABASE:-$(value Database)}
ask() { psql -XqAt -c "$1"; }
before=$(ask "SELECT coalesce(sum(cardinality(entry_ids)), 0) FROM audit_seals")
begin=$(date +%s%N)
worst=0
for second in $(seq "$seconds"); do
  # Ten transactions a second of a tenth each, as many requests would commit them. The rows are as wide as real ones; verify will say that no service wrote them.
  for tenth in $(seq 10); do
    ask "INSERT INTO audit_entries (id, occurred_at, action, actor_type, actor_id, subject_id, session_id, address, reason, mac)
         SELECT gen_random_uuid(), clock_timestamp(), 'measure.sealing', 'user', gen_random_uuid()::text, gen_random_uuid(), gen_random_uuid(), '192.0.2.7', 'a measurement', '\\x$(printf '0%.0s' $(seq 64))'
         FROM generate_series(1, $((rate / 10)))" >/dev/null
    now=$(($(date +%s%N) - begin))
    due=$((((second - 1) * 10 + tenth) * 100000000))
    [ "$now" -ge "$due" ] || sleep "$(printf '0.%09d' $((due - now)))"
  done
  waiting=$(ask "SELECT count(*) FROM audit_unsealed")
  [ "$waiting" -le "$worst" ] || worst=$waiting
  printf '%3d s  added %8d  waiting %6d\n' "$second" $((second * rate)) "$waiting"
done
took=$((($(date +%s%N) - begin) / 1000000))
for _ in $(seq 100); do [ "$(ask "SELECT count(*) FROM audit_unsealed")" -gt 0 ] || break; sleep 0.1; done
drained=$((($(date +%s%N) - begin) / 1000000 - took))
sealed=$(($(ask "SELECT coalesce(sum(cardinality(entry_ids)), 0) FROM audit_seals") - before))
printf '%d entries in %d ms (%d a second) sealed; at most %d waited, the last was sealed %d ms after the end\n' "$sealed" "$took" $((sealed * 1000 / took)) "$worst" "$drained"
