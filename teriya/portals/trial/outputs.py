"""The files of results, in UTF-8 CSV with the columns announced, and the papers as PDF."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.models import Document
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.placement import queries as placement
from teriya.pay.allowances.models import PayLine, PaymentOrder
from teriya.people.models import Suspicion
from teriya.portals.trial.keys import Source
from teriya.portals.trial.lines import REMARK, Written, brought, read_written, refused_lines, told

REFUSED = ("ineligible", "duplicate", "held")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
REVIEW = "lignes_a_revoir.csv"
PAPERS = {"contrat": "contrats", "certificat": "certificats"}


@dataclass(frozen=True)
class Figures:
    """How many lines each file holds: what the report draws."""

    refused: list[tuple[str, str, str]]
    pairs: int
    placed: int
    unplaced: int
    paid: int
    total: int
    mend: int  # lines in error, of all four files


def in_order(number: str) -> tuple[int, str]:
    """N° as people count them: 2 before 10; what is not a number comes after, by its letters."""
    return (int(number), "") if number.isdigit() else (10**12, number)


def write(out: Path, outcome, sources: Mapping[str, Source]) -> Figures:
    written = read_written(sources["candidates"])
    refused, pairs = list(_refused(outcome.wave, written)), list(_pairs())
    placed, unplaced = list(_placed(outcome.round)), list(_unplaced(outcome.round, written))
    paid = list(_paid(outcome.run))
    review = [line for file in brought() for line in told(file)]
    _csv(out / "refus.csv", ["N°", "code", "motif"], refused)
    _csv(out / "doublons.csv", ["N°", "N° autre", "score", "raisons"], pairs)
    _csv(out / "affectations.csv", ["N°", "matricule", "Réf", "rang du voeu", "points"], placed)
    _csv(out / "non_affectes.csv", ["N°", "Réf", "points", "seuil", "cause"], unplaced)
    _csv(out / "etat_de_paye.csv", ["matricule", "nom", "prénoms", "jours", "détail", "net", "financeur"], paid)
    _csv(
        out / "virements.csv", ["institution", "compte", "titulaire", "montant", "référence"], _transfers(outcome.run)
    )
    _csv(out / REVIEW, ["fichier", "ligne", "colonne", "code", "à faire"], review)
    return Figures(
        refused, len(pairs), len(placed), len({row[0] for row in unplaced}), len(paid),
        outcome.run.total if outcome.run else 0, len({line[:2] for line in review if line.code != REMARK}),
    )  # fmt: skip


def _refused(wave, written: Written) -> Iterable[tuple[str, str, str]]:
    """One line and one code a N°: applications set aside, then lines of the file that could not be read.

    A N° that another line already holds is that line's; the second is told in lignes_a_revoir.csv.
    """
    applications = {row.number: row for row in Application.objects.filter(wave=wave)}
    rows = [(number, *row.reasons[0][:2]) for number, row in applications.items() if row.state in REFUSED]
    seen = set(applications)
    for number, code, sentence in refused_lines(written):
        if number not in seen:
            rows.append((number, code, sentence))
            seen |= {number} - {""}
    return sorted(rows, key=lambda row: in_order(row[0]))


def _pairs() -> Iterable[tuple]:
    numbers = dict(Application.objects.values_list("person_id", "number"))
    for pair in Suspicion.objects.order_by("-score", "pk"):
        low, high = sorted((numbers[pair.first_id], numbers[pair.second_id]), key=in_order)
        yield (high, low, pair.score, " ; ".join(sentence for _, sentence, *_ in pair.reasons))


def _placed(round) -> Iterable[tuple]:
    rows = round.placements.select_related("application__person", "application__ranking", "need")
    for row in sorted(rows, key=lambda row: in_order(row.application.number)):
        yield (
            row.application.number,
            row.application.person.matricule,
            row.need.reference,
            row.wish_rank,
            row.application.ranking.points,
        )


def _unplaced(round, written: Written) -> Iterable[tuple]:
    """A line per wish, as the candidate wrote them: those for a post that is not open too, and one for who chose nothing."""
    found: dict[str, dict[str, tuple]] = {row.number: {} for row in placement.unplaced(round)}
    for row in placement.unplaced_wishes(round):
        found[row[0]][row[1].upper()] = row
    points = dict(round.wave.applications.values_list("number", "ranking__points"))
    for number in sorted(found, key=in_order):
        mine = "" if points[number] is None else points[number]
        for reference in written.wishes[number]:
            yield found[number].get(reference.upper(), (number, reference, mine, "", "closed"))
        if not written.wishes[number]:
            yield number, "", mine, "", "no_wish"


def _paid(run) -> Iterable[tuple]:
    lines = PayLine.objects.filter(run=run).select_related("mission__person").prefetch_related("splits__envelope")
    for line in lines.order_by("mission__person__matricule"):
        person = line.mission.person
        detail = " ; ".join(item["formula"] for item in line.lines) or " ; ".join(
            sentence for _, sentence in line.blocked
        )
        funders = ", ".join(split.envelope.funder for split in line.splits.all())
        yield (person.matricule, person.family, person.given, line.inputs["days_present"], detail, line.net, funders)


def _transfers(run) -> Iterable[tuple]:
    orders = PaymentOrder.objects.filter(line__run=run).select_related("wallet__institution").order_by("reference")
    for order in orders:
        yield (order.wallet.institution.name, order.wallet.number, order.wallet.holder, order.amount, order.reference)


def _csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: object) -> object:
    """A cell that a spreadsheet would take for a formula is written as text."""
    return (
        f"'{cell}"
        if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) and not cell[1:].replace(" ", "").isdigit()
        else cell
    )


def write_papers(out: Path, progress: Callable[[int, int], None]) -> None:
    """Every contract and certificate as PDF, marked ESSAI."""
    papers = list(
        Document.objects.filter(kind__in=PAPERS, subject="mission").exclude(series="SIGNE").order_by("number")
    )
    for folder in PAPERS.values():
        (out / folder).mkdir(exist_ok=True)
    for done, paper in enumerate(papers, 1):
        name = f"{paper.number.replace('/', '-')}.pdf"
        (out / PAPERS[paper.kind] / name).write_bytes(documents.pdf(paper))
        progress(done, len(papers))
