"""The report of a quarterly review, to the board or to the ministry. Papers are in French."""

from datetime import date

from django.utils.translation import override

from teriya.contribution.framework import queries
from teriya.contribution.framework.engine.quarters import last_day
from teriya.contribution.framework.models import Review, ReviewLine
from teriya.contribution.framework.states import Colour, DecisionState, Recipient
from teriya.foundation.accounts.models import User
from teriya.foundation.core.money import amount, grouped
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document

TARGETS = [{"title": "Cible", "kind": "text"}, {"title": "Visé", "kind": "number"}, {"title": "Atteint", "kind": "number"},
           {"title": "Taux (%)", "kind": "text"}, {"title": "État", "kind": "text"}]  # fmt: skip
MONEY = [
    {"title": "Enveloppe", "kind": "text"},
    *({"title": name, "kind": "amount"} for name in ("Prévu", "Doté", "Engagé", "Dépensé")),
]
DECISIONS = [{"title": "Décision", "kind": "text"}, {"title": "Responsable", "kind": "text"}, {"title": "Échéance", "kind": "date"},
             {"title": "Suite", "kind": "text"}]  # fmt: skip


def issue_report(review: Review, to: str, *, by: User, on: date) -> Document:
    """Numbered and frozen: what the review says, and nothing that was learnt afterwards."""
    with override("fr"):
        data = letterhead() | _content(review, to)
    return issue(kind="rapport", series=f"REVUE-{'CA' if to == Recipient.BOARD else 'MIN'}", subject="framework_review",
                 sheet=Sheet(review.pk, data), by=by, on=on)  # fmt: skip


def _content(review: Review, to: str) -> dict:
    lines, year = queries.lines_of(review), review.letter.year
    return {
        "title": f"Revue du {_ordinal(review.quarter)} trimestre {year}",
        "addressee": in_french(Recipient(to).label),
        "preamble": f"{review.letter.plan.title}. Lettre de mission {review.letter.reference}. {review.work_plan}, adopté le "
        f"{review.work_plan.adopted_on:%d/%m/%Y} (procès-verbal {review.work_plan.minutes}). Cibles cumulées au "
        f"{last_day(year, review.quarter):%d/%m/%Y}, d’après ce qui était connu le {review.on:%d/%m/%Y}.",
        "parts": [_summary(review, lines), *_by_axis(lines), _goals(lines), _money(review), _causes(lines), *_decisions(review)],
        "closing": "Une cible qui sert plusieurs objectifs est citée sous chacun et comptée une seule fois dans les totaux. "
        "Une cible de développement n’est jamais dite atteinte par l’agence : elle y contribue.",
        "signatures": [],
    }  # fmt: skip


def _ordinal(quarter: int) -> str:
    return "1er" if quarter == 1 else f"{quarter}e"


def _row(line: ReviewLine) -> list:
    return [
        f"{line.target.code} {line.target.label} ({line.target.unit})",
        line.aim,
        line.actual,
        queries.rate_of(line),
        in_french(Colour(line.colour).label),
    ]


def _part(title: str, text: str, columns: list | None = None, rows: list | None = None) -> dict:
    return {"title": title, "text": text, "columns": columns or [], "rows": rows or []}


def _summary(review: Review, lines: list[ReviewLine]) -> dict:
    view = queries.view_of(lines, "axis")
    said = ", ".join(f"{count} {word}" for _colour, word, count in view.total)
    return _part("En bref", f"{view.count} cibles : {said}. Une cible est verte à partir de {review.green} % de ce qui est visé, orange à partir de "
                            f"{review.amber} %, rouge en dessous. Une cible visée à zéro n’a pas de taux.")  # fmt: skip


def _by_axis(lines: list[ReviewLine]) -> list[dict]:
    view = queries.view_of(lines, "axis")
    return [
        _part(f"Axe du plan national : {group.name}", "", TARGETS, [_row(line) for line in group.lines])
        for group in view.groups
    ]


def _goals(lines: list[ReviewLine]) -> dict:
    view = queries.view_of(lines, "goal")
    rows = [
        [group.name, len(group.lines), ", ".join(f"{count} {word}" for _colour, word, count in group.counts)]
        for group in view.groups
    ]
    columns = [
        {"title": "Cible de développement", "kind": "text"},
        {"title": "Cibles du PTBA", "kind": "number"},
        {"title": "État", "kind": "text"},
    ]
    return _part(
        "Par objectif de développement", f"Les mêmes {view.count} cibles, chacune comptée une fois.", columns, rows
    )


def _money(review: Review) -> dict:
    rows = [[str(one.envelope or "Non encore financé"), one.planned, one.granted, one.committed, one.spent]
            for one in review.money.select_related("envelope").order_by("envelope__code", "pk")]  # fmt: skip
    planned = sum(row[1] for row in rows)
    return _part(
        "Budget",
        f"Les activités prévoient {amount(planned)} ; chaque enveloppe est montrée entière, une fois.",
        MONEY,
        rows,
    )


def _causes(lines: list[ReviewLine]) -> dict:
    rows = [
        [f"{line.target.code} {line.target.label}", queries.rate_of(line), line.cause] for line in lines if line.cause
    ]
    columns = [
        {"title": "Cible", "kind": "text"},
        {"title": "Taux (%)", "kind": "text"},
        {"title": "Cause", "kind": "text"},
    ]
    return _part(
        "Explications", "" if rows else "Aucune cible n’appelle d’explication.", columns if rows else [], rows
    )


def _decisions(review: Review) -> list[dict]:
    """Those of the review, then those of earlier ones as they stood on its day."""
    own = [[one.text, in_french(one.owner_name), one.due_on, ""] for one in review.decisions.order_by("due_on", "pk")]
    former = []
    for one in queries.earlier_decisions(review):
        is_closed = bool(one.closed_on and one.closed_on <= (review.held_on or review.on))
        state = in_french(DecisionState(one.state if is_closed else DecisionState.TAKEN).label)
        former.append(
            [one.text, in_french(one.owner_name), one.due_on, f"{state} : {one.closed_words}" if is_closed else state]
        )
    return [
        _part("Décisions", f"{grouped(len(own))} décisions." if own else "Aucune décision.", DECISIONS[:3] if own else [], [row[:3] for row in own]),
        _part("Suite des décisions précédentes", "" if former else "Aucune décision n’était à suivre.", DECISIONS if former else [], former),
    ]  # fmt: skip
