"""Setting aside the signs of a ghost: by a named person, with a reason, who had no hand in what made the line."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts.policies import is_member
from teriya.pay.allowances import queries
from teriya.pay.allowances.engine.ghosts import PATTERNS, SURE
from teriya.pay.allowances.models import Clearance, PayLine


@transaction.atomic
def clear_signs(*, line: PayLine, reason: str, by: User, on: date) -> list[Clearance]:
    """Clear every sign of a stopped line that a reason may clear; its next calculation does not count them any more.

    Never by who enrolled the person, entered the wallet or attested the month, nor for oneself or one's own host. Refuses
    `nothing_to_clear` where only the record itself can be put right.
    """
    locked = (
        PayLine.objects.select_for_update(of=("self",))
        .select_related("mission__person", "mission__host")
        .get(pk=line.pk)
    )
    mission = locked.mission
    require(by, P.PAY_CLEAR, commune=mission.host.commune_id)
    require_date(by, on)
    require_other_person(by, *queries.hands_on(locked))
    if mission.person.account_id == by.pk:
        raise NotAllowed("own_file", _("Personne ne lève un soupçon sur sa propre paie."))
    if is_member(by, mission.host):
        raise NotAllowed("own_host", _("Personne ne décide pour une structure dont il est membre."))
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez ce que vous avez vu, et où."), field="reason")
    signs = clearable(locked)
    if not signs:
        raise Refusal("nothing_to_clear", _("Rien ici ne se lève par un motif : la fiche elle-même se corrige."))
    rows = Clearance.objects.bulk_create(
        [Clearance(mission=mission, code=code, sentence=sentence[:200], reason=reason.strip(), by_id=by.pk, on=on)
         for code, sentence in signs]
    )  # fmt: skip
    journal.write("pay.clear", "pay_line", locked.pk, by=by, on=on, reason=reason, permission=P.PAY_CLEAR,
                  codes=[row.code for row in rows])  # fmt: skip
    return rows


def clearable(line: PayLine) -> list[tuple[str, str]]:
    """The signs of a stopped line that are doubts and not facts, and that nobody has cleared since it was computed."""
    if line.state != "blocked":
        return []
    gone = set(line.mission.clearances.values_list("code", flat=True))
    return [
        (code, sentence) for code, sentence in line.blocked
        if code in PATTERNS and PATTERNS[code].points < SURE and code not in gone
    ]  # fmt: skip
