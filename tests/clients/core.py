"""The software register of Kazakhstan in the sandbox: sold by its HTTP API, found by the buyer, kept through outages.

Usage: python core.py [PATH_TO_QASSA]; without it the variable QASSA_BINARY names the program.
"""

import datetime
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from demo import NoRedirect, run

PIN = "4815"


THREE_DAYS_AND_A_SECOND_S = 72 * 3600 + 1


class Cable:
    """Between a core and its operator; it can be pulled."""

    def __init__(self, target):
        """`target` tells where the operator is by now."""
        self.target, self.plugged = target, True
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            near, _ = self.socket.accept()
            if not self.plugged:
                near.close()
                continue
            try:
                host, port = self.target().rsplit(":", 1)
                far = socket.create_connection((host, int(port)), timeout=10)
            except OSError:
                # The operator starts again: this one call is lost, the cable is not.
                near.close()
                continue
            far.settimeout(None)
            for pair in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=pair, daemon=True).start()

    @staticmethod
    def carry(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


# Where the operator is gets known when the sandbox runs; a sandbox takes no servers but those that it is told of.
CABLE = Cable(lambda: None)
OPTIONS = ["--core-operator", f"Cable={CABLE.address}=test"]


class Core:
    """`qassa core` as a process of its own, in a folder that it is started on again and again."""

    def __init__(self, binary, folder):
        self.binary, self.folder, self.process, self.drain = binary, folder, None, None

    def command(self, *options):
        return [self.binary, "core", "--data", self.folder, "--listen", "127.0.0.1:0", *options]

    def start(self, *options):
        self.process = subprocess.Popen(self.command(*options), stderr=subprocess.PIPE, text=True)
        self.lines = []
        for line in self.process.stderr:
            self.lines.append(line.strip())
            if line.strip().startswith("[") and "http://" in line:
                self.core = line.strip().split("]: ", 1)[1]
                # A pipe that nobody reads fills, and stops the program that writes to it.
                self.drain = threading.Thread(target=self.lines.extend, args=(self.process.stderr,), daemon=True)
                self.drain.start()
                return
        raise AssertionError(self.lines)

    def refused(self, *options):
        """What is said instead of starting."""
        got = subprocess.run(self.command(*options), capture_output=True, text=True, timeout=30)
        assert got.returncode != 0, got
        return got.stderr

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=10)
            if self.drain:
                self.drain.join(timeout=10)
            self.process.stderr.close()


def move_clock(demo, seconds):
    form = urllib.parse.urlencode({"advance_s": seconds}).encode()
    try:
        urllib.request.build_opener(NoRedirect).open(f"{demo.http}/sandbox/clock", data=form, timeout=10)
    except urllib.error.HTTPError as answer:
        assert answer.code == 303, answer.code


def until(what, holds):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.1)
    raise AssertionError(f"never {what}")


def ask(demo, method, path, value=None, pin=PIN, key=None):
    """Status and answer of the core."""
    body = None if value is None else json.dumps(value).encode()
    headers = {"Authorization": f"Bearer {pin}", "Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    request = urllib.request.Request(demo.core + path, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())


def done(answer):
    assert answer[0] == 200 and answer[1]["response_code"] == 0, answer
    return answer[1]["response_data"]


def sale(price):
    return {
        "operation": "sell",
        "lines": [{"name": "Қымыз", "section": "1", "quantity": "1", "price": price, "vat": {"rate": "16"}}],
        "payments": [{"kind": "cash", "amount": price}],
    }


def test_the_first_pin_opens_nothing_but_its_own_change(demo):
    assert ask(demo, "GET", "/api/v1/registers", pin="0000")[1]["response_code"] == 6
    done(ask(demo, "POST", "/api/v1/me/pin", {"pin": PIN}, pin="0000"))
    assert done(ask(demo, "GET", "/api/v1/registers")) is not None


def test_a_sale_is_on_the_consumer_page_seconds_later(demo):
    facts = demo.kz["registers"][1]
    demo.cable, CABLE.target = CABLE, lambda: demo.ofd
    existing = {
        "server": demo.cable.address,
        "device_id": str(facts["ofd_device_id"]),
        "token": str(facts["token"]),
        "name": "Касса 1",
    }
    added = done(ask(demo, "POST", "/api/v1/registers/existing", existing, key="add"))
    demo.register = "/api/v1/registers/%s" % added["register"]["id"]
    first = ask(demo, "POST", f"{demo.register}/receipts", sale("1160.00"), key="one")
    sold = done(first)
    assert ask(demo, "POST", f"{demo.register}/receipts", sale("1160.00"), key="one") == first, "the same key, the same answer"
    with urllib.request.urlopen(sold["link"], timeout=10) as answer:
        page = answer.read().decode()
    assert "Қымыз" in page and sold["fiscal_sign"] in page, page
    taken = {"direction": "deposit", "amount": "40.00"}
    done(ask(demo, "POST", f"{demo.register}/cash-movements", taken, key="two"))
    report = done(ask(demo, "POST", f"{demo.register}/x-reports", {}, key="three"))
    assert "1200.00" in json.dumps(report), report


def file(demo, path):
    request = urllib.request.Request(demo.core + path, headers={"Authorization": f"Bearer {PIN}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.headers["Content-Type"], answer.read()


def test_a_receipt_comes_as_text_page_pdf_and_printer_bytes(demo):
    for form, kind, begins in [
        ("text?paper=57", "text/plain", b""),
        ("html", "text/html", b"<!DOCTYPE html>"),
        ("pdf", "application/pdf", b"%PDF"),
        ("escpos?paper=80", "application/octet-stream", b"\x1b@"),
    ]:
        for paper in ["documents/1", "reports/x"]:
            got, body = file(demo, f"{demo.register}/{paper}/{form}")
            assert got.startswith(kind) and body.startswith(begins), (paper, form, got, body[:20])


def test_a_core_that_was_killed_keeps_its_journal_and_goes_on_without_its_operator(demo):
    demo.cable.plugged = False
    demo.kill()
    demo.start()
    kept = done(ask(demo, "GET", f"{demo.register}/documents"))
    assert "1160.00" in json.dumps(kept), kept
    sold = done(ask(demo, "POST", f"{demo.register}/receipts", sale("58.00"), key="after"))
    assert sold["mode"] == "autonomous" and sold["autonomous_sign"], sold
    demo.found_by = sold["link"].split("/consumer", 1)[1]
    assert demo.found_by.startswith("?i=%s&" % sold["autonomous_sign"]), sold
    assert len(done(ask(demo, "GET", f"{demo.register}/queue"))["documents"]) == 1


def sells_again_after_three_days(core, register, move, plug):
    """The cable is out and a receipt waits: after 72 hours nothing is sold, after the exchange it is again."""
    move()
    refused = ask(core, "POST", f"{register}/receipts", sale("10.00"), key="too-late")
    assert refused[0] == 409 and refused[1]["response_code"] == 18, refused
    state = done(ask(core, "GET", register))
    assert state["mode"]["name"] == "blocked" and state["notices"][0]["level"] == "stop", state
    moved = ask(core, "POST", f"{register}/cash-movements", {"direction": "deposit", "amount": "1.00"}, key="nor-cash")
    assert moved[1]["response_code"] == 18, moved
    plug()

    def online():
        """One test may come too early for the cable, and the pause in the background is a minute."""
        is_online = done(ask(core, "GET", register))["mode"]["name"] == "online"
        return is_online or done(ask(core, "POST", f"{register}/connection-test", {})) is None

    until("online", online)
    state = done(ask(core, "GET", register))
    assert state["queue"] is None and not [one for one in state["notices"] if one["code"] == "blocked"], state
    # The shift is older than a day by now, and is closed first.
    late = ask(core, "POST", f"{register}/receipts", sale("10.00"), key="late")
    assert late[1]["response_code"] == 16, late
    done(ask(core, "POST", f"{register}/z-reports", {}, key="z"))
    sold = done(ask(core, "POST", f"{register}/receipts", sale("10.00"), key="late"))
    assert sold["mode"] == "online" and sold["fiscal_sign"], sold


def test_72_hours_and_a_second_without_the_cable_stop_selling_until_everything_is_sent(demo):
    queued = done(ask(demo, "GET", f"{demo.register}/queue"))["documents"][0]["number"]

    def plug():
        demo.cable.plugged = True

    sells_again_after_three_days(demo, demo.register, lambda: move_clock(demo, THREE_DAYS_AND_A_SECOND_S), plug)
    sent = done(ask(demo, "GET", f"{demo.register}/documents/{queued}"))
    assert sent["taken_by_operator"] and sent["fiscal_sign"], sent
    # The buyer finds it by what was printed without the operator, and by the sign that came later.
    for link in [sent["link"], f"{demo.http}/consumer{demo.found_by}"]:
        with urllib.request.urlopen(link, timeout=10) as answer:
            page = answer.read().decode()
        assert "Қымыз" in page and "58" in page, page


def test_another_address_of_the_operator_is_asked_before_it_is_taken(demo):
    path = f"{demo.register}/settings"
    gone = ask(demo, "POST", path, {"server": "127.0.0.1:9"}, key="gone")
    assert gone[1]["response_data"]["findings"][0]["rule"] == "sandbox", gone
    changed = done(ask(demo, "POST", path, {"server": demo.ofd, "rollover": "automatic"}, key="moved"))
    assert changed["server"] == demo.ofd and changed["rollover"] == "automatic", changed
    done(ask(demo, "POST", f"{demo.register}/receipts", sale("3.00"), key="there"))
    kinds = [one["kind"] for one in done(ask(demo, "GET", f"{demo.register}/events"))["events"]]
    assert "settings_changed" in kinds and "blocked" not in kinds, kinds


def test_a_core_of_its_own_stands_still_for_three_days_too_in_a_sandbox_alone(demo):
    facts, clock = demo.kz["registers"][0], done(ask(demo, "GET", "/api/v1/status"))["now"]
    now = datetime.datetime.fromisoformat(clock.replace("Z", "+00:00"))
    cable = Cable(lambda: demo.ofd)
    with tempfile.TemporaryDirectory() as folder:
        core = Core(demo.binary, os.path.join(folder, "core"))
        try:
            assert "--sandbox" in core.refused("--now", now.isoformat()), "a clock is moved in a sandbox alone"
            operator = ["--operator", f"Cable={cable.address}=test"]
            core.start("--sandbox", "--now", now.isoformat(), *operator)
            assert any("SANDBOX" in line for line in core.lines), core.lines
            done(ask(core, "POST", "/api/v1/me/pin", {"pin": PIN}, pin="0000"))
            existing = {
                "server": cable.address,
                "device_id": str(facts["ofd_device_id"]),
                "token": str(facts["token"]),
                "name": "Касса 2",
            }
            counting = {**existing, "server": demo.ofd}
            refused = ask(core, "POST", "/api/v1/registers/existing", counting, key="counting")
            assert refused[1]["response_data"]["findings"][0]["rule"] == "sandbox", refused
            register = "/api/v1/registers/%s" % done(ask(core, "POST", "/api/v1/registers/existing", existing, key="add"))["id"]
            done(ask(core, "POST", f"{register}/receipts", sale("7.00"), key="one"))
            cable.plugged = False
            sold = done(ask(core, "POST", f"{register}/receipts", sale("8.00"), key="two"))
            assert sold["mode"] == "autonomous", sold
            # Counted from this very sale, however slow the machine was until here.
            sold_at = datetime.datetime.fromisoformat(sold["issued_at"] + "+05:00")
            later = sold_at + datetime.timedelta(seconds=THREE_DAYS_AND_A_SECOND_S)
            core.stop()
            assert "made for sandbox" in core.refused(), "its journal is no journal of a register that counts"

            def move():
                move_clock(demo, THREE_DAYS_AND_A_SECOND_S)
                core.start("--sandbox", "--now", later.isoformat(), *operator)

            def plug():
                cable.plugged = True

            sells_again_after_three_days(core, register, move, plug)
        finally:
            core.stop()


if __name__ == "__main__":
    sys.exit(run(globals()))
