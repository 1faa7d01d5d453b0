"""Kossi, who served at Essi's school of Haho 1, is employed since, with his contract; a sewing kit was given to him."""

from django.test import override_settings

from teriya.insertion.routes import actions
from tests.cast import Cast
from tests.factories.missions import give_account
from tests.factories.routes import ON, a_paper, make_former, tell


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_former(cast)
    row = tell(
        cast,
        mission,
        evidence="contract",
        proof=a_paper(),
        source="volunteer",
        by=give_account(mission, cast.kossi).person.account,
    )
    given = actions.hand_over(
        mission=mission, kind="kit", what="Couture", amount=160_000, given_on=ON, by=cast.yao, on=ON
    )
    of, one = {"matricule": mission.person.matricule}, {"pk": row.pk}
    return {
        "routes:person": of, "routes:record": of, "routes:hand_over": of, "routes:correct": one, "routes:proof": one,
        "routes:correct_handover": {"pk": given.pk}, "routes:hire": {"pk": mission.pk},
    }  # fmt: skip
