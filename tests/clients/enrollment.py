"""A Kazakh register through its account: from a trade point to a receipt that the operator counts.

Usage: python enrollment.py [PATH_TO_QASSA]; without it the variable QASSA_BINARY names the program.
"""

import sys
import time
import urllib.error

import kazakhstan
from demo import DEADLINE_S, run


class Account:
    """An owner in Kazakhstan with a key that signs."""

    def __init__(self, demo):
        self.demo = demo
        user = demo.kz["user"]
        session = {"login": user["login"], "password": user["password"]}
        self.token = demo.ask("POST", "/api/v1/sessions", session, {})["token"]
        self.key = self.call("POST", "api-keys", {"name": "1C", "signing": "allowed"})["key"]

    def call(self, method, path, value=None, token=None):
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return self.demo.ask(method, f"/api/v1/{path}", value, headers)

    def refused(self, method, path, value=None, token=None):
        """Status of a call that must not succeed."""
        try:
            answer = self.call(method, path, value, token)
        except urllib.error.HTTPError as failure:
            return failure.code
        raise AssertionError(answer)

    def sign(self, application):
        path = f"applications/{application['id']}/signature"
        signature = {"content_hash": application["content_hash"]}
        assert self.refused("POST", path, signature) == 403, "a session without the right signs"
        return self.call("POST", path, signature, self.key)

    def apply(self, register, **wish):
        return self.sign(self.call("POST", f"enrollments/{register}/applications", wish))

    def draft(self, serial_number):
        """A register at a trade point of its own."""
        self.call("PUT", "taxpayer", {"number": self.demo.kz["organization_bin"], "name": "ТОО «Мысал»"})
        address = {"region": "750000000", "settlement": "751410000", "street": "ул. Первая", "house": "9"}
        point = self.call("POST", "trade-points", {"name": "Магазин", "address": address, "tax_office": "6004"})
        form = {
            "name": "Касса",
            "model": "E-KASSA",
            "serial_number": serial_number,
            "year": 2024,
            "trade_point_id": point["id"],
        }
        register = self.call("POST", "enrollments", form)["register"]
        assert self.refused("DELETE", f"trade-points/{point['id']}") == 409, "the trade point is in use"
        return register["id"]

    def state(self, register):
        return self.call("GET", f"enrollments/{register}")["register"]["state"]


def sent(account, application):
    """Waits until the tax authority has the application."""
    end = time.monotonic() + DEADLINE_S
    while account.call("GET", f"applications/{application['id']}")["state"] != "sent":
        assert time.monotonic() < end, "the application is not sent"
        time.sleep(0.2)


def test_a_register_is_enrolled_and_sells(demo):
    account = Account(demo)
    register = account.draft("KTDE1000000000001")
    application = account.apply(register, kind="enrollment")
    sent(account, application)
    assert account.state(register) == "submitted"
    account.call("POST", f"applications/{application['id']}/answer", {"answer": "accept"})
    assert account.state(register) == "enrolled"
    assert account.refused("POST", f"enrollments/{register}/token", {}) == 409, "there is no tariff yet"
    account.apply(register, kind="tariff_choice", plan="month", connection="wired")
    issued = account.call("POST", f"enrollments/{register}/token", {})
    till = kazakhstan.Register(demo, 0)
    till.device, till.token = issued["ofd_device_id"], issued["token"]
    assert kazakhstan.result(till.ask(kazakhstan.sale(11600, 1, 1))) == 0

    account.apply(register, kind="tariff_cancellation")
    assert kazakhstan.result(till.ask(kazakhstan.sale(11600, 2, 1))) != 0, "it sells without a tariff"


def test_a_refusal_is_told_and_the_draft_goes_on(demo):
    account = Account(demo)
    register = account.draft("KTDE1000000000002")
    application = account.apply(register, kind="enrollment")
    answer = {"answer": "refuse", "reason": "нет в реестре"}
    account.call("POST", f"applications/{application['id']}/answer", answer)
    shown = account.call("GET", f"enrollments/{register}")["register"]
    assert (shown["state"], shown["refusal"]["reason"]) == ("draft", "нет в реестре"), shown
    account.apply(register, kind="enrollment")
    assert account.state(register) == "submitted"


def test_many_registers_have_a_result_each(demo):
    account = Account(demo)
    registers = [account.draft(f"KTDE200000000000{number}") for number in range(3)]
    wish = {"enrollment_ids": [*registers, 999_999], "application": {"kind": "enrollment"}}
    rows = account.call("POST", "applications", wish)["rows"]
    assert [row["failure"] and row["failure"]["code"] for row in rows] == [None, None, None, "not_found"]
    prepared = [row["application"] for row in rows[:3]]
    signatures = [{"application_id": one["id"], "content_hash": one["content_hash"]} for one in prepared]
    signatures[1]["content_hash"] = "0" * 64
    rows = account.call("POST", "signatures", {"signatures": signatures}, account.key)["rows"]
    assert [row["failure"] and row["failure"]["code"] for row in rows] == [None, "other_content", None]
    assert [account.state(register) for register in registers] == ["submitted", "draft", "submitted"]


if __name__ == "__main__":
    sys.exit(run(globals()))
