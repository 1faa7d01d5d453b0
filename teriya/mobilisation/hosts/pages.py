"""What the pages say of a host and of its needs."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teriya.foundation.accounts.models import User
from teriya.foundation.core.models import Transition
from teriya.foundation.core.money import amount
from teriya.foundation.core.states import Step
from teriya.foundation.documents.models import Document
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.foundation.ui.parts import Moment
from teriya.foundation.ui.templatetags.ui import day
from teriya.mobilisation.hosts import papers
from teriya.mobilisation.hosts.models import Accreditation, Host, Need
from teriya.mobilisation.hosts.states import HOST_LIFE, NEED_LIFE, HostState

DECISIONS = {  # the word of the address → the step of the table
    "refus": "refuse", "suspension": "suspend", "retablissement": "reinstate", "radiation": "remove",
}  # fmt: skip
_WORDS = {step: word for word, step in DECISIONS.items()}


def decisions_open_to(user: User, host: Host) -> list[tuple[str, Step]]:
    """What this person may decide now about the host: the word of the address, and the step."""
    steps = [step for step in HOST_LIFE.open_from(host.state) if step.name in _WORDS]
    return [(_WORDS[step.name], step) for step in steps if user.may(step.permission, commune=host.commune_id)]


def story_of(host: Host) -> list[Moment]:
    """The life of a host, oldest first, each step with its reason; what comes next is still open."""
    steps = Transition.objects.filter(subject=HOST_LIFE.subject, subject_id=host.pk).order_by("pk")
    moments = [Moment(_("Enregistrée"), host.registered_on)]
    for step in steps:
        detail = " · ".join(filter(None, (step.reason, step.capacity)))
        moments.append(Moment(str(HostState(step.to).label).capitalize(), step.on, detail))
    following = {"registered": _("À évaluer sur place"), "evaluated": _("À agréer ou à refuser")}.get(host.state)
    return [*moments, Moment(following, is_done=False)] if following else moments


def term_in_force(host: Host, day: date) -> Accreditation | None:
    return host.accreditations.filter(period__contains=day).first()


def quota_of(term: Accreditation, taken: int) -> str:
    """« 3 places approuvées sur 5, jusqu’au 31 décembre 2027 »."""
    facts = {"taken": taken, "quota": term.quota, "day": day(term.last_day)}
    words = ngettext(
        "%(taken)s place approuvée sur %(quota)s, jusqu’au %(day)s",
        "%(taken)s places approuvées sur %(quota)s, jusqu’au %(day)s",
        taken,
    )
    return words % facts


def papers_of(host: Host) -> list[Document]:
    """The fiches of a host and of its needs, the latest first."""
    evaluations = Q(subject=papers.EVALUATION, subject_id__in=host.evaluations.values("pk"))
    missions = Q(subject=papers.MISSION, subject_id__in=host.needs.values("pk"))
    return list(Document.objects.filter(evaluations | missions).order_by("-pk"))


def term_of(need: Need) -> str:
    months = ngettext("%(count)s mois", "%(count)s mois", need.months) % {"count": need.months}
    return _("%(months)s, renouvelable") % {"months": months} if need.is_renewable else months


def envelopes_with_what_remains(day: date) -> list[tuple[Envelope, str]]:
    """The envelopes open that day, each with the francs that it still holds."""
    rows = Envelope.objects.filter(Q(closes_on=None) | Q(closes_on__gte=day), opens_on__lte=day)
    left = ledger.standings()
    return [(row, f"{row.title} : {_('reste %s') % amount(left[row.pk].available)}") for row in rows if row.pk in left]


def refusal_of(need: Need) -> Transition | None:
    """Why a need was refused, and by whom."""
    return Transition.objects.filter(subject=NEED_LIFE.subject, subject_id=need.pk, name="refuse").last()


def profiles_for(host: Host, words: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The profiles of the host's domain first."""
    domains = {term.code: term.facts.get("domain") for term in rules.terms("profile")}
    return sorted(words, key=lambda item: domains.get(item[0]) != host.domain)


def template_of(host: Host, profile: str) -> dict:
    """What to begin a need with: what the last need of this profile asked, this host's before the others'."""
    asked = Need.objects.filter(profile=profile).select_related("form")
    last = asked.filter(host=host).order_by("-pk").first() or asked.order_by("-pk").first()
    if not last:
        return {"profile": label(profile, "profile")} if profile else {}
    months = last.months * 2 if last.is_renewable else last.months
    tutor = last.tutor if last.host_id == host.pk else ""
    return {"profile": label(last.profile, "profile"), "form": last.form.code, "diploma": last.diploma, "months": months,
            "tasks": last.tasks, "tutor": tutor}  # fmt: skip
