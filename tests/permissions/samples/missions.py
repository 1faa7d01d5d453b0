"""A certified mission of Haho 1: Kossi served, Essi is its host's officer, Abla its tutor."""

from django.test import override_settings

from teriya.foundation.core.models import Receipt
from teriya.service.missions import actions
from tests.cast import Cast
from tests.factories.files import photo
from tests.factories.missions import DEPLOYMENT, give_account, make_missions

ANSWER = {
    "count": 1,
    "left": 0,
    "back": "/missions/",
    "refused": [["AMA Afi", "MISSION/2024/000001", "Lycée", "Il manque le serment."]],
}


def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_missions(cast, until="certified")
    give_account(mission, cast.kossi)
    wave, one = mission.wave, {"pk": mission.pk}
    with override_settings(TAKE_ON=True):
        scan = actions.keep_scan(contract=mission.contracts.get(), file=photo(), by=cast.yao, on=DEPLOYMENT)
    oath = wave.oaths.get()
    kept = Receipt.objects.create(by_id=cast.mazalo.pk, action="missions.confirm", content="", answer=ANSWER)
    return {
        "missions:outcome": {"receipt": kept.pk},
        "missions:refused": {"receipt": kept.pk},
        "missions:closure": {"pk": mission.host_id},
        "missions:mission": one,
        "missions:paper": one | {"kind": "attestation"},
        "missions:tutor": one,
        "missions:portrait": one,
        "missions:wave_cards": {"code": wave.code},
        "missions:sign": one,
        "missions:witness": one,
        "missions:original": one,
        "missions:scan": one | {"upload": scan.pk},
        "missions:amend": one,
        "missions:transfer": one,
        "missions:withdraw": one,
        "missions:suspend": one,
        "missions:resume": one,
        "missions:end": one,
        "missions:cancel": one,
        "missions:closing": one,
        "missions:revoke": one,
        "missions:late": {"name": "assermentes"},
        "missions:deployment": {"code": wave.code},
        "missions:oath": {"pk": oath.pk},
        "missions:oath_paper": {"pk": oath.pk, "kind": "proces-verbal"},
    }
