"""Exactly once, seen from outside: faults of a register, and a process that is killed under load.

Usage: python recovery.py [PATH_TO_QASSA]; without it the variable QASSA_BINARY names the program.
Prints one line a test and `N passed, N failed` at the end; exit status 1 if any failed.
"""

import collections
import csv
import io
import json
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile

from demo import DEADLINE_S, NoRedirect, run


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
        if sorted(stages) == sorted(wanted):
            break
        assert time.monotonic() < end, f"the way ends after {stages}"
        time.sleep(0.1)
    # Steps stand in order of time; mail and callback go beside the way to the operator.
    beside = {"mail_sent", "callback_delivered"}
    assert stages[:4] == wanted[:4], stages
    assert [stage for stage in stages if stage not in beside] == [stage for stage in wanted if stage not in beside], stages
    token = state["tasks"][0]["receipt_token"]
    for ending, kind in (("", "text/html"), (".pdf", "application/pdf"), (".txt", "text/plain"), (".json", "application/json")):
        with urllib.request.urlopen(f"{demo.http}/r/{token}{ending}", timeout=10) as answer:
            assert answer.headers["Content-Type"].startswith(kind), (ending, answer.headers["Content-Type"])
    assert state["mails"], "the buyer got no mail"


def test_documents_of_a_storage_are_loaded_as_one_file(demo):
    demo.done([demo.sell(f"archive-{number}", 100 + number)["id"] for number in range(3)])
    listed = demo.person("GET", "/api/v1/documents?limit=200")["rows"]
    storage = listed[0]["fiscal_storage"]
    expected = [row for row in listed if row["fiscal_storage"] == storage]
    bearer = {"Authorization": f"Bearer {demo.token}"}

    def load(path):
        request = urllib.request.Request(f"{demo.http}/api/v1{path}", headers=bearer)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    newest = max(row["document_number"] for row in expected)
    with zipfile.ZipFile(io.BytesIO(load(f"/document-archive?fiscal_storage={storage}"))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) >= 3 * len(expected) + 1 and f"{storage}/{newest:07}-form-{expected[0]['form']}.pdf" in names, names
        table = archive.read("summary.csv").decode("utf-8-sig")
    rows = {int(row["id"]): row for row in csv.DictReader(io.StringIO(table), delimiter=";")}
    for row in expected:
        total = "" if row["total_minor"] is None else f"{row['total_minor'] // 100}.{row['total_minor'] % 100:02}"
        assert (rows[row["id"]]["total"], int(rows[row["id"]]["document_number"])) == (total, row["document_number"]), row
    one = load(f"/document-summary?fiscal_storage={storage}&document_number={newest}").decode("utf-8-sig")
    assert len(one.splitlines()) == 2, one


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


if __name__ == "__main__":
    sys.exit(run(globals()))
