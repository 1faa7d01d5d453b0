"""What bundles add to the pages of a run and of a payment."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.pay.allowances.models import PayLine, PayRun
from teriya.pay.bundles.pieces import BEGUN, PAID


def of_line(user: User, line: PayLine) -> Iterator[tuple[str, str]]:
    if line.state in PAID:
        yield _("Liasse de ce paiement"), reverse("bundles:line", args=[line.pk])


def of_run(user: User, run: PayRun) -> Iterator[tuple[str, str]]:
    if run.state in BEGUN:
        yield _("Liasse de cet état"), reverse("bundles:run", args=[run.pk])
