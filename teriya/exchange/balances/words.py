"""The words of balances on pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teriya.exchange.balances.engine.balance import Stage, Verdict, Way

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
