"""Who speaks for a host, who agrees instalments, who answers; and the one lock of a host's account."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing.models import Call


def lock_hosts(hosts: Iterable[int]) -> None:
    """A host's account is one: whoever moves it holds the host's row, all in one order."""
    list(Host.objects.select_for_update(of=("self",)).filter(pk__in=list(hosts)).order_by("pk").values_list("pk", flat=True))  # fmt: skip


def may_agree(user: User, on: date) -> bool:
    """Whether a role of the person is one to which the country's rules give instalments."""
    named = rules.amount("host_share_instalments_by", on=on, default=())
    return any(act.role in named for act in user.acts_for(P.SHARES_AGREE))


def require_agreeing(user: User, on: date) -> None:
    require(user, P.SHARES_AGREE)
    if not may_agree(user, on):
        raise NotAllowed("not_an_agreeing_role", _("La règle ne confie pas les échéanciers à votre rôle."))


def hands_on(call: Call) -> set[int]:
    """Who prepared a call and who issued it: neither answers its dispute."""
    return {call.prepared_by_id, call.issued_by_id} - {None}
