"""Appraisals: given by one side, signed by the other, reviewed by the centre, which draws what follows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents.actions import issue
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.service.followup import papers
from teriya.service.followup.models import Appraisal
from teriya.service.followup.policies import guides, require_visitor
from teriya.service.followup.states import APPRAISAL_LIFE, Appraised, When
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import require_at, require_not_own
from teriya.service.missions.states import MissionState

CLOSES = {
    Appraised.VOLUNTEER: "host_evaluation",
    Appraised.HOST: "volunteer_evaluation",
}  # line of the closing checklist


def grid_of(mission: Mission, of: str, on: date) -> Any:
    """The pack's grid for this form and side, that day."""
    code = rules.value("appraisal_grid", on=on, form=mission.form.code, qualification=f"of_{of}").value
    return rules.term("grid", code)


@transaction.atomic
def give(
    *, mission: Mission, when: str, of: str, marks: Mapping[str, int], strengths: str, to_improve: str = "", by: User, on: date,
    paper: str = "",
) -> Appraisal:  # fmt: skip
    """Mark the other side on the grid in force. An agent who holds the signed sheet gives its `paper`.

    The volunteer's own appraisal of the host is signed as it is sent; the host does not read it. Refuses
    `not_in_service`, `appraisal_known`, `marks_missing`.
    """
    [row] = Mission.objects.locked([mission])
    _require_side(by, row, of, paper)
    require_date(by, on)
    if row.started_on is None or row.state == MissionState.CLOSED or on < row.started_on:
        raise Refusal(
            "not_in_service", _("Une évaluation se fait entre la prise de service et la clôture."), field="on"
        )
    if Appraisal.objects.filter(mission=row, when=when, of=of).exists():
        raise Refusal("appraisal_known", _("Cette évaluation est déjà faite."))
    grid = grid_of(row, of, on)
    appraisal = Appraisal.objects.create(
        mission=row, when=When(when), of=Appraised(of), grid=f"{grid.code}:{grid.facts['version']}", marks=_checked(grid, marks),
        strengths=strengths.strip(), to_improve=to_improve.strip(), paper=paper.strip(), on=on, by_id=by.id,
    )  # fmt: skip
    if of == Appraised.HOST and not paper.strip():
        _sign(appraisal, True, "", by, on)
    journal.write(
        "followup.appraise", "appraisal", appraisal.pk, by=by, on=on, permission=P.APPRAISALS_GIVE, mission=row.pk
    )
    return appraisal


def _require_side(by: User, mission: Mission, of: str, paper: str) -> None:
    if paper.strip():
        require_visitor(by, [mission])
        return
    require(by, P.APPRAISALS_GIVE)
    may = guides(by, mission) if of == Appraised.VOLUNTEER else mission.person.account_id == by.id
    if not may or (of == Appraised.VOLUNTEER and mission.person.account_id == by.id):
        raise NotAllowed("not_your_side", _("La structure évalue son volontaire, le volontaire sa structure."))


def _checked(grid: Any, marks: Mapping[str, int]) -> list[list]:
    """The grid's lines as they were when marked; each from 1 to its points."""
    lines = [[one["code"], one["name"]["fr"], marks.get(one["code"]), one["points"]] for one in grid.facts["criteria"]]
    if any(mark is None or not 1 <= mark <= points for _code, _name, mark, points in lines):
        raise Refusal("marks_missing", _("Donnez une note à chaque critère."))
    return lines


@transaction.atomic
def sign(*, appraisal: Appraisal, agrees: bool, comment: str, by: User, on: date) -> Appraisal:
    """The volunteer signs what the host wrote, and may disagree with a comment: both stay on the sheet."""
    row = _locked(appraisal)
    if row.of != Appraised.VOLUNTEER or row.mission.person.account_id != by.id:
        raise NotAllowed("not_yours_to_sign", _("Seul le volontaire évalué signe cette évaluation."))
    if not agrees and not comment.strip():
        raise Refusal("comment_missing", _("Écrivez en quoi vous n’êtes pas d’accord."), field="comment")
    _sign(row, agrees, comment, by, on)
    journal.write(
        "followup.sign_appraisal", "appraisal", row.pk, by=by, on=on, permission=P.APPRAISALS_GIVE, agrees=agrees
    )
    return row


def _sign(row: Appraisal, agrees: bool, comment: str, by: User, on: date) -> None:
    APPRAISAL_LIFE.check("sign", row.state)
    row.agrees, row.comment, row.signed_on = agrees, comment.strip(), on
    row.save(update_fields=["agrees", "comment", "signed_on"])
    move(row, APPRAISAL_LIFE, "sign", by=by, on=on)


@transaction.atomic
def review(*, appraisal: Appraisal, is_favourable: bool, reason: str = "", by: User, on: date) -> Appraisal:
    """The centre reads both sides and concludes; its sheet is printed with a number, which the closing checklist keeps.

    Without the volunteer's signature on its account the reason is written: signed in ink, gone, refuses to sign. Who gave it does not review it.
    """
    row = _locked(appraisal)
    require_at(by, P.APPRAISALS_REVIEW, [row.mission])
    require_not_own(by, [row.mission])
    require_other_person(by, row.by_id)
    step = "review" if row.signed_on else "review_unsigned"
    APPRAISAL_LIFE.check(step, row.state)
    row.is_favourable, row.reviewed_by_id, row.reviewed_on = is_favourable, by.id, on
    row.sheet = issue(
        kind="fiche", series="EVALUATION", subject="appraisal", sheet=papers.appraisal(row, by, reason), by=by, on=on
    )
    row.save(update_fields=["is_favourable", "reviewed_by_id", "reviewed_on", "sheet"])
    move(row, APPRAISAL_LIFE, step, by=by, on=on, reason=reason, commune=row.mission.host.commune_id)
    if row.of == Appraised.VOLUNTEER:
        missions.prove_performance(
            mission=row.mission, is_favourable=is_favourable, evidence=row.sheet.number, by=by, on=on
        )
    if row.when == When.END:
        missions.prove_closing(
            mission=row.mission, line=CLOSES[Appraised(row.of)], evidence=row.sheet.number, by=by, on=on
        )
    journal.write(
        "followup.review_appraisal",
        "appraisal",
        row.pk,
        by=by,
        on=on,
        permission=P.APPRAISALS_REVIEW,
        favourable=is_favourable,
    )
    return row


def _locked(appraisal: Appraisal) -> Appraisal:
    rows = Appraisal.objects.select_for_update(of=("self",)).select_related(
        "mission__person", "mission__host__commune", "mission__form"
    )
    return rows.get(pk=appraisal.pk)
