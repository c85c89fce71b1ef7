#!/usr/bin/env bash
# Fails when one of the given files is larger than 512 KiB: history keeps it for ever.
set -euo pipefail
code=0
for file in "$@"; do
  size=$(stat -c %s -- "$file")
  if [ "$size" -gt 524288 ]; then
    echo "$file has $((size / 1024)) KiB" >&2
    code=1
  fi
done
exit "$code"
