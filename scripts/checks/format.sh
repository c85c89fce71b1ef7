#!/usr/bin/env bash
# Fails when one of the given C# files is not formatted as .editorconfig says.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
[ $# -gt 0 ] || exit 0
need_dotnet
choose_aspire >/dev/null
dotnet format whitespace UserService.sln --no-restore --verify-no-changes --include "$@" ||
  fail "Run 'make format'."
