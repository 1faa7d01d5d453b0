"""A month on paper: printed with its number, signed, keyed by who holds it; the end is that of a month done on the site."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.foundation.core.refusals import Refusal
from teriya.service.attendance import actions, keying, papers
from teriya.service.attendance.models import MonthSheet, PrintedMonth
from tests.factories.attendance import CLOSED_ON, MONTH, confirm, make_team
from tests.service.attendance.test_views import sent

FRIDAY, MONDAY = date(2024, 3, 15), date(2024, 3, 18)


def printed(cast, team) -> PrintedMonth:
    papers.print_month(missions=team, month=MONTH, by=cast.kodjo, on=FRIDAY)
    return PrintedMonth.objects.get(host=team[0].host)


def key(cast, paper, absent=None, excused=None, by=None, signed_by="Sena"):
    return keying.key_paper(
        paper=paper, absent=absent or {}, excused=excused or {}, signed_by=signed_by, by=by or cast.yao, on=CLOSED_ON
    )


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def ends(team) -> list[tuple]:
    sheets = MonthSheet.objects.filter(mission__in=team).order_by("mission")
    return [(sheet.state, sheet.present, sheet.absent) for sheet in sheets]


def test_a_month_on_paper_ends_as_one_done_on_the_site(cast):
    team = make_team(cast, 2)
    sheets = key(cast, printed(cast, team), absent={team[0].pk: [FRIDAY]}, excused={team[1].pk: [MONDAY]})
    actions.confirm_many(sheets=sheets, by=cast.mazalo, on=CLOSED_ON)
    other = make_team(cast, 1)
    confirm(cast, other, {other[0].pk: {FRIDAY}})
    assert ends(team) == [*ends(other), ("confirmed", 19, 0)]


def test_a_paper_is_keyed_once_and_says_who_signed(cast):
    paper = printed(cast, make_team(cast))
    assert code_of(key, cast, paper, signed_by=" ") == "not_signed"
    key(cast, paper)
    assert code_of(key, cast, paper) == "paper_keyed"
    paper.refresh_from_db()
    assert (paper.signed_by, paper.keyed_by_id) == ("Sena", cast.yao.pk)


def test_only_the_centre_of_the_place_finds_its_papers(cast):
    paper = printed(cast, make_team(cast))
    assert keying.paper_numbered(paper.document.number.lower(), cast.yao) == paper
    assert keying.paper_numbered(paper.document.code, cast.kodjo) == paper
    assert code_of(keying.paper_numbered, paper.document.number, cast.sena) == "unknown_paper"


def test_the_sheet_is_keyed_by_keyboard_and_the_next_number_asked(cast, as_):
    team = make_team(cast, 2)
    paper = printed(cast, team)
    office = as_(cast.yao)
    found = office.get("/presences/papier/", {"mois": "2024-03", "number": paper.document.number})
    assert found["Location"] == f"/presences/papier/{paper.pk}/"
    written = {f"absent_{team[0].pk}": "15 18", f"excused_{team[1].pk}": "31, 40", "signed_by": "Sena"}
    refused = office.post(found["Location"], sent(**written))
    assert refused.status_code == 422 and "15 18" in refused.content.decode()
    scan = SimpleUploadedFile("fiche.jpg", b"\xff\xd8\xff\xe0" + bytes(40))
    done = office.post(
        found["Location"], sent(**written | {f"excused_{team[1].pk}": "19", "photo": scan}), follow=True
    )
    assert done.redirect_chain[-1][0] == "/presences/papier/?mois=2024-03"
    assert ends(team) == [("attested", 18, 2), ("attested", 19, 0)]
    assert [one.name for one in keying.scans_of(paper)] == ["fiche.jpg"]


def test_what_is_awaited_and_what_was_never_printed_are_named(cast, as_):
    paper = printed(cast, make_team(cast))
    never = make_team(cast, form="VNC")[0]
    page = as_(cast.yao).get("/presences/papier/?mois=2024-03").content.decode()
    assert paper.document.number in page and "attendue" in page
    assert never.host_id == paper.host_id or never.host.name in page


def test_a_tutor_keys_no_paper(cast, as_):
    assert as_(cast.abla).get("/presences/papier/").status_code == 403
