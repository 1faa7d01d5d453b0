"""The extract of the institute of statistics: one line a mission that served in a year, without names, small cells hidden."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from teriya.contribution.figures.measures import AGE_BANDS
from teriya.contribution.opendata.datasets import Column, both
from teriya.contribution.opendata.engine.tables import Cell, as_csv
from teriya.foundation.rules import queries as rules
from teriya.insertion.cohorts.engine.cells import HIDDEN, suppressed
from teriya.pay.allowances.models import PayLine
from teriya.service.attendance.models import MonthSheet
from teriya.service.missions.models import Mission

UNKNOWN = ""
_MISSIONS, _PEOPLE, _PACK = _("registre des missions"), _("registre des personnes"), _("règles du pays")
COLUMNS = [
    Column("pseudonym", "string", _("pseudonyme"), _("La même personne a le même dans les extraits d’un même accord, un autre ailleurs."), _PEOPLE),
    Column("form", "string", _("forme de volontariat"), _("Code de la forme."), _PACK),
    Column("region", "string", _("région"), _("Région de la structure d’accueil."), _("codes de l’agence")),
    Column("sex", "string", _("sexe"), _("F : femme, M : homme."), _PEOPLE),
    Column("age_band", "string", _("tranche d’âge"), _("Au premier jour de la mission."), _PEOPLE, _("années")),
    Column("isic", "string", _("activité de la structure"), _("Section de la CITI révision 4, d’après le domaine."), _("règles du pays, correspondance à confirmer")),
    Column("isco_08", "string", _("métier du volontaire"), _("Code CITP-08 à quatre chiffres, d’après le profil."), _PACK),
    Column("starts", "quarter", _("trimestre de début"), _("Trimestre où la mission a commencé."), _MISSIONS),
    Column("ends", "quarter", _("trimestre de fin"), _("Trimestre où elle a fini ; vide : elle court."), _MISSIONS),
    Column("days", "integer", _("jours de service"), _("Jours présents de l’année, dans les mois confirmés par deux personnes."), _("feuilles de présence"), _("jours")),
    Column("hours", "integer", _("heures de service"), _("Jours de service par les heures d’un jour, selon la règle en vigueur."), _("feuilles de présence et règles du pays"), _("heures")),
    Column("allowance", "integer", _("allocation versée"), _("Francs versés pour les mois de l’année, retenues déduites."), _("lignes de paie"), _("francs CFA")),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extract:
    """`left_out`: missions whose marks too few people share, even hidden one after the other."""

    year: int
    rows: list[tuple[Cell, ...]]
    left_out: int
    least: int


def extract(year: int, reference: str, on: date) -> Extract:
    """Marks in the order in which they are worth keeping; sorted by pseudonym: the order says nothing."""
    found = list(_missions(year, on))
    people = [row["head"] for row in found]
    least = rules.amount("small_cell_least", on=on, default=5)
    profiles = {term.code: term.facts["isco_08"] for term in rules.terms("profile")}
    sections = {
        term.code: next(iter(rules.amount("domain_isic_section", on=on, qualification=term.code, default=())), UNKNOWN)
        for term in rules.terms("domain")
    }
    marks = suppressed([_marks(row, profiles, sections, on) for row in found], least, people)
    hours = {
        form: rules.amount("service_hours_a_day", on=on, form=form, default=0)
        for form in {row["form__code"] for row in found}
    }
    rows = [
        (pseudonym(row["head"], reference), *shown, row["days"], row["days"] * hours[row["form__code"]], row["paid"])
        for row, shown in zip(found, marks, strict=True)
        if shown is not None
    ]
    return Extract(year, sorted(rows, key=str), len(found) - len(rows), least)


def _missions(year: int, on: date) -> QuerySet:
    """What served in the year, in one query."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), on)
    months = {"mission": OuterRef("pk"), "month__range": (first, last)}
    sheets = MonthSheet.objects.filter(**months, state="confirmed", confirmed_on__lte=on).order_by().values("mission")
    lines = PayLine.objects.filter(**months, state="paid").order_by().values("mission")
    return Mission.objects.served_in(first, last).annotate(
        head=Coalesce("person__merged_into_id", "person_id"),
        days=_sum(sheets, "present"), paid=_sum(lines, "net"),
    ).values("head", "days", "paid", "started_on", "ended_on", "form__code", "profile", "host__domain", "host__commune__region__code",
             "person__sex", "person__birth_on", "person__birth_year")  # fmt: skip


def _sum(rows: QuerySet, field: str) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(sum=Sum(field)).values("sum"), output_field=IntegerField()), 0)


def _marks(row: dict, profiles: dict[str, str], sections: dict[str, str], on: date) -> tuple[str, ...]:
    ended = row["ended_on"] if row["ended_on"] and row["ended_on"] <= on else None
    return (
        row["form__code"], row["host__commune__region__code"], row["person__sex"], _age_band(row), sections.get(row["host__domain"], UNKNOWN),
        profiles.get(row["profile"], UNKNOWN), _quarter(row["started_on"]), _quarter(ended) if ended else UNKNOWN,
    )  # fmt: skip


def _age_band(row: dict) -> str:
    """Whose day of birth is unknown counts as born on 1 July."""
    birth, on = row["person__birth_on"] or date(row["person__birth_year"], 7, 1), row["started_on"]
    age = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    return [band for low, band in AGE_BANDS if low <= age][-1]


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def pseudonym(person: int, reference: str) -> str:
    """Twelve letters; two agreements never tell the same person by the same."""
    salt = f"teriya.extract.{reference}"
    return salted_hmac(salt, str(person), secret=settings.JOURNAL_KEY, algorithm="sha256").hexdigest()[:12]


def archive(found: Extract, reference: str, on: date) -> bytes:
    """The lines and their metadata: the same bytes for the same lines."""
    lines = as_csv([column.name for column in COLUMNS], found.rows)
    told = json.dumps(metadata(found, reference, on, hashlib.sha256(lines).hexdigest()), ensure_ascii=False, indent=1)
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as file:
        for name, written in ((f"missions-{found.year}.csv", lines), ("metadonnees.json", told.encode())):
            file.writestr(ZipInfo(name), written, ZIP_DEFLATED)
    return content.getvalue()


def metadata(found: Extract, reference: str, on: date, sha256: str) -> dict:
    """What a statistician asks first, by the words of DDI: universe, variables, disclosure control."""
    agency = rules.agency()
    return {
        "title": asdict(both(_("Missions de volontariat"))) | {"year": found.year},
        "producer": agency["name"], "country": agency["country"], "agreement": reference, "produced_on": on.isoformat(),
        "universe": asdict(both(_("Toute mission qui a servi au moins un jour de l’année ; une personne peut en avoir plusieurs."))),
        "unit": "mission", "lines": len(found.rows), "sha256": sha256,
        "disclosure_control": {
            "method": asdict(both(_("Chaque combinaison montrée est partagée par assez de personnes. Sinon ses dernières marques sont cachées, puis la ligne omise."))),
            "people_at_least": found.least, "hidden_mark": HIDDEN, "left_out": found.left_out,
        },
        "variables": [asdict(column.field()) for column in COLUMNS],
    }  # fmt: skip
