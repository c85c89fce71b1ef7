"""Processes that a benchmark starts, and the CPU time that they use."""
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

TICK = os.sysconf("SC_CLK_TCK")


def stat(pid):
    """(parent, CPU seconds of it and of its finished children) from /proc, or None."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return int(fields[1]), sum(int(f) for f in fields[11:15]) / TICK


def tree(root):
    children = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        found = stat(pid)
        if found:
            children.setdefault(found[0], []).append(int(pid))
    found, open_ = [], [root]
    while open_:
        pid = open_.pop()
        found.append(pid)
        open_ += children.get(pid, [])
    return found


def cpu(process):
    return sum((stat(pid) or (0, 0))[1] for pid in tree(process.pid)) if process else 0.0


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Processes:
    def __init__(self, folder):
        self.folder, self.running = folder, []

    def start(self, name, argv, env=None):
        log = open(f"{self.folder}/{name}.log", "ab")
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **(env or {})}, start_new_session=True)
        process.name = name
        self.running.append(process)
        return process

    def stop(self, process, patience=40):
        if process not in self.running:
            return
        self.running.remove(process)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop_all(self):
        for process in reversed(self.running[:]):
            self.stop(process)

    def wait_for(self, process, ready, seconds=90):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if process.poll() is not None:
                break
            try:
                if ready():
                    return
            except (OSError, urllib.error.URLError):
                pass
            time.sleep(0.1)
        raise SystemExit(f"{process.name} did not get ready; see {self.folder}/{process.name}.log")


def answers(url):
    with urllib.request.urlopen(url, timeout=5) as response:
        return response.status == 200


def listens(port):
    with socket.create_connection(("127.0.0.1", port), 1):
        return True
