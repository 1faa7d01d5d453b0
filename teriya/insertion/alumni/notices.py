"""SMS to members who asked for them, and to nobody else."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from teriya.foundation.messages.actions import queue
from teriya.foundation.rules import queries as rules
from teriya.insertion.alumni.models import MentoringRequest, Profile
from teriya.insertion.alumni.queries import anniversaries
from teriya.people.models import Person
from teriya.service.missions.models import Mission


def tell_asked(request: MentoringRequest) -> None:
    """A member is asked for help."""
    if request.to.wants_sms:
        _send(request.to.person, "mentoring_asked", f"mentoring:{request.pk}", {})


@transaction.atomic
def congratulate(today: date) -> int:
    """Whose service ended on this day of another year, among the members who want SMS; one a mission and year. How many there are."""
    people = Profile.objects.listed().filter(wants_sms=True).values("person")
    records = Person.objects.filter(Q(pk__in=people) | Q(merged_into__in=people)).values("pk")
    rows = Mission.objects.filter(person__in=records).select_related("person__merged_into__account", "person__account")
    found = anniversaries(rows, today, days=0)
    for one in found:
        person = one.mission.person.merged_into or one.mission.person
        _send(person, "anniversary", f"anniversary:{one.mission.pk}:{one.years}", {"years": one.years})
    return len(found)


def _send(person: Person, template: str, key: str, context: dict) -> None:
    language = "en" if person.account and person.account.language == "en" else "fr"
    queue(channel="sms", to=person.phone, template=template, context={"agency": rules.agency()["short_name"]} | context, key=key,
          about=f"person {person.pk}", language=language)  # fmt: skip
