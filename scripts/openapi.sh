#!/usr/bin/env bash
# Writes docs/openapi.yaml: what the API serves at /openapi/v1.yaml. No server is needed, and none is asked.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_dotnet
choose_aspire
build UserService.Api

# The description reads no data; the addresses lead nowhere.
ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_URLS=http://127.0.0.1:0 Tokens__Issuer=https://id.bank.example \
  Protection__MasterKey=not-a-secret-nothing-is-encrypted-with-it ConnectionStrings__userdb='Host=127.0.0.1;Port=1;Database=none' \
  ConnectionStrings__cache='127.0.0.1:1,abortConnect=false' \
  dotnet UserService.Api/bin/Debug/net10.0/UserService.Api.dll >.dev/logs/openapi.log 2>&1 &
api=$!
trap 'kill $api 2>/dev/null || true' EXIT

for _ in $(seq 300); do
  address=$(sed -n 's/.*Now listening on: \(http[^ ]*\).*/\1/p' .dev/logs/openapi.log | head -n 1)
  [ -z "$address" ] || break
  kill -0 $api 2>/dev/null || { cat .dev/logs/openapi.log >&2; fail "The API did not start."; }
  sleep 0.1
done
[ -n "$address" ] || fail "The API did not listen within 30 s (.dev/logs/openapi.log)."
curl -sSf "$address/openapi/v1.yaml" -o .dev/openapi.yaml || { cat .dev/logs/openapi.log >&2; fail "The API did not describe itself."; }
echo >>.dev/openapi.yaml # it ends without a newline
mv .dev/openapi.yaml docs/openapi.yaml
say "docs/openapi.yaml: $(grep -c operationId docs/openapi.yaml) operations."
