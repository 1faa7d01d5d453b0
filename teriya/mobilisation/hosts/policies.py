"""Who may act for a host, and who may never decide for it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_other_person
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.holds import against_receiving
from teriya.mobilisation.hosts.models import (
    Accreditation,
    Evaluation,
    Host,
    HostOfficer,
    Need,
    Recourse,
    SectorMember,
    Undertaking,
)
from teriya.mobilisation.hosts.quotas import against_quota, approved
from teriya.mobilisation.hosts.states import HOST_LIFE, NEED_LIFE, STOPPED, HostState


def is_member(user: User, host: Host) -> bool:
    return bool(own_hosts(user, [host.pk]))


def own_hosts(user: User, hosts: Collection[int]) -> set[int]:
    """Among these hosts, those that the person belongs to."""
    own = HostOfficer.objects.filter(user=user, host_id__in=hosts, until=None)
    return set(own.values_list("host_id", flat=True))


def is_officer(user: User, host: Host) -> bool:
    return HostOfficer.objects.filter(user=user, host=host, duty=HostOfficer.Duty.OFFICER, until=None).exists()


def require_officer(user: User, host: Host) -> None:
    """A host's own duties are done by its officers."""
    if not is_officer(user, host):
        raise NotAllowed(
            "not_of_this_host", _("Seul un responsable de « %(name)s » peut le faire.") % {"name": host.name}
        )


def require_hand(user: User, host: Host) -> bool:
    """What a host does for itself is done by its officer (true), or by the centre in its name (false)."""
    if is_officer(user, host):
        return True
    if not user.may(P.HOSTS_REGISTER, commune=host.commune_id):
        require_officer(user, host)
    return False


def sectors_of(user: User) -> set[str]:
    """The domains that the person speaks for."""
    return set(SectorMember.objects.filter(user=user, until=None).values_list("domain", flat=True))


def require_sector(user: User, domain: str) -> None:
    """Head office enters any convention; a ministry, those of its own sector."""
    if not user.is_staff_member and domain not in sectors_of(user):
        raise NotAllowed("other_sector", _("Cette convention n’est pas de votre secteur."))


def require_no_hand(user: User, recourse: Recourse) -> None:
    """An appeal is answered by none of those who decided, evaluated or belong to the host."""
    require_outsider(user, [recourse.host_id])
    evaluations = Evaluation.objects.filter(host=recourse.host_id, on__lte=recourse.decision.on)
    require_other_person(user, recourse.decision.by_id, *evaluations.values_list("by_id", flat=True))


def require_outsider(user: User, hosts: Collection[int]) -> None:
    """Nobody decides for a host one belongs to, whatever the role."""
    if own_hosts(user, hosts):
        raise _own_host()


def renewal_opens_before(on: date) -> timedelta:
    """How long before the end of an accreditation its renewal may begin, by the country’s rules."""
    return timedelta(rules.amount("host_renewal_days", on=on, default=90))


def to_evaluate_again(hosts: QuerySet[Host], on: date) -> QuerySet[Host]:
    """Among these, those whose accreditation ends soon or has ended, not seen on the spot since it began."""
    begun = Accreditation.objects.filter(host=OuterRef("pk")).order_by("-period").values("period__startswith")[:1]
    seen = Evaluation.objects.filter(host=OuterRef("pk"), on__gt=OuterRef("begun"))
    return hosts.ending_by(on + renewal_opens_before(on)).annotate(begun=Subquery(begun)).filter(~Exists(seen))


def to_accredit(hosts: QuerySet[Host], on: date) -> QuerySet[Host]:
    """Among these, those evaluated for a first term, or again for their next one."""
    ending = hosts.ending_by(on + renewal_opens_before(on))
    again = ending.exclude(pk__in=to_evaluate_again(hosts, on).values("pk"))
    return hosts.filter(Q(state=HostState.EVALUATED) | Q(pk__in=again.values("pk")))


def against_accrediting(user: User, hosts: Sequence[Host], *, on: date) -> dict[int, Refusal]:
    """What stops this person from accrediting each host, or renewing it: a favourable evaluation, made by somebody else.

    A renewal needs an evaluation of the term that ends, and not before its last months.
    """
    ids = [host.pk for host in hosts]
    evaluations = list(Evaluation.objects.filter(host_id__in=ids).order_by("on", "pk"))
    last = {evaluation.host_id: evaluation for evaluation in evaluations}
    seen = {evaluation.host_id for evaluation in evaluations if evaluation.by_id == user.id}
    own, perimeter = own_hosts(user, ids), user.communes(P.HOSTS_ACCREDIT)
    terms = {term.host_id: term for term in Accreditation.objects.filter(host_id__in=ids).order_by("period")}
    found = {}
    for host in hosts:
        try:
            if host.state == HostState.ACCREDITED:
                _require_renewal(host, terms[host.pk], last[host.pk], on)
            else:
                HOST_LIFE.check("accredit", host.state)
            _require_there(perimeter, host)
            if host.pk in own:
                raise _own_host()
            if host.pk in seen:
                raise NotAllowed(
                    "same_person",
                    _("Vous avez évalué « %(name)s » : une autre personne doit l’agréer.") % {"name": host.name},
                )
            if not last[host.pk].is_favourable:
                missing = ", ".join(map(str, last[host.pk].missing))
                raise Refusal(
                    "evaluation_unfavourable",
                    _("« %(name)s » ne remplit pas : %(missing)s.") % {"name": host.name, "missing": missing},
                )
        except Refusal as no:
            found[host.pk] = no
    return found


def _require_renewal(host: Host, term: Accreditation, seen: Evaluation, on: date) -> None:
    if on + renewal_opens_before(on) < term.period.upper:
        raise Refusal(
            "too_early",
            _("L’agrément de « %(name)s » court encore : trop tôt pour le renouveler.") % {"name": host.name},
        )
    if seen.on <= term.period.lower:
        raise Refusal(
            "not_evaluated_again", _("« %(name)s » n’a pas été évaluée depuis son agrément.") % {"name": host.name}
        )


def against_asking(hosts: Collection[Host], *, on: date) -> dict[int, Refusal]:
    """What stops each host from asking for volunteers that day: suspended, removed or refused; its accreditation has lapsed;
    its duties are not accepted. One not accredited yet may ask: its mission sheets are part of its evaluation.
    """
    ids = [host.pk for host in hosts]
    signed = set(Undertaking.objects.filter(host__in=ids).values_list("host_id", flat=True))
    running = set(Accreditation.objects.filter(host__in=ids, period__contains=on).values_list("host_id", flat=True))
    found = {}
    for host in hosts:
        if host.state in STOPPED:
            sentence = _(
                "« %(name)s » est %(state)s : elle n’exprime pas de besoin. Sa page dit pourquoi, et quel recours est ouvert."
            )
            found[host.pk] = Refusal(
                "host_stopped", sentence % {"name": host.name, "state": host.get_state_display()}, field="host"
            )
        elif host.state == HostState.ACCREDITED and host.pk not in running:
            sentence = _(
                "L’agrément de « %(name)s » n’est plus en cours : son centre l’évalue à nouveau, l’agence le renouvelle, "
                "puis le besoin s’écrit."
            )
            found[host.pk] = Refusal("accreditation_lapsed", sentence % {"name": host.name}, field="host")
        elif host.pk not in signed:
            sentence = _("« %(name)s » n’a pas encore accepté ses engagements. Acceptez-les, puis écrivez le besoin.")
            found[host.pk] = Refusal("duties_not_accepted", sentence % {"name": host.name}, field="host")
    return found


def require_asking(hosts: Collection[Host], *, on: date) -> None:
    for no in against_asking(hosts, on=on).values():
        raise no


def against_reviewing(user: User, needs: Sequence[Need]) -> dict[int, Refusal]:
    """What stops this person from giving the region’s opinion on each need: it waits, and somebody else wrote it."""
    return _against(user, needs, "review", P.NEEDS_REVIEW, {})


def against_approving(user: User, needs: Sequence[Need], *, on: date) -> dict[int, Refusal]:
    """What stops this person from approving each need: the region has reviewed it, its host is accredited that day, its
    duties are accepted, nothing holds it back and its quota holds what is approved, in the order given. Its writer and its
    reviewer are other people.
    """
    ids = [need.pk for need in needs]
    steps = Transition.objects.filter(subject=NEED_LIFE.subject, subject_id__in=ids, name="review")
    reviewers = dict(steps.order_by("pk").values_list("subject_id", "by_id"))
    found = _against(user, needs, "approve", P.NEEDS_APPROVE, reviewers)
    hosts = {need.host_id for need in needs}
    accredited = set(Host.objects.filter(pk__in=hosts).accredited_on(on).values_list("pk", flat=True))
    stopped = against_asking({need.host for need in needs}, on=on) | against_receiving(hosts)
    rooms = approved(hosts, on)
    for need in needs:
        if need.pk in found:
            continue
        if need.host_id not in accredited:
            found[need.pk] = Refusal(
                "host_not_accredited", _("« %(name)s » n’est pas agréée à cette date.") % {"name": need.host.name}
            )
        elif no := stopped.get(need.host_id) or against_quota(rooms, need):
            found[need.pk] = no
        else:
            rooms.count(need)
    return found


def _against(
    user: User, needs: Sequence[Need], step: str, permission: str, reviewers: Mapping[int, int]
) -> dict[int, Refusal]:
    own, perimeter = own_hosts(user, {need.host_id for need in needs}), user.communes(permission)
    found = {}
    for need in needs:
        try:
            NEED_LIFE.check(step, need.state)
            _require_there(perimeter, need.host)
            if need.host_id in own:
                raise _own_host()
            if need.by_id == user.id:
                sentence = _("Vous avez écrit le besoin %(reference)s : une autre personne l’examine.")
                raise NotAllowed("same_person", sentence % {"reference": need.reference})
            if reviewers.get(need.pk) == user.id:
                sentence = _("Vous avez donné l’avis sur %(reference)s : une autre personne l’approuve.")
                raise NotAllowed("same_person", sentence % {"reference": need.reference})
        except Refusal as no:
            found[need.pk] = no
    return found


def _own_host() -> NotAllowed:
    return NotAllowed("own_host", _("Vous appartenez à cette structure : une autre personne doit décider."))


def _require_there(perimeter: set[int] | None, host: Host) -> None:
    if perimeter is not None and host.commune_id not in perimeter:
        raise NotAllowed("out_of_perimeter", _("« %(name)s » n’est pas de votre périmètre.") % {"name": host.name})
