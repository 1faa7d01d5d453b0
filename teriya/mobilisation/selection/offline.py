"""A juror's day without network: the list of those to score, and the sheet of each, kept on the member's own device."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.offline.kinds import Kind, Values
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection import hearing, queries
from teriya.mobilisation.selection.forms import SheetForm
from teriya.mobilisation.selection.models import Hearing, JuryMember
from teriya.mobilisation.selection.policies import chair_of

AHEAD = timedelta(days=3)  # as long as a kept page opens
MOST = 200  # sheets kept on one device


def candidate(code: str, pk: int) -> Application:
    rows = Application.objects.select_related("wave__form", "person__commune")
    return get_object_or_404(rows, pk=pk, wave__code=code)


def as_it_stands(found: Hearing | None, member: JuryMember) -> Values:
    """Before whom and when the candidate is heard, and the digest of this chair's sheet once sealed."""
    told = [member.jury.name, *(f"{one}" for one in (found and found.on, found and found.at) if one)]
    if found and found.attempt > 1:
        told.append(str(found.attempt))
    done = found and found.sheets.filter(chair=member.chair).first()
    return {"hearing": " · ".join(told), "sealed": (done.digest or _("copiée du papier")) if done else ""}


def write(form: SheetForm, *, by: User, on: date, code: str, pk: int) -> dict:
    sealed = hearing.seal_sheet(application=candidate(code, pk), by=by, on=on, **form.values())
    return {
        "digest": sealed.digest,
        "receipt": _("fiche scellée, empreinte %(digest)s") % {"digest": sealed.digest[:12]},
    }


def _fill(data: Any, files: Any, *, by: User, code: str, pk: int) -> SheetForm:
    """Against the hearing as it is today: what changed since the typing is a conflict, which the member decides."""
    row = candidate(code, pk)
    member, found = chair_of(by, row), queries.hearing_of(row)
    posted = data.copy()
    posted["base"] = str(found.version if found else 0)
    return SheetForm(posted, grid=queries.grid_of(row.wave), now=as_it_stands(found, member))


def _now(*, by: User, code: str, pk: int) -> Values:
    row = candidate(code, pk)
    return as_it_stands(queries.hearing_of(row), chair_of(by, row))


def _pages(user: User) -> list[tuple[str, str]]:
    """The list of each wave where this person sits, then the sheets of today and of the days that follow."""
    until = timezone.localdate() + AHEAD
    found = []
    for wave in queries.sitting(user):
        rows = queries.to_score(user, wave).filter(Q(hearing_on=None) | Q(hearing_on__lte=until))[:MOST]
        listed = _("Mes candidats : %(wave)s") % {"wave": wave.title}
        found.append((listed, reverse("selection:scores", args=[wave.code])))
        found += [(named(row), reverse("selection:sheet", args=[wave.code, row.pk])) for row in rows]
    return found


def named(row: Application) -> str:
    return _("N° %(number)s · %(person)s") % {"number": row.number, "person": row.person}


KIND = Kind(
    "selection:sheet", gettext_lazy("Fiche de jury"), "selection.seal", P.JURY_SCORE, _pages, _fill, write, _now,
    is_sealed=True,
)  # fmt: skip
