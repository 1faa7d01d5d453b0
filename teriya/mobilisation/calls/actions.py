"""The life of a call: opened over needs, applied to, checked, closed."""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls import dossiers, notices
from teriya.mobilisation.calls.engine.eligibility import Verdict
from teriya.mobilisation.calls.models import Application, Wave, Wish
from teriya.mobilisation.calls.states import APPLICATION_LIFE, WAVE_LIFE, ApplicationState, PlacementMode, WaveState
from teriya.mobilisation.hosts.models import Need
from teriya.people.models import Person

_CODE = re.compile(r"[A-Z0-9-]{2,30}")  # on papers, and in addresses, where small letters name our pages


@dataclass(frozen=True)
class NewApplication:
    """One line of a counter's list: who, under which N°, with which diploma and paper, wishing for which posts in order.

    None stands for a wish that is no post of the wave: the next ones keep their rank.
    """

    person: Person
    number: str
    diploma: str = ""
    speciality: str = ""
    paper_kind: str = ""
    paper_number: str = ""
    wishes: Sequence[Need | None] = ()
    channel: str = "file"


@transaction.atomic
def open_wave(
    *, code: str, title: str, form: Form, opens_on: date, closes_on: date, starts_on: date, by: User, on: date,
    needs: Sequence[Need] = (), mode: str = PlacementMode.WISHES, seed: str = "",
    reference_on: date | None = None,
) -> Wave:  # fmt: skip
    """Open a call. Ages are counted on the day that the country's rules name, unless one is given.

    The seed of the lottery is drawn now and kept secret until the closing; what is published at once is its SHA-256, so that
    nobody can choose a number by its draw, nor a seed by the numbers.
    """
    require(by, P.WAVES_OPEN)
    require_date(by, on)
    if not _CODE.fullmatch(code):
        raise Refusal(
            "bad_code",
            _("Le code se compose de capitales sans accent, de chiffres et de tirets : VNC-2026-1."),
            field="code",
        )
    if closes_on < opens_on:
        raise Refusal("wave_dates", _("La clôture vient après l’ouverture."), field="closes_on")
    if starts_on < closes_on:
        raise Refusal("wave_dates", _("La prise de service vient après la clôture."), field="starts_on")
    wave = Wave(code=code, title=title, form=form, opens_on=opens_on, closes_on=closes_on, starts_on=starts_on,
                reference_on=reference_on or reference_day(form, opens_on, closes_on, starts_on), seed=seed or secrets.token_hex(32), mode=mode)  # fmt: skip
    try:
        with transaction.atomic():
            wave.save(force_insert=True)
    except IntegrityError as error:
        if "code" not in str(error):
            raise
        raise Refusal("wave_known", _("Une vague porte déjà ce code."), field="code") from error
    journal.write("calls.open", "wave", wave.pk, by=by, on=on, permission=P.WAVES_OPEN,
                  commitment=wave.commitment, mode=mode)  # fmt: skip
    if needs:
        attach_needs(wave=wave, needs=needs, by=by, on=on)
    return wave


def reference_day(form: Form, opens_on: date, closes_on: date, starts_on: date) -> date:
    """The day at which ages are counted: `age_reference` of the pack, in force when the call opens."""
    named = rules.amount("age_reference", form=form.code, on=opens_on)
    days = {"application_deadline": closes_on, "start_of_service": starts_on}
    return days.get(named, date(starts_on.year, 1, 1))


@transaction.atomic
def attach_needs(*, wave: Wave, needs: Sequence[Need], by: User, on: date) -> None:
    """Put approved needs of the wave's form on its list of posts, while it is open."""
    require(by, P.WAVES_OPEN)
    require_date(by, on)
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state != WaveState.OPEN:
        raise Refusal("call_closed", _("La vague n’est plus ouverte : ses besoins ne changent plus."))
    for need in needs:
        if need.form_id != locked.form_id:
            raise Refusal(
                "need_of_another_form",
                _("Le besoin %(reference)s demande une autre forme de volontariat.") % {"reference": need.reference},
                field="needs",
            )
        if need.state != "approved":
            raise Refusal(
                "need_not_approved",
                _("Le besoin %(reference)s n’est pas approuvé.") % {"reference": need.reference},
                field="needs",
            )
    locked.needs.add(*needs)
    journal.write("calls.attach_needs", "wave", locked.pk, by=by, on=on, permission=P.WAVES_OPEN, rows=[need.pk for need in needs])  # fmt: skip


@transaction.atomic
def close_wave(*, wave: Wave, by: User, on: date) -> Wave:
    """Close the call: no application enters any more, juries score and the ranking can be drawn."""
    return _turn(wave, "close", by=by, on=on)


@transaction.atomic
def reopen_wave(*, wave: Wave, reason: str, by: User, on: date) -> Wave:
    return _turn(wave, "reopen", by=by, on=on, reason=reason)


@transaction.atomic
def draw_lottery(*, wave: Wave, drawn: str, by: User, on: date) -> Wave:
    """Add to the secret seed what was drawn in public (dice, balls), once, between the closing and the ranking.

    So not even who knew the secret could foresee the lottery.
    """
    require(by, P.WAVES_OPEN)
    require_date(by, on)
    drawn = " ".join(drawn.split())
    if not 0 < len(drawn) <= 40:
        raise Refusal("nothing_drawn", _("Écrivez ce qui a été tiré, en 40 signes au plus : 4 2 6 1."), field="drawn")
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state != WaveState.CLOSED:
        raise Refusal("not_the_time", _("On tire au sort entre la clôture et le classement."))
    if locked.drawn:
        raise Refusal("already_drawn", _("Le tirage est fait : « %(drawn)s ».") % {"drawn": locked.drawn})
    locked.drawn = drawn
    locked.save(update_fields=["drawn"])
    journal.write("calls.draw", "wave", locked.pk, by=by, on=on, permission=P.WAVES_OPEN, drawn=drawn)
    return locked


def _turn(wave: Wave, step: str, *, by: User, on: date, reason: str = "") -> Wave:
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    move(locked, WAVE_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"calls.{step}", "wave", locked.pk, by=by, on=on, reason=reason, permission=P.WAVES_OPEN)
    return locked


@transaction.atomic
def apply_many(*, wave: Wave, rows: Sequence[NewApplication], by: User, on: date) -> list[Application]:
    """Write applications received on a day of the call; each person gets a receipt by SMS.

    A wish is for a need of the wave. Refuses `already_applied` and `number_taken`: nothing is then written.
    """
    require_date(by, on)
    for commune in {row.person.commune_id for row in rows}:
        require(by, P.APPLICATIONS_REGISTER, commune=commune)
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    require_call(locked, on)
    _require_posts(locked, rows)
    applications = _insert(locked, rows, on)
    Wish.objects.bulk_create([
        Wish(application=application, rank=rank, need=need)
        for application, row in zip(applications, rows, strict=True)
        for need, rank in _ranks(row.wishes).items()
    ])  # fmt: skip
    if applications:
        journal.write("calls.apply", "wave", locked.pk, by=by, on=on, permission=P.APPLICATIONS_REGISTER, rows=[a.pk for a in applications])  # fmt: skip
        notices.received(applications)
    return applications


def require_call(wave: Wave, on: date) -> None:
    """Refuse an application to a call that is closed, or on a day outside it."""
    if wave.state != WaveState.OPEN:
        raise Refusal("call_closed", _("Les candidatures à cette vague sont closes."))
    if not wave.opens_on <= on <= wave.closes_on:
        raise Refusal(
            "outside_call",
            _("L’appel va du %(opens_on)s au %(closes_on)s.")
            % {"opens_on": f"{wave.opens_on:%d/%m/%Y}", "closes_on": f"{wave.closes_on:%d/%m/%Y}"},
            field="on",
        )


def _ranks(wishes: Sequence[Need | None]) -> dict[Need, int]:
    """The same post wished for twice keeps its better rank."""
    ranks: dict[Need, int] = {}
    for rank, need in enumerate(wishes, start=1):
        if need:
            ranks.setdefault(need, rank)
    return ranks


def _require_posts(wave: Wave, rows: Sequence[NewApplication]) -> None:
    posts = set(wave.needs.values_list("pk", flat=True))
    for row in rows:
        for need in filter(None, row.wishes):
            if need.pk not in posts:
                sentence = _("N° %(number)s : le besoin %(reference)s n’est pas ouvert dans cette vague.") % {
                    "number": row.number,
                    "reference": need.reference,
                }
                raise Refusal("need_not_in_wave", sentence, field="wishes")


def _insert(wave: Wave, rows: Sequence[NewApplication], on: date) -> list[Application]:
    """A record that was merged applies under the record that it stands for."""
    applications = [
        Application(
            wave=wave, person=row.person.merged_into if row.person.merged_into_id else row.person, number=row.number,
            diploma=row.diploma, speciality=row.speciality, paper_kind=row.paper_kind, paper_number=row.paper_number,
            channel=row.channel, on=on,
        )
        for row in rows
    ]  # fmt: skip
    try:
        with transaction.atomic():
            return Application.objects.bulk_create(applications)
    except IntegrityError as error:
        if "application_once" in str(error):
            raise Refusal(
                "already_applied", _("Une de ces personnes est déjà candidate à cette vague."), field="person"
            ) from error
        if "application_number_once" in str(error):
            raise Refusal(
                "number_taken", _("Un de ces numéros est déjà pris dans cette vague."), field="number"
            ) from error
        raise


@transaction.atomic
def withdraw(*, application: Application, by: User, on: date, reason: str = "") -> Application:
    """Leave the call: oneself, or an officer who holds the person's word. A proposal received is answered instead."""
    locked = Application.objects.select_for_update(of=("self",)).select_related("person").get(pk=application.pk)
    if locked.state == ApplicationState.PLACED:
        raise Refusal("answer_the_offer", _("Un poste vous est proposé : répondez à la proposition."))
    own = locked.person.account_id == by.id
    step, commune = ("withdraw", None) if own else ("record_withdrawal", locked.person.commune_id)
    move(locked, APPLICATION_LIFE, step, by=by, on=on, reason=reason, commune=commune)
    journal.write("calls.withdraw", "application", locked.pk, by=by, on=on, reason=reason, permission=APPLICATION_LIFE.steps[step].permission)  # fmt: skip
    return locked


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
        why = "doublon présumé, à trancher" if outcome == "held" else ""
        move_all(rows, APPLICATION_LIFE, _STEPS[outcome], by=by, on=on, reason=why)
    _save_reasons(row for row in changed if not row.reasons)  # …and leaves after it
    return moved["ineligible"]


def _written(verdict: Verdict) -> list[list[str]]:
    return [list(reason) for reason in verdict.reasons]


def _save_reasons(rows: Iterable[Application]) -> None:
    Application.objects.bulk_update(list(rows), ["reasons"])
