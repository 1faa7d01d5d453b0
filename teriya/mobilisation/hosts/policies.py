"""Who may act for a host, and who may never decide for it."""

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.mobilisation.hosts.models import Evaluation, Host, HostOfficer, Need
from teriya.mobilisation.hosts.states import HOST_LIFE, NEED_LIFE


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


def require_outsider(user: User, hosts: Collection[int]) -> None:
    """Nobody decides for a host one belongs to, whatever the role."""
    if own_hosts(user, hosts):
        raise _own_host()


def against_accrediting(user: User, hosts: Sequence[Host]) -> dict[int, Refusal]:
    """What stops this person from accrediting each host: a favourable evaluation is needed, made by somebody else."""
    ids = [host.pk for host in hosts]
    evaluations = list(Evaluation.objects.filter(host_id__in=ids).order_by("on", "pk"))
    last = {evaluation.host_id: evaluation for evaluation in evaluations}
    seen = {evaluation.host_id for evaluation in evaluations if evaluation.by_id == user.id}
    own, perimeter = own_hosts(user, ids), user.communes(P.HOSTS_ACCREDIT)
    found = {}
    for host in hosts:
        try:
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


def against_approving(user: User, needs: Sequence[Need], *, on: date) -> dict[int, Refusal]:
    """What stops this person from approving each need: its host accredited that day, its writer somebody else."""
    hosts = {need.host_id for need in needs}
    accredited = set(Host.objects.filter(pk__in=hosts).accredited_on(on).values_list("pk", flat=True))
    own, perimeter = own_hosts(user, hosts), user.communes(P.NEEDS_APPROVE)
    found = {}
    for need in needs:
        try:
            NEED_LIFE.check("approve", need.state)
            _require_there(perimeter, need.host)
            if need.host_id in own:
                raise _own_host()
            if need.by_id == user.id:
                raise NotAllowed(
                    "same_person",
                    _("Vous avez écrit le besoin %(reference)s : une autre personne l’approuve.")
                    % {"reference": need.reference},
                )
            if need.host_id not in accredited:
                raise Refusal(
                    "host_not_accredited", _("« %(name)s » n’est pas agréée à cette date.") % {"name": need.host.name}
                )
        except Refusal as no:
            found[need.pk] = no
    return found


def _own_host() -> NotAllowed:
    return NotAllowed("own_host", _("Vous appartenez à cette structure : une autre personne doit décider."))


def _require_there(perimeter: set[int] | None, host: Host) -> None:
    if perimeter is not None and host.commune_id not in perimeter:
        raise NotAllowed("out_of_perimeter", _("« %(name)s » n’est pas de votre périmètre.") % {"name": host.name})
