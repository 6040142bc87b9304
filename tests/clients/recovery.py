"""Exactly once, seen from outside: faults of a register, and a process that is killed under load.

Usage: python recovery.py [PATH_TO_QASSA]; without it the variable QASSA_BINARY names the program.
Prints one line a test and `N passed, N failed` at the end; exit status 1 if any failed.
"""

import collections
import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile
import threading
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

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.start()

    def start(self):
        command = [self.binary, "demo", "--data", self.folder, "--http", "127.0.0.1:0", "--ofd", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line, "the demo ended before it was ready"
        facts = json.loads(line)
        self.http, self.ru = facts["http"], facts["ru"]

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=10)

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

    def queue_path(self):
        return f"/api/shop/v2/queues/{self.ru['queue_id']}/task"

    def sell(self, external_id, price=100, via=None):
        return self.call("POST", self.queue_path(), sale(external_id, price), via)

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


def each_document_once(fiscal):
    documents = collections.Counter((data["fn"], data["i"]) for data in fiscal.values())
    doubled = [document for document, times in documents.items() if times > 1]
    assert not doubled, f"documents stand for more than one task: {doubled}"
    signs = {(data["fn"], data["fp"]) for data in fiscal.values()}
    assert len(signs) == len(fiscal), "two tasks have one fiscal sign"


def numbers_have_no_gap(fiscal):
    """Receipts of a storage: number in the shift + reports before it make the document number."""
    by_storage = collections.defaultdict(list)
    for data in fiscal.values():
        by_storage[data["fn"]].append((int(data["sh"]), int(data["shn"]), int(data["i"])))
    for storage, receipts in by_storage.items():
        receipts.sort()
        shifts = collections.defaultdict(list)
        for shift, receipt, _ in receipts:
            shifts[shift].append(receipt)
        for shift, numbers in shifts.items():
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), (storage, shift, numbers)


def test_a_receipt_reaches_operator_tax_authority_buyer_and_shop(demo):
    form = urllib.parse.urlencode({"kind": "sale"}).encode()
    request = urllib.request.Request(f"{demo.http}/sandbox/sample", data=form, method="POST")
    try:
        urllib.request.build_opener(NoRedirect).open(request, timeout=10)
    except urllib.error.HTTPError as answer:
        assert answer.code == 303, answer.code
    wanted = [
        "accepted",
        "queued",
        "leased",
        "sealed",
        "operator_confirmed",
        "tax_authority_accepted",
        "mail_sent",
        "callback_delivered",
    ]
    end = time.monotonic() + DEADLINE_S
    while True:
        with urllib.request.urlopen(f"{demo.http}/sandbox/state.json", timeout=10) as answer:
            state = json.loads(answer.read())
        stages = [step["stage"] for step in state["tasks"][0]["steps"]]
        if stages == wanted:
            break
        assert time.monotonic() < end, f"the way ends after {stages}"
        time.sleep(0.1)
    token = state["tasks"][0]["receipt_token"]
    for ending, kind in (("", "text/html"), (".pdf", "application/pdf"), (".txt", "text/plain"), (".json", "application/json")):
        with urllib.request.urlopen(f"{demo.http}/r/{token}{ending}", timeout=10) as answer:
            assert answer.headers["Content-Type"].startswith(kind), (ending, answer.headers["Content-Type"])
    assert state["mails"], "the buyer got no mail"


def test_each_fault_ends_in_exactly_one_document(demo):
    sold = []
    for fault in ("lost_answer", "crash", "no_answer", "exhausted", "clock_wrong"):
        demo.arm(1, fault)
        sold += [demo.sell(f"{fault}-{number}")["id"] for number in range(4)]
        # The second register is healthy: it takes over what the first one did not seal.
        time.sleep(0.5)
        demo.arm(1, "")
    each_document_once(demo.done(sold))


def test_a_killed_process_loses_and_doubles_nothing(demo):
    acknowledged, failures, stop = {}, [], threading.Event()
    lock = threading.Lock()

    def shop(name):
        number = 0
        while not stop.is_set():
            number += 1
            external_id = f"{name}-{number}"
            while not stop.is_set():
                try:
                    task_id = demo.sell(external_id)["id"]
                except urllib.error.HTTPError as error:
                    body = json.loads(error.read())
                    if body.get("code") != "VLD11":
                        time.sleep(0.05)
                        continue
                    task_id = body["task"]["id"]
                except (OSError, ValueError):
                    time.sleep(0.05)
                    continue
                with lock:
                    if acknowledged.setdefault(external_id, task_id) != task_id:
                        failures.append(external_id)
                break

    shops = [threading.Thread(target=shop, args=(f"shop{number}",)) for number in range(8)]
    for thread in shops:
        thread.start()
    for pause in (0.7, 0.4, 0.9):
        time.sleep(pause)
        demo.kill()
        demo.start()
    time.sleep(0.5)
    stop.set()
    for thread in shops:
        thread.join()
    assert not failures, f"answered with two tasks: {failures}"
    assert len(acknowledged) > 20, f"only {len(acknowledged)} receipts came through"
    fiscal = demo.done(acknowledged.values())
    each_document_once(fiscal)
    numbers_have_no_gap(fiscal)
    print(f"        {len(acknowledged)} acknowledged receipts, 3 kills")


def test_a_second_start_finds_everything_as_it_was(demo):
    sold = demo.sell("before-restart")["id"]
    before = demo.done([sold])
    shop = (demo.ru["shop_id"], demo.ru["shop_secret"])
    assert demo.stop() == 0
    demo.start()
    assert (demo.ru["shop_id"], demo.ru["shop_secret"]) == shop
    assert demo.done([sold]) == before


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(sys.argv[1] if len(sys.argv) > 1 else os.environ["QASSA_BINARY"], folder)
        try:
            for name, test in list(globals().items()):
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


if __name__ == "__main__":
    sys.exit(main())
