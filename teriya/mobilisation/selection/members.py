"""Who sits: a member replaced with its trace, a conflict of interest declared by the member, or typed from a written word, and
settled by who organises.
"""

from datetime import date, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.core.words import fold
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection import door
from teriya.mobilisation.selection.models import Conflict, Hearing, Jury, JuryMember, Sheet
from teriya.mobilisation.selection.policies import chair_of, scored_wave
from teriya.mobilisation.selection.queries import has_scored, heard_by
from teriya.mobilisation.selection.states import CONFLICT_LIFE


@transaction.atomic
def replace_member(
    *,
    member: JuryMember,
    name: str,
    reason: str,
    by: User,
    on: date,
    user: User | None = None,
    is_external: bool = False,
) -> JuryMember:
    """Give a chair to somebody else from now on. The sheets already sealed stay those of who sealed them."""
    require(by, P.JURY_RANK)
    require_date(by, on)
    scored_wave(member.jury.wave)
    locked = JuryMember.objects.select_for_update().get(pk=member.pk)
    if locked.until:
        raise Refusal("already_replaced", _("Ce membre est déjà remplacé."))
    if not reason.strip() or not name.strip():
        raise Refusal("reason_required", _("Écrivez qui remplace ce membre, et pourquoi."), field="reason")
    locked.until, locked.why_left = on, reason
    locked.save(update_fields=["until", "why_left"])
    try:
        with transaction.atomic():
            new = JuryMember.objects.create(
                jury=locked.jury, chair=locked.chair, name=name, user=user, is_external=is_external
            )
    except IntegrityError as error:
        raise Refusal("seated_twice", _("Une personne tient un seul siège d’un jury."), field="user") from error
    journal.write("selection.replace", "jury", locked.jury_id, by=by, on=on, reason=reason, permission=P.JURY_RANK,
                  chair=locked.chair, left=locked.pk, came=new.pk)  # fmt: skip
    return new


@transaction.atomic
def declare_conflict(*, application: Application, what: str, by: User, on: date) -> Conflict:
    """A member says that one may not hear a candidate: kinship, an interest. From then on this member cannot score the person."""
    require(by, P.JURY_SCORE)
    require_date(by, on)
    scored_wave(application.wave)
    member = chair_of(by, application)
    if not what.strip():
        raise Refusal("nothing_said", _("Dites quel lien vous avez avec ce candidat."), field="what")
    if Sheet.objects.filter(
        hearing__in=Hearing.objects.live(), hearing__application=application, by_id=by.id
    ).exists():
        raise Refusal(
            "sheet_sealed",
            _("Votre fiche est déjà scellée : dites ce lien au centre, qui peut corriger la note avec son motif."),
        )
    if member.user_id != by.pk:
        raise NotAllowed("not_your_chair", _("Vous remplacez déjà un membre en conflit : dites ce lien au centre."))
    conflict = Conflict.objects.create(application=application, member=member, what=what, on=on)
    journal.write("selection.declare_conflict", "conflict", conflict.pk, by=by, on=on, permission=P.JURY_SCORE, application=application.pk)  # fmt: skip
    return conflict


@transaction.atomic
def record_conflict(*, member: JuryMember, application: Application, what: str, by: User, on: date) -> Conflict:
    """Type what a member without account wrote about a link with a candidate of the jury; it holds as one's own declaration.

    Refuses `has_account` to who declares it alone, and `sheet_sealed` once the chair has given its score.
    """
    require(by, P.INTERVIEWS_PLAN, commune=application.person.commune_id)
    require_date(by, on)
    scored_wave(application.wave)
    locked = JuryMember.objects.select_for_update(of=("self",)).select_related("jury__wave").get(pk=member.pk)
    if locked.until:
        raise Refusal("already_replaced", _("Ce membre est déjà remplacé."))
    if locked.user_id:
        raise NotAllowed(
            "has_account", _("Ce membre a un compte : c’est à lui de déclarer le lien, depuis la fiche du candidat.")
        )
    if not heard_by(locked.jury).filter(pk=application.pk).exists():
        raise Refusal("not_of_this_jury", _("Ce candidat n’est pas entendu par ce jury."), field="application")
    if not what.strip():
        raise Refusal("nothing_said", _("Recopiez le lien que ce membre a écrit."), field="what")
    if has_scored(locked, application):
        raise Refusal(
            "sheet_sealed",
            _(
                "Ce juré a déjà donné sa note à ce candidat : corrigez-la avec son motif, ou faites réentendre le candidat."
            ),
            field="application",
        )
    try:
        with transaction.atomic():
            conflict = Conflict.objects.create(
                application=application, member=locked, what=what.strip(), typed_by_id=by.pk, on=on
            )
    except IntegrityError as error:
        raise Refusal("conflict_known", _("Ce conflit d’intérêts est déjà déclaré."), field="application") from error
    journal.write("selection.record_conflict", "conflict", conflict.pk, by=by, on=on, permission=P.INTERVIEWS_PLAN,
                  application=application.pk, member=locked.pk)  # fmt: skip
    return conflict


@transaction.atomic
def seat_another(
    *, conflict: Conflict, substitute: User | None = None, name: str = "", by: User, on: date
) -> Conflict:
    """The jury hears the candidate all the same, another juror in the chair of the member who declared the conflict.

    A juror with an account seals the sheet; somebody from outside is written by `name`, and scores on paper as any member
    without account. Refuses `who_stands_in` unless one of the two is given, `cannot_stand_in`, `not_a_juror`.
    """
    locked, name = _locked(conflict), " ".join(name.split())
    commune = locked.application.person.commune_id
    require(by, P.INTERVIEWS_PLAN, commune=commune)
    if bool(substitute) == bool(name):
        raise Refusal(
            "who_stands_in",
            _("Choisissez un juré, ou écrivez le nom d’une personne extérieure : l’un des deux."),
            field="name",
        )
    if _cannot_stand_in(locked, substitute, name):
        raise Refusal(
            "cannot_stand_in", _("Cette personne siège déjà, ou ne peut pas entendre ce candidat."),
            field="substitute" if substitute else "name",
        )  # fmt: skip
    if substitute and not substitute.may(P.JURY_SCORE):
        raise Refusal(
            "not_a_juror", _("Cette personne n’est pas membre de jury : nommez-la d’abord."), field="substitute"
        )
    locked.substitute, locked.substitute_name = substitute, name
    locked.save(update_fields=["substitute", "substitute_name"])
    move(locked, CONFLICT_LIFE, "seat_another", by=by, on=on, commune=commune)
    journal.write("selection.seat_another", "conflict", locked.pk, by=by, on=on, permission=P.INTERVIEWS_PLAN,
                  substitute=substitute.pk if substitute else None)  # fmt: skip
    return locked


def _cannot_stand_in(conflict: Conflict, substitute: User | None, name: str) -> bool:
    """Who sits in this jury, declared a conflict about the candidate, or is the candidate: by account, else by name."""
    seated = JuryMember.objects.seated().filter(jury=conflict.member.jury)
    tied = JuryMember.objects.filter(conflicts__application=conflict.application)
    person = conflict.application.person
    if substitute:
        return (seated | tied).filter(user=substitute).exists() or person.account_id == substitute.pk
    words = set(fold(name).split())
    known = {*seated.values_list("name", flat=True), *tied.values_list("name", flat=True)}
    return any(words == set(fold(other).split()) for other in known) or words >= set(person.folded.split())


@transaction.atomic
def hear_elsewhere(
    *, conflict: Conflict, jury: Jury, day: date, at: time, reason: str, by: User, on: date
) -> Conflict:
    """The candidate is heard by another jury, at another hour; refused once a member of the first one sealed a sheet."""
    locked = _locked(conflict)
    commune = locked.application.person.commune_id
    hearing = Hearing.objects.live().filter(application=locked.application).first()
    if hearing is None:
        raise Refusal(
            "nobody_called", _("Ce candidat n’a pas d’heure : choisissez plutôt un autre membre."), field="slot"
        )
    if hearing.sheets.exists():
        raise Refusal(
            "sheet_sealed",
            _("Une fiche de ce jury est déjà scellée : choisissez plutôt un autre membre."),
            field="slot",
        )
    door.move_hearing(hearing=hearing, jury=jury, day=day, at=at, reason=reason, by=by, on=on)
    move(locked, CONFLICT_LIFE, "hear_elsewhere", by=by, on=on, reason=reason, commune=commune)
    journal.write("selection.hear_elsewhere", "conflict", locked.pk, by=by, on=on, reason=reason, permission=P.INTERVIEWS_PLAN, jury=jury.pk)  # fmt: skip
    return locked


def _locked(conflict: Conflict) -> Conflict:
    rows = Conflict.objects.select_for_update(of=("self",)).select_related(
        "application__person", "application__wave", "member__jury"
    )
    locked = rows.get(pk=conflict.pk)
    scored_wave(locked.application.wave)
    return locked
