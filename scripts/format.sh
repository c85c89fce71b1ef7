#!/usr/bin/env bash
# Formats the code as .editorconfig says.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_dotnet
choose_aspire
exec dotnet format UserService.sln
