#!/usr/bin/env bash
# Measures the service beside its limits on this machine, in one run, and writes a table into README.md and docs/development/benchmarks.md (or --out FILE).
#   --rounds 3 --seconds 5 --connections 1,16   how often, how long, with how many connections
#   --only profile,refresh                      some operations
# Starts private servers and Release builds of the hosts with rate limits switched off. Nothing else should run on the machine meanwhile.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_dotnet
choose_aspire
need_servers wrk
for tool in python3 curl; do has "$tool" || fail "The benchmark needs $tool: apt-get install -y $tool"; done
has h2load || fail "The benchmark needs h2load: apt-get install -y nghttp2-client"
say "Building ..."
for project in DevHost Benchmarks; do build "UserService.$project" -c Release; done

# The hosts as the images have them: published for the platform, compiled ahead.
for host in Api Grpc Worker; do publish_host "$host" .dev/bench-hosts/"$host"; done
exec python3 scripts/bench/bench.py "$@"
