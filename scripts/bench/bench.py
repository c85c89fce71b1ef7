"""Measures operations of the service beside their limits, alternating, and writes a table. Started by scripts/bench.sh."""
import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time

from processes import cpu, free_port
from stack import PASSWORD, Stack, program

MOST_WARM_UPS = 8

# Of each of ten thousand customers in a slice of tokens seen first: a slice is to be long beside the start of the client program, which is a part of it.
NEW_TOKENS = 3
BEGIN, END = "<!-- The newest run of scripts/bench.sh. -->\n", "<!-- End of the run. -->\n"
HERE = os.path.dirname(os.path.abspath(__file__))


def raw(method, path, port, body=None, token=None):
    """A request as wrk sends it, on one line of its file."""
    lines = [f"{method} {path} HTTP/1.1", f"host: 127.0.0.1:{port}"]
    if token:
        lines.append(f"authorization: Bearer {token}")
    text = json.dumps(body, separators=(",", ":")) if body is not None else ""
    if body is not None:
        lines += ["content-type: application/json", f"content-length: {len(text)}"]
    elif method == "POST":
        lines.append("content-length: 0")
    return "\\r\\n".join(lines) + "\\r\\n\\r\\n" + text


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = os.path.abspath(".dev/bench")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.stack = Stack(self.folder, max(32, max(options.connections)), NEW_TOKENS * (len(options.connections) * options.rounds + MOST_WARM_UPS))
        self.records, self.serial, self.used, self.lags = [], 0, 0, []

    # --- load tools

    def wrk(self, requests, port, connections, server, chain=False):
        self.serial += 1
        file = f"{self.folder}/requests"
        with open(file, "w") as out:
            out.write("\n".join(requests) + "\n")
        threads = connections if chain else 1
        argv = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{self.options.seconds:g}s", "--timeout", "30s", "-s", f"{HERE}/load.lua", f"http://127.0.0.1:{port}", "--", file, f"{self.serial:05d}"]
        before = cpu(server)
        done = subprocess.run(argv + (["chain"] if chain else []), capture_output=True, text=True)
        used = cpu(server) - before
        found = re.search(r"@@(.*)", done.stdout)
        if not found:
            raise SystemExit(f"wrk failed: {done.stdout}{done.stderr}")
        return {**json.loads(found.group(1)), "cpu_s": used}

    def h2load(self, path, message, port, connections, server, token=None):
        frame = f"{self.folder}/frame"
        with open(frame, "wb") as out:
            out.write(b"\0" + len(message).to_bytes(4, "big") + message)
        headers = ["-H", "content-type: application/grpc", "-H", "te: trailers"] + (["-H", f"authorization: Bearer {token}"] if token else [])
        url = f"http://127.0.0.1:{port}{path}"
        checked = subprocess.run(["curl", "-s", "--http2-prior-knowledge", "-D", "-", "-o", f"{self.folder}/answer", "--data-binary", f"@{frame}", *headers, url], capture_output=True, text=True)
        if "grpc-status: 0" not in checked.stdout or os.path.getsize(f"{self.folder}/answer") <= 5:
            raise SystemExit(f"{path} does not answer as it should: {checked.stdout}")
        before = cpu(server)
        done = subprocess.run(["h2load", f"-c{connections}", "-m1", "-t1", f"-D{self.options.seconds:g}", "-d", frame, *headers, url], capture_output=True, text=True)
        used = cpu(server) - before
        requests = re.search(r"requests: (\d+) total.* (\d+) succeeded, (\d+) failed, (\d+) errored", done.stdout)
        if not requests:
            raise SystemExit(f"h2load failed: {done.stdout}{done.stderr}")
        total = int(requests.group(2))
        mean = re.search(r"time for request:\s+\S+\s+\S+\s+(\S+)", done.stdout).group(1)
        unit = {"us": 1e-3, "ms": 1, "s": 1e3}
        number, name = re.match(r"([\d.]+)(\D+)", mean).groups()
        return {"n": total, "seconds": self.options.seconds, "p50_ms": float(number) * unit[name], "p99_ms": None, "errors": int(requests.group(3)) + int(requests.group(4)), "cpu_s": used}

    def tool(self, *arguments):
        return self.tool_run("limit", *arguments)

    def tool_run(self, *arguments):
        done = subprocess.run(program("Benchmarks") + list(map(str, arguments)), capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"benchmarks {arguments[0]}: {done.stdout}{done.stderr}")
        return {"p50_ms": None, "p99_ms": None, "errors": 0, **json.loads(done.stdout.splitlines()[-1])}

    # --- operations and limits: each gives {n, seconds, p50_ms, p99_ms, errors, cpu_s}

    def login(self, connections):
        customers = self.stack.customers
        bodies = [raw("POST", "/v1/auth/login", self.stack.port, {"identifier": c["email"], "password": PASSWORD, "deviceToken": c["device"]}) for c in customers]
        began = self.stack.sql("SELECT now()")
        result = self.wrk(bodies, self.stack.port, connections, self.stack.api)
        if connections == 1:
            # From just before the commit to just after the broker's confirm.
            self.lags.append([float(v) for v in self.stack.sql(
                "SELECT percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM sent_at - occurred_at) * 1000) "
                f"FROM outbox_messages WHERE occurred_at > '{began}' AND sent_at IS NOT NULL").strip("{}").split(",")])
        return result

    def registration(self, connections):
        body = {"email": f"{'u' * 16}@example.com", "password": PASSWORD, "firstName": "Ada", "lastName": "Obi", "country": "NG", "acceptedTermsVersion": "2026-01"}
        return self.wrk([raw("POST", "/v1/auth/register", self.stack.port, body)], self.stack.port, connections, self.stack.api)

    def refresh(self, connections):
        sessions = [self.stack.sign_in(c) for c in self.stack.customers[:connections]]
        bodies = [raw("POST", "/v1/auth/refresh", self.stack.port, {"refreshToken": s["refreshToken"]}) for s in sessions]
        return self.wrk(bodies, self.stack.port, connections, self.stack.api, chain=True)

    def profile(self, connections):
        return self.wrk([raw("GET", "/v1/profile", self.stack.port, token=t) for _, t, *_ in self.stack.many], self.stack.port, connections, self.stack.api)

    def entitlements(self, connections):
        return self.wrk([raw("GET", "/v1/entitlements", self.stack.port, token=t) for _, t, *_ in self.stack.many], self.stack.port, connections, self.stack.api)

    def validate_token(self, connections):
        token = self.tokens[0].encode()
        message = b"\x0a" + bytes([len(token) & 0x7F | 0x80, len(token) >> 7]) + token
        return self.h2load("/banking.users.v1.Auth/ValidateToken", message, self.stack.grpc_port, connections, self.stack.grpc, self.service_token)

    # Each token once, and never again.
    def validate_new_tokens(self, connections):
        unused = range(self.used + 1, self.used + 1 + NEW_TOKENS)
        self.used += NEW_TOKENS
        return self.calls("/banking.users.v1.Auth/ValidateToken", [c[n] for n in unused for c in self.stack.many], self.stack.grpc_port, connections, self.stack.grpc, self.service_token)

    def es256_calls(self, connections):
        with open(f"{self.folder}/limit-token") as file:
            return self.calls("/limits.v1.Echo/Unary", [file.read()] * (NEW_TOKENS * len(self.stack.many)), self.stack.limit_grpc_port, connections, self.stack.limits["grpc"])

    def calls(self, method, tokens, port, connections, server, bearer=None):
        with open(f"{self.folder}/tokens", "w") as file:
            file.write("\n".join(tokens))
        before = cpu(server)
        result = self.tool_run("calls", f"http://127.0.0.1:{port}", method, f"{self.folder}/tokens", connections, *([bearer] if bearer else []))
        return {**result, "cpu_s": cpu(server) - before}

    def entitlements_grpc(self, connections):
        return self.reads(self.stack.grpc, connections, "grpc", f"http://127.0.0.1:{self.stack.grpc_port}", "/banking.users.v1.Users/GetEntitlements", bearer=[self.service_token])

    def select_reads(self, connections):
        return self.reads(self.stack.limits["http"], connections, "http", f"http://127.0.0.1:{self.stack.limit_port}/select/")

    def reads(self, server, connections, *what, bearer=()):
        with open(f"{self.folder}/ids", "w") as file:
            file.write("\n".join(id for id, *_ in self.stack.many))
        before = cpu(server)
        result = self.tool_run("reads", *what, f"{self.folder}/ids", connections, self.options.seconds, *bearer)
        return {**result, "cpu_s": cpu(server) - before}

    def dispatch(self, _):
        stack = self.stack
        stack.processes.stop(stack.worker)
        stack.sql("DELETE FROM outbox_messages")
        events = int(max(2000, 4000 * self.options.seconds))
        stack.sql("INSERT INTO outbox_messages (id, occurred_at, user_id, type, data, attempts, next_attempt_at) "
                  "SELECT gen_random_uuid(), now(), u.id, 'auth.login_succeeded.v1', jsonb_build_object('userId', u.id, 'sessionId', gen_random_uuid(), 'method', 'password'), 0, now() "
                  f"FROM generate_series(1, {events // len(stack.customers) + 1}), (SELECT id FROM users WHERE status = 'Active' LIMIT {len(stack.customers)}) u")
        stack.worker = stack.host("Worker", "Production", free_port())
        before, end = cpu(stack.worker), time.monotonic() + 120
        while stack.sql("SELECT EXISTS (SELECT 1 FROM outbox_messages WHERE sent_at IS NULL)") == "t":
            if time.monotonic() > end:
                raise SystemExit("The outbox was not emptied within two minutes.")
            time.sleep(0.05)
        count, seconds = stack.sql("SELECT count(*), extract(epoch FROM max(sent_at) - min(sent_at)) FROM outbox_messages WHERE sent_at > (SELECT min(sent_at) FROM outbox_messages)").split("|")
        return {"n": int(count), "seconds": float(seconds), "p50_ms": None, "p99_ms": None, "errors": 0, "cpu_s": None}

    def kestrel(self, connections):
        return self.wrk([raw("GET", "/json", self.stack.limit_port)], self.stack.limit_port, connections, self.stack.limits["http"])

    def select(self, connections):
        return self.wrk([raw("GET", f"/select/{id}", self.stack.limit_port) for id, *_ in self.stack.many], self.stack.limit_port, connections, self.stack.limits["http"])

    def update(self, connections):
        return self.wrk([raw("POST", f"/update/{c['id']}", self.stack.limit_port) for c in self.stack.customers], self.stack.limit_port, connections, self.stack.limits["http"])

    def es256(self, connections):
        with open(f"{self.folder}/limit-token") as file:
            token = file.read().encode()
        return self.h2load("/limits.v1.Echo/Unary", b"\x0a" + bytes([len(token) & 0x7F | 0x80, len(token) >> 7]) + token, self.stack.limit_grpc_port, connections, self.stack.limits["grpc"])

    def argon2id(self, connections):
        return self.tool("argon2id", min(connections, os.cpu_count()), self.options.seconds)

    def publish(self, _):
        return self.tool("publish", self.stack.broker, self.options.seconds)

    # --- the run

    def pairs(self):
        many = self.options.connections
        pairs = [
            ("login", self.login, "raw Argon2id", self.argon2id, many),
            ("registration", self.registration, "raw Argon2id", self.argon2id, many),
            ("refresh", self.refresh, "Kestrel + one UPDATE", self.update, many),
            ("refresh", None, "Kestrel + one SELECT", self.select, many),
            ("profile", self.profile, "Kestrel + one SELECT", self.select, many),
            ("profile", None, "bare Kestrel", self.kestrel, many),
            ("entitlements", self.entitlements, "Kestrel + one SELECT", self.select, many),
            ("GetEntitlements over gRPC", self.entitlements_grpc, "Kestrel + one SELECT, same client", self.select_reads, many),
            ("ValidateToken", self.validate_token, "gRPC + ES256 each time", self.es256, many),
            ("ValidateToken, first seen", self.validate_new_tokens, "gRPC + ES256, same client", self.es256_calls, many),
            ("event dispatch", self.dispatch, "bare publisher", self.publish, [1]),
        ]
        wanted = self.options.only
        return [p for p in pairs if not wanted or p[0].split()[-1].lower() in wanted or p[0].lower() in wanted]

    def warm_up(self, name, what, connections):
        """Until neither the rate nor the CPU time of one request gets better by a twentieth any more: a host compiles what is hot for its first half minute."""
        best_rate, best_cost, runs = 0, float("inf"), 0
        while what and runs < MOST_WARM_UPS:
            record = self.measure(name, what, connections, 0)
            rate, cost = record["n"] / record["seconds"], (record.get("cpu_s") or 0) / max(1, record["n"])
            if rate < 1.05 * best_rate and cost > 0.95 * best_cost:
                break
            best_rate, best_cost, runs = max(rate, best_rate), min(cost, best_cost), runs + 1

    def measure(self, name, what, connections, round_):
        if not what:
            return None
        result = what(connections)
        self.records.append({"name": name, "connections": connections, "round": round_, **result})
        rate = result["n"] / result["seconds"] if result["seconds"] else 0
        print(f"  {f'round {round_}' if round_ else 'warm-up'}  {name} c={connections}: {rate:,.1f}/s{'  ERRORS ' + str(result['errors']) if result['errors'] else ''}", file=sys.stderr, flush=True)
        return result

    def run(self):
        print("Starting servers and hosts, making customers ...", file=sys.stderr, flush=True)
        try:
            self.stack.start()
            self.tokens = [self.stack.sign_in(c)["accessToken"] for c in self.stack.customers[:16]]
            self.service_token = self.stack.service_token()
            pairs = self.pairs()
            for name, what, limit, limit_what, many in pairs:
                self.warm_up(name, what, many[-1])
                self.warm_up(limit, limit_what, many[-1])
            for round_ in range(1, self.options.rounds + 1):
                self.service_token = self.stack.service_token()
                for name, what, limit, limit_what, many in pairs:
                    for connections in many:
                        self.measure(name, what, connections, round_)
                        self.measure(limit, limit_what, connections, round_)
            self.write(pairs)
        finally:
            self.stack.processes.stop_all()

    # --- the table

    def median(self, name, connections, figure):
        values = [figure(r) for r in self.records if r["name"] == name and r["connections"] == connections and r["round"]]
        values = [v for v in values if v is not None]
        return statistics.median(values) if values else None

    def write(self, pairs):
        rate = lambda r: r["n"] / r["seconds"] if r["seconds"] else None
        cost = lambda r: r["cpu_s"] * 1000 / r["n"] if r.get("cpu_s") is not None and r["n"] else None
        show = lambda v: "–" if v is None else f"{v:,.0f}" if v >= 100 else f"{v:.1f}" if v >= 10 else f"{v:.3f}"
        errors = sum(r["errors"] for r in self.records if r["round"])
        with open("/proc/cpuinfo") as file:
            model = re.search(r"model name\s*: (.*)", file.read()).group(1)
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
        lines = [
            f"{time.strftime('%Y-%m-%d')}, {model}, {os.cpu_count()} cores, Linux {platform.release()}, commit {commit}; medians of {self.options.rounds} rounds of {self.options.seconds:g} s, "
            f"alternating; load tools, PostgreSQL and servers share the cores. Errors: {errors}.",
            "",
            "| operation | connections | per second | p50 ms | p99 ms | CPU ms | its limit | limit per second | CPU ms | of the limit |",
            "|---|--:|--:|--:|--:|--:|---|--:|--:|--:|",
        ]
        for name, _, limit, _, many in pairs:
            for c in many:
                ours, bound = self.median(name, c, rate), self.median(limit, c, rate)
                share = f"{100 * ours / bound:.0f} %" if ours and bound else "–"
                lines.append(f"| {name} | {c} | {show(ours)} | {show(self.median(name, c, lambda r: r['p50_ms']))} | {show(self.median(name, c, lambda r: r['p99_ms']))} | {show(self.median(name, c, cost))} "
                             f"| {limit} | {show(bound)} | {show(self.median(limit, c, cost))} | {share} |")
        lines += ["", f"Profiles and entitlements are those of customers picked at random among {len(self.stack.many):,}, with encrypted profiles. One client program drives both sides of GetEntitlements, and of tokens seen first; hosts remember entitlements that services asked for."]
        if self.lags:
            median, late = (statistics.median(lag[i] for lag in self.lags) for i in (0, 1))
            lines += ["", f"From the commit of a login to the broker's confirm of its event, one login at a time: {median:.1f} ms at the median, {late:.1f} ms at the 99th percentile."]
        table = "\n".join(lines) + "\n"
        print(table)
        for out in self.options.out:
            with open(out) as file:
                text = file.read()
            before, _, after = text.partition(BEGIN)
            with open(out, "w") as file:
                file.write(f"{before}{BEGIN}\n{table}\n{END}{after.partition(END)[2]}")
        with open(f"{self.folder}/records.json", "w") as file:
            json.dump(self.records, file, indent=1)
        print(f"written: {', '.join(self.options.out)}; each round: {self.folder}/records.json", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench.sh")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=lambda text: [int(c) for c in text.split(",")], default=[1, 16])
    parser.add_argument("--only", type=lambda text: [name.strip().lower() for name in text.split(",")], default=None)
    parser.add_argument("--out", type=lambda text: text.split(","), default=["README.md", "docs/development/benchmarks.md"], help="files with the two comments that the table goes between")
    options = parser.parse_args()
    for out in options.out:
        if BEGIN not in open(out).read():
            raise SystemExit(f"{out} has no line: {BEGIN}")
    Bench(options).run()


if __name__ == "__main__":
    main()
