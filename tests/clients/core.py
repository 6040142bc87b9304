"""The software register of Kazakhstan in the sandbox: sold by its HTTP API, found by the buyer, kept through outages.

Usage: python core.py [PATH_TO_QASSA]; without it the variable QASSA_BINARY names the program.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request

from demo import run

PIN = "4815"


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
    existing = {
        "server": demo.ofd,
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


def test_a_core_that_was_killed_keeps_its_journal_and_goes_on_without_its_operator(demo):
    # The sandbox's operator comes back on another port, so that to this register it is gone.
    demo.kill()
    demo.start()
    kept = done(ask(demo, "GET", f"{demo.register}/documents"))
    assert "1160.00" in json.dumps(kept), kept
    sold = done(ask(demo, "POST", f"{demo.register}/receipts", sale("58.00"), key="after"))
    assert sold["mode"] == "autonomous" and sold["autonomous_sign"], sold
    assert len(done(ask(demo, "GET", f"{demo.register}/queue"))["documents"]) == 1


if __name__ == "__main__":
    sys.exit(run(globals()))
