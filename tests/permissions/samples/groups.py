"""« Havilonlon » of Haho 1, shared."""

from django.test import override_settings

from tests.cast import Cast
from tests.factories.groups import make_group, share


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    group = make_group(cast)
    shared = share(cast, group, remark="Carnets seuls")
    one = {"number": group.number}
    routes = ("group", "facilitator", "enter_members", "share_out", "next")
    return {f"groups:{route}": one for route in routes} | {
        "groups:member": one | {"rank": 1}, "groups:month": one | {"month": "2025-02"}, "groups:sheet": one | {"pk": shared.pk},
    }  # fmt: skip
