"""Reading services, referrals and offers: who sees which, what is late, what suits whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import add_months
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Term
from teriya.foundation.rules.templatetags.words import label
from teriya.insertion.referrals import policies
from teriya.insertion.referrals.engine import matching
from teriya.insertion.referrals.models import Opening, Service
from teriya.insertion.referrals.states import OpeningKind
from teriya.insertion.routes.queries import working
from teriya.mobilisation.calls.models import Application
from teriya.people.models import Person
from teriya.service.missions.models import Mission
from teriya.service.missions.states import RUNNING

SHOWN = 50  # people whom the page of an offer shows


def referral_days(step: str, on: date) -> int:
    """Days within which news is expected after a step: `sent`, `accepted`, `under_way`."""
    return rules.value("referral_days", qualification=step, on=on).value


def history_of(subject: str, pk: int, states: type[TextChoices]) -> list[tuple[Transition, str]]:
    """Each step taken, with the word of the state that it led to."""
    return [
        (step, states(step.to).label)
        for step in Transition.objects.filter(subject=subject, subject_id=pk).order_by("pk")
    ]


def missing_of_pack() -> list[Term]:
    """The services of the country's pack that the directory does not have, closed ones included."""
    known = set(Service.objects.exclude(code=None).values_list("code", flat=True))
    return [term for term in rules.terms("service") if term.code not in known]


def sought(today: date) -> QuerySet[Person]:
    """To whom offers are shown: alive, ended or ending within the country's months, and not serving beyond them."""
    near = add_months(today, rules.amount("offers_before_end_months", on=today, default=0))
    mine = Mission.objects.filter(Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk")))
    longer = mine.filter(state__in=RUNNING, period__endswith__gt=near)
    return Person.objects.alive().filter(Exists(mine.filter(started_on__isnull=False)), ~Exists(longer), died_on=None)


def is_sought(person: Person, today: date) -> bool:
    return sought(today).filter(pk=person.merged_into_id or person.pk).exists()


def known_of(people: Collection[int], today: date) -> dict[int, matching.Somebody]:
    """What the matching reads of each person for life, in three questions whatever their number."""
    records = Q(person__in=people) | Q(person__merged_into__in=people)
    communes: dict[int, set] = defaultdict(set)
    regions: dict[int, set] = defaultdict(set)
    for pk, commune, region in Person.objects.filter(pk__in=people).values_list(
        "pk", "commune__code", "commune__region__code"
    ):
        communes[pk].add(commune)
        regions[pk].add(region)
    posts, levels = defaultdict(list), defaultdict(int)
    rows = Mission.objects.filter(records, started_on__isnull=False).order_by("started_on", "pk")
    fields = (
        "person",
        "person__merged_into",
        "profile",
        "started_on",
        "ended_on",
        "host__commune__code",
        "host__commune__region__code",
    )
    for own, head, profile, since, until, commune, region in rows.values_list(*fields):
        pk = head or own
        communes[pk].add(commune)
        regions[pk].add(region)
        posts[pk].append(matching.Post(profile, _domain(profile), _months(since, min(until or today, today))))
    for own, head, diploma in Application.objects.filter(records).values_list(
        "person", "person__merged_into", "diploma"
    ):
        levels[head or own] = max(levels[head or own], rules.diploma_rank(diploma))
    return {
        pk: matching.Somebody(frozenset(communes[pk]), frozenset(regions[pk] - {None}), tuple(posts[pk]), levels[pk]) for pk in people
    }  # fmt: skip


def _domain(profile: str) -> str:
    found = rules.term("profile", profile)
    return found.facts["domain"] if found else ""


def _months(since: date, until: date) -> int:
    """Months of thirty days, the last day inside: a year gives twelve."""
    return max(0, (until - since).days + 1) // 30


def offered(opening: Opening) -> matching.Offered:
    """An offer as the matching reads it."""
    place = opening.place
    is_commune = place.level == Place.Level.COMMUNE
    region = place.region.code if place.region else place.code if place.level == Place.Level.REGION else ""
    return matching.Offered(
        opening.pk, place.code if is_commune else "", region, opening.domain, frozenset(opening.profiles),
        rules.diploma_rank(opening.diploma), opening.kind == OpeningKind.TRAINING, opening.closes_on,
    )  # fmt: skip


@dataclass(frozen=True)
class Suits:
    """An offer and a person that suit each other, and why, in words."""

    opening: Opening
    person: Person | None
    points: int
    reasons: list[str]


def offers_for(person: Person, today: date) -> list[Suits]:
    """The open offers that suit a person, the best first."""
    pk = person.merged_into_id or person.pk
    rows = Opening.objects.open(today).select_related("place__region", "host").in_bulk()
    found = matching.suiting(known_of([pk], today)[pk], map(offered, rows.values()))
    places = _places(found)
    return [Suits(rows[one.key], None, one.points, in_words(one, places)) for one in found]


def new_for(user: User, today: date) -> list[Opening]:
    """Open offers that suit whoever is signed in and wait for a word; none for who works already. Seven questions at most."""
    rows = Opening.objects.open(today).exclude(interests__person__account=user).select_related("place__region")
    person = sought(today).filter(account=user).first() if rows else None
    if person is None or working([person.pk], today):
        return []
    who = known_of([person.pk], today)[person.pk]
    return [row for row in rows if matching.match(who, offered(row))]


def people_for(opening: Opening, user: User, today: date) -> list[Suits]:
    """The people of one's perimeter whom an offer suits, the best first, `SHOWN` at most. Who works already is left out."""
    reach = set(sought(today).filter(policies.reached(user, P.INSERTION_READ, "pk")).values_list("pk", flat=True))
    known, asked = known_of(reach - working(reach, today), today), offered(opening)
    found = [(pk, one) for pk, who in known.items() if (one := matching.match(who, asked))]
    best = sorted(found, key=lambda pair: (-pair[1].points, pair[0]))[:SHOWN]
    people = Person.objects.select_related("commune").in_bulk([pk for pk, _one in best])
    places = _places([one for _pk, one in best])
    return [Suits(opening, people[pk], one.points, in_words(one, places)) for pk, one in best]


def _places(matches: Iterable[matching.Match]) -> dict[str, str]:
    """The names of the places that the reasons name, by code."""
    codes = {reason.of for one in matches for reason in one.reasons if reason.code in _AT}
    return dict(Place.objects.filter(code__in=codes).values_list("code", "name"))


_AT = {
    "commune": gettext_lazy("même commune : %s"),
    "region": gettext_lazy("même région : %s"),
    "elsewhere": gettext_lazy("autre région : %s"),
}
_PLAIN = {
    "no_skill_asked": gettext_lazy("aucun métier demandé"), "training": gettext_lazy("formation ouverte à tous"),
    "country": gettext_lazy("dans tout le pays"), "level": gettext_lazy("niveau demandé atteint"),
}  # fmt: skip
_HELD = {
    "post": gettext_lazy("poste tenu : %(what)s, %(months)s mois"),
    "domain": gettext_lazy("même domaine : %(what)s, %(months)s mois"),
}


def in_words(one: matching.Match, places: Mapping[str, str]) -> list[str]:
    """« poste tenu : Infirmier, 12 mois », « même région : Plateaux »."""
    return [_sentence(reason, places) for reason in one.reasons]


def _sentence(reason: matching.Reason, places: Mapping[str, str]) -> str:
    if reason.code in _AT:
        return str(_AT[reason.code]) % places.get(reason.of, reason.of)
    if reason.code in _HELD:
        what = label(reason.of, "profile" if reason.code == "post" else "domain")
        return str(_HELD[reason.code]) % {"what": what, "months": reason.months}
    return str(_PLAIN[reason.code])
