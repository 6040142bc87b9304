"""Kazakh registers against the operator, over its wire: recorded bytes of another program, and a register of our own.

Usage: python kazakhstan.py [PATH_TO_QASSA]; without it the variable QASSA_BINARY names the program.
The protobuf here is written by hand, so that nothing of the platform's own codec stands on both sides.
"""

import csv
import io
import json
import os
import socket
import struct
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile

from demo import run

VECTORS = os.path.join(os.path.dirname(__file__), "../../crates/ofd-kz/tests/vectors/cashcore_requests_v202.json")
SYSTEM, TICKET, CLOSE_SHIFT, REPORT, INFO, MONEY, CANCEL, AUTH = 0, 1, 2, 3, 5, 6, 7, 8


def varint(number):
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def field(number, value):
    """One field: integers as varints, texts and messages with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def message(*fields):
    return b"".join(field(number, value) for number, value in fields)


def parse(data):
    """Fields by number; each a list of integers or bytes."""
    fields, at = {}, 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        key = number()
        if key & 7 == 0:
            fields.setdefault(key >> 3, []).append(number())
        else:
            assert key & 7 == 2, f"wire type {key & 7}"
            length = number()
            fields.setdefault(key >> 3, []).append(data[at : at + length])
            at += length
    return fields


def money(tiyn):
    return message((1, tiyn // 100), (2, tiyn % 100))


def tiyn(data):
    fields = parse(data)
    return fields[1][0] * 100 + fields[2][0]


def moment(seconds=None):
    at = time.gmtime(time.time() + 5 * 3600 if seconds is None else seconds)
    date = message((1, at.tm_year), (2, at.tm_mon), (3, at.tm_mday))
    return message((1, date), (2, message((1, at.tm_hour), (2, at.tm_min), (3, at.tm_sec))))


def operator():
    return message((1, 1), (2, "Кассир 1"))


def sale(total, number, shift, operation=2, payment=0):
    """A receipt of one line; `payment` 0 is cash, 1 a card."""
    tax = message((1, 100), (2, 101), (3, 16000), (4, money((total * 16 + 58) // 116)), (5, 1))
    commodity = message(
        (2, "Қымыз"), (3, "1"), (4, 1000), (5, money(total)), (6, money(total)), (7, tax), (13, "796")
    )
    ticket = message(
        (1, operation),
        (2, moment()),
        (3, operator()),
        (4, message((1, 0))),
        (5, message((1, 1), (2, commodity))),
        (6, message((1, payment), (2, money(total)))),
        (8, message((1, money(total)), (2, money(total)), (3, money(0))) if payment == 0 else message((1, money(total)))),
        (14, shift),
        (16, number),
    )
    return message((1, TICKET), (2, ticket))


def movement(operation, amount, number, shift):
    """Cash put in (0) or taken out (1)."""
    placement = message((1, moment()), (2, operation), (3, money(amount)), (5, shift), (6, number), (7, operator()))
    return message((1, MONEY), (7, placement))


def closing(shift):
    return message((1, CLOSE_SHIFT), (3, message((1, moment()), (3, shift), (6, operator()))))


class Register:
    """A register of the sandbox: keeps the token of every answer, and repeats what was not answered."""

    # A token outlives the test that got it.
    kept = {}

    @classmethod
    def of(cls, demo, index=0):
        register = cls.kept.setdefault(index, cls(demo, index))
        register.version = 203
        return register

    def __init__(self, demo, index):
        self.facts = demo.kz["registers"][index]
        self.device, self.token, self.number = self.facts["ofd_device_id"], self.facts["token"], 0
        self.demo, self.version, self.shift = demo, 203, 1

    def bytes(self, payload):
        return struct.pack(
            "<HHIIIH", 0x81A2, self.version, 18 + len(payload), self.device, self.token, self.number
        ) + payload

    def exchange(self, data):
        """One request and its whole answer on a connection of its own."""
        host, port = self.demo.ofd.rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(data)
            answer = b""
            while len(answer) < 18 or len(answer) < struct.unpack_from("<I", answer, 4)[0]:
                more = connection.recv(65536)
                if not more:
                    raise ConnectionError("no whole answer")
                answer += more
            return answer

    def ask(self, payload):
        """Asks until there is an answer, with the same number and token as registers do."""
        self.number = self.number % 65535 + 1
        end = time.monotonic() + 60
        while True:
            try:
                return self.keep(self.exchange(self.bytes(payload)))
            except OSError:
                assert time.monotonic() < end, "no answer in a minute"
                time.sleep(0.05)

    def keep(self, answer):
        code, _, _, device, token, number = struct.unpack_from("<HHIIIH", answer)
        assert (code, device, number) == (0x81A2, self.device, self.number), answer[:18].hex()
        self.token = token
        return parse(answer[18:])


def result(response):
    return parse(response[2][0])[1][0]


def report(response):
    return parse(parse(response[4][0])[2][0])


def sums(zx, number=15):
    """Non-resettable totals by operation."""
    found = (parse(one) for one in zx.get(number, []))
    return {0: 0, 1: 0, 2: 0, 3: 0, **{one[1][0]: tiyn(one[2][0]) for one in found}}


def test_a_shift_of_a_foreign_register_comes_out_to_the_tiyn(demo):
    register = Register.of(demo, 1)
    register.version = 202
    assert result(register.ask(message((1, INFO)))) == 0
    for payload in (
        movement(0, 500_000, 1, 1),
        sale(116_000, 2, 1),
        sale(43_584, 3, 1, payment=1),
        sale(16_000, 4, 1, operation=3),
        movement(1, 100_000, 5, 1),
    ):
        answer = register.ask(payload)
        assert result(answer) == 0, answer
    closed = register.ask(closing(1))
    assert result(closed) == 0, closed
    z = report(closed)
    revenue = parse(z[14][0])
    assert (tiyn(z[13][0]), tiyn(revenue[1][0]), revenue[2][0]) == (500_000, 143_584, 0), z
    assert sums(z) == {0: 0, 1: 0, 2: 159_584, 3: 16_000}, z
    assert report(register.ask(message((1, INFO)))) == z, "INFO repeats the last Z"
    stranger = Register(demo, 1)
    stranger.token, stranger.number = register.token ^ 1, register.number + 1
    assert result(parse(stranger.exchange(stranger.bytes(sale(100, 6, 2)))[18:])) == 2
    assert report(register.ask(message((1, INFO)))) == z, "a wrong token changes nothing"
    register.shift = 2


def test_bytes_of_another_program_are_taken(demo):
    with open(VECTORS) as file:
        vectors = {vector["name"]: bytes.fromhex(vector["hex"]) for vector in json.load(file)["messages"]}
    register = Register.of(demo)
    register.version = 202
    info = register.ask(vectors["info"][18:])
    assert result(info) == 0
    registration = parse(parse(info[6][0])[2][0])
    assert register.facts["registration_number"].encode() in registration[1][0], registration
    assert parse(registration[3][0])[3][0].decode() == demo.kz["organization_bin"], registration
    sold = register.ask(vectors["sell_cash_1160"][18:])
    assert result(sold) == 0, sold
    ticket = parse(sold[3][0])
    assert ticket[1][0].isdigit() and b"i=" + ticket[1][0] + b"&f=" in ticket[2][0], ticket
    x = register.ask(vectors["x_report"][18:])
    assert result(x) == 0
    assert (tiyn(report(x)[13][0]), sums(report(x))) == (116000, {0: 0, 1: 0, 2: 116000, 3: 0}), x
    # Its date is fixed, and a shift lasts a day.
    assert result(register.ask(closing(1))) == 0
    register.shift = 2


def test_a_repeat_after_a_kill_gets_the_same_bytes(demo):
    register = Register.of(demo)
    before = sums(report(register.ask(message((1, INFO)))))[2]
    register.number += 1
    request = register.bytes(sale(50000, 2, register.shift))
    first = register.exchange(request)
    demo.kill()
    demo.start()
    assert register.exchange(request) == first
    assert result(register.keep(first)) == 0
    after = sums(report(register.ask(message((1, INFO)))))[2]
    assert after - before == 50000, (before, after)
    facts = next(one for one in demo.kz["registers"] if one["ofd_device_id"] == register.device)
    assert facts["token"] == register.token, "the sandbox tells the token of the next request"


def test_a_receipt_is_on_its_page_seconds_later(demo):
    register = Register.of(demo)
    ticket = parse(register.ask(sale(116000, 3, register.shift))[3][0])
    link = ticket[2][0].decode()
    with urllib.request.urlopen(link, timeout=10) as answer:
        page = answer.read().decode()
    assert "Қымыз" in page and "160" in page and ticket[1][0].decode() in page, page
    query = urllib.parse.urlsplit(link).query
    with urllib.request.urlopen(f"{demo.http}/api/tickets/get-by-url?{query}", timeout=10) as answer:
        found = json.loads(answer.read())
    assert found["ticket"]["fiscalId"] == ticket[1][0].decode() and found["kkmFnsId"] == register.facts["registration_number"]
    for wrong in (query.replace("s=1160.00", "s=1160.01"), query.replace("i=", "i=1")):
        try:
            urllib.request.urlopen(f"{demo.http}/consumer?{wrong}", timeout=10)
            raise AssertionError(f"found by {wrong}")
        except urllib.error.HTTPError as answer:
            assert answer.code == 404, answer.code
    end = time.monotonic() + 30
    while register.facts["registration_number"] not in urllib.request.urlopen(f"{demo.http}/sandbox/state.json", timeout=10).read().decode():
        assert time.monotonic() < end, "the tax authority got nothing"
        time.sleep(0.2)


def test_a_stranger_learns_nothing(demo):
    register = Register(demo, 0)
    register.token, register.number = 12345, 9
    answer = register.exchange(register.bytes(message((1, SYSTEM))))
    assert result(parse(answer[18:])) == 2
    assert struct.unpack_from("<I", answer, 12)[0] == 12345


def test_a_cashier_signs_in_with_the_login_of_the_account(demo):
    register, user = Register.of(demo), demo.kz["user"]
    sign_in = lambda password: message((1, AUTH), (8, message((1, user["login"]), (2, password))))
    answer = register.ask(sign_in(user["password"]))
    auth = parse(answer[7][0])
    assert (result(answer), auth[1][0], auth[3][0].decode(), auth[4][0]) == (0, 0, user["login"], 3), answer
    wrong = register.ask(sign_in("wrong"))
    assert (result(wrong), parse(wrong[7][0])) == (0, {1: [1]}), wrong


def test_annulments_are_over(demo):
    register = Register.of(demo)
    register.version = 202
    assert result(register.ask(message((1, CANCEL)))) == 10
    register.version = 203
    assert result(register.ask(message((1, CANCEL)))) == 5


def test_a_part_of_a_line_is_taken_away_again(demo):
    register = Register.of(demo)
    before = sums(report(register.ask(message((1, INFO)))))[2]
    line = ((2, "Қымыз"), (3, "1"), (4, 3000), (5, money(11600)), (6, money(34800)), (13, "796"))
    storno = ((1, "Қымыз"), (2, "1"), (3, 1000), (4, money(11600)), (5, money(11600)), (12, "796"))
    ticket = message(
        (1, 2),
        (2, moment()),
        (3, operator()),
        (4, message((1, 0))),
        (5, message((1, 1), (2, message(*line)))),
        (5, message((1, 2), (3, message(*storno)))),
        (6, message((1, 0), (2, money(23200)))),
        (8, message((1, money(23200)), (2, money(23200)), (3, money(0)))),
        (14, register.shift),
        (16, 40),
    )
    sold = register.ask(message((1, TICKET), (2, ticket)))
    assert result(sold) == 0, sold
    assert sums(report(register.ask(message((1, INFO)))))[2] - before == 23200


def test_the_staff_blocks_a_register_and_lets_it_go(demo):
    register = Register.of(demo, 1)
    session = {name: demo.operator[name] for name in ("login", "password")}
    token = demo.ask("POST", "/api/v1/sessions", session, {})["token"]
    act = lambda what, value: demo.ask(
        "POST", f"/api/v1/kz-registers/{register.device}/{what}", value, {"Authorization": f"Bearer {token}"}
    )

    def autonomous(sign, at):
        movement = message((1, at), (2, 0), (3, money(100)), (4, 1), (6, sign), (7, operator()))
        return message((1, MONEY), (7, movement))

    before = moment(time.time() + 4 * 3600)
    blocked = act("block", {"reason": "Нет оплаты"})
    assert (blocked["state"], blocked["reason"]) == ("blocked", "Нет оплаты"), blocked
    refused = register.ask(message((1, SYSTEM)))
    assert result(refused) == 15 and "Нет оплаты" in parse(refused[2][0])[2][0].decode(), refused
    taken = register.ask(autonomous(900, before))
    assert result(taken) == 0, ("made before the block", taken)
    later = moment(time.time() + 5 * 3600 + 60)
    assert result(register.ask(autonomous(901, later))) == 15, "made after it"
    released = act("unblock", {})
    assert released["state"] == "active", released
    assert [entry["kind"] for entry in released["history"]][0] == "unblocked", released
    assert result(register.ask(autonomous(901, later))) == 0, "nothing is lost"


def test_kills_under_load_lose_and_double_nothing(demo):
    registers = [Register.of(demo, index) for index in range(2)]
    sold, stop, failures = [0, 0], threading.Event(), []
    before = [sums(report(register.ask(message((1, INFO)))))[2] for register in registers]

    def till(index):
        register, number = registers[index], 1000
        while not stop.is_set():
            number += 1
            answer = register.ask(sale(100 + number, number, register.shift))
            if result(answer) != 0:
                failures.append((index, number, answer))
                return
            sold[index] += 100 + number

    tills = [threading.Thread(target=till, args=(index,)) for index in range(2)]
    for one in tills:
        one.start()
    for pause in (0.6, 0.4, 0.8):
        time.sleep(pause)
        demo.kill()
        demo.start()
    time.sleep(0.3)
    stop.set()
    for one in tills:
        one.join()
    assert not failures, failures[0]
    for index, register in enumerate(registers):
        closed = register.ask(closing(register.shift))
        assert result(closed) == 0, closed
        z = report(closed)
        assert sums(z)[2] - before[index] == sold[index], (index, sums(z), before[index], sold[index])
        info = report(register.ask(message((1, INFO))))
        assert info == z, "INFO repeats the last Z"
    print(f"        {sum(sold) / 100:.2f} tenge sold, 3 kills")


def test_a_register_tells_its_history_and_gives_it_away_as_files(demo):
    register = Register.of(demo, 1)
    user = demo.kz["user"]
    session = demo.ask("POST", "/api/v1/sessions", {"login": user["login"], "password": user["password"]}, {})
    bearer = {"Authorization": f"Bearer {session['token']}"}

    def get(path, headers=bearer):
        return demo.ask("GET", f"/api/v1{path}", None, headers)

    def load(path):
        request = urllib.request.Request(f"{demo.http}/api/v1{path}", headers=bearer)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.headers, answer.read()

    device = register.device
    shift = get(f"/kz-registers/{device}")["register"]["last_shift_number"] + 1
    before = sums(report(register.ask(message((1, INFO)))))
    for number, total in enumerate((116000, 58001, 999), start=5001):
        assert result(register.ask(sale(total, number, shift))) == 0
    x = register.ask(message((1, REPORT), (4, message((1, 1), (2, moment())))))
    assert result(x) == 0, x
    closed = register.ask(closing(shift))
    assert result(closed) == 0, closed
    sold = sums(report(closed))[2] - before[2]
    assert sold == 116000 + 58001 + 999, (sold, before)
    assert device in [row["id"] for row in get("/kz-registers")["rows"]]
    assert get(f"/kz-registers/{device}")["register"]["registration_number"] == register.facts["registration_number"]
    z = get(f"/kz-registers/{device}/z-reports?limit=1")["rows"][0]
    assert z["figures"]["receipts"]["sell"] == {**z["figures"]["receipts"]["sell"], "count": 3, "total_minor": sold}, z
    number = z["shift_number"]
    assert number == shift, z
    x = get(f"/kz-registers/{device}/x-reports?shift_number={number}")["rows"]
    assert len(x) == 1 and x[0]["figures"]["receipts"]["sell"]["total_minor"] == sold, x
    shifts = get(f"/kz-registers/{device}/shifts?limit=1")
    assert (shifts["open"], shifts["rows"][0]["number"]) == (None, number), shifts

    rows, after = [], ""
    while True:
        page = get(f"/kz-registers/{device}/transactions?shift_number={number}&limit=2{after}")
        rows += page["rows"]
        if page["next_after"] is None:
            break
        after = f"&after={page['next_after']}"
    sales = [row for row in rows if row["kind"] == "sell"]
    assert len(sales) == 3 and sum(row["total_minor"] for row in sales) == sold, rows
    for form, begin in (("text", b""), ("pdf", b"%PDF"), ("json", b"{"), ("escpos-80", b"\x1b@"), ("html", b"<article")):
        _, content = load(f"{sales[0]['address'][len('/api/v1'):]}/{form}")
        assert content.startswith(begin) and content, form

    headers, content = load(f"/kz-registers/{device}/archive?shift_number={number}")
    assert headers["Content-Type"] == "application/zip" and "attachment" in headers["Content-Disposition"], headers
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == 3 * len(rows) + 1 and len(set(names)) == len(names), names
        receipt = archive.read(next(name for name in names if "-sell-" in name and name.endswith(".txt"))).decode()
        assert "Қымыз" in receipt, receipt
        summary = archive.read("summary.csv")
    assert summary == load(f"/kz-registers/{device}/summary?shift_number={number}")[1]
    table = list(csv.DictReader(io.StringIO(summary.decode("utf-8-sig")), delimiter=";"))
    listed = [(row["source"], int(row["id"])) for row in table]
    assert listed == [(row["source"], row["id"]) for row in rows], "the archive is what the list shows"
    total = sum(round(float(row["total"]) * 100) for row in table if row["kind"] == "sell")
    closing_row = next(row for row in table if row["kind"] == "z")
    assert total == sold == round(float(closing_row["sell_total"]) * 100), (total, sold, closing_row)
    _, every_z = load(f"/kz-registers/{device}/archive?kind=z&forms=pdf")
    with zipfile.ZipFile(io.BytesIO(every_z)) as archive:
        assert all("-z-" in name for name in archive.namelist() if name != "summary.csv"), archive.namelist()

    stranger = {"Authorization": f"Bearer {demo.person('GET', '/api/v1/queues') and demo.token}"}
    for path in (f"/kz-registers/{device}", f"/kz-registers/{device}/archive", f"/kz-documents/{sales[0]['id']}/text"):
        try:
            get(path, stranger)
            raise AssertionError(f"another organization reads {path}")
        except urllib.error.HTTPError as answer:
            assert answer.code == 404, answer.code


if __name__ == "__main__":
    sys.exit(run(globals()))
