"""The sandbox as a process, for the suites beside this file."""

import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

DEADLINE_S = 60


def sale(external_id, price=100):
    """A receipt of one mug."""
    return {
        "external_id": external_id,
        "intent": "sell",
        "client": {"email": "buyer@example.com"},
        "company": {"sno": 0, "payment_address": "https://shop.example"},
        "positions": [
            {
                "name": "Кружка",
                "price": price,
                "quantity": 1,
                "total": price,
                "measure": 0,
                "vat": "22",
                "payment_method": "full_payment",
                "payment_object": "product",
            }
        ],
        "payments": [{"type": "card", "sum": price}],
    }


class Demo:
    """The sandbox on one data folder; it can be killed and started again."""

    def __init__(self, binary, folder, environment=None, prepare=None, options=()):
        """`prepare` runs in the process before the program does."""
        self.options = options
        self.binary, self.folder = binary, folder
        self.environment, self.prepare = environment, prepare
        self.start()

    def start(self):
        command = [self.binary, "demo", "--data", self.folder, "--http", "127.0.0.1:0", "--ofd", "127.0.0.1:0",
                   "--core", "127.0.0.1:0", *self.options]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(self.environment or {})},
            preexec_fn=self.prepare,
        )
        line = self.process.stdout.readline()
        assert line, "the demo ended before it was ready"
        facts = json.loads(line)
        self.http, self.ofd, self.core = facts["http"], facts["ofd"], facts["core"]
        self.ru, self.kz, self.token = facts["ru"], facts["kz"], None
        self.operator = facts["operator"]

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            return self.process.wait(timeout=DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def signed(self, method, path, body):
        """Headers of a request that is signed as the shop's."""
        text = method.encode() + (self.http + path).encode() + body
        sign = hmac.new(self.ru["shop_secret"].encode(), text, hashlib.md5).hexdigest()
        return {"Authorization": self.ru["shop_id"], "X-HMAC-Signature": sign, "Content-Type": "application/json"}

    def call(self, method, path, value=None, via=None):
        """Sends a request to the demo, or to another address that hands it on."""
        body = b"" if value is None else json.dumps(value).encode()
        headers = self.signed(method, path, body)
        base = self.http if via is None else f"http://{via[0]}:{via[1]}"
        request = urllib.request.Request(
            base + path, data=body if method == "POST" else None, headers=headers, method=method
        )
        if via is not None:
            request.add_header("Host", urllib.parse.urlparse(self.http).netloc)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def person(self, method, path, value=None):
        """A call of our own API by the owner of the shop."""
        if self.token is None:
            user = self.ru["user"]
            self.token = self.ask("POST", "/api/v1/sessions", {"login": user["login"], "password": user["password"]}, {})["token"]
        return self.ask(method, path, value, {"Authorization": f"Bearer {self.token}"})

    def ask(self, method, path, value, headers):
        body = None if value is None else json.dumps(value).encode()
        headers = {"Content-Type": "application/json", **headers}
        request = urllib.request.Request(self.http + path, data=body, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def text(self, path, headers):
        """A page or a document as text."""
        request = urllib.request.Request(self.http + path, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode()

    def queue_path(self, queue_id=None):
        return f"/api/shop/v2/queues/{queue_id or self.ru['queue_id']}/task"

    def sell(self, external_id, price=100, via=None, queue_id=None):
        return self.call("POST", self.queue_path(queue_id), sale(external_id, price), via)

    def done(self, task_ids):
        """Waits until all tasks are done; their fiscal data by task."""
        end = time.monotonic() + DEADLINE_S
        waiting, fiscal = list(task_ids), {}
        while waiting:
            assert time.monotonic() < end, f"{len(waiting)} tasks are not done, {waiting[0]} first"
            left = []
            for task_id in waiting:
                task = self.call("GET", f"/api/shop/v2/tasks/{task_id}")
                assert task["state"] != "error", task["error_description"]
                if task["state"] == "done":
                    fiscal[task_id] = task["fiscal_data"]
                else:
                    left.append(task_id)
            waiting = left
            if waiting:
                time.sleep(0.2)
        return fiscal

    def arm(self, register, fault):
        form = urllib.parse.urlencode({"register": register, "fault": fault}).encode()
        request = urllib.request.Request(f"{self.http}/sandbox/fault", data=form, method="POST")
        opener = urllib.request.build_opener(NoRedirect)
        try:
            opener.open(request, timeout=10)
        except urllib.error.HTTPError as answer:
            assert answer.code == 303, answer.code


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def run(tests):
    """Runs every `test_…` of a suite on one sandbox; the exit status. `tests` are the names of the suite's module.

    Its `OPTIONS` are those of the sandbox.
    """
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(sys.argv[1] if len(sys.argv) > 1 else os.environ["QASSA_BINARY"], folder,
                    options=tests.get("OPTIONS", ()))
        try:
            for name, test in list(tests.items()):
                if not name.startswith("test_"):
                    continue
                try:
                    test(demo)
                    passed += 1
                    print(f"ok      {name}")
                except Exception:  # a failure of any kind is a failed test
                    failed += 1
                    print(f"FAILED  {name}")
                    traceback.print_exc(file=sys.stdout)
        finally:
            demo.stop()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0
