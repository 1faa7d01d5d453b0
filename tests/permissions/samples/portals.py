"""Kossi has a contract to sign: his file, and the contract's paper."""

from tests.cast import Cast
from tests.factories.missions import give_account, make_missions


def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_missions(cast, until="issued")
    give_account(mission, cast.kossi)
    own = {"matricule": mission.person.matricule}
    return {
        "portals:dossier": own,
        "portals:paper": own | {"pk": mission.contracts.get().document_id},
        "portals:behind": {"code": "en-service"},
    }
