"""How good the register itself is: what its records lack, what is doubtful in them, region by region, counted in sets."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teriya.foundation.rules import queries as rules
from teriya.people.models import Paper, Person, ServicePeriod, Suspicion
from teriya.people.queries import PersonQuerySet


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a record lacks, or that makes it doubtful; `where` finds the records that have it."""

    code: str
    label: str | Promise
    where: Callable[[], Q]


def _certified() -> Q:
    """Who showed an identity paper: names, sex and birth can be read on it, they are not only declared."""
    kinds = [term.code for term in rules.terms("paper") if term.facts["kind"] == "identity"]
    return Q(pk__in=Paper.objects.filter(kind__in=kinds).values("person"))


def _shared_phone() -> Q:
    """A telephone of two people or more of the whole register, wherever they live."""
    numbers = Person.objects.alive().exclude(phone="").order_by().values("phone").annotate(people=Count("pk"))
    return Q(phone__in=numbers.filter(people__gt=1).values("phone"))


def _open_pair() -> Q:
    pairs = Suspicion.objects.filter(state=Suspicion.State.OPEN).order_by()
    return Q(pk__in=pairs.values("first")) | Q(pk__in=pairs.values("second"))


def _unproven() -> Q:
    return Q(pk__in=ServicePeriod.objects.filter(proof=ServicePeriod.Proof.MISSING).values("person"))


_NO_PHONE, _NO_DAY = Q(phone=""), Q(birth_on=None)
# Days that offices write when they know the year alone. One birth in 180 really falls on them.
_NEW_YEAR = Q(birth_on__month=1, birth_on__day=1) | Q(birth_on__month=12, birth_on__day=31)
_OWN_PHONE = Q(account__phone_verified=True, account__phone=F("phone")) & ~_NO_PHONE
FAULTS = {
    fault.code: fault
    for fault in (
        Fault("telephone", _("sans téléphone"), lambda: _NO_PHONE),
        Fault("telephone-partage", _("téléphone de plusieurs personnes"), _shared_phone),
        Fault("piece", _("sans pièce d’identité"), lambda: ~_certified()),
        Fault("jour", _("jour de naissance inconnu"), lambda: _NO_DAY),
        Fault("nouvel-an", _("naissance un 1er janvier ou un 31 décembre"), lambda: _NEW_YEAR),
        Fault("doublon", _("doublon à trancher"), _open_pair),
        Fault("preuve", _("service sans preuve"), _unproven),
    )
}
SOUND = "aucun"  # records without any fault
LABELS = {code: fault.label for code, fault in FAULTS.items()} | {SOUND: _("sans défaut")}


def having(code: str) -> Q:
    """The records that have this fault, or none at all for `SOUND`."""
    if code in FAULTS:
        return FAULTS[code].where()
    found = Q()
    for fault in FAULTS.values():
        found |= fault.where()
    return ~found


@dataclass(frozen=True, slots=True)
class Known:
    """One thing asked of people: how many records have it, and of how many it is certified and not only declared."""

    label: str | Promise
    filled: int
    certified: int


@dataclass(frozen=True, slots=True)
class Quality:
    """The records of one region (None: all of them): how many, how many by fault, `SOUND` included, and thing by thing."""

    region: int | None
    total: int
    counts: dict[str, int]
    known: tuple[Known, ...]


def by_region(people: PersonQuerySet) -> list[Quality]:
    """The quality of these people's records, all together first, then by region of residence. One query."""
    wanted = {code: having(code) for code in LABELS} | {
        "paper": _certified(), "day": ~_NO_DAY, "certified_day": ~_NO_DAY & _certified(), "phone": ~_NO_PHONE, "own_phone": _OWN_PHONE
    }  # fmt: skip
    numbered = {f"n{number}": code for number, code in enumerate(wanted)}
    counts = {name: Count("pk", filter=wanted[code]) for name, code in numbered.items()}
    rows = people.order_by().values("commune__region").annotate(total=Count("pk"), **counts)
    found = {
        row["commune__region"]: (row["total"], {code: row[name] for name, code in numbered.items()}) for row in rows
    }
    everywhere = {code: sum(counted[code] for _total, counted in found.values()) for code in wanted}
    total = sum(total for total, _counted in found.values())
    return [_quality(None, total, everywhere), *(_quality(region, *row) for region, row in found.items())]


def _quality(region: int | None, total: int, counted: dict[str, int]) -> Quality:
    known = (
        Known(_("Nom, prénoms, sexe"), total, counted["paper"]),
        Known(_("Jour de naissance"), counted["day"], counted["certified_day"]),
        Known(_("Commune de résidence"), total, 0),
        Known(_("Téléphone"), counted["phone"], counted["own_phone"]),
    )
    return Quality(region, total, {code: counted[code] for code in LABELS}, known)
