"""Yao's tablet, and what it brought after his session was over."""

from teriya.foundation.offline import actions
from tests.cast import Cast
from tests.foundation.offline.forms import TODAY, device_of, entry_of, marked, typed, woman


def samples(cast: Cast) -> dict[str, dict]:
    device = device_of(cast["regional_agent"])
    with marked():
        row = actions.receive(entry_of(typed(woman())), device=device, is_author_present=False, on=TODAY)
    of_one = {f"offline:{name}": {"receipt": row.receipt} for name in ("deposit", "give_up")}
    return of_one | {"offline:revoke": {"pk": device.pk}}
