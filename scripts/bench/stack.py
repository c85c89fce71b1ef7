"""The service under test: private servers, Release hosts, and customers who are signed in."""
import base64
import concurrent.futures
import json
import os
import random
import secrets
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

from processes import Processes, answers, free_port, listens

PASSWORD = "violet-Kestrel-73-quietly"


def program(project):
    if project in ("Api", "Grpc", "Worker"):
        return ["dotnet", f".dev/bench-hosts/{project}/UserService.{project}.dll"]
    return ["dotnet", f"UserService.{project}/bin/Release/net10.0/UserService.{project}.dll"]


class Stack:
    def __init__(self, folder, customers, rounds=0):
        self.folder, self.wanted, self.rounds = folder, customers, rounds
        self.processes = Processes(folder)
        self.port, self.grpc_port, self.limit_port, self.limit_grpc_port = (free_port() for _ in range(4))
        self.url = f"http://127.0.0.1:{self.port}"
        self.api = self.grpc = self.worker = None
        self.customers = []

    def start(self):
        servers = self.processes.start("servers", program("DevHost") + ["servers", "--fresh"], {"DEV_FOLDER": f"{self.folder}/dev"})
        log = f"{self.folder}/servers.log"
        self.processes.wait_for(servers, lambda: "servers are running" in open(log).read(), 120)
        read = lambda server, what: open(f"{self.folder}/dev/servers/{server}/{what}").read().strip()
        self.database = dict(PGHOST="127.0.0.1", PGPORT=read("postgres", "port"), PGUSER="userservice", PGPASSWORD=read("postgres", "password"), PGDATABASE="userdb")
        self.broker = f"amqp://userservice:{read('rabbitmq', 'password')}@127.0.0.1:{read('rabbitmq', 'port')}/"
        connection = "Host=127.0.0.1;Port={PGPORT};Database=userdb;Username=userservice;Password={PGPASSWORD}".format(**self.database)
        self.env = {
            "ConnectionStrings__userdb": connection,
            "ConnectionStrings__cache": f"127.0.0.1:{read('redis', 'port')},password={read('redis', 'password')}",
            "ConnectionStrings__messaging": self.broker,
            "Protection__MasterKey": base64.b64encode(secrets.token_bytes(32)).decode(),
            "Throttling__IdentifierKey": base64.b64encode(secrets.token_bytes(32)).decode(),
            "Tokens__Issuer": "https://id.bank.example",
            "Links__BaseUrl": "https://app.bank.example",
            "Tokens__AccessTokenLifetime": "01:00:00",  # a run outlasts five minutes
            "RateLimits__Enabled": "false",
            "Throttling__Address__FreeFailures": "100000000",
            "OTEL_EXPORTER_OTLP_ENDPOINT": "",
        }
        self.worker_command("migrate")
        secret = f"{self.folder}/client-secret"
        with open(secret, "w") as file:
            file.write(secrets.token_urlsafe(48))
        self.worker_command("clients", "add", "--id", "bench", "--scopes", "users.read tokens.validate", "--secret-file", secret)
        self.client_secret = open(secret).read()
        self.seed()
        self.many = self.sign_in_many(10_000, self.rounds + 1)
        self.api = self.host("Api", "Production", self.port)
        self.grpc = self.host("Grpc", "Production", self.grpc_port)
        self.worker = self.host("Worker", "Production", free_port())
        self.limits = {
            "http": self.limit("http", self.limit_port, ["limit", "http"]),
            "grpc": self.limit("grpc", self.limit_grpc_port, ["limit", "grpc", f"{self.folder}/limit-token"]),
        }

    def worker_command(self, *arguments, environment="Production"):
        done = subprocess.run(program("Worker") + list(arguments), env={**os.environ, **self.env, "ASPNETCORE_ENVIRONMENT": environment}, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"worker {' '.join(arguments)}: {done.stdout}{done.stderr}")

    def host(self, project, environment, port):
        management = free_port()
        process = self.processes.start(project.lower(), program(project), {
            **self.env, "ASPNETCORE_ENVIRONMENT": environment, "ASPNETCORE_URLS": f"http://127.0.0.1:{port}", "Management__Port": str(management)})
        self.processes.wait_for(process, lambda: answers(f"http://127.0.0.1:{management}/healthz/ready"))
        return process

    def limit(self, name, port, arguments):
        process = self.processes.start(f"limit-{name}", program("Benchmarks") + arguments + ["--urls", f"http://127.0.0.1:{port}"], {"ConnectionStrings__userdb": self.env["ConnectionStrings__userdb"]})
        self.processes.wait_for(process, lambda: listens(port))
        return process

    # In Development messages can be read; the customers made there stay for the measured hosts.
    def seed(self):
        api, worker = self.host("Api", "Development", self.port), self.host("Worker", "Development", free_port())
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            self.customers = list(pool.map(self.register, range(self.wanted)))
        self.processes.stop(worker)
        self.processes.stop(api)

    # (id, access tokens) of customers with encrypted profiles, for reads that pick one at random.
    def sign_in_many(self, count, tokens):
        self.worker_command("seed", "--users", str(count), environment="Staging")
        file = f"{self.folder}/customers"
        done = subprocess.run(program("Benchmarks") + ["customers", str(count), str(tokens), file], env={**os.environ, **self.env, "ASPNETCORE_ENVIRONMENT": "Production"}, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"benchmarks customers: {done.stdout}{done.stderr}")
        with open(file) as lines:
            customers = [line.split() for line in lines]
        random.shuffle(customers)
        return customers

    def register(self, number):
        email = f"bench-{number}@example.com"
        registration = self.post("/v1/auth/register", email=email, password=PASSWORD, firstName="Ada", lastName="Obi", country="NG", acceptedTermsVersion="2026-01")
        for _ in range(300):
            with urllib.request.urlopen(f"{self.url}/dev/messages?to={urllib.parse.quote(email)}") as response:
                code = next((m["code"] for m in json.load(response) if m["template"] == "registration_code"), None)
            if code:
                break
            time.sleep(0.1)
        session = self.post("/v1/auth/verify", registrationId=registration["registrationId"], code=code, device={"name": "A phone", "platform": "ios"})
        return {"email": email, "id": session["user"]["id"], "device": session["deviceToken"]}

    def post(self, path, **body):
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), {"content-type": "application/json"})
        for _ in range(20):
            try:
                with urllib.request.urlopen(request, timeout=30) as response:
                    return json.load(response)
            except urllib.error.HTTPError as refusal:
                if refusal.code not in (429, 503):
                    raise SystemExit(f"{path}: {refusal.code} {refusal.read().decode()}")
                time.sleep(1)
        raise SystemExit(f"{path} was refused twenty times")

    def sign_in(self, customer):
        return self.post("/v1/auth/login", identifier=customer["email"], password=PASSWORD, deviceToken=customer["device"])

    def service_token(self):
        form = urllib.parse.urlencode({"grant_type": "client_credentials", "client_id": "bench", "client_secret": self.client_secret}).encode()
        with urllib.request.urlopen(f"{self.url}/oauth/token", form) as response:
            return json.load(response)["access_token"]

    def sql(self, statement):
        done = subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-c", statement], env={**os.environ, **self.database}, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout.strip()
