"""The State's envelope."""

from tests.cast import Cast
from tests.factories.hosts import envelope


def samples(cast: Cast) -> dict[str, dict]:
    code = {"code": envelope(cast).code}
    return {"ledger:envelope": code, "ledger:top_up": code}
