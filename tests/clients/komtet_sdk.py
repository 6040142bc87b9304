"""The published Python SDK, unmodified, against `qassa demo`: every method of both versions.

Usage: python komtet_sdk.py PATH_TO_QASSA
Prints one line a test and `N passed, N failed` at the end; exit status 1 if any failed.
"""

import hashlib
import hmac
import http.server
import json
import subprocess
import sys
import threading
import time
import traceback
from decimal import Decimal

import requests
from komtet_kassa_sdk import v1, v2

DEADLINE_S = 20


class Demo:
    """The sandbox as a child process, with its own free ports."""

    def __init__(self, binary):
        free = "127.0.0.1:0"
        self.process = subprocess.Popen(
            [binary, "demo", "--http", free, "--ofd", free, "--core", free],
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the demo ended before it was ready")
        self.facts = json.loads(line)
        self.http = self.facts["http"]
        self.ru = self.facts["ru"]

    def client(self, version):
        client = version.Client(self.ru["shop_id"], self.ru["shop_secret"])
        return client.set_host(self.http).set_default_queue(self.ru["queue_id"])

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=10)


class Shop(http.server.ThreadingHTTPServer):
    """Takes callbacks and checks their signatures the way the CMS modules do."""

    def __init__(self, secret):
        super().__init__(("127.0.0.1", 0), Handler)
        self.secret = secret
        self.received = {}
        self.forged = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/callback"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        text = b"POST" + self.server.url.encode() + body
        right = hmac.new(self.server.secret.encode(), text, hashlib.md5).hexdigest()
        if self.headers.get("X-HMAC-Signature") != right:
            self.server.forged.append(body)
        task = json.loads(body)
        self.server.received[str(task["external_id"])] = task
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def until(what, found):
    """Asks until there is an answer; the deadline only bounds a failure."""
    end = time.monotonic() + DEADLINE_S
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError(f"no {what} within {DEADLINE_S} s")


def done(client, task_id):
    def finished():
        info = client.get_task_info(task_id)
        assert info.state != "error", info.error_description
        return info if info.state == "done" else None

    return until(f"task {task_id} done", finished)


def refused(status, code, call):
    try:
        call()
    except requests.HTTPError as error:
        body = error.response.json()
        assert error.response.status_code == status, (error.response.status_code, body)
        assert body["code"] == code, body
        assert set(body) >= {"title", "code", "description"}, body
        return body
    raise AssertionError(f"not refused with {status} {code}")


def check_v2(oid, total=1000, intent=v2.Intent.SELL):
    check = v2.Check(oid, intent)
    check.set_client(email="buyer@example.com", name="Test Buyer", inn="770000000156")
    check.set_company("https://shop.example", v2.TaxSystem.COMMON)
    check.add_position(
        v2.Position(
            name="Кружка",
            price=Decimal(str(total)),
            quantity=1,
            total=Decimal(str(total)),
            measure=v2.MeasureTypes.PIECE,
            payment_method=v2.PaymentMethod.FULL_PAYMENT,
            payment_object=v2.PaymentObject.PRODUCT,
            vat=v2.VatRate.RATE_22,
        )
    )
    check.add_payment(total)
    return check


def check_v1(oid, total=1000, intent=v1.Intent.SELL):
    check = v1.Check(oid, "buyer@example.com", intent, v1.TaxSystem.COMMON, "https://shop.example")
    check.add_position("Кружка", price=total, quantity=1, total=total, vat=v1.VatRate.RATE_22, measure_name="шт")
    check.add_payment(total)
    return check


def test_queue_state(demo, shop):
    for version in (v1, v2):
        client = demo.client(version)
        assert client.is_queue_active() is True
        assert client.is_queue_active(demo.ru["queue_id"]) is True


def test_a_sale_of_version_2_with_everything(demo, shop):
    client = demo.client(v2)
    check = check_v2("v2-full", total=950)
    check.set_print(False)
    check.set_cashier("Кассир Тестовый", inn="770000000156")
    check.set_additional_check_props("props")
    check.set_additional_user_props("name", "value")
    check.add_sectoral_check_props("001", "25.10.2020", "1", "value")
    check.set_operating_check_props("0", "data", "12.03.2024 16:55:25")
    check.set_internet(True)
    check.set_timezone(v2.TimeZone.TIME_ZONE_2)
    check.add_cashless_payment(950, 1, "payment-1", "card")
    check.set_callback_url(shop.url)
    agent = v2.Agent(v2.AgentType.COMMISSIONAIRE, "+79990000000", "Supplier", "7700000009")
    position = v2.Position(
        name="Сыр",
        price=100,
        quantity=Decimal("0.5"),
        measure=v2.MeasureTypes.KILOGRAMM,
        payment_method=v2.PaymentMethod.FULL_PAYMENT,
        payment_object=v2.PaymentObject.PRODUCT,
        total=50,
        user_data="detail",
        id="item-1",
        country_code="643",
        declaration_number="10000000/010120/0000001",
        vat=v2.VatRate.RATE_10,
    )
    position.set_agent(agent)
    check.add_position(position)
    check.add_payment(50, v2.PaymentType.CASH)
    task = client.create_task(check)
    assert task.state in ("new", "processing", "done"), task.state
    assert task.external_id == "v2-full"
    assert task.print_queue_id == demo.ru["queue_id"]
    info = done(client, task.id)
    fiscal = info.fiscal_data
    storages = [register["fiscal_storage"] for register in demo.ru["registers"]]
    assert fiscal["fn"] in storages, fiscal
    assert fiscal["s"] == "1000.00" and fiscal["n"] == 1, fiscal
    callback = until("callback", lambda: shop.received.get("v2-full"))
    assert callback["state"] == "done" and callback["id"] == task.id, callback
    assert shop.forged == []


def test_a_marked_piece_of_version_2(demo, shop):
    client = demo.client(v2)
    check = v2.Check("v2-marked", v2.Intent.SELL)
    check.set_client(phone="+79990000000")
    check.set_company("https://shop.example", v2.TaxSystem.COMMON)
    position = v2.Position(
        name="Ботинки",
        price=5000,
        quantity=1,
        measure=v2.MeasureTypes.PIECE,
        payment_method=v2.PaymentMethod.FULL_PAYMENT,
        payment_object=v2.PaymentObject.PRODUCT_MARK_CODE if hasattr(v2.PaymentObject, "PRODUCT_MARK_CODE") else "tm",
        vat=v2.VatRate.RATE_22,
    )
    position.set_mark_code(v2.MarkTypes.GS1M, "010460043993125621JgXJ5.T\u001d8005112000\u001d930001\u001d923zbr")
    position.set_planned_status(v2.PlannedStatus.PLANNED_STATUS_1)
    position.add_sectoral_item_props("030", "21.11.2023", "1944", "UUID=0a1b&Time=1700000000000")
    check.add_position(position)
    check.add_payment(5000)
    done(client, client.create_task(check).id)


def test_discounts_are_spread_by_the_sdk_and_split_by_the_cloud(demo, shop):
    client = demo.client(v2)
    check = v2.Check("v2-discount", v2.Intent.SELL)
    check.set_client(email="buyer@example.com")
    check.set_company("https://shop.example", v2.TaxSystem.COMMON)
    for name, price, quantity in (("A", 120.67, 1), ("B", 113.54, 3)):
        check.add_position(
            v2.Position(
                name=name,
                price=price,
                quantity=quantity,
                measure=0,
                payment_method=v2.PaymentMethod.FULL_PAYMENT,
                payment_object=v2.PaymentObject.PRODUCT,
            )
        )
    check.apply_discount(50)
    total = round(sum(position["total"] for position in check["positions"]), 2)
    check.add_payment(total)
    info = done(client, client.create_task(check).id)
    assert Decimal(info.fiscal_data["s"]) == Decimal(str(total)), info.fiscal_data


def test_float_noise_of_the_sdk_is_not_a_fraction_of_a_kopeck(demo, shop):
    client = demo.client(v2)
    check = check_v2("v2-noise", total=1)
    check.add_position(
        v2.Position(
            name="Noise",
            price=10.1,
            quantity=3,  # 10.1 * 3 = 30.299999999999997
            measure=0,
            payment_method=v2.PaymentMethod.FULL_PAYMENT,
            payment_object=v2.PaymentObject.PRODUCT,
        )
    )
    check.add_payment(30.3)
    assert done(client, client.create_task(check).id).fiscal_data["s"] == "31.30"


def test_returns_and_purchases(demo, shop):
    for version, make in ((v1, check_v1), (v2, check_v2)):
        client = demo.client(version)
        names = {"SELL": 1, "RETURN": 2, "BUY": 3, "BUY_RETURN": 4}
        for name, number in names.items():
            intent = getattr(version.Intent, name, None)
            if intent is None:
                continue
            task = client.create_task(make(f"{version.__name__}-{name}", intent=intent))
            assert done(client, task.id).fiscal_data["n"] == number, name


def test_corrections_of_both_versions(demo, shop):
    client = demo.client(v2)
    check = v2.CorrectionCheck("v2-correction", v2.Intent.SELL_CORRECTION)
    check.set_client(email="buyer@example.com")
    check.set_company("https://shop.example", v2.TaxSystem.COMMON)
    check.set_correction_info(v2.CorrectionType.INSTRUCTION, "22.10.2026", "К11")
    check.set_authorised_person("Иванова Тестовая", "770000000156")
    check.add_position(
        v2.Position("Кружка", 10, 1, 0, v2.PaymentObject.PRODUCT, v2.PaymentMethod.FULL_PAYMENT, vat=v2.VatRate.RATE_22)
    )
    check.add_payment(10)
    done(client, client.create_task(check).id)

    client = demo.client(v1)
    check = v1.CorrectionCheck("v1-correction", v1.Intent.SELL_CORRECTION, v1.TaxSystem.COMMON, "https://shop.example")
    check.set_correction_data(v1.CorrectionType.SELF, "2026-10-22")
    check.set_authorised_person("Иванова Тестовая", "770000000156")
    check.set_user("buyer@example.com")
    check.add_position("Кружка", 10, vat=v1.VatRate.RATE_10)
    check.add_payment(10)
    done(client, client.create_task(check).id)


def test_a_sale_of_version_1_with_everything(demo, shop):
    client = demo.client(v1)
    check = check_v1("v1-full", total=100)
    check.set_cashier("Кассир Тестовый", "770000000156")
    check.set_client("Test Buyer", "770000000156")
    check.set_additional_check_props("props")
    check.set_additional_user_props("name", "value")
    check.set_internet(True)
    check.set_callback_url(shop.url)
    agent = v1.Agent(v1.AgentType.PAYMENT_AGENT, "+79990000000", "Supplier", "7700000009")
    agent.set_paying_agent_info("operation", ["+79990000001"])
    agent.set_receive_payments_operator_info(["+79990000002"])
    agent.set_money_transfer_operator_info("Operator", ["+79990000003"], "Moscow", "7700000009")
    check.add_position(
        "Услуга",
        price=200,
        quantity=2,
        total=350,
        oid="1",
        vat=v1.VatRate.RATE_NO,
        measure_name="час",
        calculation_method=v1.CalculationMethod.FULL_PAYMENT,
        calculation_subject=v1.CalculationSubject.SERVICE,
        agent=agent,
        user_data="detail",
    )
    check.add_payment(350)
    check.add_cashless_payment(450, 1, "payment-1")
    task = client.create_task(check)
    assert done(client, task.id).fiscal_data["s"] == "450.00"
    assert until("callback", lambda: shop.received.get("v1-full"))["state"] == "done"


def test_many_tasks_at_once(demo, shop):
    for version, make in ((v1, check_v1), (v2, check_v2)):
        client = demo.client(version)
        names = [f"{version.__name__}-many-{number}" for number in range(5)]
        tasks = client.create_tasks([make(name) for name in names])
        assert sorted(task.external_id for task in tasks) == names
        for task in tasks:
            done(client, task.id)


def test_a_repeated_external_id_makes_no_second_receipt(demo, shop):
    for version, make in ((v1, check_v1), (v2, check_v2)):
        client = demo.client(version)
        first = client.create_task(make(f"{version.__name__}-once"))
        body = refused(422, "VLD11", lambda: client.create_task(make(f"{version.__name__}-once")))
        assert body["task"]["id"] == first.id, body


def test_orders_of_version_2(demo, shop):
    client = demo.client(v2)

    def order(oid, price=2000):
        order = v2.Order(external_id=oid, state="new", prepayment=200, payment_type=v2.PaymentType.CARD)
        order.set_company("https://shop.example", v2.TaxSystem.COMMON)
        order.set_client("Москва, Тестовая 1", "+79990000000", "client@example.com", "Клиент")
        order.set_delivery_time("28.12.2026 10:00", "28.12.2026 15:00")
        order.set_description("comment")
        item = v2.OrderItem("Кружка", price, 4, 0, type="product", vat=v2.VatRate.RATE_22, external_id="item-1")
        order.add_item(item)
        order.add_callback_url(shop.url)
        return order

    created = client.create_order(order("order-v2"))
    assert created.external_id == "order-v2" and created.state == "new"
    assert client.get_order_info(created.id).amount == 8000
    changed = client.update_order(created.id, order("order-v2", price=3000))
    assert changed.amount == 12000
    listed = client.get_orders(limit="50")
    assert created.id in [one["id"] for one in listed["orders"]]
    assert listed["meta"]["total"] >= 1
    dated = client.get_orders(date_start="2026-12-01 10:00")
    assert created.id in [one["id"] for one in dated["orders"]]
    assert client.delete_order(created.id) is True
    refused(404, refused_code(client, created.id), lambda: client.get_order_info(created.id))


def refused_code(client, order_id):
    try:
        client.get_order_info(order_id)
    except requests.HTTPError as error:
        return error.response.json()["code"]
    raise AssertionError("a deleted order is still there")


def test_orders_of_version_1(demo, shop):
    client = demo.client(v1)
    order = v1.Order(order_id="order-v1", sno=v1.TaxSystem.COMMON, state="new")
    order.set_client("Москва, Тестовая 1", "+79990000000", "client@example.com", "Клиент")
    order.set_delivery_time("2026-12-28 10:00", "2026-12-28 15:00")
    order.set_description("comment")
    order.add_position("1", "Кружка", 2000, 4, vat=v1.VatRate.RATE_22, measure_name="шт", type="product")
    created = client.create_order(order)
    assert created.state == "new"
    assert client.get_order_info(created.id).external_id == "order-v1"
    assert client.update_order(created.id, order).id == created.id
    assert created.id in [one["id"] for one in client.get_orders(limit="50")["orders"]]
    assert client.delete_order(created.id) is True


def test_employees_of_both_versions(demo, shop):
    for version in (v1, v2):
        client = demo.client(version)
        key = demo.ru["registers"][0]["pos_key"]
        name = version.__name__.rsplit(".", 1)[-1]

        def employee(kind, login):
            person = version.Employee(
                kind, "Сотрудник", login, "password-1", key, inn="770000000156", phone="+79990000000", email="e@example.com"
            )
            person.set_payment_address("Москва")
            person.set_access_settings(is_manager=True)
            return person

        created = client.create_employee(employee(version.EmployeeType.COURIER, f"courier-{name}"))
        assert created.name == "Сотрудник"
        client.create_employee(employee(version.EmployeeType.DRIVER, f"driver-{name}"))
        assert client.get_employee_info(created.id).type == "courier"
        assert client.update_employee(created.id, employee(version.EmployeeType.CASHIER, f"courier-{name}")).type == "cashier"
        people = client.get_employees(type=version.EmployeeType.CASHIER, limit="100")
        assert created.id in [one["id"] for one in people["account_employees"]]
        assert client.delete_employee(created.id) is True
        assert "password" not in created._asdict()


def test_refusals_that_clients_rely_on(demo, shop):
    for version, make in ((v1, check_v1), (v2, check_v2)):
        client = demo.client(version)
        wrong_sum = make(f"{version.__name__}-wrong-sum")
        wrong_sum.add_payment(1)
        assert "1001" in refused(422, "VLD00", lambda: client.create_task(wrong_sum))["description"]
        refused(422, "VLD00", lambda: client.create_task(make(f"{version.__name__}-intent", intent="sellout")))
        stranger = version.Client(demo.ru["shop_id"], "wrong-key!").set_host(demo.http)
        refused(403, "AUT00", lambda: stranger.is_queue_active(demo.ru["queue_id"]))
    empty = v2.Check("v2-empty", v2.Intent.SELL)
    empty.set_company("https://shop.example", v2.TaxSystem.COMMON)
    empty.add_payment(1)
    assert "positions" in refused(422, "VLD00", lambda: demo.client(v2).create_task(empty))["description"]


def main():
    demo = Demo(sys.argv[1])
    shop = Shop(demo.ru["shop_secret"])
    passed = failed = 0
    try:
        for name, test in sorted(globals().items()):
            if not name.startswith("test_"):
                continue
            try:
                test(demo, shop)
                passed += 1
                print(f"ok      {name}")
            except Exception:  # a failure of any kind is a failed test
                failed += 1
                print(f"FAILED  {name}")
                traceback.print_exc(file=sys.stdout)
    finally:
        status = demo.stop()
    if status != 0:
        failed += 1
        print(f"FAILED  the demo ended with status {status} on SIGTERM")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
