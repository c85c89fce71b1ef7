#!/usr/bin/env bash
# Fails when a text file does not end with exactly one newline, or has blanks at the end of a line.
set -euo pipefail
code=0
complain() { echo "$1: $2" >&2; code=1; }
for file in "$@"; do
  [ -s "$file" ] || continue
  last=$(tail -c 2 -- "$file" | od -An -tx1 | tr -d ' \n')
  [ "${last: -2}" = 0a ] || complain "$file" "does not end with a newline"
  [ "$last" != 0a0a ] || complain "$file" "ends with an empty line"
  ! grep -qnE '[[:blank:]]+$' -- "$file" || complain "$file" "has blanks at the end of a line"
done
exit "$code"
