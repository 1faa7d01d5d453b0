"""Who acts when a fact is applied."""

from teriya.exchange.wire.models import Fact
from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import Actor, Counterpart


def speaker(fact: Fact) -> Actor:
    """The person of ours who said it; or the other agency, even where its letter is typed here: what it says is its own to say."""
    if fact.is_ours and fact.by_id:
        return User.objects.get(pk=fact.by_id)
    return Counterpart(fact.agency.name, fact.by_id or 0)
