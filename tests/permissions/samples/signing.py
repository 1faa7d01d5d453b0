"""A contract that waits for its volunteer's signature, by the link that was sent."""

from teriya.service.missions import links
from tests.cast import Cast
from tests.factories.missions import make_missions


def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_missions(cast, until="issued")
    contract = mission.contracts.get()
    one = {"token": links.token(contract.links.get(party="volunteer"))}
    return {
        "signing:read": one,
        "signing:code": one,
        "signing:done": one,
        "signing:text": one | {"pk": contract.pk},
    }
