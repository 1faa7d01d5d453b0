"""Files to finish, records to compare, forms typed without network that wait for a word."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.intake.models import Import, ImportRow
from teriya.foundation.offline.models import Deposit
from teriya.foundation.ui.parts import Task
from teriya.people.models import Suspicion
from teriya.portals.links import door
from teriya.portals.waiting.counting import NOWHERE, waits, within


def files(user: User, today: date) -> Iterator[Task]:
    """Files that this person brought and that were read, not written yet; one that brings nothing new waits for nothing."""
    mine = Q(by_id=user.pk) if user.may(P.INTAKE_IMPORT) else NOWHERE
    brings = Exists(ImportRow.objects.filter(file=OuterRef("pk"), outcome__in=("new", "changed")))
    files = Import.objects.filter(mine, brings, state="read")
    yield from waits(_("Fichiers lus, à enregistrer"), door("intake:bring"), files, "on")


def suspicions(user: User, today: date) -> Iterator[Task]:
    here = within(user, P.PEOPLE_DECIDE_DUPLICATES, "first__commune", "second__commune")
    yield from waits(
        _("Doublons à trancher"), door("people:suspicions"), Suspicion.objects.filter(here, state="open"), "found_on",
        part=Q(is_held=True), told=_("dont %(count)s qui arrêtent un dossier"),
    )  # fmt: skip


def entries(user: User, today: date) -> Iterator[Task]:
    """Forms typed without network that wait for a word: one's own, and those that another must decide."""
    if not user.may(P.OFFLINE_USE):
        return
    rows = Deposit.objects.still_open().annotate(day=TruncDate("received_at"))
    mine = rows.filter(author=user, state__in=("refused", "conflict"))
    yield from waits(_("Saisies sans réseau à corriger ou à départager"), door("offline:home"), mine, "day")
    if user.may(P.OFFLINE_DECIDE):
        others = Q(state="held") | Q(author__is_active=False)
        rows = rows.visible_to(user).filter(others).exclude(author=user)
        yield from waits(_("Saisies sans réseau à décider pour d’autres"), door("offline:home"), rows, "day")


ROOMS = (files, suspicions, entries)
