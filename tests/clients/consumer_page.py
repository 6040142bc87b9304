"""The published reader of Kazakh consumer pages, unmodified, against the page of a receipt that was just sold.

Usage: python consumer_page.py [PATH_TO_QASSA]; without it the variable QASSA_BINARY names the program.
Needs `oofd-kz-parser` 0.1.1 with `pydantic<2`, the library libzbar0, Chromium and its driver (`CHROMEDRIVER_PATH`).
"""

import os
import sys
import time
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

os.environ.setdefault("CHROMEDRIVER_PATH", "/usr/bin/chromedriver")

from oofd_kz_parser import parser  # noqa: E402  (its settings are read when it is imported)

from demo import run  # noqa: E402
from kazakhstan import TICKET, Register, message, moment, money, operator, parse  # noqa: E402

# Name, price in tiyn, quantity in thousandths, total in tiyn; names and sums as a reader could stumble over them.
LINES = [
    ("Қымыз", 116_000, 1_000, 116_000),
    ("Нан «Мысал» 1/2", 25_050, 2_500, 62_625),
]


def receipt(at, number):
    """A sale of the lines, paid in cash."""
    items = []
    for name, price, quantity, total in LINES:
        tax = message((1, 100), (2, 101), (3, 16_000), (4, money((total * 16 + 58) // 116)), (5, 1))
        commodity = message(
            (2, name), (3, "1"), (4, quantity), (5, money(price)), (6, money(total)), (7, tax), (13, "796")
        )
        items.append((5, message((1, 1), (2, commodity))))
    total = sum(line[3] for line in LINES)
    ticket = message(
        (1, 2),
        (2, at),
        (3, operator()),
        (4, message((1, 0))),
        *items,
        (6, message((1, 0), (2, money(total)))),
        (8, message((1, money(total)), (2, money(total)), (3, money(0)))),
        (14, 1),
        (16, number),
    )
    return message((1, TICKET), (2, ticket))


def test_the_published_reader_finds_everything_on_the_page(demo):
    seconds = int(time.time()) + 5 * 3600
    answer = Register.of(demo).ask(receipt(moment(seconds), 1))
    assert 3 in answer, answer
    link = parse(answer[3][0])[2][0].decode()
    names = set(parse_qs(urlsplit(link).query))
    assert names >= {"i", "f", "s", "t"}, link
    read = parser.parse_ticket(link)
    at = time.gmtime(seconds)
    assert read.dt == datetime(*at[:5]), (read.dt, at)
    assert read.seller.decode() == "ТОО «Мысал»", read.seller
    found = [(item.index, item.name, item.price, item.quantity, item.total) for item in read.items]
    wanted = [
        (number, name, price / 100, quantity / 1000, total / 100)
        for number, (name, price, quantity, total) in enumerate(LINES, 1)
    ]
    assert found == wanted, (found, wanted)
    assert read.total == sum(line[3] for line in LINES) / 100, read.total


if __name__ == "__main__":
    sys.exit(run(globals()))
