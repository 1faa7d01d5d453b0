"""The personal part of a nomination: what our records hold of each field, and what the officer types because no record does."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db.models import Q
from django.utils import translation

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.wire.fields import FIELDS
from teriya.foundation.core.sealing import seal, unseal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.mobilisation.calls.models import Application
from teriya.people.models import Person, ServicePeriod
from teriya.service.missions.models import Mission

RECORDED = ("family", "given", "sex", "birth_on", "phone", "diploma", "profile", "missions")
TYPED = ("nationality", "email", "next_of_kin", "skills", "motivation", "languages")
CHOICES = (*RECORDED, *TYPED)  # passport and travel are the stay’s, once the person is accepted
LEAST = ("family", "given")  # one nominates somebody
_SEALED = "reciprocity.typed"


def seal_typed(row: Nomination, typed: Mapping[str, str]) -> str:
    return seal(typed, f"{_SEALED}.{row.uid}") if typed else ""


def typed_of(row: Nomination) -> dict[str, str]:
    return unseal(row.typed, f"{_SEALED}.{row.uid}") if row.typed else {}


def personal_part(row: Nomination) -> dict[str, str]:
    """Exactly what would leave now, in the agency’s language: the agreed fields that hold something, and nothing else."""
    assert row.person is not None
    with translation.override("fr"):
        known = _recorded(row.person, row.fields) | typed_of(row)
    return {name: known[name] for name in FIELDS if name in row.fields and known.get(name)}


def _recorded(person: Person, fields: Iterable[str]) -> dict[str, str]:
    records = Q(person=person) | Q(person__merged_into=person)
    found = {
        "family": person.family, "given": person.given, "sex": person.get_sex_display(), "phone": person.phone,
        "birth_on": person.birth_on.isoformat() if person.birth_on else str(person.birth_year),
    }  # fmt: skip
    if "diploma" in fields:
        codes = Application.objects.filter(records).exclude(diploma="").values_list("diploma", flat=True)
        best = max(codes, key=rules.diploma_rank, default="")
        found["diploma"] = label(best, "diploma") if best else ""
    if "profile" in fields:
        last = Mission.objects.filter(records, started_on__isnull=False).order_by("-started_on").first()
        found["profile"] = label(last.profile, "profile") if last else ""
    if "missions" in fields:
        found["missions"] = " ; ".join(
            _period(one) for one in ServicePeriod.objects.filter(records).order_by("period")
        )
    return found


def _period(one: ServicePeriod) -> str:
    """« VNC, du 01/03/2024 au 28/02/2025 »."""
    return f"{one.form}, du {one.period.lower:%d/%m/%Y} au {one.period.upper - timedelta(1):%d/%m/%Y}"
