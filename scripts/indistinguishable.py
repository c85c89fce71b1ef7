#!/usr/bin/env python3
"""Compares what login, register, forgot and resend answer for accounts that exist and for accounts that do not.

Status, headers and bodies must be alike (ids, times and counters aside), and the medians of the answer times within 5 ms over interleaved
pairs; for accounts with an e-mail address, and for those with a telephone number alone. Needs nothing but Python, and a running stack in Development (it reads codes from /dev/messages) whose throttling does not get in the way:

    RateLimits__Enabled=false Throttling__Address__FreeFailures=1000000 OneTimeCodes__ResetsPerHour=1000 ./scripts/dev.sh
    ./scripts/indistinguishable.py [--url http://localhost:8080] [--pairs 300] [--within-ms 5] [--contact email]
"""
import argparse
import http.client
import json
import re
import secrets
import statistics
import sys
import time
import urllib.parse

PASSWORD = "violet-Kestrel-42x-" + secrets.token_hex(4)
VARYING = {"date", "ratelimit", "content-length", "keep-alive"}
# An account takes five wrong passwords before it makes its owner wait.
TRIES_PER_ACCOUNT = 4
RESEND_PAUSE = 61


class Api:
    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=60)

    def send(self, method, path, body=None):
        """Status, headers, body and milliseconds."""
        data = None if body is None else json.dumps(body)
        started = time.perf_counter()
        self.connection.request(method, path, data, {"Content-Type": "application/json"} if data else {})
        response = self.connection.getresponse()
        text = response.read().decode()
        elapsed = (time.perf_counter() - started) * 1000
        return response.status, response.getheaders(), text, elapsed


def address():
    return f"probe-{secrets.token_hex(8)}@example.com"


def number():
    return f"+234803{secrets.randbelow(10_000_000):07d}"


CONTACTS = {"email": address, "phone": number}


def registration(contact):
    member = "email" if "@" in contact else "phoneNumber"
    return {member: contact, "password": PASSWORD, "firstName": "Ada", "lastName": "Okafor", "country": "NG", "acceptedTermsVersion": "2026-01"}


def make_account(api, make):
    contact = make()
    status, _, text, _ = api.send("POST", "/v1/auth/register", registration(contact))
    if status != 202:
        sys.exit(f"registering answered {status}: {text}")
    registered = json.loads(text)["registrationId"]
    for _ in range(400):
        _, _, text, _ = api.send("GET", "/dev/messages?to=" + urllib.parse.quote(contact))
        codes = [m["code"] for m in json.loads(text) if m["template"] == "registration_code"]
        if codes:
            status, _, text, _ = api.send("POST", "/v1/auth/verify", {"registrationId": registered, "code": codes[0]})
            if status != 200:
                sys.exit(f"verifying answered {status}: {text}")
            return contact
        time.sleep(0.05)
    sys.exit("no code came: is the stack in Development, and its Worker running?")


def shape(answer):
    """What must be alike: status, headers, and the body with ids, times and numbers that count seconds made equal."""
    status, headers, text, _ = answer
    kept = sorted(f"{k.lower()}: {v}" for k, v in headers if k.lower() not in VARYING)
    text = re.sub(r'"[0-9a-f]{8}-[0-9a-f-]{27}"', '"<id>"', text)
    text = re.sub(r'"\d{4}-\d\d-\d\dT[^"]*"', '"<time>"', text)
    text = re.sub(r'"traceId":"[^"]*"', '"traceId":"<id>"', text)
    return status, kept, text


def compare(name, pairs, within, expected):
    """Runs pairs of (known, unknown) calls, in changing order so that neither is always the warm one."""
    times = ([], [])
    alike = True
    for number, pair in enumerate(pairs):
        answers = [None, None]
        for side in ((0, 1) if number % 2 == 0 else (1, 0)):
            answers[side] = pair[side]()
            times[side].append(answers[side][3])
        if alike and (shape(answers[0]) != shape(answers[1]) or answers[0][0] != expected):
            alike = False
            print(f"{name}: NOT ALIKE\n  known:   {shape(answers[0])}\n  unknown: {shape(answers[1])}")
    known, unknown = (statistics.median(t) for t in times)
    good = alike and abs(known - unknown) <= within
    print(f"{'ok  ' if good else 'FAIL'} {name:<20} {len(times[0])} pairs, answers {'alike' if alike else 'DIFFER'}, "
          f"median known {known:.2f} ms, unknown {unknown:.2f} ms, difference {known - unknown:+.2f} ms")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://localhost:8080")
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--within-ms", type=float, default=5)
    parser.add_argument("--contact", choices=CONTACTS, help="only accounts of this kind")
    arguments = parser.parse_args()
    api = Api(arguments.url)
    kinds = [arguments.contact] if arguments.contact else list(CONTACTS)
    sys.exit(0 if all([run(api, kind, arguments.pairs, arguments.within_ms) for kind in kinds]) else 1)


def run(api, kind, count, within):
    """Compares everything for accounts with one kind of contact."""
    make = CONTACTS[kind]
    accounts = [make_account(api, make) for _ in range((count + TRIES_PER_ACCOUNT - 1) // TRIES_PER_ACCOUNT)]
    known = [accounts[i // TRIES_PER_ACCOUNT] for i in range(count)]
    strangers = [make() for _ in accounts]
    unknown = [strangers[i // TRIES_PER_ACCOUNT] for i in range(count)]

    def post(path, body):
        return lambda: api.send("POST", path, body)

    def remember(path, body, ids, member):
        def call():
            answer = api.send("POST", path, body)
            ids.append(json.loads(answer[2]).get(member))
            return answer
        return call

    def login(contact):
        return post("/v1/auth/login", {"identifier": contact, "password": "wrong-" + PASSWORD})

    ids = {"forgot": ([], []), "register": ([], [])}

    def forgot(contact, side):
        return remember("/v1/auth/password/forgot", {"identifier": contact}, ids["forgot"][side], "resetId")

    def register(contact, side):
        return remember("/v1/auth/register", registration(contact), ids["register"][side], "registrationId")

    def resend(path, member, of):
        return [(post(path, {member: k}), post(path, {member: u})) for k, u in zip(*ids[of])]

    compare_all = lambda name, pairs, expected: compare(f"{kind} {name}", pairs, within, expected)
    for warm in range(5):
        login(make())()
    results = [
        compare_all("login", [(login(k), login(u)) for k, u in zip(known, unknown)], 401),
        compare_all("forgot", [(forgot(k, 0), forgot(u, 1)) for k, u in zip(known, unknown)], 202),
        compare_all("register", [(register(k, 0), register(make(), 1)) for k in known], 202),
    ]
    time.sleep(RESEND_PAUSE)
    results.append(compare_all("forgot/resend", resend("/v1/auth/password/forgot/resend", "resetId", "forgot"), 202))
    results.append(compare_all("verify/resend", resend("/v1/auth/verify/resend", "registrationId", "register"), 202))
    return all(results)


main()
