"""Reading what became of volunteers: the situation of many on a day, and who reads whose."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.rules import queries as rules
from teriya.insertion.routes.models import Situation
from teriya.insertion.routes.versions import records_of
from teriya.people.models import Person
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import hosts_of, in_perimeter

OVER = ("ended", "closed")  # states of a mission that has ended
LONGEST = date.max

_AT = """
SELECT DISTINCT ON (head) COALESCE(p.merged_into_id, p.id) AS head, s.id, s.route
FROM routes_situation s JOIN people_person p ON p.id = s.person_id
LEFT JOIN routes_situation n ON n.replaces_id = s.id AND n.recorded_on <= %(known_on)s
WHERE (%(people)s::bigint[] IS NULL OR COALESCE(p.merged_into_id, p.id) = ANY(%(people)s)) AND n.id IS NULL AND NOT s.is_struck
AND s.recorded_on <= %(known_on)s AND s.since <= %(day)s AND (s.until IS NULL OR s.until >= %(day)s)
ORDER BY head, s.since DESC, s.evidence > '' DESC, s.id DESC
"""


def situation_at(persons: Iterable[Person | int], day: date, *, known_on: date = LONGEST) -> dict[int, Situation]:
    """Standing record → its situation on a day, from what was recorded until `known_on`. Whoever has none is absent.

    The one that began last; of two that began together, the proven one, then the last recorded. Two questions, whatever the
    number of people; a person with aliases is asked by the record that stands.
    """
    heads = [person if isinstance(person, int) else person.pk for person in persons]
    found = {head: pk for head, pk, _route in _on(day, heads, known_on)}
    rows = Situation.objects.in_bulk(found.values())
    return {head: rows[pk] for head, pk in found.items()}


def _on(day: date, heads: list[int] | None, known_on: date = LONGEST) -> list[tuple[int, int, str]]:
    """(standing record, situation, route) on a day; of everybody where no head is given."""
    with connection.cursor() as cursor:
        cursor.execute(_AT, {"people": heads, "day": day, "known_on": known_on})
        return cursor.fetchall()


def working(persons: Iterable[int], day: date) -> set[int]:
    """Of these standing records, those whom a work keeps that day, by what is known. One question."""
    work = {term.code for term in rules.terms("route") if term.facts["work"]}
    return {head for head, _pk, route in _on(day, list(persons)) if route in work}


def head_of(person: Person) -> int:
    return person.merged_into_id or person.pk


def inserted_routes(on: date) -> frozenset[str]:
    """The routes that count as an insertion, by the rule in force that day."""
    return frozenset(rules.amount("inserted_routes", on=on, default=()))


def former(user: User) -> QuerySet[Mission]:
    """The last mission of everybody whose service is over, in the user's perimeter (commune of the host); the latest end first.

    Whoever serves again is not former.
    """
    head = Coalesce("person__merged_into", "person")
    others = Mission.objects.exclude(state="cancelled").annotate(head=head).filter(head=OuterRef("head"))
    rows = Mission.objects.filter(in_perimeter(user, P.ROUTES_READ), state__in=OVER).annotate(head=head)
    later = others.filter(Q(period__startswith__gt=OuterRef("period__startswith")))
    return (
        rows.filter(~Exists(later))
        .select_related("person", "host__commune", "form", "wave")
        .order_by("-ended_on", "-pk")
    )


UNKNOWN = "inconnue"


def on_route(rows: QuerySet[Mission], route: str, day: date) -> QuerySet[Mission]:
    """Of these missions (`former`), those whose person is on a route that day; `UNKNOWN`: those of whom nothing is known."""
    found = _on(day, None)
    if route == UNKNOWN:
        return rows.exclude(head__in=[head for head, _pk, _route in found])
    return rows.filter(head__in=[head for head, _pk, one in found if one == route])


def last_ended(person: Person) -> Mission | None:
    """The last mission of a person, when it has ended; None while one is prepared or under way, or where there was none."""
    last = Mission.objects.filter(person__in=records_of(person)).exclude(state="cancelled")
    row = last.select_related("person", "host__commune", "form", "wave").order_by("-period").first()
    return row if row and row.state in OVER else None


def hired_by(user: User) -> QuerySet[Mission]:
    """Missions that ended at the user's own hosts, the latest first: of whom a host may say that it hired them."""
    rows = Mission.objects.filter(host__in=hosts_of(user), state__in=OVER, person__died_on=None)
    return rows.select_related("person", "host", "form").order_by(F("ended_on").desc(), "-pk")


def too_old(person: Person, day: date) -> str:
    """What to say to who prepares a civil-service examination beyond its age (`civil_service_age_max`); empty: nothing."""
    limit = rules.amount("civil_service_age_max", on=day, default=0)
    born = person.birth_on
    age = day.year - person.birth_year - bool(born and (day.month, day.day) < (born.month, born.day))
    if not limit or age <= limit:
        return ""
    return _("%(age)s ans : les concours de la fonction publique s’arrêtent à %(limit)s ans.") % {
        "age": age,
        "limit": limit,
    }
