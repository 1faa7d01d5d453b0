"""A kit of Haho 1, handed over against a signed sheet, repaid in part."""

from django.test import override_settings

from teriya.insertion.kits import actions
from tests.cast import Cast
from tests.factories.kits import HANDED, make_lot, repay
from tests.factories.routes import a_paper, make_former


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_former(cast)
    kit = make_lot(cast).kits.get()
    actions.assign(kit=kit, person=mission.person, by=cast.yao, on=HANDED)
    actions.hand_over(kit=kit, signed=a_paper("fiche.pdf"), by=cast.mazalo, on=HANDED)
    paid, one = repay(cast, kit, 1_000, "R-1"), {"number": kit.number}
    routes = ("kit", "sheet", "signed", "assign", "hand_over", "look", "repay", "ask_waiver")
    return {f"kits:{route}": one for route in routes} | {"kits:reverse": one | {"pk": paid.pk}}
