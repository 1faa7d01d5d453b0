"""Money ahead: two scenarios to set beside the forecast, and which envelopes run dry soon."""

from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.pay.forecast import actions
from teriya.portals.demo.life import Life


def plan(life: Life) -> None:
    """The State gives a fifteenth of its credit, as when three billion became two hundred million; or two hundred volunteers more are sent."""
    finance, since = life.staff.head_office["finance_officer"], life.today.replace(day=1).isoformat()
    granted = {pk: held.granted for pk, held in ledger.standings().items()}
    state = max(Envelope.objects.filter(kind="state").values_list("pk", flat=True), key=lambda pk: granted.get(pk, 0))
    cut = {"what": "budget", "envelope": state, "since": since, "amount": granted[state] // 15}
    actions.save_scenario(name="Le budget de l’État divisé par quinze", changes=[cut], by=finance, on=life.today)
    more = {
        "what": "number",
        "people": 200,
        "form": "VNC",
        "since": since,
        "months": 12,
        "envelope": state,
    }
    actions.save_scenario(name="Deux cents volontaires de plus", changes=[more], by=finance, on=life.today)
    actions.watch_envelopes(on=life.today)
