"""What the training adds to the pages of missions: papers, what comes next for the volunteer, a door for a whole wave."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.documents.models import Document
from teriya.foundation.rules.templatetags.words import label
from teriya.foundation.ui.templatetags.ui import day
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions.models import Mission
from teriya.service.training.models import Trainee


def papers_of(mission: Mission) -> Iterator[tuple[str, str, Document]]:
    """The letters that still hold, and the certificate of training."""
    for row in mission.trainings.there().select_related("letter", "certificate").order_by("pk"):
        if row.letter:
            yield f"convocation-{row.pk}", _("Convocation à la formation"), row.letter
        if row.certificate:
            yield "attestation-formation", _("Attestation de formation"), row.certificate


def next_of(mission: Mission) -> str:
    """Where and when one is expected, or what is to be taken again; nothing once it is passed."""
    row = mission.trainings.there().select_related("session__commune").order_by("-pk").first()
    if row is None or row.state == "passed":
        return ""
    if row.state == "resit":
        return _("Votre formation est à reprendre : %(modules)s. Vous serez convoqué à une autre session.") % {
            "modules": owed_of(row)
        }
    if row.state == "failed":
        return _("Votre formation n’est pas validée : %(modules)s. Votre centre vous dira la suite.") % {
            "modules": owed_of(row)
        }
    if row.convened_on is None:
        return _("Une place vous est donnée à une formation : un SMS vous dira où et quand.")
    session = row.session
    words = {"place": f"{session.venue}, {session.commune}", "first": date_format(session.from_on, "j F"), "last": day(session.to_on),
             "hour": f"{session.opens_at:%H:%M}"}  # fmt: skip
    return _("Formation à %(place)s, du %(first)s au %(last)s, à %(hour)s. Venez avec votre pièce d’identité.") % words


def owed_of(row: Trainee) -> str:
    """« Civisme, Santé et sécurité »."""
    return ", ".join(label(code, "module") for code in sorted(row.owed)) or "—"


def doors_of(user: User, wave: Wave) -> Iterator[tuple[str, str]]:
    if user.may(P.TRAINING_PLAN):
        yield _("Répartir à la formation"), reverse("training:distribute", args=[wave.code])
