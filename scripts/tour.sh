#!/usr/bin/env bash
# Types the README's five-minute tour against a running ./scripts/dev.sh and compares each answer with the one printed there.
# An answer's words that differ from run to run are written with "…" in the README; everything else must be the same.
# API_PORT, GRPC_PORT, DEV_FOLDER and DASHBOARD are those of the stack. Other documents: scripts/tour.sh docs/api/*.md
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [ $# -gt 1 ]; then
  for document in "$@"; do scripts/tour.sh "$document"; done
  exit
fi
document=${1:-README.md}
need_dotnet
choose_aspire
tools=(curl jq)
! grep -q "^unzip " "$document" || tools+=(unzip)
for tool in "${tools[@]}"; do has "$tool" || fail "The tour needs $tool: apt-get install -y $tool"; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One file per fenced block of the tour, named by its number and language; a document without a tour is played as a whole.
heading='^## A five-minute tour'
grep -q "$heading" "$document" || heading='^# '
awk -v work="$work" -v heading="$heading" '
  $0 ~ heading { inside = 1; next }
  inside && heading != "^# " && /^## / { exit }
  inside && /^```/ { if (file) { close(file); file = "" } else { file = sprintf("%s/%03d.%s", work, ++n, substr($0, 4)); printf "" > file } next }
  file { print > file }' "$document"

# Prints what differs between a JSON text of the README and an answer; nothing when they agree.
json_differences() {
  jq -rn --slurpfile doc "$1" --slurpfile got "$2" '
    def differ($path; $doc; $got):
      if ($doc | type) == "string" and ($doc | contains("…")) then
        if ($got | type) == "string" then empty else "\($path): a text is documented, the answer has \($got | tojson)" end
      elif ($doc | type) != ($got | type) then "\($path): documented \($doc | tojson), answered \($got | tojson)"
      elif ($doc | type) == "object" then
        (($doc | keys) + ($got | keys) | unique[]) as $key
        | if ($doc | has($key)) and ($got | has($key)) then differ("\($path).\($key)"; $doc[$key]; $got[$key])
          elif $doc | has($key) then "\($path).\($key): documented, not answered"
          else "\($path).\($key): answered, not documented" end
      elif ($doc | type) == "array" and ($doc | length) == ($got | length) then
        range($doc | length) as $i | differ("\($path)[\($i)]"; $doc[$i]; $got[$i])
      elif $doc == $got then empty
      else "\($path): documented \($doc | tojson), answered \($got | tojson)" end;
    if ($doc | length) != 1 or ($got | length) != 1 then "one JSON text was expected" else differ(""; $doc[0]; $got[0]) end'
}

# Prints the documented lines that the answer does not have.
text_differences() {
  local line pattern
  while IFS= read -r line; do
    [ -n "$line" ] || continue
    # shellcheck disable=SC2016 # a literal for sed
    pattern=$(sed -e 's/[][\\.*^$+?(){}|]/\\&/g' -e 's/…/.*/g' <<<"$line")
    tr -d '\r' <"$2" | grep -qxE "$pattern" || printf 'no line is: %s\n' "$line"
  done <"$1"
}

blocks=("$work"/*)
commands=0 answers=0
for index in "${!blocks[@]}"; do
  block=${blocks[$index]}
  [[ $block == *.bash ]] || continue
  commands=$((commands + 1))
  # In this shell, as one types it: later blocks use the variables of earlier ones.
  # shellcheck disable=SC1090
  source "$block" >"$work/answer" 2>"$work/errors" </dev/null || { cat "$block" "$work/answer" "$work/errors" >&2; fail "Tour: these commands failed (block $commands of $document)."; }
  expected=${blocks[$((index + 1))]:-}
  case $expected in
    *.json) differences=$(json_differences "$expected" "$work/answer" 2>&1) ;;
    *.text) differences=$(text_differences "$expected" "$work/answer") ;;
    *) continue ;;
  esac
  answers=$((answers + 1))
  if [ -n "$differences" ]; then
    { cat "$block"; printf '\nanswered:\n'; cat "$work/answer" "$work/errors"; printf '\nwhich is not what %s says:\n%s\n' "$document" "$differences"; } >&2
    fail "Tour: the document and the service differ (block $commands of $document)."
  fi
done
if [ "$commands" -eq 0 ]; then
  say "$document: nothing to type."
  exit
fi
[ "$answers" -gt 0 ] || fail "Tour: $document has no block with an answer."
say "$document: $commands blocks of commands ran, $answers answers are as written."
