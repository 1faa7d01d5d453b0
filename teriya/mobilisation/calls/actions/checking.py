"""Judging applications by the form's rules."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move_all
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls import dossiers, notices
from teriya.mobilisation.calls.engine.eligibility import Verdict
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.states import APPLICATION_LIFE, WaveState


@transaction.atomic
def check_eligibility(*, wave: Wave, by: User, on: date) -> Counter[str]:
    """Judge every application of the perimeter by the form's rules: how many each code took, and how many are `eligible`.

    A check replaces an earlier one, until the ranking. People found ineligible are told why by SMS.
    """
    require_date(by, on)
    locked = Wave.objects.select_for_update(of=("self",)).select_related("form").get(pk=wave.pk)
    if locked.state not in {WaveState.OPEN, WaveState.CLOSED}:
        raise Refusal("wave_ranked", _("La vague est déjà classée : l’éligibilité ne change plus."))
    rows = locked.applications.to_check(by).select_for_update(of=("self",)).select_related("person__account")
    applications = list(rows.order_by("pk"))
    verdicts = dossiers.verdicts(locked, applications)
    refused = _settle(applications, verdicts, by=by, on=on)
    journal.write("calls.check", "wave", locked.pk, by=by, on=on, permission=P.APPLICATIONS_CHECK, rows=list(verdicts))
    notices.not_eligible(refused)
    return Counter(verdict.code for verdict in verdicts.values())


_STEPS = {"eligible": "find_eligible", "ineligible": "find_ineligible", "held": "hold", "duplicate": "find_duplicate"}


def _settle(
    applications: Sequence[Application], verdicts: dict[int, Verdict], *, by: User, on: date
) -> list[Application]:
    """Write each verdict; returns those who are ineligible from now on."""
    changed = [row for row in applications if row.reasons != _written(verdicts[row.pk])]
    moved: dict[str, list[Application]] = {outcome: [] for outcome in _STEPS}
    for row in applications:
        if row.state != verdicts[row.pk].outcome:
            moved[verdicts[row.pk].outcome].append(row)
    for row in changed:
        row.reasons = _written(verdicts[row.pk])
    _save_reasons(
        row for row in changed if row.reasons
    )  # `ineligible_says_why`: the reason is there before the state…
    for outcome, rows in moved.items():
        why = "doublon à trancher, ou dossier à compléter" if outcome == "held" else ""
        move_all(rows, APPLICATION_LIFE, _STEPS[outcome], by=by, on=on, reason=why)
    _save_reasons(row for row in changed if not row.reasons)  # …and leaves after it
    return moved["ineligible"]


def _written(verdict: Verdict) -> list[list[str]]:
    return [list(reason) for reason in verdict.reasons]


def _save_reasons(rows: Iterable[Application]) -> None:
    Application.objects.bulk_update(list(rows), ["reasons"])
