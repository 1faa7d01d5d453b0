"""The life of a dispute as a timeline: what was said, by whom, when."""

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.models import Transition
from teriya.foundation.ui.parts import Moment
from teriya.pay.disputes.models import Dispute
from teriya.pay.disputes.states import WAITING


def moments(dispute: Dispute, *, with_names: bool) -> list[Moment]:
    """Opened, each answer in words, reopened, closed, and the answer to come. The volunteer reads qualities, not names;
    an answer that is still to be confirmed is not told yet."""
    opened = _("Contestée (%(way)s) : %(kind)s") % {
        "way": dispute.get_way_display(),
        "kind": dispute.get_kind_display(),
    }
    found = [Moment(opened, dispute.opened_on, dispute.words)]
    steps = list(Transition.objects.filter(subject="dispute", subject_id=dispute.pk).order_by("pk"))
    answers = iter(dispute.answers.order_by("pk"))
    names = dict(User.objects.filter(pk__in={step.by_id for step in steps}).values_list("pk", "name")) if with_names else {}  # fmt: skip
    last = None
    for step in steps:
        who = f"{names[step.by_id]}, {step.capacity}" if step.by_id in names else step.capacity
        if step.name in ("propose", "answer"):
            last = next(answers)
            if step.name == "propose":
                if with_names:
                    found.append(Moment(_("Réponse à confirmer : %(outcome)s") % {"outcome": last.get_outcome_display()}, step.on, f"{last.words} · {who}"))  # fmt: skip
                continue
        found.append(_moment(step, dispute, last, who))
    if dispute.state in WAITING:
        found.append(Moment(_("Réponse attendue : %(owner)s") % {"owner": dispute.owner}, dispute.answer_by, is_done=False))  # fmt: skip
    return found


def _moment(step: Transition, dispute: Dispute, last, who: str) -> Moment:
    if step.name == "reopen":
        return Moment(_("Rouverte"), step.on, dispute.reopened_because)
    if step.name == "close":
        return Moment(_("Close par le volontaire"), step.on)
    label = _("Réponse : %(outcome)s") % {"outcome": last.get_outcome_display()}
    return Moment(label, step.on, f"{last.words} · {who}")
