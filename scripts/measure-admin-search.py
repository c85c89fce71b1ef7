"""Asks POST /v1/admin/users/search and prints medians: see measure-admin-search.sh, which starts what this needs."""
import json, os, random, statistics, subprocess, time, urllib.parse
from http.client import HTTPConnection

api = urllib.parse.urlparse(os.environ["API"])
users = int(os.environ["USERS"])
connection = HTTPConnection(api.hostname, api.port)


def ask(method, path, body=None, token=None):
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    response = connection.getresponse()
    text = response.read()
    assert response.status < 300, f"{method} {path}: {response.status} {text[:300]}"
    return json.loads(text) if text else None


address = f"admin-{random.randrange(10**9)}@example.com"
registration = ask("POST", "/v1/auth/register", {
    "email": address, "password": "plum-Anchor-73-violet", "firstName": "Ada", "lastName": "Obi", "country": "NG", "acceptedTermsVersion": "1"})
mail = []
for _ in range(300):
    mail = ask("GET", f"/dev/messages?to={urllib.parse.quote(address)}")
    if mail:
        break
    time.sleep(0.1)
session = ask("POST", "/v1/auth/verify", {"registrationId": registration["registrationId"], "code": mail[0]["code"]})
subprocess.run(["dotnet", os.environ["WORKER"], "admin", "bootstrap", "--email", address, "--force", "--reason", "a measurement"], check=True, stdout=subprocess.DEVNULL)


def fresh_token():
    """One of an admin now, and again where the measurement outlasts it."""
    session.update(ask("POST", "/v1/auth/refresh", {"refreshToken": session["refreshToken"]}))
    return session["accessToken"]


token = fresh_token()

# Names as they are there: of customers picked at random, so frequent parts come up as often as they are met.
names = []
for _ in range(100):
    found = ask("POST", "/v1/admin/users/search", {"by": "email", "value": f"seed-{random.randrange(users):08d}@seed.example"}, token)["items"]
    names += [(item["firstName"], item["lastName"]) for item in found]
assert names, "nobody was found: is the database seeded?"
ways = {
    "e-mail": lambda n: ("email", f"seed-{random.randrange(users):08d}@seed.example"),
    "first name (thousands match)": lambda n: ("name", n[0]),
    "last name": lambda n: ("name", n[1]),
    "five letters of the last name": lambda n: ("name", n[1][1:6].lower() if len(n[1]) > 5 else n[1]),
    "part of first and of last name": lambda n: ("name", f"{n[1][:4]} {n[0][-4:]}"),
    "nobody's name": lambda n: ("name", f"xq{random.randrange(10**6)}zv"),
}
times = {way: [] for way in ways}
for turn in range(420):
    if turn % 50 == 49:
        token = fresh_token()
    for way, make in ways.items():  # alternating, so that whatever else the machine does falls on all of them
        by, value = make(random.choice(names))
        begin = time.perf_counter()
        ask("POST", "/v1/admin/users/search", {"by": by, "value": value}, token)
        if turn >= 20:
            times[way].append((time.perf_counter() - begin) * 1000)
print(f"{users} customers, 400 searches each, milliseconds as a client waits for them")
for way, took in times.items():
    took.sort()
    print(f"  {way:32} median {statistics.median(took):7.2f}   p95 {took[int(len(took) * 0.95)]:7.2f}   longest {took[-1]:7.2f}")
