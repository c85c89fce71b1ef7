#!/usr/bin/env bash
# Fails when one of the given files holds what looks like a secret. gitleaks does the work where it is installed (over what is staged);
# the patterns below are the forms that this service handles itself. A line that must look like one says "not-a-secret".
set -euo pipefail
[ $# -gt 0 ] || exit 0

if command -v gitleaks >/dev/null 2>&1; then
  gitleaks git --staged --redact --no-banner
fi

patterns='-----BEGIN ([A-Z]+ )?PRIVATE KEY-----'          # keys in PEM form
patterns+='|\b(AKIA|ASIA)[0-9A-Z]{16}\b'                  # AWS access keys
patterns+='|\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b' # SendGrid
patterns+='|\bsk_live_[A-Za-z0-9]{20,}'                   # Paystack
patterns+='|\bFLWSECK-[A-Za-z0-9]{16,}'                   # Flutterwave
patterns+='|\bgh[pousr]_[A-Za-z0-9]{36}\b'                # GitHub
patterns+='|https://[0-9a-f]{32}@[a-z0-9.-]*sentry'       # Sentry DSN
if found=$(grep -nIHE -e "$patterns" -- "$@" | grep -v 'not-a-secret'); then
  cut -d: -f1,2 <<<"$found" >&2 # where, not what
  echo "This looks like a secret. Do not commit it." >&2
  exit 1
fi
