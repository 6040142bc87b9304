"""The published reader of Kazakh consumer pages, unmodified, against a page of ours.

Usage: python consumer_page.py LINK EXPECTED_JSON
LINK is the content of a receipt's QR code; EXPECTED_JSON names `dt`, `seller` and `items` (`name`, `price`, `quantity`,
`total`). Needs `oofd-kz-parser` 0.1.1 with `pydantic<2`, the library libzbar0, Chromium and its driver
(`CHROMEDRIVER_PATH`). Prints one line a test and `N passed, N failed`; exit status 1 if any failed.
"""

import json
import os
import sys
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

os.environ.setdefault("CHROMEDRIVER_PATH", "/usr/bin/chromedriver")

from oofd_kz_parser import parser  # noqa: E402  (its settings are read when it is imported)


def tests(link, expected):
    receipt = parser.parse_ticket(link)
    yield "time", receipt.dt, datetime.fromisoformat(expected["dt"])
    yield "seller", receipt.seller.decode(), expected["seller"]
    yield "number of lines", len(receipt.items), len(expected["items"])
    for number, (item, wanted) in enumerate(zip(receipt.items, expected["items"]), 1):
        yield f"line {number}: number", item.index, number
        yield f"line {number}: name", item.name, wanted["name"]
        for field in ("price", "quantity", "total"):
            yield f"line {number}: {field}", getattr(item, field), wanted[field]
    names = set(parse_qs(urlsplit(link).query))
    yield "the link has the four values", names >= {"i", "f", "s", "t"}, True


def main():
    link, expected = sys.argv[1], json.loads(sys.argv[2])
    passed = failed = 0
    for name, got, wanted in tests(link, expected):
        right = got == wanted
        passed, failed = passed + right, failed + (not right)
        print(f"{'ok  ' if right else 'FAIL'} {name}" + ("" if right else f": {got!r}, expected {wanted!r}"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
