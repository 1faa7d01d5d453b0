"""Juries and scores of the call of tests/factories/calls.py."""

from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import actions
from teriya.mobilisation.selection.models import Jury
from tests.cast import Cast
from tests.factories.calls import TODAY, officer


def make_jury(cast: Cast, wave: Wave, **changes) -> Jury:
    """Massan holds the first chair, two outside persons without account the others."""
    members = [("Massan", cast["jury_member"]), ("AGBO Yaovi", None), ("KAO Essi", None)]
    return actions.constitute_jury(
        **{"wave": wave, "name": "Jury de Notsè", "members": members, "by": officer(cast), "on": TODAY} | changes
    )


def check_and_close(cast: Cast, wave: Wave) -> None:
    calls.check_eligibility(wave=wave, by=officer(cast), on=TODAY)
    calls.close_wave(wave=wave, by=officer(cast), on=TODAY)


def enter(cast: Cast, wave: Wave, *rows: tuple[Application, list[int | None]]) -> None:
    actions.enter_scores(wave=wave, rows=list(rows), by=officer(cast), on=TODAY)
