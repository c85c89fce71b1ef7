#!/usr/bin/env bash
# Holds every metric that dashboards and rules name to what a running stack exposes at /metrics: start ./scripts/dev.sh --devhost, play
# ./scripts/tour.sh, so that counters exist, then this. Management ports: MANAGEMENT_PORTS, by default "9080 9081 9082 9083".
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

has jq || fail "jq is needed: apt-get install -y jq"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for port in ${MANAGEMENT_PORTS:-9080 9081 9082 9083}; do
  curl -sSf -m 10 "http://localhost:$port/metrics" >>"$work/metrics" || fail "No host answers on management port $port."
done
# "up" is Prometheus's own; metrics with colons are recorded by the rules; the counters of refusals begin with the first, which no tour
# provokes and MetricsTests does.
{
  printf '%s\n' up passwords_hash_refused_total user_service_rate_limit_refused_total
  sed -n 's/^\([a-z_0-9]*\)[ {].*/\1/p' "$work/metrics"
  sed -n 's/^ *- record: *//p' monitoring/prometheus/rules.yml
} | sort -u >"$work/known"

expressions() {
  jq -r '.panels[].targets[].expr' monitoring/grafana/dashboards/*.json
  awk '/^ *expr: *\|/ { inside = 1; next } /^ *expr: / { sub(/^ *expr: */, ""); print; inside = 0; next } inside && /^ {10}/ { print; next } { inside = 0 }' \
    monitoring/prometheus/rules.yml
}
# Labels, texts and durations go; what is left and is no function, operator, grouping label or number is a metric.
expressions | sed -E 's/"[^"]*"//g; s/\{[^}]*\}//g; s/\[[^]]*\]//g; s/\b(by|on|without|ignoring) *\([^)]*\)//g' |
  grep -oE '[a-zA-Z_:][a-zA-Z0-9_:]*' | grep -vxE 'sum|rate|increase|max|min|avg|topk|absent|vector|histogram_quantile|and|or|unless|e' | sort -u >"$work/used"

unknown=$(comm -23 "$work/used" "$work/known")
[ -z "$unknown" ] || fail "These metrics are named and no host exposes them:
$unknown"
say "$(wc -l <"$work/used") metrics are named, and all of them are exposed."
