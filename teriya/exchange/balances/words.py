"""The words of balances on pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from teriya.exchange.balances.engine.balance import Balance, Stage, Verdict, Way

STAGES: dict[Stage, Promise] = {
    Stage.NOMINATED: _("Proposés"),
    Stage.ACCEPTED: _("Acceptés"),
    Stage.DEPLOYED: _("Arrivés"),
    Stage.COMPLETED: _("Mission finie"),
}
WAYS: dict[Way, Promise] = {Way.OUT: _("Nous envoyons"), Way.IN: _("Nous recevons")}
VERDICTS: dict[Verdict, tuple[str, Promise]] = {
    Verdict.KEPT: ("ok", _("dans la tolérance")),
    Verdict.COMING: ("wait", _("sortira de la tolérance")),
    Verdict.LEFT: ("no", _("hors de la tolérance")),
}


def gap_told(balance: Balance) -> str:
    """In one sentence, who gave more: of those arrived, or of those accepted where only these leave the tolerance."""
    is_coming = balance.verdict == Verdict.COMING
    gap = balance.gap(Stage.ACCEPTED if is_coming else Stage.DEPLOYED)
    if not gap:
        return gettext("autant d’arrivés dans les deux sens")
    if is_coming and gap > 0:
        told = ngettext("quand les acceptés seront arrivés, nous aurons envoyé %(n)s personne de plus que reçu", "quand les acceptés seront arrivés, nous aurons envoyé %(n)s personnes de plus que reçu", gap)  # fmt: skip
    elif is_coming:
        told = ngettext("quand les acceptés seront arrivés, nous aurons reçu %(n)s personne de plus qu’envoyé", "quand les acceptés seront arrivés, nous aurons reçu %(n)s personnes de plus qu’envoyé", -gap)  # fmt: skip
    elif gap > 0:
        told = ngettext("nous avons envoyé %(n)s personne de plus que reçu", "nous avons envoyé %(n)s personnes de plus que reçu", gap)  # fmt: skip
    else:
        told = ngettext("nous avons reçu %(n)s personne de plus qu’envoyé", "nous avons reçu %(n)s personnes de plus qu’envoyé", -gap)  # fmt: skip
    return told % {"n": abs(gap)}
