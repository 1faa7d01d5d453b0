"""What the pages say of a person, in words."""

from collections.abc import Callable, Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.foundation.rules.templatetags.words import label as word
from teriya.foundation.ui.templatetags.ui import day, phone
from teriya.people.history import SOURCE
from teriya.people.models import PastService, Person, ServicePeriod, Suspicion


def birth_of(person: Person) -> str:
    """12 mars 1999, or « vers 1999 » when only the year is known."""
    if person.birth_on:
        return day(person.birth_on)
    return _("vers %(year)s") % {"year": person.birth_year}


def facts_of(person: Person) -> list[tuple[str, str]]:
    """Label and words of each thing that the register knows."""
    return [(label, words(person)) for label, words in _facts() if words(person)]


def side_of(first: Person, second: Person) -> list[tuple[str, str, str]]:
    """Both records, thing by thing."""
    return [(label, words(first), words(second)) for label, words in [*_facts(), (_("Pièces"), _papers)]]


def _facts() -> list[tuple[str, Callable[[Person], str]]]:
    return [
        (_("Nom de naissance"), lambda person: person.family), (_("Prénoms"), lambda person: person.given),
        (_("Nom d’épouse"), lambda person: person.married), (_("Sexe"), lambda person: person.get_sex_display()),
        (_("Naissance"), birth_of), (_("Commune"), lambda person: person.commune.name),
        (_("Téléphone"), lambda person: phone(person.phone)),
        (_("Inscription"), lambda person: day(person.registered_on)),
    ]  # fmt: skip


def _papers(person: Person) -> str:
    papers = person.papers.order_by("kind", "number")
    return ", ".join(f"{word(paper.kind, 'paper')} {paper.number}" for paper in papers)


def services_of(person: Person) -> list[tuple[ServicePeriod, PastService | None]]:
    """Time served, the oldest first, each with the line of a register that told it."""
    rows = list(person.service_periods.order_by("period"))
    told = [row.source_id for row in rows if row.source == SOURCE]
    lines = PastService.objects.select_related("take_on", "proven_by").in_bulk(told)
    return [(row, lines.get(row.source_id) if row.source == SOURCE else None) for row in rows]


def waiting_among(people: Collection[int]) -> set[int]:
    """Among these people, those whose record waits for a decision beside another."""
    pairs = Suspicion.objects.waiting().filter(Q(first__in=people) | Q(second__in=people))
    return {pk for pair in pairs.values_list("first_id", "second_id") for pk in pair}
