"""A host registers itself, hands in its papers, accepts its duties, names its people: on its own telephone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts import actions
from teriya.mobilisation.hosts.models import Host, Undertaking
from tests.factories.files import photo
from tests.factories.hosts import TODAY, a_host, registered, with_officer
from tests.mobilisation.hosts.test_views import page_of, sent

pytestmark = pytest.mark.django_db
FACTS = {"name": "CVD Kpota", "legal_form": "association", "receipt_number": "12/MATDCL/2019", "domain": "education",
         "commune": "Haho 1", "head": "KAO Afi", "phone": "90 11 22 33", "who": "KAO Afi"}  # fmt: skip


def duties() -> list[str]:
    return [term.code for term in rules.terms("commitment")]


def joined(cast, **changes) -> Host:
    row = a_host(cast, office_number="", **changes)
    return actions.join(row, name="Afi", by=cast["candidate"], on=TODAY)


def test_the_way_in_is_open_to_all_and_leads_to_the_telephone(client, db):
    page = client.get(reverse("hosts:welcome"))
    assert reverse("hosts:join") in page.content.decode()
    assert client.get(reverse("hosts:join")).url.startswith("/connexion/")


def test_a_structure_registers_itself_with_a_photo_of_its_receipt(client, cast):
    client.force_login(cast.afi)
    answer = client.post(reverse("hosts:join"), sent(**FACTS, paper=photo()))
    host = Host.objects.get()
    assert answer.url == page_of(host) and host.officers.get().user == cast.afi
    page = client.get(answer.url)
    [paper] = page.context["handed_in"]
    assert page.context["left"][0].label.startswith("Pièce à donner : Plan d’action")
    seen = client.get(reverse("hosts:upload", args=[host.number, paper.pk]))
    assert (seen["Content-Type"], paper.kind) == ("image/jpeg", "host_receipt")


def test_what_is_typed_stays_when_the_photo_is_none(client, cast):
    client.force_login(cast.afi)
    answer = client.post(reverse("hosts:join"), sent(**FACTS, paper=SimpleUploadedFile("recu.jpg", b"MZ")))
    assert answer.status_code == 422 and "KAO Afi" in answer.content.decode() and not Host.objects.exists()


def test_who_registers_becomes_its_first_officer(cast):
    host = joined(cast)
    afi = User.objects.get(pk=cast.afi.pk)
    assert afi.may("needs.write") and host.officers.get().duty == "officer" and host.state == "registered"


def test_a_host_already_known_is_not_taken_over(cast):
    registered(cast)
    with pytest.raises(Refusal, match="host_known"):
        joined(cast)


def test_a_fourth_host_that_nobody_saw_waits(cast):
    for n in range(3):
        joined(cast, name=f"EPP {n}")
    with pytest.raises(Refusal, match="hosts_waiting"):
        joined(cast, name="EPP 4")


def test_an_officer_signs_each_duty_or_none(cast):
    host = joined(cast)
    with pytest.raises(Refusal, match="commitments_missing"):
        actions.undertake(host=host, ticked=duties()[1:], by=cast["candidate"], on=TODAY)
    row = actions.undertake(host=host, ticked=duties(), by=cast["candidate"], on=TODAY)
    assert (row.signed_by, row.in_ink, row.on, len(row.words)) == ("Afi", False, TODAY, len(duties()))


def test_the_centre_records_what_was_signed_in_ink(cast):
    host = registered(cast)
    with pytest.raises(Refusal, match="signer_missing"):
        actions.undertake(host=host, ticked=duties(), by=cast["regional_agent"], on=TODAY)
    row = actions.undertake(host=host, ticked=duties(), signed_by="DOUTI Tchaa", by=cast["regional_agent"], on=TODAY)
    assert (row.in_ink, row.signed_by) == (True, "DOUTI Tchaa")


def test_the_duties_are_ticked_on_the_page(client, cast):
    host = joined(cast)
    client.force_login(cast.afi)
    address = page_of(host, "undertake")
    assert client.post(address, sent(ticked=duties()[:2])).status_code == 422
    assert client.post(address, sent(ticked=duties())).url == page_of(host)
    assert Undertaking.objects.get().by_id == cast.afi.pk


def test_nobody_acts_for_the_host_of_others(cast):
    host = joined(cast)
    with pytest.raises(NotAllowed, match="not_of_this_host"):
        actions.undertake(host=host, ticked=duties(), by=cast["host_officer"], on=TODAY)
    with pytest.raises(NotAllowed, match="not_of_this_host"):
        actions.hand_in(host=host, kind="action_plan", file=photo(), by=cast["host_officer"], on=TODAY)


def test_a_paper_that_hosts_are_not_asked_is_refused(cast):
    with pytest.raises(Refusal, match="paper_not_asked"):
        actions.hand_in(host=registered(cast), kind="cv", file=photo(), by=cast["regional_agent"], on=TODAY)


def test_an_officer_names_a_colleague_who_has_no_account(client, cast):
    host = joined(cast)
    client.force_login(cast.afi)
    facts = {"name": "AYITE Yao", "phone": "70 00 00 01", "duty": "tutor"}
    assert client.post(page_of(host, "add_officer"), sent(**facts)).url == page_of(host)
    tutor = User.objects.get(phone="+22870000001")
    assert host.officers.get(duty="tutor").user == tutor and tutor.may("attendance.attest")


def test_the_last_officer_is_never_lost(cast):
    host = joined(cast)
    first = host.officers.get()
    with pytest.raises(Refusal, match="last_officer"):
        actions.end_officer(officer=first, by=cast["regional_agent"], on=TODAY)
    with_officer(cast, host, cast.abla, duty="tutor")
    with pytest.raises(Refusal, match="last_officer"):
        actions.end_officer(officer=first, by=cast["candidate"], on=TODAY)
    with_officer(cast, host, cast.essi)
    assert actions.end_officer(officer=first, by=cast["candidate"], on=TODAY).until == TODAY


def test_an_officer_who_left_comes_back_on_the_same_row(cast):
    host = registered(cast)
    officer = with_officer(cast, host)
    with_officer(cast, host, cast.afi)
    actions.end_officer(officer=officer, by=cast["regional_agent"], on=TODAY)
    assert with_officer(cast, host).pk == officer.pk
    assert host.officers.filter(until=None).count() == 2


def test_the_photos_of_an_evaluation_are_kept(client, cast):
    host = registered(cast)
    client.force_login(cast.yao)
    facts = dict.fromkeys(("identification", "capacity", "mission", "papers"), "yes") | {"findings": "Bien tenue"}
    two = [photo(), SimpleUploadedFile("cour.png", b"\x89PNG\r\n\x1a\npicture")]
    assert client.post(page_of(host, "evaluate"), sent(**facts, photos=two)).url == page_of(host)
    [first, second] = client.get(page_of(host)).context["photos"]
    assert (first.media_type, second.media_type) == ("image/jpeg", "image/png")


def test_the_centre_records_many_signatures_of_its_own_communes(client, cast):
    one, two = registered(cast), registered(cast, name="EPP Haho 2", office_number="8", head="KAO Afi")
    far = registered(cast, name="EPP Tône 1", office_number="9")
    Host.objects.filter(pk=far.pk).update(commune=cast.tone_1)
    mine = registered(cast, name="EPP Haho 3", office_number="10")
    with_officer(cast, mine, cast.yao)
    client.force_login(cast.yao)
    address = reverse("hosts:undertakings")
    assert {host.pk for host in client.get(address).context["hosts"]} == {one.pk, two.pk}
    assert client.post(address, sent(chosen=[far.pk])).status_code == 422
    page = client.post(address, sent(chosen=[one.pk, two.pk]), follow=True).content.decode()
    assert "Engagements de 2 structures enregistrés" in page
    rows = Undertaking.objects.order_by("pk")
    assert {(row.host, row.signed_by, row.in_ink) for row in rows} == {(one, one.head, True), (two, "KAO Afi", True)}
