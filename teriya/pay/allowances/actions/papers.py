"""The papers of a run: the signed pay sheet of each centre, the bordereau of each file, the volunteer's slip."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.documents.actions import Sheet, issue, issue_many
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances import queries, slips
from teriya.pay.allowances.models import PayFile, PayLine, PayRun
from teriya.pay.allowances.policies import persons_needed, signatures_of
from teriya.pay.allowances.words import month_name


def issue_sheets(run: PayRun, parts: Iterable[QuerySet[PayLine]], *, by: User, on: date) -> list[Document]:
    """The état de paye to be signed (émargé): one for each commune of service and paying institution, with the visas so far."""
    groups: dict[tuple[str, str, str], list[tuple[str, int, dict]]] = {}
    for lines in parts:
        for place, name, pk, row in _rows(lines):
            groups.setdefault(place, []).append((name, pk, row))
    head = letterhead() | {"month": month_name(run.month), "form": str(run.form), "visas": visas_of(run)}
    sheets = [
        Sheet(run.pk, head | {"centre": centre, "commune": commune, "institution": institution,
                              "rows": [row for _name, _pk, row in sorted(of_group, key=lambda found: found[:2])]})
        for (centre, commune, institution), of_group in sorted(groups.items())
    ]  # fmt: skip
    return issue_many(kind="etat_de_paye", series="ETAT", subject="pay_run", sheets=sheets, by=by, on=on)


def _rows(lines: QuerySet[PayLine]) -> Iterator[tuple[tuple[str, str, str], str, int, dict]]:
    """Each line's sheet (centre, commune, institution), its person's name as sorted, its id, and what the sheet says of it."""
    owner = Coalesce("mission__person__merged_into", "mission__person")
    rows = lines.values_list(
        "pk", owner, "mission__host__commune__centre__name", "mission__host__commune__name", "mission__person__folded",
        "mission__person__matricule", "mission__person__family", "mission__person__given", "inputs__marks__present", "net", "retained",
    )  # fmt: skip
    institutions = queries.institutions_of({row[1] for row in rows})
    for pk, person, centre, commune, folded, matricule, family, given, days, net, retained in rows:
        yield (centre, commune, institutions.get(person, "—")), folded, pk, {
            "matricule": matricule, "surname": family, "given_names": given, "days": days, "due": net + retained, "retained": retained,
        }  # fmt: skip


def visas_of(run: PayRun) -> list[dict]:
    """Who has seen the run, as printed: one box a signature of the chain, open for a pen when it is still to come."""
    visas = list(run.visas.order_by("pk"))
    boxes = []
    for step in rules.chain()["steps"]:
        given = signatures_of(visas, step["code"])
        needed = persons_needed(step, given, run.total)
        for visa in [*given, *[None] * (needed - len(given))]:
            boxes.append({"function": step["name"]["fr"], "name": f"{visa.by_name}, {visa.capacity}" if visa else "",
                          "on": visa.on if visa else None, "number": visa.number if visa else ""})  # fmt: skip
    return boxes


def issue_bordereaux(files: Sequence[PayFile], *, by: User, on: date) -> None:
    """The transmission slip that goes with each file; set on files not saved yet."""
    head = letterhead()
    sheets = [
        Sheet(file.run.pk, head | {
            "sender": by.capacity(P.PAY_EXECUTE), "recipient": file.institution.name,
            "subject": f"Paiement des allocations, {month_name(file.run.month)}, état {file.run.number}",
            "items": [
                {"label": f"Fichier {file.filename}", "count": 1, "note": f"SHA-256 {in_blocks(file.sha256)}"},
                {"label": "Ordres de paiement", "count": file.count, "note": in_francs(file.total)},
            ],
            "signature": {"party": by.capacity(P.PAY_EXECUTE), "name": str(by), "function": "", "on": on, "means": "électronique"},
        })
        for file in files
    ]  # fmt: skip
    papers = issue_many(kind="bordereau", series="BORDEREAU", subject="pay_run", sheets=sheets, by=by, on=on)
    for file, paper in zip(files, papers, strict=True):
        file.bordereau = paper


def in_blocks(digest: str) -> str:
    """A digest that a column can break and an eye compare: eight letters at a time."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


@transaction.atomic
def issue_slip(*, line: PayLine, by: User, on: date) -> Document:
    """The bulletin of one line, numbered the first time somebody asks for it on paper, then always the same."""
    locked = PayLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if locked.slip is None:
        data = letterhead() | slips.as_paper(line)
        person = queries.owner_of(line.mission.person)
        locked.slip = issue(
            kind="bulletin", series="BULLETIN", subject="pay_line", sheet=Sheet(line.pk, data, person), by=by, on=on
        )
        locked.save(update_fields=["slip"])
    return locked.slip
