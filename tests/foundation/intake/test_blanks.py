"""Workbooks to fill: what is given out is what is read."""

import pytest

from teriya.foundation.intake import blanks
from teriya.foundation.intake.engine import headings, workbooks
from teriya.foundation.intake.engine.tables import Limits
from teriya.foundation.intake.kinds import KINDS


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_heading_given_out_is_understood(code):
    sheet = workbooks.read("modele.xlsx", blanks.blank(KINDS[code]), Limits())
    found = headings.match(sheet.rows[0].cells, KINDS[code].fields)
    assert (set(found.columns), found.unknown) == ({field.name for field in KINDS[code].fields}, [])


def test_who_brings_files_takes_the_model_of_each_kind(client, cast):
    client.force_login(cast.yao)
    page = client.get("/imports/").content.decode()
    assert "/imports/modele/hosts.xlsx" in page and "<b>Commune</b>" in page
    answer = client.get("/imports/modele/hosts.xlsx")
    assert answer["Content-Type"] == blanks.XLSX and answer.content.startswith(b"PK")
    assert client.get("/imports/modele/nothing.xlsx").status_code == 404
