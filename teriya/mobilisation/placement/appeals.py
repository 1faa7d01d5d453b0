"""Appeals: a candidate contests a published placement, somebody who had no hand in it answers."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.calls.states import APPLICATION_LIFE
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.placement import notices, offers, rounds
from teriya.mobilisation.placement.models import Appeal, Round
from teriya.mobilisation.placement.openings import openings_of
from teriya.mobilisation.placement.policies import require_not_of_the_placement, require_untied
from teriya.mobilisation.placement.states import APPEAL_LIFE


def last_day(round: Round) -> date | None:
    """The last day to appeal against a published round; None before its publication, or while no rule says how long."""
    published = Transition.objects.filter(subject="round", subject_id=round.pk, name="publish").order_by("-pk").first()
    if published is None:
        return None
    days = rules.amount("appeal_days", form=round.wave.form.code, on=published.on)
    return None if days is None else published.on + timedelta(days)


def require_delays(round: Round, on: date) -> None:
    """Refuse while no rule in force says how long one may appeal, and by when one is answered."""
    for name in ("appeal_days", "appeal_answer_days"):
        rules.value(name, form=round.wave.form.code, on=on)


@transaction.atomic
def file_appeal(*, application: Application, text: str, by: User, on: date) -> Appeal:
    """Contest what a published placement did with one's application; once, in the days that the country's rules give."""
    if application.person.account_id != by.pk:
        raise NotAllowed("not_yours", _("Seule la personne elle-même conteste son placement."))
    require_date(by, on)
    text = text.strip()
    if not 0 < len(text) <= 2000:
        raise Refusal(
            "nothing_said", _("Dites en 2 000 lettres au plus ce que vous contestez, et pourquoi."), field="text"
        )
    round = Round.objects.filter(wave=application.wave, state="published").select_related("wave__form").first()
    if round is not None:
        require_delays(round, on)
    last = round and last_day(round)
    if round is None or last is None or on > last:
        raise Refusal("appeal_closed", _("Le délai pour contester ce placement est passé, ou il n’est pas publié."))
    days = rules.value("appeal_answer_days", form=round.wave.form.code, on=on).value
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                round=round, application=application, text=text, on=on, answer_by=on + timedelta(days)
            )
    except IntegrityError as error:
        raise Refusal("appeal_once", _("Vous avez déjà fait un recours sur ce placement."), field="text") from error
    journal.write("appeals.file", "appeal", appeal.pk, by=by, on=on)
    notices.appeal_received(appeal)
    return appeal


def require_impartial(appeal: Appeal, by: User) -> None:
    """Nobody answers who had a hand in the placement, or a tie to the wave."""
    require_not_of_the_placement(by, appeal.round)
    require_untied(by, appeal.round.wave)


@transaction.atomic
def answer(*, appeal: Appeal, uphold: bool, reason: str, by: User, on: date, need: Need | None = None) -> Appeal:
    """Uphold or reject, with the reason that the candidate reads. Upheld, a free funded seat may be offered at once.

    Never by who simulated, proposed, decided or published the placement, nor by somebody with a tie to the wave.
    """
    locked = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("round__wave__form", "application__person__account", "application__wave")
        .get(pk=appeal.pk)
    )
    require(by, P.APPEALS_ANSWER, commune=locked.application.person.commune_id)
    require_impartial(locked, by)
    step = "uphold" if uphold else "reject"
    locked.answer = reason.strip()
    if need is not None and not uphold:
        raise Refusal(
            "seat_without_upholding", _("On ne propose une place que si le recours est admis."), field="need"
        )
    locked.save(update_fields=["answer"])
    move(locked, APPEAL_LIFE, step, by=by, on=on, reason=reason, commune=locked.application.person.commune_id)
    if need is not None:
        _offer(locked, need, by=by, on=on)
    journal.write(f"appeals.{step}", "appeal", locked.pk, by=by, on=on, reason=reason, permission=P.APPEALS_ANSWER)
    notices.appeal_answered(locked)
    return locked


def _offer(appeal: Appeal, need: Need, *, by: User, on: date) -> None:
    """Offer a free funded seat to somebody of the reserve whose appeal is upheld."""
    application = Application.objects.select_for_update(of=("self",)).select_related("person__account").get(
        pk=appeal.application_id
    )  # fmt: skip
    rounds.lock(appeal.round.wave)
    openings = openings_of(appeal.round.wave, on)
    if need.reference not in openings:
        raise Refusal("no_free_seat", _("Ce poste n’a plus de place libre et financée."), field="need")
    if rules.diploma_rank(application.diploma) < rules.diploma_rank(need.diploma):
        raise Refusal("override_diploma", _("Cette personne n’a pas le diplôme que ce poste demande."), field="need")
    move_all([application], APPLICATION_LIFE, "call_on_appeal", by=by, on=on, reason="recours admis",
             commune=application.person.commune_id)  # fmt: skip
    offers.make(appeal.round, [(application, need.reference)], openings, on=on)
