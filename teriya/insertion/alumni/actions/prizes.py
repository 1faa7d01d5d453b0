"""The best-volunteer prize: criteria first, then proposals, three jurors, sealed sheets, one ranking, one list."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.sealing import seal, unseal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.insertion.alumni import papers
from teriya.insertion.alumni.engine.ranking import JURY, rank
from teriya.insertion.alumni.models import Juror, Nominee, Prize, PrizeSheet
from teriya.insertion.alumni.states import PRIZE_LIFE, PrizeState
from teriya.insertion.routes.queries import OVER
from teriya.service.missions.models import Mission
from teriya.service.missions.states import RUNNING

_SHEETS = "teriya.alumni.sheets"


@transaction.atomic
def open_prize(*, year: int, title: str, by: User, on: date) -> Prize:
    """Open the prize of a year with the criteria and sums in force that day, frozen. Refuses `prize_known`."""
    require(by, P.PRIZES_KEEP)
    require_date(by, on)
    criteria = [_criterion(line) for line in rules.value("prize_criteria", on=on).value]
    amounts = sorted(map(int, rules.value("prize_amounts", on=on).value), reverse=True)
    prize = Prize(year=year, title=title.strip(), criteria=criteria, amounts=amounts, opened_on=on)
    try:
        with transaction.atomic():
            prize.save()
    except IntegrityError as error:
        raise Refusal("prize_known", _("Le prix de cette année est déjà ouvert."), field="year") from error
    _tell("open", prize, P.PRIZES_KEEP, by=by, on=on, criteria=criteria, amounts=amounts)
    return prize


def _criterion(line: str) -> tuple[str, int]:
    """« Assiduité au poste : 30 »."""
    label, _colon, points = line.rpartition(":")
    return label.strip(), int(points)


@transaction.atomic
def nominate(*, prize: Prize, mission: Mission, why: str, by: User, on: date) -> Nominee:
    """Propose a volunteer, in service or former, of one's communes. Refuses `never_served`, `nominee_known`."""
    require(by, P.PRIZES_PROPOSE, commune=mission.host.commune_id)
    require_date(by, on)
    row = _held(prize, PrizeState.OPEN)
    if mission.state not in (*OVER, *RUNNING):
        raise Refusal("never_served", _("Cette mission n’a pas commencé."), field="mission")
    if mission.person.account_id == by.pk:
        raise NotAllowed("own_file", _("C’est votre propre dossier : une autre personne doit le faire."))
    nominee = Nominee(prize=row, mission=mission, why=why.strip(), by_id=by.pk, on=on)
    try:
        with transaction.atomic():
            nominee.save()
    except IntegrityError as error:
        raise Refusal("nominee_known", _("Cette mission est déjà proposée."), field="mission") from error
    _tell("nominate", row, P.PRIZES_PROPOSE, by=by, on=on, mission=mission.pk)
    return nominee


@transaction.atomic
def seat_jury(*, prize: Prize, jurors: Sequence[User], by: User, on: date) -> Prize:
    """Close the proposals and seat three jurors, none of whom proposed or is proposed. Refuses `three_jurors`, `juror_tied`, `no_nominee`."""
    row = _held(prize, PrizeState.OPEN)
    if len({juror.pk for juror in jurors}) != JURY or not all(juror.may(P.JURY_SCORE) for juror in jurors):
        raise Refusal("three_jurors", _("Choisissez trois membres de jury différents."), field="jurors")
    nominees = list(row.nominees.select_related("mission__person"))
    if not nominees:
        raise Refusal("no_nominee", _("Personne n’est encore proposé."))
    tied = {one.by_id for one in nominees} | {one.mission.person.account_id for one in nominees}
    if tied & {juror.pk for juror in jurors}:
        raise Refusal("juror_tied", _("Un juré n’a ni proposé quelqu’un ni été proposé."), field="jurors")
    Juror.objects.bulk_create([Juror(prize=row, user=juror) for juror in jurors])
    move(row, PRIZE_LIFE, "seat_jury", by=by, on=on)
    _tell("seat_jury", row, P.PRIZES_KEEP, by=by, on=on, jurors=[juror.pk for juror in jurors])
    return row


@transaction.atomic
def seal_sheet(*, nominee: Nominee, marks: Sequence[int], by: User, on: date) -> PrizeSheet:
    """Give one's marks, criterion by criterion, once; they are sealed. Refuses `not_your_jury`, `bad_mark`, `sheet_sealed`."""
    require(by, P.JURY_SCORE)
    require_date(by, on)
    prize = _held(nominee.prize, PrizeState.JUDGED)
    juror = Juror.objects.filter(prize=prize, user=by).first()
    if juror is None:
        raise NotAllowed("not_your_jury", _("Vous n’êtes pas du jury de ce prix."))
    if len(marks) != len(prize.criteria) or any(not 0 <= mark <= most for mark, (_label, most) in zip(marks, prize.criteria, strict=False)):  # fmt: skip
        raise Refusal("bad_mark", _("Une note va de zéro aux points de son critère."))
    sheet = PrizeSheet(nominee=nominee, juror=juror, sealed=seal({"marks": list(marks)}, _SHEETS), on=on)
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError as error:
        raise Refusal("sheet_sealed", _("Votre fiche est déjà scellée.")) from error
    journal.write("alumni.seal_sheet", "prize", prize.pk, by=by, on=on, permission=P.JURY_SCORE, nominee=nominee.pk)
    return sheet


@transaction.atomic
def publish(*, prize: Prize, by: User, on: date) -> Prize:
    """Open the sheets together, rank, and publish the winners with the record of all. Never by a juror. Refuses `sheets_missing`."""
    row = _held(prize, PrizeState.JUDGED)
    require_other_person(by, *row.jurors.values_list("user", flat=True))
    nominees = {one.pk: one for one in row.nominees.select_related("mission__person", "mission__host__commune").order_by("pk")}  # fmt: skip
    sheets = {pk: [unseal(one.sealed, _SHEETS)["marks"] for one in nominee.sheets.order_by("juror")] for pk, nominee in nominees.items()}  # fmt: skip
    missing = sum(JURY - len(marks) for marks in sheets.values())
    if missing:
        raise Refusal("sheets_missing", _("Il manque %(count)s fiches du jury.") % {"count": missing})
    places = rank(sheets, row.amounts)
    for place in places:
        nominee = nominees[place.nominee]
        nominee.points, nominee.rank, nominee.amount = place.points, place.rank, place.amount
    Nominee.objects.bulk_update(nominees.values(), ["points", "rank", "amount"])
    row.published_on = on
    row.record = papers.issue_record(row, [(nominees[place.nominee], place) for place in places], by=by, on=on)
    row.save(update_fields=["published_on", "record"])
    move(row, PRIZE_LIFE, "publish", by=by, on=on)
    _tell("publish", row, P.PRIZES_PUBLISH, by=by, on=on, winners=[place.nominee for place in places if place.amount])
    return row


@transaction.atomic
def drop(*, prize: Prize, reason: str, by: User, on: date) -> Prize:
    """Give a prize up before its list, with the reason: the year may open another."""
    row = Prize.objects.select_for_update(of=("self",)).get(pk=prize.pk)
    move(row, PRIZE_LIFE, "drop", by=by, on=on, reason=reason)
    _tell("drop", row, P.PRIZES_KEEP, by=by, on=on, reason=reason)
    return row


def _held(prize: Prize, state: str) -> Prize:
    row = Prize.objects.select_for_update(of=("self",)).get(pk=prize.pk)
    if row.state != state:
        sentence = _("Le prix est « %(state)s » : cela ne s’y fait plus, ou pas encore.")
        raise Refusal("wrong_state", sentence % {"state": row.get_state_display()})
    return row


def _tell(verb: str, row: Prize, permission: P, *, by: User, on: date, reason: str = "", **facts: object) -> None:
    journal.write(f"alumni.{verb}_prize", "prize", row.pk, by=by, on=on, reason=reason, permission=permission, **facts)
