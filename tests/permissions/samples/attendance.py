"""March 2024 at a school of Haho 1, attested: Kossi serves, Sena records, Essi is an officer of the host. Kossi asks for a day."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from teriya.service.attendance import keying, leaves, papers
from teriya.service.attendance.models import Booklet, PrintedMonth
from tests.cast import Cast
from tests.factories.attendance import CLOSED_ON, MONTH, attest, make_team
from tests.factories.missions import give_account


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [mission] = team = make_team(cast)
    [sheet] = attest(cast, team)
    paper = papers.print_month(missions=team, month=MONTH, by=cast.sena, on=CLOSED_ON)
    give_account(mission, cast.kossi)
    day = date(2024, 4, 8)
    leave = leaves.ask_leave(mission=mission, kind="illness", first_day=day, last_day=day, by=cast.kossi, on=CLOSED_ON)
    photo = SimpleUploadedFile("acte.jpg", b"\xff\xd8\xff\xe0" + bytes(40))
    proof = leaves.add_proof(leave=leave, file=photo, by=cast.kossi, on=CLOSED_ON)
    printed = PrintedMonth.objects.get(document=paper)
    signed = SimpleUploadedFile("fiche.jpg", b"\xff\xd8\xff\xe0" + bytes(44))
    scan = keying.add_scan(paper=printed, file=signed, by=cast.yao, on=CLOSED_ON)
    booklet = Booklet.objects.create(month=MONTH.first, region=mission.host.commune.region, form=mission.form, state="made", total=1,
                                     content=b"%PDF-1.7", by_id=cast.yao.pk, on=CLOSED_ON)  # fmt: skip
    at_host = {"month": str(MONTH), "host": mission.host_id}
    steps = ("leave", "advise_leave", "decide_leave", "prove_leave", "withdraw_leave", "shorten_leave")
    return {
        "attendance:team": at_host,
        "attendance:print": at_host,
        "attendance:roll": {"day": "2024-03-20", "host": mission.host_id},
        "attendance:paper": at_host | {"pk": paper.pk},
        **{f"attendance:{page}": {"pk": printed.pk} for page in ("key", "add_scan")},
        **{f"attendance:{page}": {"pk": booklet.pk} for page in ("booklet", "bound")},
        "attendance:scan": {"pk": printed.pk, "upload": scan.pk},
        "attendance:mission": {"month": str(MONTH), "pk": mission.pk},
        "attendance:reopen": {"pk": sheet.pk},
        **{f"attendance:{step}": {"pk": leave.pk} for step in steps},
        "attendance:leave_proof": {"pk": leave.pk, "upload": proof.pk},
        "attendance:leaves_of": {"pk": mission.pk},
        "attendance:ask_leave": {"pk": mission.pk},
    }
