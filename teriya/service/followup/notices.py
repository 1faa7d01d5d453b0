"""What people are told by SMS, each in the language of their account."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from teriya.foundation.accounts.models import Appointment
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.people.models import Person
from teriya.service.followup.models import Evacuation, Incident, Visit
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import last_day


def visits_announced(visits: Iterable[Visit]) -> None:
    """The day, and who comes."""
    _tell(
        "visit_announced",
        [(visit.mission.person, f"{visit.pk}:{visit.planned_on}", f"mission {visit.mission_id}",
          {"day": f"{visit.planned_on:%d/%m/%Y}", "agent": visit.agent.name}) for visit in visits],
    )  # fmt: skip


def incident_waiting(incident: Incident) -> None:
    """Its readers learn that one waits, and before when; nothing of what it says, nor of whom."""
    agency, spoken = rules.agency()["short_name"], defaultdict(list)
    roles = {*incident.readers, *(incident.escalates_to if incident.is_about_centre else ())}
    acts = Appointment.objects.in_force(incident.reported_on).filter(role__in=roles).select_related("user")
    for user in {act.user for act in acts if _reads(act, incident) and act.user.phone}:
        message = {"to": user.phone, "key": f"incident_waiting:{incident.pk}:{user.pk}", "about": "incident",
                   "context": {"agency": agency, "day": f"{incident.take_by:%d/%m/%Y}"}}  # fmt: skip
        spoken[user.language].append(message)
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template="incident_waiting", language=language)


def evacuation_ordered(evacuation: Evacuation, missions: Iterable[Mission]) -> None:
    """Volunteers and tutors are told to get to safety and to say where they are."""
    agency, spoken = rules.agency()["short_name"], defaultdict(dict)
    for mission in missions:
        account, tutor = mission.person.account, mission.tutor_account
        spoken[account.language if account else "fr"][mission.person.phone] = mission
        if tutor and tutor.phone:
            spoken[tutor.language].setdefault(tutor.phone, mission)
    for language, people in spoken.items():
        queue_many(
            [{"to": to, "key": f"evacuation:{evacuation.pk}:{to}", "about": f"mission {mission.pk}",
              "context": {"agency": agency, "centre": evacuation.centre.name}} for to, mission in people.items()],
            channel="sms", template="evacuation", language=language,
        )  # fmt: skip


def mission_ends(reminder: str, missions: Iterable[tuple[Mission, list[tuple[str, str]]]]) -> None:
    """The last day of a volunteer's mission, to each (telephone, language); once a day of end and reminder."""
    agency, spoken = rules.agency()["short_name"], defaultdict(list)
    for mission, people in missions:
        last = f"{last_day(mission):%d/%m/%Y}"
        for to, language in people:
            message = {"to": to, "key": f"mission_ends:{mission.pk}:{reminder}:{last}:{to}", "about": f"mission {mission.pk}",
                       "context": {"agency": agency, "who": str(mission.person), "host": mission.host.name, "last": last}}  # fmt: skip
            spoken[language].append(message)
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template="mission_ends", language=language)


def _reads(act: Appointment, incident: Incident) -> bool:
    return act.covers(incident.mission.host.commune_id) and not (incident.is_about_centre and act.commune_ids)


def _tell(template: str, people: Iterable[tuple[Person, str, str, dict[str, Any]]]) -> None:
    """(person, what makes the message one, what it is about, its words)."""
    agency, spoken = rules.agency()["short_name"], defaultdict(list)
    for person, key, about, words in people:
        message = {
            "to": person.phone,
            "key": f"{template}:{key}",
            "about": about,
            "context": words | {"agency": agency},
        }
        spoken[person.account.language if person.account else "fr"].append(message)
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template=template, language=language)
