"""The director’s board of the contribution over ten years, beside its own statements sent and thrown away: `python -m bench boards show`.

300 000 missions, 5 million values (`bench/decade.py`).
"""

import sys
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import decade
from bench.browser import Browser, site
from bench.copies import highest
from bench.measure import Line, most, shown, side_by_side
from bench.seed import staff
from teriya.contribution.collection.models import Value
from teriya.foundation.rules import queries as rules
from teriya.service.missions.models import Mission

MOST, QUESTIONS, MEMORY = 3, 12, 250  # times its SQL; the statements of the page; MB
PAGES = (("director", "tableau de la contribution"), ("region", "celui d’une région"))


def show() -> None:
    print(f"{decade.MISSIONS} missions…", file=sys.stderr)
    start = time.perf_counter()
    decade.fill()
    print(
        f"{Mission.objects.count()} missions, {Value.objects.count()} valeurs : {time.perf_counter() - start:.0f} s",
        file=sys.stderr,
    )
    shown(measure())


def measure() -> list[Line]:
    browser = Browser(site()).enter(staff("director", "ama@anvt.example"))
    rules.agency()  # a process reads the rules once
    lines = [line for route, words in PAGES for line in _page(browser, reverse(f"boards:{route}"), words)]
    return [
        *lines,
        *_page(browser, reverse("portals:director"), "tableau de bord des opérations", is_board=False),
        most("", "la mémoire", highest(), MEMORY, "Mo"),
    ]


def _page(browser: Browser, address: str, words: str, *, is_board: bool = True) -> list[Line]:
    """The page as a browser asks it, and its statements with their values, in turns."""

    def ours() -> None:
        assert browser.get(address).status == 200

    ours()
    with CaptureQueriesContext(connection) as log:
        ours()
    statements, slowest = [query["sql"] for query in log], sorted(log, key=lambda query: -float(query["time"]))[:3]

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                if cursor.description:
                    cursor.fetchall()

    for query in slowest:
        print(f"  {query['time']} s  {query['sql'][:120]!r}", file=sys.stderr)
    mine, theirs = side_by_side(ours, bare, 1)
    ratio = mine / theirs
    return [
        Line("P12", words, f"{mine:.2f} s", f"{theirs:.2f} s", f"{ratio:.1f} ×", f"≤ {MOST} ×", ratio <= MOST),
        most("", "ses requêtes", len(statements), QUESTIONS, "") if is_board else Line("", "ses requêtes", str(len(statements))),
    ]  # fmt: skip
