"""The letters of a cut in one file: a few at once, thousands by the worker."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.making import MakingState
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.pay.forecast.models import Cut, PrintedLetters

AT_ONCE = 50  # letters: a page waits a second for them; more is the worker's


@transaction.atomic
def ask_letters(*, cut: Cut, by: User, on: date) -> PrintedLetters:
    """The file of a list that was decided: the one there or under way, one to make otherwise. Refuses `no_letters`."""
    require(by, P.PAY_READ)
    locked = Cut.objects.select_for_update(of=("self",)).select_related("letters").get(pk=cut.pk)
    if locked.letters is None:
        raise Refusal("no_letters", _("Cette liste n’est pas décidée : elle n’a pas encore de lettres."))
    asked = {"total": len(locked.letters.data["letters"]), "by_id": by.pk, "on": on}
    row, _new = PrintedLetters.objects.defer("content").get_or_create(cut=locked, defaults=asked)
    if row.state == MakingState.FAILED or row.is_lost:
        again = asked | {"state": MakingState.ASKED, "done": 0, "failure": "", "at": Now()}
        PrintedLetters.objects.filter(pk=row.pk).update(**again)
    return PrintedLetters.objects.defer("content").get(pk=row.pk)


def make_letters(row: PrintedLetters) -> None:
    """Draw them all. They were frozen when the list was decided: nothing is counted again."""
    by = User.objects.get(pk=row.by_id)
    require(by, P.PAY_READ)
    paper = row.cut.letters
    content = documents.letters(paper, row.tell)
    with transaction.atomic():
        PrintedLetters.objects.filter(pk=row.pk).update(state=MakingState.MADE, done=F("total"), content=content)
        journal.write("forecast.print_letters", "cut", row.cut_id, by=by, on=row.on, permission=P.PAY_READ, paper=paper.number, letters=row.total)  # fmt: skip
