"""Who may act for a host, and who may never decide for it."""

from collections.abc import Collection

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import NotAllowed
from teriya.mobilisation.hosts.models import Evaluation, Host, HostOfficer


def is_member(user: User, host: Host) -> bool:
    return HostOfficer.objects.filter(user=user, host=host, until=None).exists()


def require_officer(user: User, host: Host) -> None:
    """A host's own duties are done by its officers."""
    if not HostOfficer.objects.filter(user=user, host=host, duty="officer", until=None).exists():
        raise NotAllowed("not_of_this_host", f"Seul un responsable de « {host.name} » peut le faire.")


def require_outsider(user: User, hosts: Collection[int]) -> None:
    """Nobody decides for a host one belongs to, whatever the role."""
    if HostOfficer.objects.filter(user=user, host_id__in=hosts, until=None).exists():
        raise NotAllowed("own_host", "Vous appartenez à cette structure : une autre personne doit décider.")


def require_not_evaluator(user: User, hosts: Collection[int]) -> None:
    """Who evaluated a host on the spot does not accredit it."""
    if Evaluation.objects.filter(by_id=user.id, host_id__in=hosts).exists():
        raise NotAllowed("same_person", "Vous avez évalué cette structure : une autre personne doit l’agréer.")
