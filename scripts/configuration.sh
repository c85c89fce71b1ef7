#!/usr/bin/env bash
# Writes what docs/deployment/configuration.md and .env.example say of the options classes, from their XML docs. A test holds both in step.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_dotnet
choose_aspire
build UserService.Tests
WRITE_DOCUMENTS=1 dotnet test UserService.Tests --no-build --nologo -v quiet --filter FullyQualifiedName~ConfigurationPageTests >.dev/logs/configuration.log 2>&1 ||
  { cat .dev/logs/configuration.log >&2; fail "The documents were not written."; }
# shellcheck disable=SC2016 # the document's own quotes
say "docs/deployment/configuration.md: $(grep -c '^| `.*:.*` |' docs/deployment/configuration.md) settings."
