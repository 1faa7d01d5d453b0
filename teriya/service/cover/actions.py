"""What is done about social cover: declare a month to a scheme, write the numbers it gives, know the dependants."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.periods import Month, between
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal import actions as journal
from teriya.people.lookalikes import folded_name
from teriya.people.models import Person
from teriya.service.cover import files, queries
from teriya.service.cover.models import Cover, Declaration, Dependant
from teriya.service.missions.models import Mission


@transaction.atomic
def declare(*, scheme: str, month: Month, payer: str, by: User, on: date) -> Declaration:
    """Declare a month to a scheme: whoever serves under a form that asks for it enters, whoever has left leaves.

    Declared again, the month gives a complement with what is new since. `payer` pays for those who enter.
    Refuses `month_to_come`, `scheme_unknown`, `nothing_to_declare`, `declared_meanwhile`.
    """
    require(by, P.COVER_DECLARE)
    require_date(by, on)
    if month.first > on:
        raise Refusal("month_to_come", _("Ce mois n’a pas commencé."), field="month")
    if scheme not in {term.code for term in queries.schemes()}:
        raise Refusal("scheme_unknown", _("Ce régime n’est pas dans le paquet du pays."), field="scheme")
    known = Declaration.objects.filter(scheme=scheme, month=month.first).count()
    due = queries.due(scheme, month)
    if not due or (known and not (due.entries or due.leaving)):
        raise Refusal("nothing_to_declare", _("Personne n’entre ni ne sort ce mois : il n’y a rien à déclarer."))
    if known:
        due = queries.Due(due.entries, [], due.leaving)
    row = _written(scheme, month, known + 1, due, payer, by=by, on=on)
    _enter(due.entries, row, payer)
    _leave(due.leaving, row)
    journal.write("cover.declare", "cover_declaration", row.pk, by=by, on=on, permission=P.COVER_DECLARE, scheme=scheme,
                  month=str(month), entries=len(due.entries), staying=len(due.staying), leaving=len(due.leaving))  # fmt: skip
    return row


def _written(
    scheme: str, month: Month, number: int, due: queries.Due, payer: str, *, by: User, on: date
) -> Declaration:
    people = {row.person_id for row in due.entries} | {row.mission.person_id for row in (*due.staying, *due.leaving)}
    with translation.override("fr"):  # the offices of the schemes read French
        lines = files.lines_of(due, queries.dependants_of(people, scheme, month), str(Cover.Payer(payer).label), month)
    row = Declaration(
        scheme=scheme, month=month.first, number=number, lines=lines, digest=files.digest(lines), on=on, by_id=by.pk
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal("declared_meanwhile", _("Une autre personne vient de déclarer ce mois : relisez-le.")) from error
    return row


def _enter(missions: list[Mission], row: Declaration, payer: str) -> None:
    """A service that has ended meanwhile enters open; the next declaration says that it left."""
    Cover.objects.bulk_create(
        Cover(mission=mission, scheme=row.scheme, period=between(mission.started_on, None), payer=payer, entered=row)
        for mission in missions
    )


def _leave(covers: list[Cover], row: Declaration) -> None:
    for cover in covers:
        cover.period, cover.left = between(cover.period.lower, cover.mission.ended_on), row
    Cover.objects.bulk_update(covers, ["period", "left"])


@transaction.atomic
def write_numbers(*, numbers: Mapping[int, str], by: User, on: date) -> list[Cover]:
    """The numbers that a scheme gave: cover id → number. One number is one person's. Refuses `number_of_another`."""
    require(by, P.COVER_DECLARE)
    require_date(by, on)
    rows = list(
        Cover.objects.select_for_update(of=("self",)).filter(pk__in=numbers).select_related("mission").order_by("pk")
    )
    others = Cover.objects.filter(number__in=[number.strip() for number in numbers.values()]).exclude(pk__in=numbers)
    owners = {(row.scheme, row.number): row.mission.person_id for row in others.select_related("mission")}
    for row in rows:
        row.number = numbers[row.pk].strip()
        if owners.setdefault((row.scheme, row.number), row.mission.person_id) != row.mission.person_id:
            sentence = _("Le numéro %(number)s est déjà celui d’une autre personne.") % {"number": row.number}
            raise Refusal("number_of_another", sentence, field=f"number_{row.pk}")
    Cover.objects.bulk_update(rows, ["number"])
    if rows:
        journal.write("cover.write_numbers", "cover", rows[0].pk, by=by, on=on, permission=P.COVER_DECLARE, rows=[r.pk for r in rows])  # fmt: skip
    return rows


@transaction.atomic
def add_dependant(
    *, person: Person, kin: str, family: str, given: str, birth_on: date, paper: str, by: User, on: date
) -> Dependant:
    """Write a spouse or a child with what proves it. Refuses a birth to come (`impossible_birth`), the same one twice."""
    _require_of(by, person)
    require_date(by, on)
    if birth_on > on:
        raise Refusal("impossible_birth", _("Cette date de naissance est à venir."), field="birth_on")
    row = Dependant(person=person, kin=kin, family=family.strip().upper(), given=given.strip(), birth_on=birth_on, paper=paper.strip(),
                    folded=folded_name(family, given), since=on, by_id=by.pk)  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        sentence = _("%(who)s est déjà inscrit parmi les ayants droit.") % {"who": row}
        raise Refusal("dependant_known", sentence, field="given") from error
    journal.write(
        "cover.add_dependant", "person", person.pk, by=by, on=on, permission=P.DEPENDANTS_WRITE, dependant=row.pk
    )
    return row


@transaction.atomic
def end_dependant(*, dependant: Dependant, until: date, reason: str, by: User, on: date) -> Dependant:
    """No longer covered from the day after `until`: divorce, death, own cover."""
    row = Dependant.objects.select_for_update(of=("self",)).select_related("person").get(pk=dependant.pk)
    _require_of(by, row.person)
    require_date(by, on)
    if row.until:
        raise Refusal("dependant_ended", _("Cet ayant droit n’est déjà plus couvert."))
    if until < row.since:
        raise Refusal("dependant_dates", _("La fin est avant le premier jour."), field="until")
    row.until = until
    row.save(update_fields=["until"])
    journal.write("cover.end_dependant", "person", row.person_id, by=by, on=on, permission=P.DEPENDANTS_WRITE, reason=reason, dependant=row.pk)  # fmt: skip
    return row


def _require_of(by: User, person: Person) -> None:
    """The centre where the person serves or lives; nobody writes one's own family."""
    require(by, P.DEPENDANTS_WRITE)
    if person.account_id == by.pk:
        raise NotAllowed("own_dependants", _("Ce sont vos propres ayants droit : une autre personne les inscrit."))
    places = {person.commune_id, *person.missions.values_list("host__commune", flat=True)}
    if not any(by.may(P.DEPENDANTS_WRITE, commune=commune) for commune in places):
        raise NotAllowed("elsewhere", _("Cette personne n’est pas dans votre périmètre."))
