"""What a host does for itself: it registers, hands in its papers, accepts its duties. The centre may do it in its name."""

from collections.abc import Collection, Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.models import Upload
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.actions.registering import NewHost, enter
from teriya.mobilisation.hosts.models import Host, HostOfficer, Undertaking
from teriya.mobilisation.hosts.policies import require_hand
from teriya.mobilisation.hosts.states import HostState

PAPERS = "host"  # what a paper handed in is about
MOST_WAITING = 3  # hosts of one telephone that nobody has evaluated yet: more looks like a mistake


@transaction.atomic
def join(row: NewHost, *, name: str, by: User, on: date) -> Host:
    """Register one’s own host from one’s telephone and become its first officer.

    Refuses `host_known` (its centre then adds the person), `receipt_missing`, and `hosts_waiting` from the fourth host of
    one person that nobody has evaluated yet.
    """
    require(by, P.HOSTS_JOIN)
    require_date(by, on)
    User.objects.select_for_update().get(pk=by.pk)
    waiting = Host.objects.filter(officers__user=by, officers__until=None, state=HostState.REGISTERED)
    if waiting.count() >= MOST_WAITING:
        raise Refusal(
            "hosts_waiting",
            _("Vous avez déjà %(count)s structures à évaluer. Attendez la visite du centre.")
            % {"count": MOST_WAITING},
        )
    [host] = enter([row], by=by, on=on, permission=P.HOSTS_JOIN)
    HostOfficer.objects.create(host=host, user=by, duty=HostOfficer.Duty.OFFICER, since=on)
    accounts.take_up(user=by, name=name, role="host_officer", act=host.number, since=on)
    return host


def papers_asked() -> list[str]:
    """The codes of the papers that the country asks hosts for, in its order."""
    return [term.code for term in rules.terms("paper") if term.facts["kind"] == "host"]


@transaction.atomic
def hand_in(*, host: Host, kind: str, file: UploadedFile, by: User, on: date) -> Upload:
    """Put a paper in the host’s file (récépissé, plan d’action…): by its officer, or the centre for it."""
    require_date(by, on)
    require_hand(by, host)
    _require_alive(host)
    if kind not in papers_asked():
        raise Refusal("paper_not_asked", _("Cette pièce n’est pas de celles d’une structure."), field="kind")
    return documents.keep(file=file, kind=kind, subject=PAPERS, subject_id=host.pk, by=by, on=on)


@transaction.atomic
def undertake(*, host: Host, ticked: Collection[str], by: User, on: date, signed_by: str = "") -> Undertaking:
    """Accept every duty of the pack, word for word: by an officer on the phone, or in ink before the centre.

    All or none (`commitments_missing`): a host does not choose among its duties. In ink, `signed_by` names the officer.
    """
    require_date(by, on)
    in_ink = not require_hand(by, host)
    _require_alive(host)
    terms = rules.terms("commitment")
    if missing := [term for term in terms if term.code not in ticked]:
        sentence = _("Cochez chaque engagement. Il manque : %(words)s") % {"words": missing[0].fr}
        raise Refusal("commitments_missing", sentence, field="ticked")
    name = signed_by.strip() if in_ink else str(by)
    if not name:
        raise Refusal("signer_missing", _("Donnez le nom du responsable qui a signé."), field="signed_by")
    row = Undertaking.objects.create(
        host=host, words=[[term.code, term.fr] for term in terms], signed_by=name, in_ink=in_ink, by_id=by.id, on=on
    )
    journal.write("hosts.undertake", "host", host.pk, by=by, on=on, in_ink=in_ink, words=[term.code for term in terms])
    return row


@transaction.atomic
def undertake_many(hosts: Sequence[Host], *, by: User, on: date) -> list[Undertaking]:
    """Record what the heads of many hosts signed in ink before the centre: every duty, each under the head's own name."""
    duties = [term.code for term in rules.terms("commitment")]
    return [undertake(host=host, ticked=duties, signed_by=host.head, by=by, on=on) for host in hosts]


def _require_alive(host: Host) -> None:
    if host.state == HostState.REMOVED:
        raise NotAllowed("host_removed", _("« %(name)s » est radiée.") % {"name": host.name})
