"""All that binds us to Mali, which has no system: a mission, an agreement to sign, a plan, a convention, a letter."""

from datetime import timedelta

from django.utils import timezone

from teriya.exchange.relations import actions
from teriya.exchange.wire.models import Agency
from tests.cast import Cast
from tests.factories.relations import make_framework, make_letter, make_meeting, make_mission, moussa_of, propose


def samples(cast: Cast) -> dict[str, dict]:
    today = timezone.localdate()
    mali = Agency.objects.create(code="ml", name="CNPV", country="ML", speaks=False, state="known", by_id=1, confirmed_by_id=2, on=today - timedelta(40))  # fmt: skip
    mission, framework, meeting = make_mission(cast, mali), make_framework(cast, mali), make_meeting(cast, mali)
    row = propose(cast, mali)
    letter = make_letter(cast, mali)
    actions.print_convention(convention=row, by=moussa_of(cast), on=today)
    of_agency = {f"relations:{name}": {"code": "ml"} for name in (
        "relation", "workbook", "record_mission", "prepare_framework", "record_meeting", "draft", "declare", "letters")}  # fmt: skip
    of_version = {f"relations:{name}": {"code": "ml", "uid": row.uid, "version": 1} for name in (
        "convention", "rewrite", "amend", "refuse", "answer", "paper")}  # fmt: skip
    return of_agency | of_version | {
        "relations:mission": {"code": "ml", "pk": mission.pk}, "relations:report": {"code": "ml", "pk": mission.pk},
        "relations:framework": {"code": "ml", "pk": framework.pk}, "relations:sign_framework": {"code": "ml", "pk": framework.pk},
        "relations:framework_paper": {"code": "ml", "pk": framework.pk},
        "relations:meeting": {"code": "ml", "uid": meeting.uid}, "relations:minutes": {"code": "ml", "uid": meeting.uid},
        "relations:done": {"code": "ml", "uid": meeting.uid, "rank": 1}, "relations:letter": {"code": "ml", "pk": letter.pk},
    }  # fmt: skip
