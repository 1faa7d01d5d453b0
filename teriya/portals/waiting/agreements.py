"""Funding agreements: what waits to be signed, called, received, checked, reported, and those that end."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.partnerships.agreements import queries
from teriya.partnerships.agreements.models import Agreement, Expense, Repayment, Tranche, Version
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits

SOON, ENDS = timedelta(30), timedelta(60)


def texts(user: User, today: date) -> Iterator[Task]:
    """Agreements and amendments whose signature another person wrote."""
    if not user.may(P.AGREEMENTS_SIGN):
        return
    rows = Version.objects.filter(state="drafted").exclude(entered_by_id=user.pk).exclude(agreement__state="cancelled")
    first = rows.order_by("entered_on", "pk").values_list("agreement", flat=True).first()
    if first:
        yield from waits(
            _("Conventions et avenants à signer"), door("agreements:agreement", first), rows, "entered_on"
        )


def tranches(user: User, today: date) -> Iterator[Task]:
    """Tranches to call within thirty days, and those called whose money is to be recorded."""
    if user.may(P.TRANCHES_CALL):
        rows = queries.tranches_due(today + SOON)
        first = rows.values_list("agreement", flat=True).first()
        if first:
            late = Q(due_on__lt=today)
            yield from waits(_("Tranches à appeler"), door("agreements:agreement", first), rows, "due_on", part=late, told=_("dont %(count)s en retard"))  # fmt: skip
    if user.may(P.TRANCHES_RECEIVE):
        called = Tranche.objects.filter(state="called", due_on__lt=today).exclude(called_by_id=user.pk)
        first = called.order_by("due_on", "pk").values_list("agreement", flat=True).first()
        if first:
            yield from waits(
                _("Tranches appelées et pas reçues"), door("agreements:agreement", first), called, "due_on"
            )


def checks(user: User, today: date) -> Iterator[Task]:
    """What another person entered: expenses to check, repayments to pay."""
    if user.may(P.EXPENSES_CHECK):
        rows = Expense.objects.filter(state="entered").exclude(entered_by_id=user.pk)
        yield from waits(_("Dépenses à vérifier"), door("agreements:expenses", etat="entered"), rows, "entered_on")
    if user.may(P.TRANCHES_RECEIVE):
        back = Repayment.objects.filter(state="entered").exclude(entered_by_id=user.pk)
        first = back.order_by("entered_on", "pk").values_list("pk", flat=True).first()
        if first:
            yield from waits(
                _("Remboursements à un bailleur, à payer"), door("agreements:repayment", first), back, "entered_on"
            )


def ends(user: User, today: date) -> Iterator[Task]:
    """Reports due within thirty days, agreements that end within sixty."""
    if not user.may(P.AGREEMENTS_WRITE):
        return
    seen = Agreement.objects.visible_to(user)
    reports = queries.reports_due(seen, today + SOON)
    if reports:
        row, day = reports[0]
        detail = _("le premier le %(day)s") % {"day": f"{day:%d/%m/%Y}"}
        yield Task(
            _("Rapports dus aux bailleurs"),
            door("agreements:agreement", row.pk),
            len(reports),
            min(day, today),
            detail,
        )
    ending = queries.ending(seen, today, today + ENDS)
    if ending:
        row, day = ending[0]
        detail = _("la première le %(day)s") % {"day": f"{day:%d/%m/%Y}"}
        yield Task(
            _("Conventions qui finissent"), door("agreements:agreement", row.pk), len(ending), min(day, today), detail
        )


ROOMS = (texts, tranches, checks, ends)
