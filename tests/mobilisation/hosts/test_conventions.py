"""Sector first: one convention, a table, facilities that confirm from their telephone, a plan against the money."""

from datetime import timedelta

import pytest
from django.urls import reverse

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.messages.models import Message
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import actions, conventions, needs
from teriya.mobilisation.hosts.models import Convention, Fact, Host, Need, Planned
from teriya.mobilisation.hosts.plan import plan_of
from tests.cast import appoint
from tests.factories.files import bring, commit, outcomes, photo
from tests.factories.hosts import SOON, TODAY, accredited, approved, envelope, seats, with_officer
from tests.factories.hosts import signed as duties_signed
from tests.mobilisation.hosts.test_views import sent

pytestmark = pytest.mark.django_db
HEAD = "Convention,Commune,Structure,Responsable,Téléphone,Forme,Profil,Places,Durée (mois),Prise de service,ETP requis,ETP en poste"
SCHOOL = f'MEN-2026,Haho 1,CEG Haho 1,DOUTI Tchaa,70 01 04 19,VNC,Maths,2,12,{SOON:%d/%m/%Y},12,"9,5"'


def signed(cast, reference: str = "MEN-2026", domain: str = "education", by=None) -> Convention:
    return conventions.enter_convention(
        reference=reference, title="Enseignants volontaires", party="Ministère chargé de l’éducation",
        signatories="KAO Afi, ministre", domain=domain, first_day=TODAY, last_day=TODAY + timedelta(730),
        by=by or cast["operations"], on=TODAY,
    )  # fmt: skip


def brought(cast, *lines: str, by=None):
    return bring(cast, "planned", "\n".join([HEAD, *lines]) + "\n", by=by or cast["operations"])


def planned(cast, *lines: str) -> Planned:
    signed(cast)
    commit(cast, brought(cast, *(lines or [SCHOOL])), by=cast["operations"])
    return Planned.objects.get()


def test_a_table_enters_its_facilities_and_their_heads_confirm_by_telephone(client, cast):
    line = planned(cast)
    assert (line.host.state, line.host.domain, line.gap, line.places) == ("registered", "education", "2,5", 2)
    head = User.objects.get(phone="+22870010419")
    assert "2 Mathématiques prévus" in Message.objects.get(to=head.phone).text
    client.force_login(head)
    page = client.get(reverse("hosts:confirm")).content.decode()
    assert "Mathématiques" in page and "n’a pas encore accepté ses engagements" in page
    assert client.post(reverse("hosts:confirm"), sent(chosen=[line.pk])).status_code == 422
    duties_signed(cast, line.host)
    client.post(reverse("hosts:confirm"), sent(chosen=[line.pk]))
    need = Need.objects.get()
    assert (need.host, need.places, need.by_id, need.state) == (line.host, 2, head.pk, "submitted")
    assert Fact.objects.get(source="planned").done_on == TODAY
    assert not client.get(reverse("hosts:confirm")).context["lines"]


def test_the_same_table_again_changes_nothing_until_it_changes(cast):
    line = planned(cast)
    assert outcomes(brought(cast, SCHOOL)) == ["same"]
    more = brought(cast, SCHOOL.replace("Maths,2", "Maths,3"))
    assert outcomes(more) == ["changed"]
    commit(cast, more, by=cast["operations"])
    assert Planned.objects.get(pk=line.pk).places == 3 and Host.objects.count() == 1
    conventions.confirm([duties_signed(cast, line.host) and line], by=cast["regional_agent"], on=TODAY)
    assert outcomes(brought(cast, SCHOOL)) == ["planned_settled"]


@pytest.mark.parametrize(("old", "new", "code"), [
    ("MEN-2026", "MEN-2027", "unknown_convention"), ("VNC", "VXX", "unknown_choice"), (",12,", ",36,", "term_too_long"),
    ("9,5", "neuf", "bad_number"), ("Haho 1,CEG", "Lomé 99,CEG", "unknown_place"), ("Maths,2", "Maths,0", "bad_number"),
])  # fmt: skip
def test_a_line_in_error_stays_out(cast, old, new, code):
    signed(cast)
    assert outcomes(brought(cast, SCHOOL.replace(old, new, 1))) == [code]


def test_a_line_given_twice_and_more_places_than_posts_that_lack(cast):
    signed(cast)
    file = brought(cast, SCHOOL.replace("Maths,2", "Maths,4"), SCHOOL)
    assert outcomes(file) == ["new", "line_twice"]
    assert "4 places pour 2,5 postes" in file.rows.get(line=2).remarks[0]


def test_the_centre_confirms_for_a_facility_and_a_facility_may_decline(cast):
    line = planned(cast, SCHOOL.replace("70 01 04 19", ""))
    with pytest.raises(Refusal, match="reason_required"):
        conventions.decline(line=line, reason="", by=cast["regional_agent"], on=TODAY)
    conventions.decline(line=line, reason="Classe fermée", by=cast["regional_agent"], on=TODAY)
    with pytest.raises(Refusal, match="wrong_state"):
        conventions.confirm([line], by=cast["regional_agent"], on=TODAY)


def test_nobody_confirms_for_the_facility_of_others(cast):
    line = planned(cast)
    with pytest.raises(NotAllowed, match="not_of_this_host"):
        conventions.confirm([line], by=cast["host_officer"], on=TODAY)


def test_a_ministry_enters_its_own_sector_only(cast):
    user = User.objects.create_user(name="Point focal", phone="+22893009999")
    appoint(user, "ministry")
    with pytest.raises(NotAllowed, match="other_sector"):
        signed(cast, by=user)
    facts = {"name": "Point focal", "phone": user.phone, "domain": "education", "by": cast["operations"], "on": TODAY}
    member = conventions.name_sector_member(**facts)
    signed(cast, by=user)
    with pytest.raises(NotAllowed, match="other_sector"):
        signed(cast, "SANTE-1", "health", by=user)
    assert outcomes(brought(cast, SCHOOL, by=user)) == ["new"]
    conventions.end_sector_member(member=member, by=cast["operations"], on=TODAY)
    with pytest.raises(NotAllowed, match="other_sector"):
        signed(cast, "MEN-2027", by=user)
    assert conventions.name_sector_member(**facts) == member


def test_a_focal_point_is_named_by_telephone(client, cast):
    client.force_login(cast.kodjo)
    address = reverse("hosts:members")
    client.post(address, sent(name="KAO Afi", phone="90 11 22 33", domain="health"))
    [member] = client.get(address).context["members"]
    assert member.user.may("conventions.write") and member.domain == "health"
    client.post(reverse("hosts:end_member", args=[member.pk]), sent())
    assert not client.get(address).context["members"]


def test_a_convention_is_entered_with_its_document_then_line_by_line(client, cast):
    client.force_login(cast.kodjo)
    facts = {"reference": "COM-1", "title": "Salubrité", "party": "Commune de Haho 1", "signatories": "Le maire", "domain": "education",
             "first_day": TODAY, "last_day": SOON, "document": photo()}  # fmt: skip
    page = client.post(reverse("hosts:enter_convention"), sent(**facts)).url
    [file] = client.get(page).context["documents"]
    assert client.get(reverse("hosts:document", args=[Convention.objects.get().pk, file.pk])).status_code == 200
    line = {"commune": "Haho 1", "name": "EPP Centre", "head": "KAO Afi", "phone": "90112233", "form": "VNC", "profile": "Instituteur",
            "places": 1, "months": 12, "starts_on": SOON, "gap": "1,5"}  # fmt: skip
    assert client.post(reverse("hosts:add_line", args=[Convention.objects.get().pk]), sent(**line)).url == page
    assert "EPP Centre" in client.get(page).content.decode() and Planned.objects.get().gap_tenths == 15


def test_a_reference_is_given_once(cast):
    signed(cast)
    with pytest.raises(Refusal, match="convention_known"):
        signed(cast)


def test_the_plan_counts_each_step_against_the_money(client, cast):
    need = approved(cast, places=3)
    needs.fund(seats(need)[:1], envelope=envelope(cast, 1_000_000), by=cast["finance_officer"], on=TODAY)
    planned(cast, SCHOOL.replace("CEG Haho 1", "CEG Haho 9").replace("70 01 04 19", ""))
    found = plan_of(Need.objects.all(), Planned.objects.all(), TODAY)
    [cell] = found.cells
    assert (cell.planned, cell.asked, cell.approved, cell.funded, cell.filled) == (5, 3, 3, 1, 0)
    assert (found.unfunded, found.unfunded_cost, found.available, found.is_covered) == (2, 1_440_000, 280_000, False)
    assert [width for _shade, width in cell.bars] == [1000, 600, 600, 200, 0]
    client.force_login(cast.kodjo)
    assert "il manque de l’argent" in client.get(reverse("hosts:plan")).content.decode()


def test_one_convention_plans_a_whole_region(cast):
    """Plateaux, phase 8: 1 180 VEC and 77 seniors over 32 communes, 36.9 a commune and 15.3 VEC a senior (togoanvt.org)."""
    communes = list(cast.plateaux.communes.order_by("code"))
    assert len(communes) == 32
    signed(cast, "VEC-8", "decentralisation")
    day = f"{SOON:%d/%m/%Y}"
    lines = [
        f"VEC-8,{place.name},Mairie de {place.name},,,{form},{profile},{count},6,{day},,"
        for n, place in enumerate(communes)
        for form, profile, count in (("VEC", "Travaux communaux", 37 - (n < 4)), ("VS", "Encadreur", 2 + (n < 13)))
    ]
    file = brought(cast, *lines)
    assert outcomes(file) == ["new"] * 64
    commit(cast, file, by=cast["operations"])
    rows = Planned.objects.all()
    total = {form: sum(row.places for row in rows if row.form.code == form) for form in ("VEC", "VS")}
    assert total == {"VEC": 1180, "VS": 77} and Host.objects.count() == 32
    assert (round(total["VEC"] / 32, 1), round(total["VEC"] / total["VS"], 1)) == (36.9, 15.3)
    appoint(cast.yao, "regional_agent", *communes)
    appoint(cast.mazalo, "regional_supervisor", *communes)
    hosts = list(Host.objects.all())
    actions.evaluate_many({host.pk: actions.Rubrics() for host in hosts}, by=cast["regional_agent"], on=TODAY)
    actions.accredit_many(hosts, months=24, quota=40, by=cast["operations"], on=TODAY)
    for host in hosts:
        duties_signed(cast, host)
    asked = conventions.confirm(list(rows), by=cast["regional_agent"], on=TODAY)
    seen = needs.review(asked, by=cast["regional_supervisor"], on=TODAY)
    opened = needs.approve(seen, by=cast["operations"], on=TODAY)
    assert len(opened) == 1257
    plan = plan_of(Need.objects.all(), rows, TODAY)
    assert {(cell.region, cell.asked, cell.approved) for cell in plan.cells} == {("Plateaux", 1257, 1257)}
    assert Form.objects.filter(need__in=asked).distinct().count() == 2


def test_a_known_facility_keeps_its_record_and_its_officer(cast):
    host = accredited(cast)
    with_officer(cast, host)
    signed(cast)
    commit(cast, brought(cast, SCHOOL), by=cast["operations"])
    line = Planned.objects.get()
    assert (
        line.host == host and conventions.confirm([line], by=cast["host_officer"], on=TODAY)[0].by_id == cast.essi.pk
    )
