"""The lists that offices send: each line judged by itself, the same file again changes nothing."""

from datetime import timedelta

import pytest

from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Host, Need
from tests.factories import files
from tests.factories.files import bring, commit, outcomes
from tests.factories.hosts import SOON, TODAY, accredited, approved, signed
from tests.scenes import scene

pytestmark = pytest.mark.django_db
NEEDS = files.NEEDS.format(start=f"{SOON:%d/%m/%Y}")


@pytest.fixture
@scene
def hosts(cast):
    """The hosts of an office's list, their duties signed in ink."""
    file = commit(cast, bring(cast, "hosts", files.HOSTS))
    for host in Host.objects.all():
        signed(cast, host)
    return file


def lines(text: str, *more: str) -> str:
    """The headings of a list, and these lines."""
    return "\n".join([text.splitlines()[0], *more]) + "\n"


def test_hosts_are_written_as_read(cast, hosts):
    host = Host.objects.get(office_number="12")
    assert (host.legal_form, host.domain, host.commune) == ("association", "decentralisation", cast.haho_2)
    assert (host.phone, host.receipt_number, host.head) == ("+22899235493", "165/MATDCL/2013", "NANGBAN Essohanam")


def test_the_same_list_of_hosts_again_changes_nothing(cast, hosts):
    again = bring(cast, "hosts", files.HOSTS)
    assert outcomes(again) == ["same", "same"]
    assert commit(cast, again).done == 0


def test_a_new_head_of_a_known_host_is_a_change(cast, hosts):
    again = bring(cast, "hosts", files.HOSTS.replace("DOUTI Tchaa,0022870010419", "KAO Adjo,90 11 22 33"))
    assert outcomes(again) == ["changed", "same"]
    commit(cast, again)
    host = Host.objects.get(office_number="7")
    assert (host.head, host.phone, Host.objects.count()) == ("KAO Adjo", "+22890112233", 2)


@pytest.mark.parametrize(("line", "code"), [
    ("8,CVD Haho 1,Association,Décentralisation,Haho 1,KAO Afi,90112233,", "receipt_missing"),
    ("8,Mairie,Collectivité,Décentralisation,Haho,KAO Afi,90112233,", "which_place"),
    ("8,Mairie,Collectivité,Décentralisation,Lomé 99,KAO Afi,90112233,", "unknown_place"),
    ("8,Mairie,Coopérative,Décentralisation,Haho 1,KAO Afi,90112233,", "unknown_choice"),
    ("8,Mairie,Collectivité,Décentralisation,Tône 1,KAO Afi,90112233,", "out_of_perimeter"),
    ("8,Mairie,Collectivité,Décentralisation,Haho 1,KAO Afi,9011,", "bad_phone"),
    ("8,,Collectivité,Décentralisation,Haho 1,KAO Afi,90112233,", "missing_value"),
    ("8,=1+1,Collectivité,Décentralisation,Haho 1,KAO Afi,90112233,", "formula_cell"),
    ("7,Mairie,Collectivité,Décentralisation,Haho 1,KAO Afi,90112233,", "line_twice"),
    ("8,ceg haho-1,Public,Education,Haho 1,KAO Afi,70010419,", "line_twice"),
    (f"8,{'A' * 161},Collectivité,Décentralisation,Haho 1,KAO Afi,90112233,", "too_long"),
])  # fmt: skip
def test_a_line_in_error_stays_out_and_stops_no_other(cast, line, code):
    file = bring(cast, "hosts", files.HOSTS + line + "\n")
    assert outcomes(file) == ["new", "new", code]
    assert commit(cast, file).done == 2


def test_a_foreign_telephone_is_kept_and_remarked(cast):
    file = bring(cast, "hosts", lines(files.HOSTS, "7,CEG,Public,Education,Haho 1,KAO Afi,+233 24 123 4567,"))
    assert "+233241234567" in file.rows.get().remarks[0]
    assert commit(cast, file).done == 1


def test_an_unknown_domain_is_kept_in_the_words_of_the_office(cast):
    commit(cast, bring(cast, "hosts", lines(files.HOSTS, "7,Musée,Public,Culture,Haho 1,KAO Afi,,")))
    assert Host.objects.get().domain == "Culture"


def test_a_number_given_to_another_host_is_remarked_then_taken(cast, hosts):
    file = bring(cast, "hosts", lines(files.HOSTS, "7,EPP Haho 2,Public,Education,Haho 2,KAO Afi,,"))
    assert "CEG Haho 1" in file.rows.get().remarks[0]
    commit(cast, file)
    assert Host.objects.get(office_number="7").name == "EPP Haho 2"


def test_needs_find_their_hosts_by_the_number_of_the_office(cast, hosts):
    commit(cast, bring(cast, "needs", NEEDS, form="VNC"))
    one, two = Need.objects.order_by("reference")
    assert (one.host.name, one.profile, one.diploma, one.places, one.months) == (
        "CEG Haho 1",
        "primary_teacher",
        "bac",
        1,
        12,
    )
    assert (two.host.name, two.months, two.is_renewable, two.tutor) == ("CVD Haho 2", 12, True, "")


def test_a_missing_tutor_is_a_remark(cast, hosts):
    file = bring(cast, "needs", NEEDS, form="VNC")
    assert [bool(row.remarks) for row in file.rows.order_by("line")] == [False, True]


def test_the_same_list_of_needs_again_changes_nothing(cast, hosts):
    commit(cast, bring(cast, "needs", NEEDS, form="VNC"))
    again = bring(cast, "needs", NEEDS, form="VNC")
    assert outcomes(again) == ["same", "same"]
    assert commit(cast, again).done == 0


def test_a_need_not_yet_approved_is_corrected_by_its_list(cast, hosts):
    commit(cast, bring(cast, "needs", NEEDS, form="VNC"))
    again = bring(cast, "needs", NEEDS.replace("BAC,2,24", "Licence,3,12"), form="VNC")
    assert outcomes(again) == ["same", "changed"]
    commit(cast, again)
    need = Need.objects.get(reference="B0002")
    assert (need.diploma, need.places, need.is_renewable) == ("licence", 3, False)


def test_a_need_sent_back_is_corrected_by_its_list(cast, hosts):
    commit(cast, bring(cast, "needs", NEEDS, form="VNC"))
    need = Need.objects.get(reference="B0002")
    needs.request_change(need=need, reason="Une place de trop", by=cast["regional_supervisor"], on=TODAY)
    assert outcomes(bring(cast, "needs", NEEDS.replace("BAC,2,24", "BAC,1,24"), form="VNC")) == ["same", "changed"]


def test_a_need_names_a_host_by_its_number_in_the_register(cast):
    host = accredited(cast, office_number="")
    file = bring(cast, "needs", lines(NEEDS, f"B0001,{host.number},Maths,BAC,1,12,{SOON},"), form="VNC")
    assert outcomes(file) == ["new"]


@pytest.mark.parametrize(("line", "code"), [
    ("B0003,99,Instituteur,BAC,1,12,{start},", "unknown_host"),
    ("B0003,7,Instituteur,BAC,0,12,{start},", "bad_number"),
    ("B0003,7,Instituteur,BAC,1,36,{start},", "term_too_long"),
    ("B0003,7,Instituteur,Doctorat,1,12,{start},", "unknown_choice"),
    ("B0003,7,Instituteur,BAC,1,12,31/02/2026,", "bad_date"),
    ("B0003,7,Instituteur,BAC,1,12,01/03/2021,", "bad_start"),
    ("B0001,12,Instituteur,BAC,1,12,{start},", "line_twice"),
])  # fmt: skip
def test_a_need_in_error_stays_out_and_stops_no_other(cast, hosts, line, code):
    file = bring(cast, "needs", NEEDS + line.format(start=SOON) + "\n", form="VNC")
    assert outcomes(file) == ["new", "new", code]
    assert commit(cast, file).done == 2


def test_a_reference_of_another_host_is_taken(cast, hosts):
    commit(cast, bring(cast, "needs", NEEDS, form="VNC"))
    assert outcomes(bring(cast, "needs", lines(NEEDS, f"B0001,12,Instituteur,BAC,1,12,{SOON},"), form="VNC")) == [
        "reference_taken"
    ]


def test_an_approved_need_no_longer_changes(cast):
    need = approved(cast)
    start = f"{need.starts_on:%d/%m/%Y}"
    same = lines(NEEDS, f"B0001,7,Instituteur,BAC,2,12,{start},AYITE Yao")
    assert outcomes(bring(cast, "needs", same, form="VNC")) == ["same"]
    assert outcomes(bring(cast, "needs", same.replace("BAC,2", "BAC,5"), form="VNC")) == ["need_settled"]


def test_one_number_in_two_centres_asks_which(cast, hosts):
    far = lines(files.HOSTS, "7,EPP Tône 1,Public,Education,Tône 1,KAO Afi,,")
    commit(cast, bring(cast, "hosts", far, by=cast["operations"]), by=cast["operations"])
    assert outcomes(bring(cast, "needs", NEEDS, by=cast["operations"], form="VNC")) == ["which_host", "new"]
    assert outcomes(bring(cast, "needs", NEEDS, form="VNC")) == ["new", "new"]


def test_what_a_host_may_not_ask_stays_out_line_by_line(cast):
    host = accredited(cast, quota=3)
    commit(cast, bring(cast, "hosts", files.HOSTS))
    asked = [f"B{n},{host.number},Maths,BAC,2,12,{SOON:%d/%m/%Y}," for n in (1, 2)]
    one_more = f"B3,{host.number},Maths,BAC,1,12,{SOON:%d/%m/%Y},"
    file = bring(cast, "needs", lines(NEEDS, *asked, one_more, f"B4,12,Maths,BAC,1,12,{SOON:%d/%m/%Y},"), form="VNC")
    assert outcomes(file) == ["new", "quota_exceeded", "new", "duties_not_accepted"]
    commit(cast, file)
    less, more = asked[0].replace("BAC,2", "BAC,1"), asked[1].replace("BAC,2", "BAC,1")
    again = bring(cast, "needs", lines(NEEDS, less, more), form="VNC")
    assert outcomes(again) == ["changed", "new"]  # what a line gives back, the next one takes
    assert commit(cast, again).done == 2


def test_needs_without_a_form_are_refused(cast, hosts):
    file = bring(cast, "needs", NEEDS)
    assert (file.state, file.rows.count()) == ("refused", 0)
    assert "forme" in file.refusal


def test_a_start_a_year_away_is_believed(cast, hosts):
    assert outcomes(
        bring(cast, "needs", NEEDS.replace(f"{SOON:%d/%m/%Y}", f"{TODAY + timedelta(700)}"), form="VNC")
    ) == ["new", "new"]
