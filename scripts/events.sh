#!/usr/bin/env bash
# Writes docs/events/*.json and the list in docs/api/events.md: what the code publishes. A test holds them in step.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_dotnet
choose_aspire
build UserService.Tests
WRITE_EVENT_DOCS=1 dotnet test UserService.Tests --no-build --nologo -v q --filter 'FullyQualifiedName~EventSchemaTests'
say "docs/events: $(find docs/events -name '*.json' | wc -l) schemas."
