"""What the pages say of a host and of its needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.core.money import amount
from teriya.foundation.core.states import Step
from teriya.foundation.documents import queries as documents
from teriya.foundation.documents.models import Document, Upload
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.foundation.ui.parts import Moment, Task
from teriya.foundation.ui.templatetags.ui import day as long_day
from teriya.mobilisation.hosts import actions, papers, quotas
from teriya.mobilisation.hosts.models import Accreditation, Host, Need, Widening
from teriya.mobilisation.hosts.policies import is_officer, renewal_opens_before, to_accredit
from teriya.mobilisation.hosts.states import HOST_LIFE, NEED_LIFE, HostState, NeedState, WideningState

DECISIONS = {  # the word of the address → the step of the table
    "refus": "refuse", "suspension": "suspend", "retablissement": "reinstate", "radiation": "remove",
}  # fmt: skip
_SAID = {  # steps that say more than the state they lead to
    "evaluate_again": gettext_lazy("évaluée à nouveau"), "renew": gettext_lazy("agrément renouvelé"),
    "reopen": gettext_lazy("recours admis : à évaluer à nouveau"), "restore": gettext_lazy("recours admis : agréée à nouveau"),
}  # fmt: skip
OTHER = "autre"  # a profile that the country does not name
RECEIPT = "host_receipt"  # asked of some legal forms only
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
        said = _SAID.get(step.name) or HostState(step.to).label
        moments.append(Moment(str(said).capitalize(), step.on, detail))
    following = {"registered": _("À évaluer sur place"), "evaluated": _("À agréer ou à refuser")}.get(host.state)
    return [*moments, Moment(following, is_done=False)] if following else moments


def may_evaluate(user: User, host: Host) -> bool:
    """On the spot: before a first term, and again before the next one."""
    steps = ("evaluate", "evaluate_again")
    open_now = any(host.state in HOST_LIFE.steps[name].sources for name in steps)
    return open_now and user.may(P.HOSTS_EVALUATE, commune=host.commune_id)


def may_accredit(user: User, host: Host, day: date) -> bool:
    ready = to_accredit(Host.objects.filter(pk=host.pk), day).exists()
    return ready and user.may(P.HOSTS_ACCREDIT, commune=host.commune_id)


def papers_in(host: Host) -> list[Upload]:
    return list(documents.uploads(actions.PAPERS, [host.pk]))


def photos_of(host: Host) -> list[Upload]:
    """What was photographed at the last evaluation."""
    last = host.evaluations.order_by("-on", "-pk").values_list("pk", flat=True)[:1]
    return list(documents.uploads(papers.EVALUATION, last))


def left_to_do(host: Host, handed_in: Iterable[Upload], day: date) -> list[Task]:
    """What the host itself has still to do, or the centre in its name; the first line first."""
    found, handed = [], {paper.kind for paper in handed_in}
    if host.state == HostState.REMOVED:
        return []
    if host.state in (HostState.REGISTERED, HostState.EVALUATED, HostState.REFUSED):
        address = reverse("hosts:hand_in", args=[host.number])
        found += [
            Task(_("Pièce à donner : %(paper)s") % {"paper": label(code, "paper")}, f"{address}?piece={code}")
            for code in actions.papers_asked()
            if code not in handed and (code != RECEIPT or actions.must_show_receipt(host.legal_form, day))
        ]
    if not host.undertakings.exists():
        found.append(
            Task(
                _("Accepter les engagements d’une structure d’accueil"), reverse("hosts:undertake", args=[host.number])
            )
        )
    return found


def ending_of(host: Host, day: date) -> str:
    """« L’agrément finit le 31 décembre 2027 » in its last months, « … a fini le … » afterwards; nothing before."""
    last = max(host.accreditations.all(), key=lambda term: term.period.lower, default=None)
    if host.state != HostState.ACCREDITED or last is None or last.last_day > day + renewal_opens_before(day):
        return ""
    sentence = _("L’agrément a fini le %(day)s.") if last.last_day < day else _("L’agrément finit le %(day)s.")
    return sentence % {"day": long_day(last.last_day)}


def quota_of(host: Host, day: date) -> str:
    """« 5 volontaires à la fois, jusqu’au 31 décembre 2027. Demandés ou présents : 3. Il en reste : 2. »; empty unless it receives."""
    term = _running(host, day)
    if term is None:
        return ""
    rooms = quotas.asked([host.pk], day)
    quota, taken = rooms.quotas[host.pk], rooms.taken_from_now_on(host.pk)
    facts = {"quota": quota, "day": long_day(term.last_day), "taken": taken, "left": max(0, quota - taken)}
    words = ngettext(
        "%(quota)s volontaire à la fois, jusqu’au %(day)s. Demandés ou présents : %(taken)s. Il en reste : %(left)s.",
        "%(quota)s volontaires à la fois, jusqu’au %(day)s. Demandés ou présents : %(taken)s. Il en reste : %(left)s.",
        quota,
    )
    return words % facts


def _running(host: Host, day: date) -> Accreditation | None:
    terms = host.accreditations.all() if host.state == HostState.ACCREDITED else ()
    return next((term for term in terms if day in term.period), None)


def widening_of(host: Host, day: date) -> Widening | None:
    """The larger quota that waits for its decision."""
    term = _running(host, day)
    return next((row for row in term.widenings.all() if row.state == WideningState.ASKED), None) if term else None


@dataclass(frozen=True, slots=True)
class QuotaFrom:
    """One quota of a host, from a day on, by an act."""

    quota: int
    since: date
    act: str
    reason: str = ""


def quotas_of(host: Host) -> list[QuotaFrom]:
    """Every quota that a host has had, the latest first: the one of a day is the first line that began by then."""
    found = [QuotaFrom(term.quota, term.period.lower, term.act) for term in host.accreditations.all()]
    found += [
        QuotaFrom(row.quota, row.since, row.act, row.reason)
        for term in host.accreditations.all() for row in term.widenings.all() if row.state == WideningState.GRANTED
    ]  # fmt: skip
    return sorted(found, key=lambda line: (line.since, line.quota), reverse=True)


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
    """What to begin a need with: this host's last need of the profile, else the country's mission sheet."""
    last = Need.objects.filter(profile=profile, host=host).select_related("form").order_by("-pk").first()
    if last:
        return sheet_of(last)
    if not (sheet := rules.term("mission", profile)):
        return {"profile": label(profile, "profile")} if profile and profile != OTHER else {}
    facts = sheet.facts
    return {"profile": label(profile, "profile"), "diploma": facts["diploma"], "months": facts["months"],
            "tasks": "\n".join(facts["tasks"]), "outputs": "\n".join(facts["outputs"])}  # fmt: skip


def sheet_of(need: Need) -> dict:
    """A need as its form writes it: to correct it, to copy it, to replace it."""
    months = need.months * 2 if need.is_renewable else need.months
    plain = ("diploma", "places", "starts_on", "tutor", "tasks", "outputs", "place", "housing")
    return {name: getattr(need, name) for name in plain} | {
        "profile": label(need.profile, "profile"), "form": need.form.code, "months": months,
    }  # fmt: skip


def may_write(user: User, need: Need) -> bool:
    return user.may(P.HOSTS_REGISTER, commune=need.host.commune_id) or is_officer(user, need.host)


def change_asked_of(need: Need) -> Transition | None:
    """What somebody asked to change, while it waits for an answer."""
    if need.state != NeedState.TO_CHANGE:
        return None
    return Transition.objects.filter(subject=NEED_LIFE.subject, subject_id=need.pk, name="request_change").last()


def story_of_need(need: Need) -> list[Moment]:
    steps = Transition.objects.filter(subject=NEED_LIFE.subject, subject_id=need.pk).order_by("pk")
    said = [
        Moment(
            str(NeedState(step.to).label).capitalize(), step.on, " · ".join(filter(None, (step.reason, step.capacity)))
        )
        for step in steps
    ]
    return [Moment(_("Soumis"), need.on), *said]
