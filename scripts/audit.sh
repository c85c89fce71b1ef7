#!/usr/bin/env bash
# Asks the package sources which of our packages, direct or not, have known vulnerabilities. Sources without such data are a failure, not a pass.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_dotnet
choose_aspire
log=.dev/logs/audit.log

# A package known to be vulnerable (Newtonsoft.Json 12.0.3, GHSA-5crp-9r3c-p9vr) shows whether the sources have such data at all:
# without any, NuGet is silent, and silence must not pass for an answer.
probe=.dev/audit-probe
make_probe "$probe" '<PackageReference Include="Newtonsoft.Json" Version="12.0.3" />'
dotnet restore "$probe/probe.csproj" --force -p:NuGetAudit=true >"$log" 2>&1 || true
rm -rf "$probe"
grep -q 'NU1903.*Newtonsoft' "$log" || fail "The package sources offer no vulnerability data: nothing was checked ($log)."

# The build leaves these warnings out (Directory.Build.props); here they decide. NU1900: the data could not be fetched.
code=0
dotnet restore UserService.sln --force -p:NuGetAudit=true -p:NuGetAuditMode=all -p:NuGetAuditLevel=low -p:TreatWarningsAsErrors=false \
  -p:NoWarn=NU1507%3BNU1603%3BNU1608 -p:WarningsAsErrors= >"$log" 2>&1 || code=$?
if [ "$code" -ne 0 ]; then
  cat "$log" >&2
  fail "Restoring failed."
fi

if grep -q NU1900 "$log"; then
  grep -ho 'warning NU1900: [^[]*' "$log" | sort -u
  fail "Some package source did not answer: not everything was checked."
fi

if grep -qE 'NU190[1-4]' "$log"; then
  grep -hoE 'warning NU190[1-4]: [^[]*' "$log" | sort -u
  fail "Packages with known vulnerabilities are in use."
fi

say "No package is known to be vulnerable, say the sources: $(dotnet nuget list source --format short | sed 's/^[A-Z]* //' | tr '\n' ' ')"
