"""The State's envelope."""

from tests.cast import Cast
from tests.factories.hosts import envelope


def samples(cast: Cast) -> dict[str, dict]:
    code = {"code": envelope(cast).code}
    return dict.fromkeys(["ledger:envelope", "ledger:top_up", "ledger:withdraw", "ledger:take_in"], code)
