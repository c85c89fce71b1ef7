"""Four times the logins that the machine can hash: what becomes of those accepted, of those refused, and of refreshes meanwhile. After scripts/bench.sh has built the hosts."""
import argparse
import asyncio
import json
import os
import shutil
import statistics
import time

from stack import PASSWORD, Stack


class Client:
    """Connections that are kept, with nothing between the clock and the answer."""

    def __init__(self, port):
        self.port, self.idle = port, []

    async def post(self, path, body):
        """(status, seconds, body, headers)"""
        text = json.dumps(body).encode()
        reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection("127.0.0.1", self.port)
        began = time.monotonic()
        writer.write(f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\ncontent-type: application/json\r\ncontent-length: {len(text)}\r\n\r\n".encode() + text)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length")), None)
        if length is not None:
            answer = await reader.readexactly(length)
        else:
            answer = b""
            while size := int((await reader.readuntil(b"\r\n")), 16):
                answer += (await reader.readexactly(size + 2))[:-2]
            await reader.readexactly(2)
        self.idle.append((reader, writer))
        return int(head[9:12]), time.monotonic() - began, answer, head


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


async def peak(client, bodies, seconds):
    """Logins per second with as many at once as there are cores, and one more waiting for each."""
    end, done = time.monotonic() + seconds, 0

    async def one(n):
        nonlocal done
        while time.monotonic() < end:
            status, *_ = await client.post("/v1/auth/login", bodies[n])
            done += status == 200
    await asyncio.gather(*(one(n) for n in range(2 * os.cpu_count())))
    return done / seconds


async def overload(client, bodies, session, rate, seconds):
    logins, refreshes, pending, began = [], [], set(), time.monotonic()

    async def login(body):
        status, took, _, head = await client.post("/v1/auth/login", body)
        logins.append((status, took, "retry-after" in head, time.monotonic() - began))

    async def refresh():
        token = session["refreshToken"]
        while time.monotonic() - began < seconds:
            status, took, answer, _ = await client.post("/v1/auth/refresh", {"refreshToken": token})
            refreshes.append((status, took))
            if status == 200:
                token = json.loads(answer)["refreshToken"]
            await asyncio.sleep(0.02)

    refreshing = asyncio.create_task(refresh())
    count = int(rate * seconds)
    for n in range(count):  # an open loop: arrivals do not wait for answers
        task = asyncio.create_task(login(bodies[n % len(bodies)]))
        pending.add(task)
        task.add_done_callback(pending.discard)
        await asyncio.sleep(max(0.0, began + n / rate - time.monotonic()))
    await asyncio.gather(*pending, refreshing)
    return logins, refreshes


async def run(stack, options):
    client = Client(stack.port)
    bodies = [{"identifier": c["email"], "password": PASSWORD, "deviceToken": c["device"]} for c in stack.customers]
    await peak(client, bodies, 4)  # warms up
    rows = []
    for _ in range(options.rounds):
        best = await peak(client, bodies, options.seconds)
        session = stack.sign_in(stack.customers[0])
        logins, refreshes = await overload(client, bodies, session, 4 * best, options.seconds)
        accepted = [took for status, took, _, at in logins if status == 200 and at <= options.seconds]
        refused = [(took, told) for status, took, told, _ in logins if status in (429, 503)]
        others = sorted({status for status, *_ in logins} - {200, 429, 503})
        rows.append((
            best, len(accepted) / options.seconds / best, len(refused) / len(logins), percentile([t for t, _ in refused], 0.5) * 1000, percentile([t for t, _ in refused], 0.99) * 1000,
            all(told for _, told in refused), percentile([t for _, t in refreshes], 0.99) * 1000, sum(s != 200 for s, _ in refreshes), others))
    print("| peak logins/s | accepted of peak | refused | refused p50 ms | refused p99 ms | all with Retry-After | refresh p99 ms | refreshes failed | other statuses |")
    print("|--:|--:|--:|--:|--:|---|--:|--:|---|")
    for best, kept, share, p50, p99, told, refresh, failed, others in rows:
        print(f"| {best:.1f} | {100 * kept:.0f} % | {100 * share:.0f} % | {p50:.0f} | {p99:.0f} | {'yes' if told else 'no'} | {refresh:.0f} | {failed} | {others or '–'} |")
    print(f"median: accepted {100 * statistics.median(r[1] for r in rows):.0f} % of the peak, refused p99 {statistics.median(r[4] for r in rows):.0f} ms, refresh p99 {statistics.median(r[6] for r in rows):.0f} ms")


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench/overload.py")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    folder = os.path.abspath(".dev/bench")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    stack = Stack(folder, 64)
    try:
        stack.start()
        asyncio.run(run(stack, options))
    finally:
        stack.processes.stop_all()


if __name__ == "__main__":
    main()
