"""Burkina Faso with its keys, something said to it, a transfer authorisation and its paper."""

from uuid import uuid4

from teriya.exchange.wire.models import Fact, Outgoing
from teriya.foundation.documents import actions as documents
from tests.cast import SINCE, Cast
from tests.exchange.conftest import authorise, meet
from tests.factories.routes import a_paper


def samples(cast: Cast) -> dict[str, dict]:
    row = meet("bf", "Programme national de volontariat du Burkina Faso", "BF").row
    fact = Fact.objects.create(
        agency=row, is_ours=True, kind="wire.keys", about=uuid4(), content={}, digest="0" * 64, on=SINCE
    )
    Outgoing.objects.create(fact=fact, agency=row, message_id=fact.pk)
    allowed = authorise(row, "out")
    allowed.paper = documents.keep(
        file=a_paper(), kind="authorisation", subject="agency", subject_id=row.pk, by=cast.ama, on=SINCE
    )
    allowed.save()
    one, paper = {"pk": row.pk}, {"pk": allowed.pk}
    return {f"wire:{route}": one for route in ("agency", "path", "write_file", "authorise")} | {
        "wire:fact": {"pk": fact.pk}, "wire:authorisation": paper, "wire:authorisation_paper": paper,
    }  # fmt: skip
