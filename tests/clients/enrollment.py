"""A Kazakh register through its account: from a trade point to a receipt that the operator counts.

Usage: python enrollment.py [PATH_TO_QASSA]; without it the variable QASSA_BINARY names the program.
"""

import sys
import time
import urllib.error

import kazakhstan
from demo import DEADLINE_S, run


PDF = "JVBERi0xLjc="


class Account:
    """An owner in Kazakhstan with a key that signs."""

    COUNTRY = "kz"

    def __init__(self, demo):
        self.demo = demo
        user = getattr(demo, self.COUNTRY)["user"]
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

    def staff(self):
        """The operator's staff, who review cards."""
        operator = self.demo.operator
        session = {"login": operator["login"], "password": operator["password"]}
        return self.demo.ask("POST", "/api/v1/sessions", session, {})["token"]

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


class Russian(Account):
    """An owner in Russia with a key that signs."""

    COUNTRY = "ru"

    def draft(self):
        taxpayer = {"name": "ООО «Пример»", "inn": self.demo.ru["organization_inn"], "ogrn": "1199900000002"}
        made = self.call("POST", "russian-enrollments", {"name": "Касса", "taxpayer": taxpayer})
        return made["id"]

    def apply(self, path):
        particulars = {
            "model": "Виртуальная касса",
            "serial_number": "00000000000000000042",
            "storage": {"model": "Эмулятор ФН", "number": "9999078900000001"},
            "address": "101000, г. Москва, ул. Первая, 1",
            "place": "https://shop.example",
        }
        wish = {"kind": "registration", "particulars": particulars}
        prepared = self.call("POST", f"{path}/applications", wish)
        signature = {"content_hash": prepared["content_hash"]}
        return self.call("POST", f"russian-applications/{prepared['id']}/signature", signature, self.key)


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
    tariff = account.apply(register, kind="tariff_choice", plan_id="online-kkm")
    complete = account.refused("POST", f"applications/{tariff['id']}/answer", {"answer": "accept"})
    assert complete == 409, "nobody answers what is complete once it is signed"
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


def test_a_card_from_the_tax_office_enrolls_a_register(demo):
    account = Account(demo)
    register = account.draft("KTDE1000000000003")
    application = account.apply(register, kind="enrollment", route="by_card")
    assert account.state(register) == "awaiting_number"
    card = {"registration_number": "600400777001", "enrolled_on": "2024-11-20", "scan": PDF}
    path = f"enrollments/{register}/card"
    assert account.refused("POST", path, {**card, "scan": "PGh0bWw+"}) == 422, "a page is no scan"
    assert account.refused("GET", f"{path}/text") == 404, "there is no card yet"
    account.call("POST", path, card)
    assert account.state(register) == "under_review"
    assert account.refused("GET", "registration-cards") == 403, "owners review nothing"
    staff = account.staff()
    (waiting,) = account.call("GET", "registration-cards", None, staff)["rows"]
    assert waiting["registration_number"] == card["registration_number"]
    review = f"registration-cards/{waiting['id']}/review"
    account.call("POST", review, {"verdict": "return", "reason": "не видно номера"}, staff)
    shown = account.call("GET", f"enrollments/{register}")["register"]
    assert (shown["state"], shown["refusal"]["reason"]) == ("awaiting_number", "не видно номера"), shown
    account.call("POST", path, card)
    (waiting,) = account.call("GET", "registration-cards", None, staff)["rows"]
    account.call("POST", f"registration-cards/{waiting['id']}/review", {"verdict": "approve"}, staff)
    shown = account.call("GET", f"enrollments/{register}")["register"]
    assert (shown["state"], shown["enrolled_at"][:19]) == ("enrolled", "2024-11-19T19:00:00"), shown
    assert account.call("GET", f"applications/{application['id']}")["state"] == "completed"
    printed = demo.text(f"/api/v1/{path}/text?lang=kk", {"Authorization": f"Bearer {account.token}"})
    assert "600400777001" in printed and "20.11.2024" in printed, printed


def test_a_plan_is_chosen_from_the_list(demo):
    account = Account(demo)
    plans = account.call("GET", "dictionaries/tariff-plans?country=KZ")["rows"]
    assert ("online-kkm", "wired", 150_000) in [(p["id"], p["connection"], p["price_minor"]) for p in plans], plans
    register = account.draft("KTDE1000000000004")
    application = account.apply(register, kind="enrollment")
    sent(account, application)
    account.call("POST", f"applications/{application['id']}/answer", {"answer": "accept"})
    wish = {"kind": "tariff_choice", "plan_id": "online-kkt"}
    assert account.refused("POST", f"enrollments/{register}/applications", wish) == 422, "a plan of Russia"
    account.apply(register, kind="tariff_choice", plan_id="online-kkm-gprs")
    tariff = account.call("GET", f"enrollments/{register}")["register"]["tariff"]
    assert tariff["plan"]["connection"] == "gprs", tariff
    again = {"kind": "tariff_choice", "plan_id": "online-kkm"}
    assert account.refused("POST", f"enrollments/{register}/applications", again) == 409, "one is on"
    account.apply(register, kind="tariff_cancellation")
    assert account.call("GET", f"enrollments/{register}")["register"]["tariff"] is None


def test_the_nearest_settlement_is_offered(demo):
    account = Account(demo)
    near = account.call("GET", "dictionaries/nearest-settlements?latitude=52.30&longitude=77.50&limit=3")["rows"]
    assert near[0]["name_ru"] == "г. Павлодар" and len(near) == 3, near
    assert near[0]["distance_m"] < near[1]["distance_m"], near


def test_a_russian_register_is_answered_by_hand(demo):
    account = Russian(demo)
    register = account.draft()
    path = f"russian-enrollments/{register}"
    refused = account.apply(path)
    answer = {"answer": "refuse", "reason": "адрес"}
    account.call("POST", f"russian-applications/{refused['id']}/answer", answer)
    assert account.call("GET", path)["state"] == "draft"
    taken = account.apply(path)
    account.call("POST", f"russian-applications/{taken['id']}/answer", {"answer": "accept"})
    shown = account.call("GET", path)
    assert shown["state"] == "number_assigned" and len(shown["registration_number"]) == 16, shown
    report = {"document_number": 1, "fiscal_sign": 1234567890, "made_at": "2024-11-20T12:00:00"}
    account.call("POST", f"{path}/report", report)
    assert account.call("POST", f"{path}/answer", {"answer": "accept"})["state"] == "registered"
    headers = {"Authorization": f"Bearer {account.token}"}
    assert shown["registration_number"] in demo.text(f"/api/v1/{path}/card/text", headers)


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
