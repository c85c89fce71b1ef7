#!/usr/bin/env bash
# Builds everything and runs every test against real servers, which the tests start themselves (or against ConnectionStrings__userdb,
# ConnectionStrings__cache and ConnectionStrings__messaging where they are set). Arguments go to "dotnet test", for example:
#   ./scripts/test.sh --filter FullyQualifiedName~Passwords
# Ends with "N passed, N failed[, N skipped]"; the exit code is that of the tests.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_dotnet
choose_aspire
if [ -z "${ConnectionStrings__userdb:-}" ] || [ -z "${ConnectionStrings__cache:-}" ] || [ -z "${ConnectionStrings__messaging:-}" ]; then
  # Without a browser or Swift (the object store) their tests say that they were skipped, so they are not asked for where they cannot be installed.
  if can_install; then need_servers chromium swift-proxy swift-account swift-container swift-object; else need_servers; fi
fi

results=.dev/test-results
rm -rf "$results"
say "Building ..."
build UserService.sln -c Release

code=0
dotnet test UserService.Tests -c Release --no-build --nologo --results-directory "$results" \
  --collect "XPlat Code Coverage" --logger "trx" --logger "console;verbosity=minimal" "$@" || code=$?

# Sums an attribute of the <Counters …/> element over the result files (one for each test project).
count() {
  local sum=0 number
  while read -r number; do sum=$((sum + number)); done < <(grep -ho "<Counters [^>]*" "$results"/*.trx 2>/dev/null | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p")
  printf '%s' "$sum"
}
total=$(count total)
passed=$(count passed)
failed=$((total > 0 ? $(count executed) - passed : 0))
skipped=$((total - passed - failed))

coverage=$(find "$results" -name coverage.cobertura.xml -print -quit 2>/dev/null)
if [ -n "$coverage" ]; then
  header=$(grep -m 1 '<coverage ' "$coverage")
  covered=$(sed -n 's/.*lines-covered="\([0-9]*\)".*/\1/p' <<<"$header")
  valid=$(sed -n 's/.*lines-valid="\([0-9]*\)".*/\1/p' <<<"$header")
  [ "${valid:-0}" -eq 0 ] || say "Line coverage: $((covered * 100 / valid)) % ($covered of $valid lines)"
fi

if [ "$total" -eq 0 ] || [ $((passed + failed)) -eq 0 ]; then
  say "No test ran: that counts as a failure."
  [ "$code" -ne 0 ] || code=1
elif [ "$failed" -gt 0 ] && [ "$code" -eq 0 ]; then
  code=1
fi
if [ "$skipped" -gt 0 ]; then
  say "$passed passed, $failed failed, $skipped skipped"
else
  say "$passed passed, $failed failed"
fi
exit "$code"
