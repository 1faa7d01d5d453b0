"""What people say: the opinion of a host or of its community, and testimonies, published with consent and taken back at will."""

from collections.abc import Mapping
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.contribution.evidence import queries
from teriya.contribution.evidence.models import Opinion, Testimony
from teriya.contribution.evidence.states import TESTIMONY_LIFE, Consent, Level, Source
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts.models import Host


@transaction.atomic
def opine(
    *, host: Host, source: str, answers: Mapping[str, int], words: str = "", agreed: bool, by: User, on: date
) -> Opinion:
    """Keep an opinion: an officer answers for the host from the own account; an agent writes what somebody of the community says.

    Refuses `not_of_host`, `answers_missing` where a question has no level, `not_agreed` without the person’s agreement, `opinion_once_a_day`.
    """
    if source == Source.HOST:
        require(by, P.EVIDENCE_OWN)
        if queries.speaks_from(by, host) != "host":
            raise NotAllowed("not_of_host", _("Seul un responsable de la structure donne son avis."))
    else:
        require(by, P.EVIDENCE_KEEP, commune=host.commune_id)
    require_date(by, on)
    if not agreed:
        raise Refusal("not_agreed", _("Sans accord de la personne, rien ne se garde."), field="agreed")
    asked = [term.code for term in queries.questions(source)]
    if missing := [code for code in asked if answers.get(code) not in Level.values]:
        raise Refusal("answers_missing", _("Répondez à chaque question."), field=missing[0])
    if source == Source.HOST and Opinion.objects.filter(host=host, by_id=by.pk, on=on, source=source).exists():
        raise Refusal("opinion_once_a_day", _("Vous avez déjà donné l’avis de la structure aujourd’hui."))
    kept = {code: int(answers[code]) for code in asked}
    row = Opinion.objects.create(host=host, source=source, answers=kept, words=words.strip(), agreed=True, by_id=by.pk, on=on)  # fmt: skip
    journal.write("evidence.opine", "opinion", row.pk, by=by, on=on, host=host.pk, source=source)
    return row


@transaction.atomic
def testify(
    *, host: Host, text: str, agreed: bool, by: User, on: date, speaker: str = "", said_by: str = "", consent: str = "",
    paper: UploadedFile | None = None,
) -> Testimony:  # fmt: skip
    """Keep somebody’s words with the consent to publish them: one’s own from one’s account, or another’s by an agent.

    Refuses `not_agreed`, `paper_missing` where a signed consent comes without its paper.
    """
    own = queries.speaks_from(by, host) if by.may(P.EVIDENCE_OWN) else ""
    if own:
        speaker, consent = own, Consent.ACCOUNT
    else:
        require(by, P.EVIDENCE_KEEP, commune=host.commune_id)
    require_date(by, on)
    if not agreed:
        raise Refusal("not_agreed", _("Sans accord de la personne, rien ne se publie."), field="agreed")
    if consent == Consent.SIGNED and paper is None:
        raise Refusal("paper_missing", _("Joignez le papier signé."), field="paper")
    row = Testimony.objects.create(
        host=host, speaker=speaker, said_by=said_by.strip(), text=text.strip(), consent=consent, account=by if own else None, by_id=by.pk, on=on
    )  # fmt: skip
    if paper is not None:
        row.paper = documents.keep(file=paper, kind="consent", subject="testimony", subject_id=row.pk, by=by, on=on)
        row.save(update_fields=["paper"])
    journal.write("evidence.testify", "testimony", row.pk, by=by, on=on, host=host.pk, consent=consent)
    return row


@transaction.atomic
def decide_testimony(*, testimony: Testimony, step: str, by: User, on: date, reason: str = "") -> Testimony:
    """Publish it, or not; never who wrote it down."""
    row = Testimony.objects.select_for_update(of=("self",)).select_related("host").get(pk=testimony.pk)
    require(by, P.EVIDENCE_DECIDE, commune=row.host.commune_id)
    require_other_person(by, row.by_id)
    TESTIMONY_LIFE.check(step, row.state)
    if step == "publish":
        Testimony.objects.filter(pk=row.pk).update(published_by_id=by.pk, published_on=on)
    move(row, TESTIMONY_LIFE, step, by=by, on=on, reason=reason, commune=row.host.commune_id)
    journal.write(f"evidence.{step}_testimony", "testimony", row.pk, by=by, on=on, reason=reason)
    row.refresh_from_db()
    return row


@transaction.atomic
def take_back(*, testimony: Testimony, by: User, on: date) -> Testimony:
    """Who spoke takes it back at will, or an agent who is asked to: words and name are erased, whatever became of it.

    The signed consent stays as the proof that there was one, and is shown to nobody any more.
    """
    row = Testimony.objects.select_for_update(of=("self",)).select_related("host").get(pk=testimony.pk)
    is_own = row.account_id == by.pk
    commune = None if is_own else row.host.commune_id
    step = "take_back" if is_own else "take_back_for"
    require(by, TESTIMONY_LIFE.steps[step].permission, commune=commune)
    TESTIMONY_LIFE.check(step, row.state)
    Testimony.objects.filter(pk=row.pk).update(state="withdrawn", text="", said_by="")
    move(row, TESTIMONY_LIFE, step, by=by, on=on, commune=commune)
    journal.write("evidence.take_back", "testimony", row.pk, by=by, on=on)
    row.refresh_from_db()
    return row
