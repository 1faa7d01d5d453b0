"""A post of Burkina Faso for which Kossi is asked, a post of ours offered to Mali."""

from tests.cast import Cast
from tests.exchange.conftest import meet
from tests.factories.reciprocity import post_abroad, post_here, prepared


def samples(cast: Cast) -> dict[str, dict]:
    burkina = meet("bf", "Programme national de volontariat du Burkina Faso", "BF").row
    mali = meet("ml", "Centre national de promotion du volontariat", "ML", speaks=False).row
    abroad, here = post_abroad(cast, burkina), post_here(cast, mali)
    one = prepared(cast, abroad)
    there, row = {"uid": abroad.uid}, {"uid": one.uid}
    return {
        "reciprocity:offer": there, "reciprocity:withdraw": {"uid": here.uid}, "reciprocity:prepare": there, "reciprocity:received": {"uid": here.uid},
        "reciprocity:call": there, "reciprocity:enter": there, "reciprocity:nomination": row, "reciprocity:act": row | {"name": "ecarter"},
        "reciprocity:own": row, "reciprocity:post": there,
    }  # fmt: skip
