"""The datasets of a release: what each counts, its columns as the data dictionary tells them, its rows as known on a day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from teriya.contribution.collection import queries as collection
from teriya.contribution.figures import queries as figures
from teriya.contribution.figures.models import Claim
from teriya.contribution.opendata.engine.cells import ALL, Key, protected
from teriya.contribution.opendata.engine.tables import Cell, Field, Table, Text
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.rules import indicators
from teriya.foundation.rules import queries as rules

ORIGIN = date(1960, 1, 1)  # nothing of these agencies is older
UNKNOWN = "_U"  # SDMX: not known
NORMAL, SUPPRESSED = "A", "Q"  # SDMX, codelist CL_OBS_STATUS: normal value; value missing, suppressed
_REGION, _FORM, _SEX = "region", "form", "sex"


@dataclass(frozen=True, slots=True)
class Dataset:
    """`rows` counts as known on a day; `None` in the last column but one is a value not shown."""

    code: str
    title: str | Promise
    description: str | Promise
    fields: Sequence["Column"]
    rows: Callable[[date], Iterator[tuple[Cell, ...]]]

    def table(self, on: date) -> Table:
        rows = list(self.rows(on))
        fields = [column.field() for column in self.fields]
        return Table(self.code, both(self.title), both(self.description), fields, rows, sum(SUPPRESSED in row for row in rows))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    label: str | Promise
    definition: str | Promise
    source: str | Promise
    unit: str | Promise = ""

    def field(self) -> Field:
        unit = both(self.unit) if self.unit else None
        return Field(self.name, self.type, both(self.label), both(self.definition), both(self.source), unit)


def both(words: str | Promise) -> Text:
    """In French and in English, whatever the language of who asks."""
    said = []
    for language in ("fr", "en"):
        with override(language):
            said.append(str(words))
    return Text(*said)


_PACK, _REGISTER = _("règles du pays"), _("registre des missions et historique repris")
_COLLECTION = _("relevés mensuels validés")
_PLACE = [
    Column("region", "string", _("code de la région"), _("Région de la structure d’accueil ; _T : toutes, _U : non connue."), _("codes de l’agence")),
    Column("region_name", "string", _("région"), _("Nom de la région."), _("codes de l’agence")),
]  # fmt: skip
_WHO = [
    *_PLACE,
    Column("form", "string", _("forme"), _("Code de la forme de volontariat ; _T : toutes."), _PACK),
    Column("sex", "string", _("sexe"), _("F : femmes, M : hommes, _T : ensemble."), _("registre des personnes")),
]
_STATUS = Column("status", "string", _("état de la valeur"), _("A : valeur normale ; Q : valeur cachée, trop peu de personnes (codelist SDMX CL_OBS_STATUS)."), "SDMX")  # fmt: skip


def _people(definition: str, name: str) -> Column:
    found = figures.measure(name)
    return Column("people", "integer", found.name, definition, _REGISTER, found.unit)  # type: ignore[union-attr]


def _years(on: date) -> list[int]:
    """From the first year in which a mission began."""
    begun = figures.table(figures.measure("missions_begun"), figures.Scope(ORIGIN, on, on), ("year",))  # type: ignore[arg-type]
    years = [int(year) for (year,) in begun if year.isdecimal()]
    return list(range(min(years), on.year + 1)) if years else []


def _mobilised(on: date) -> Iterator[tuple[Cell, ...]]:
    scopes = {year: figures.Scope(date(year, 1, 1), min(date(year, 12, 31), on), on) for year in _years(on)}
    yield from _split("mobilised", scopes, on)


def _in_service(on: date) -> Iterator[tuple[Cell, ...]]:
    """On the last day of each quarter that is over."""
    for year in _years(on):
        ends = {
            f"{year}-Q{number}": add_months(date(year, 1, 1), 3 * number) - timedelta(1) for number in (1, 2, 3, 4)
        }
        scopes = {code: figures.Scope(day, day, on) for code, day in ends.items() if day <= on}
        yield from _split("in_service", scopes, on)


def _split(name: str, scopes: Mapping[Any, figures.Scope], on: date) -> Iterator[tuple[Cell, ...]]:
    """Each period by region, form and sex, protected by itself: people of two periods are never summed."""
    measure, least = figures.measure(name), _least(on)
    tables = figures.tables([(measure, scope, (_REGION, _FORM, _SEX)) for scope in scopes.values()])  # type: ignore[misc]
    regions = _names({region for table in tables for region, _form, _sex in table})
    for period, table in zip(scopes, tables, strict=True):
        for (region, form, sex), value in sorted(protected(_known(table), least).items()) if table else ():
            yield period, region, regions.get(region, region), form, sex, value, _status(value)


def _known(table: dict[tuple, int]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for key, count in table.items():
        region, form, sex = (UNKNOWN if code == "?" else code for code in key)
        found[region, form, sex] = found.get((region, form, sex), 0) + count
    return found


def _names(codes: set[str]) -> dict[str, str]:
    with override("fr"):
        found = figures.names(_REGION, codes - {"?"})
    return found | {ALL: "", UNKNOWN: ""}


def _status(value: int | None) -> str:
    return SUPPRESSED if value is None else NORMAL


def _least(on: date) -> int:
    return rules.amount("small_cell_least", on=on, default=5)


def _told(on: date) -> Iterator[tuple[Cell, ...]]:
    for indicator in indicators.catalogue():
        yield from _told_of(indicator, on)


def _told_of(indicator: indicators.Indicator, on: date) -> Iterator[tuple[Cell, ...]]:
    """Each month by itself: a number that fewer than `small_cell_least` volunteers told is the work of somebody, and stays hidden.

    Volunteers who told both sexes are shared between them, so that no sum counts them twice.
    """
    scope = collection.Scope(ORIGIN, on, on, indicators=[indicator.code])
    by = [_REGION, _SEX] if _SEX in indicator.breakdown else [_REGION]
    names = [collection.DIMENSIONS[name] for name in ("month", *by)]
    cells = collection.counted(scope).order_by().values_list(*names)
    told: dict[date, dict[Key, int]] = defaultdict(dict)
    for month, region, *sex, volunteers in cells.annotate(Count("report__mission", distinct=True)):
        told[month][region, ALL, _sex(sex)] = volunteers
    months = sorted(told)
    measure = figures.measure(f"indicator:{indicator.code}")
    scopes = [figures.Scope(month, Month.of(month).last, on) for month in months]
    tables = figures.tables([(measure, one, by) for one in scopes])  # type: ignore[misc]
    regions = _names({key[0] for month in months for key in told[month]})
    for month, table in zip(months, tables, strict=True):
        counts = {(key[0], ALL, _sex(key[1:])): amount for key, amount in table.items()}
        shared = Counter(region for region, _form, _sex_ in counts)
        volunteers_of = {key: told[month].get(key, 0) // shared[key[0]] for key in counts}
        judged = {
            key: (volunteers_of[key] or 1, *((amount,) if indicator.counts_people else ()))
            for key, amount in counts.items()
        }
        for (region, _form, sex), value in sorted(protected(counts, _least(on), judged).items()):
            yield f"{month:%Y-%m}", region, regions.get(region, region), indicator.code, sex, value, _status(value)


def _sex(found: Sequence[str]) -> str:
    """What was never split counts as a whole."""
    return (found[0] if found[0] not in ("", "?") else UNKNOWN) if found else ALL


def _sheets(on: date) -> Iterator[tuple[Cell, ...]]:
    for one in indicators.catalogue():
        facts, sheet = one.term.facts, one.sheet(on)
        said = _both_sheets(one, on)
        yield (
            one.code, one.term.fr, one.term.en, facts["unit"]["fr"], facts["unit"]["en"], one.domain, facts["nature"], facts["counts"],
            " ".join(one.breakdown), one.every, sheet["version"], str(sheet["starts_on"]), said.fr, said.en, " ".join(one.goals),
            " ".join(one.former_goals), facts["source"], facts["status"],
        )  # fmt: skip


def _both_sheets(one: indicators.Indicator, on: date) -> Text:
    words = []
    for language in ("fr", "en"):
        with override(language):
            words.append(one.sheet(on)["definition"])
    return Text(*words)


def _catalogue_columns() -> list[Column]:
    rows = [
        ("indicator", "string", _("code de l’indicateur"), _("Celui des relevés.")),
        ("name_fr", "string", _("nom français"), _("Nom de l’indicateur en français.")),
        ("name_en", "string", _("nom anglais"), _("Nom de l’indicateur en anglais.")),
        ("unit_fr", "string", _("unité, en français"), _("Ce que l’on compte.")),
        ("unit_en", "string", _("unité, en anglais"), _("Ce que l’on compte.")),
        ("domain", "string", _("domaine"), _("Code du domaine d’intervention.")),
        ("nature", "string", _("nature"), _("flow : s’ajoute de mois en mois ; stock : ce qui est là à la fin du mois.")),
        ("counts", "string", _("ce qui est compté"), _("acts : actes, people : personnes, things : choses.")),
        ("breakdown", "string", _("ventilation"), _("Ce selon quoi la fiche demande de compter : sex, age, disability.")),
        ("every", "integer", _("périodicité"), _("Mois entre deux relevés.")),
        ("version", "string", _("version de la fiche"), _("La version en vigueur le jour de la publication.")),
        ("starts_on", "date", _("début de la version"), _("Premier jour de cette version.")),
        ("definition_fr", "string", _("définition, en français"), _("Ce qui compte et ce qui ne compte pas.")),
        ("definition_en", "string", _("définition, en anglais"), _("Ce qui compte et ce qui ne compte pas.")),
        ("goals", "string", _("cibles de développement durable"), _("Cibles que l’indicateur éclaire ; il ne dit jamais qu’elles sont atteintes.")),
        ("former_goals", "string", _("cibles du Millénaire"), _("Les mêmes, pour 2000 à 2015.")),
        ("source", "string", _("source"), _("D’où vient la fiche.")),
        ("status", "string", _("état de la fiche"), _("in_force : en vigueur ; to_confirm : proposée, à confirmer.")),
    ]  # fmt: skip
    return [Column(name, kind, label, definition, _PACK) for name, kind, label, definition in rows]


def _claims(on: date) -> Iterator[tuple[Cell, ...]]:
    """A line for each number said, then one for each of its parts; nothing is summed."""
    for one in Claim.objects.prefetch_related("conflicts").order_by("series", "on", "code"):
        conflicts = list(one.conflicts.all())
        said = [" ".join(getattr(conflict, f"said_{language}") for conflict in conflicts) for language in ("fr", "en")]
        status = "to_confirm" if one.is_to_confirm else "in_force"
        for part in ({"fr": "", "en": "", "value": one.value}, *one.parts):
            yield (
                one.code, one.series_fr, one.series_en, str(one.on), one.dated, part["fr"], part["en"], part["value"], int(one.is_least),
                one.unit_fr, one.unit_en, one.definition_fr, one.definition_en, one.source, status, one.note, *said,
            )  # fmt: skip


def _claims_columns() -> list[Column]:
    rows = [
        ("claim", "string", _("code du chiffre"), _("Le même pour le chiffre et pour ses parts.")),
        ("series_fr", "string", _("série, en français"), _("Ce dont c’est le chiffre.")),
        ("series_en", "string", _("série, en anglais"), _("Ce dont c’est le chiffre.")),
        ("on", "date", _("jour"), _("Le jour où il est vrai, ou celui où il a été dit.")),
        ("dated", "string", _("précision du jour"), _("day, month ou year : ce que la source dit de la date.")),
        ("part_fr", "string", _("part, en français"), _("Vide : le chiffre entier ; ses parts font ce chiffre.")),
        ("part_en", "string", _("part, en anglais"), _("Vide : le chiffre entier ; ses parts font ce chiffre.")),
        ("value", "integer", _("valeur"), _("Telle que dite ; elle ne s’ajoute à aucune autre.")),
        ("at_least", "integer", _("au moins"), _("1 : dit « plus de ».")),
        ("unit_fr", "string", _("unité, en français"), _("Ce que l’on compte.")),
        ("unit_en", "string", _("unité, en anglais"), _("Ce que l’on compte.")),
        ("definition_fr", "string", _("définition, en français"), _("Celle de la source ; vide : elle n’en donne pas.")),
        ("definition_en", "string", _("définition, en anglais"), _("Celle de la source ; vide : elle n’en donne pas.")),
        ("source", "string", _("source"), _("Qui l’a dit, et où.")),
        ("status", "string", _("certitude"), _("to_confirm : sa note dit ce qui n’est pas sûr.")),
        ("note", "string", _("note"), _("Ce qu’il faut savoir pour le lire.")),
        ("conflict_fr", "string", _("désaccord, en français"), _("Avec quel autre chiffre, et pourquoi.")),
        ("conflict_en", "string", _("désaccord, en anglais"), _("Avec quel autre chiffre, et pourquoi.")),
    ]  # fmt: skip
    return [
        Column(name, kind, label, definition, _("chiffres du passé, avec leurs sources"))
        for name, kind, label, definition in rows
    ]


def catalogue() -> list[Dataset]:
    """Every dataset of a release, in its order."""
    people = _("Personnes dont une mission a commencé dans l’année, chacune une fois.")
    serving = _("Personnes en mission le dernier jour du trimestre, chacune une fois.")
    return [
        Dataset("volontaires-mobilises", _("Volontaires mobilisés"), people, [
            Column("year", "integer", _("année"), _("Année civile ; la dernière s’arrête au jour de la publication."), _REGISTER),
            *_WHO, _people(people, "mobilised"), _STATUS], _mobilised),
        Dataset("volontaires-en-service", _("Volontaires en service"), serving, [
            Column("quarter", "quarter", _("trimestre"), _("Trimestre civil, compté à son dernier jour."), _REGISTER),
            *_WHO, _people(serving, "in_service"), _STATUS], _in_service),
        Dataset("releves-mensuels", _("Ce que les volontaires ont fait"), _("Indicateurs comptés chaque mois par les volontaires, attestés et validés."), [
            Column("month", "month", _("mois"), _("Mois du travail."), _COLLECTION), *_PLACE,
            Column("indicator", "string", _("code de l’indicateur"), _("Voir le catalogue des indicateurs."), _PACK),
            Column("sex", "string", _("sexe des personnes servies"), _("F : femmes, M : hommes, _T : ensemble ou non ventilé, _U : non connu."), _COLLECTION),
            Column("value", "integer", _("valeur"), _("Dans l’unité de l’indicateur."), _COLLECTION, _("celle de l’indicateur")), _STATUS], _told),
        Dataset("chiffres-du-passe", _("Chiffres dits dans le passé"), _("Ce qui a été dit ou imprimé, avec sa source et ses désaccords."), _claims_columns(), _claims),
        Dataset("catalogue-indicateurs", _("Catalogue des indicateurs"), _("La fiche de référence de chaque indicateur."), _catalogue_columns(), _sheets),
    ]  # fmt: skip
