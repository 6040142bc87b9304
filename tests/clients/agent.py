"""A foreign register beside the cloud: `qassa agent` serves a queue with a scripted register, and the buyer's side.

Usage: python agent.py [PATH_TO_QASSA]; without it the variable QASSA_BINARY names the program.
The register answers as the web server of the ATOL driver does, with the documents of one shift.
"""

import base64
import contextlib
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

from demo import DEADLINE_S, NoRedirect, run


class Device:
    """A register behind a web server: one open shift, documents numbered from one."""

    def __init__(self, taxpayer, serial, registration, storage):
        self.taxpayer = taxpayer
        self.serial, self.registration, self.storage = serial, registration, storage
        self.shift, self.documents, self.requests = "closed", [], {}
        # The next receipt is sealed, and its answer waits until this is set.
        self.hold = None
        device = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if request["uuid"] in device.requests:
                    return self.answer(409, {"error": {"code": 510, "description": "known"}})
                results = [device.perform(task) for task in request["request"]]
                device.requests[request["uuid"]] = {"results": results}
                if device.hold and request["request"][0]["type"] == "sell":
                    device.hold.wait(DEADLINE_S)
                return self.answer(201, {"uuid": request["uuid"], "number": 1, "isBlocked": False, "blockedUUID": ""})

            def do_GET(self):
                found = device.requests.get(self.path.rsplit("/", 1)[1])
                return self.answer(200, found) if found else self.answer(404, {"error": {"code": 404, "description": "unknown"}})

            def answer(self, status, value):
                body = json.dumps(value).encode()
                with contextlib.suppress(OSError):
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def receipts(self):
        return [document for document in self.documents if document["fiscalDocumentType"] == "receipt"]

    def seal(self, kind, operation, total):
        number = len(self.documents) + 1
        sign = 3_000_000_000 + number
        self.documents.append(
            {
                "fiscalDocumentType": kind, "1012": "2026-01-12T12:00:00", "1020": total, "1038": 4, "1040": number,
                "1041": self.storage, "1042": number, "1054": operation,
                "qr": f"t=20260112T1200&s={total:.2f}&fn={self.storage}&i={number}&fp={sign}&n={operation}",
            }
        )
        return {
            "fiscalParams": {
                "fiscalDocumentDateTime": "2026-01-12T12:00:00+03:00", "fiscalDocumentNumber": number,
                "fiscalDocumentSign": str(sign), "fiscalReceiptNumber": number, "fnNumber": self.storage,
                "registrationNumber": self.registration, "shiftNumber": 4, "total": total,
            },
            "warnings": None,
        }

    def perform(self, task):
        facts = {
            "getDeviceInfo": {"deviceInfo": {"serial": self.serial, "modelName": "АТОЛ 30Ф"}},
            "getRegistrationInfo": {
                "device": {"registrationNumber": self.registration},
                "organization": {"name": "ООО Пример", "vatin": self.taxpayer, "address": "Примерная, 1"},
                "ofd": {"host": "ofd.example", "vatin": "7700000023"},
            },
            "getFnInfo": {"fnInfo": {"serial": self.storage, "validityDate": "2028-02-26T00:00:00+03:00", "warnings": {}}},
            "getFnStatus": {"fnStatus": {"fiscalDocumentNumber": len(self.documents)}},
            "getShiftStatus": {"shiftStatus": {"state": self.shift, "number": 4}},
            "ofdExchangeStatus": {"status": {"notSentCount": 0}},
        }
        kind = task["type"]
        if kind in facts:
            return self.done(facts[kind])
        if kind in ("openShift", "closeShift"):
            self.shift = {"openShift": "opened", "closeShift": "closed"}[kind]
            return self.done(self.seal(kind, 0, 0))
        if kind == "getFnDocument":
            return self.done({"documentTLV": self.documents[task["fiscalDocumentNumber"] - 1]})
        if kind == "sell" and self.shift == "opened":
            return self.done(self.seal("receipt", 1, task["total"]))
        return {"status": "error", "error": {"code": 68, "description": "Смена закрыта"}}

    @staticmethod
    def done(result):
        return {"status": "ready", "error": {"code": 0, "description": "Ошибок нет"}, "result": result}


class Agent:
    """`qassa agent` between the demo's external queue and a device; it can be killed and started again."""

    def __init__(self, demo, device, folder):
        self.demo, self.config = demo, os.path.join(folder, "agent.toml")
        register = demo.ru["external"]["registers"][0]
        with open(self.config, "w") as file:
            file.write(
                f'journal = "{folder}/agent.journal"\n'
                f'[cloud]\nurl = "{demo.http}"\npos_key = "{register["pos_key"]}"\npos_secret = "{register["pos_secret"]}"\n'
                f'serial_number = "{device.serial}"\n[device]\nurl = "{device.url}"\n'
            )
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.demo.binary, "agent", "--config", self.config])

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=15) == 0


@contextlib.contextmanager
def register_of(demo):
    """A device for the register of the external queue, served by an agent."""
    facts = demo.ru["external"]["registers"][0]
    device = Device(demo.ru["organization_inn"], facts["serial_number"], facts["registration_number"], facts["fiscal_storage"])
    with tempfile.TemporaryDirectory() as folder:
        agent = Agent(demo, device, folder)
        try:
            yield device, agent
            agent.stop()
        finally:
            agent.process.kill()
            device.server.shutdown()


def test_a_foreign_register_serves_its_queue(demo):
    with register_of(demo) as (device, _):
        queue = demo.ru["external"]["queue_id"]
        sold = [demo.sell(f"foreign-{number}", queue_id=queue)["id"] for number in range(3)]
        fiscal = demo.done(sold)
        assert len(device.receipts()) == 3
        for data in fiscal.values():
            assert (data["fn"], int(data["sh"])) == (device.storage, 4), data
        assert {int(data["i"]) for data in fiscal.values()} == {document["1042"] for document in device.receipts()}


def test_an_agent_killed_after_sealing_asks_and_does_not_seal_again(demo):
    with register_of(demo) as (device, agent):
        device.hold = threading.Event()
        sold = demo.sell("foreign-cut", queue_id=demo.ru["external"]["queue_id"])["id"]
        end = time.monotonic() + DEADLINE_S
        while not device.receipts():
            assert time.monotonic() < end, "the register got no receipt"
            time.sleep(0.05)
        agent.kill()
        device.hold.set()
        agent.start()
        fiscal = demo.done([sold])
        assert len(device.receipts()) == 1
        assert int(fiscal[sold]["i"]) == device.receipts()[0]["1042"]


def test_a_banner_stands_in_mail_and_page_and_its_click_leads_to_the_shop(demo):
    shop = demo.person("GET", "/api/v1/shops")["rows"][0]["id"]
    picture = b"GIF89a" + (440).to_bytes(2, "little") + (165).to_bytes(2, "little") + bytes(100_000)
    banner = {"picture": base64.b64encode(picture).decode(), "link_url": "https://shop.example/sale"}
    path = f"/api/v1/shops/{shop}/banner"
    assert demo.person("PUT", path, banner)["banner_link_url"] == banner["link_url"]
    demo.done([demo.sell("banner")["id"]])
    end = time.monotonic() + DEADLINE_S
    while True:
        state = demo.ask("GET", "/sandbox/state.json", None, {})
        task = next(task for task in state["tasks"] if task["external_id"] == "banner")
        if "mail_sent" in [step["stage"] for step in task["steps"]]:
            break
        assert time.monotonic() < end, "the buyer got no mail"
        time.sleep(0.1)
    page = f"{demo.http}/r/{task['receipt_token']}"
    with urllib.request.urlopen(f"{demo.http}/sandbox/mail/{state['mails'][0]['id']}/html", timeout=10) as answer:
        mail = answer.read().decode()
    assert f'href="{page}/banner"' in mail and f'src="{page}/banner.png"' in mail, mail
    with urllib.request.urlopen(f"{page}/banner.png", timeout=10) as answer:
        assert (answer.headers["Content-Type"], answer.read()) == ("image/gif", picture)
    try:
        urllib.request.build_opener(NoRedirect).open(f"{page}/banner", timeout=10)
        raise AssertionError("a click leads nowhere")
    except urllib.error.HTTPError as answer:
        assert answer.headers["Location"] == banner["link_url"], answer.headers
    assert demo.person("DELETE", path)["banner_link_url"] is None


if __name__ == "__main__":
    sys.exit(run(globals()))
