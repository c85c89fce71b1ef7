#!/usr/bin/env python3
"""Makes the compact blocklist of breached passwords out of plain lists.

    scripts/make-blocklist.py OUTPUT LIST...

A LIST is a text file with one password per line (also .gz), or a JSON array of strings. Lines that begin with "#!" are comments.
OUTPUT: "PWBLOCK1", the number of entries (32 bits, big-endian), then the entries in ascending order, each the first 40 bits of
SHA-256 over the UTF-8 of the password in NFKC and lower case. Prints how many entries each list brought.
"""
import gzip
import hashlib
import json
import struct
import sys
import unicodedata

ENTRY_BYTES = 5
POLICY_MINIMUM = 10


def fold(password):
    text = unicodedata.normalize("NFKC", password)
    # Character by character, as .NET's ToLowerInvariant does: no mapping to two characters, no final sigma.
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def read(path):
    opened = gzip.open(path, "rt", encoding="utf-8", errors="replace") if path.endswith(".gz") else open(path, encoding="utf-8", errors="replace")
    with opened as file:
        if path.endswith(".json"):
            return json.load(file)
        return [line.rstrip("\r\n") for line in file if not line.startswith("#!")]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    passwords = set()
    for path in sys.argv[2:]:
        before = len(passwords)
        passwords.update(fold(password) for password in read(path) if password)
        print(f"{path}: {len(passwords) - before} new, {len(passwords)} in all")
    entries = sorted({hashlib.sha256(password.encode()).digest()[:ENTRY_BYTES] for password in passwords})
    with open(sys.argv[1], "wb") as output:
        output.write(b"PWBLOCK1" + struct.pack(">I", len(entries)) + b"".join(entries))
    longer = sum(len(password) >= POLICY_MINIMUM for password in passwords)
    print(f"{len(entries)} entries, {longer} of them with at least {POLICY_MINIMUM} characters")


if __name__ == "__main__":
    main()
