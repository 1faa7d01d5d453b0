"""The mission sheet from the country’s template to the reviews; what the sector and the public see."""

import pytest
from django.urls import reverse

from teriya.foundation.documents.models import Document
from teriya.mobilisation.hosts import conventions, needs
from teriya.mobilisation.hosts.models import Need, Seat
from tests.factories.hosts import (
    SOON,
    TODAY,
    accredited,
    approved,
    envelope,
    reviewed,
    seats,
    submitted,
    with_officer,
)
from tests.mobilisation.hosts.test_views import page_of, sent

pytestmark = pytest.mark.django_db


def funded(cast, **changes) -> Need:
    need = approved(cast, **changes)
    needs.fund(seats(need), envelope=envelope(cast), by=cast["finance_officer"], on=TODAY)
    return need


def test_a_need_begins_with_the_sheet_of_the_country(client, cast):
    host = accredited(cast)
    with_officer(cast, host)
    client.force_login(cast.essi)
    form = client.get(page_of(host, "ask"), {"profil": "midwife"}).context["form"]
    assert "consultations prénatales" in form["tasks"].value() and "notés chaque mois" in form["outputs"].value()
    facts = {"form": "VNC", "profile": "Sage-femme", "diploma": "bts", "places": 1, "months": 12, "starts_on": SOON, "housing": "given",
             "place": "Dispensaire de Kpota", "tasks": form["tasks"].value(), "outputs": form["outputs"].value()}  # fmt: skip
    client.post(page_of(host, "ask"), sent(**facts))
    need = Need.objects.get()
    needs.approve(needs.review([need], by=cast["regional_supervisor"], on=TODAY), by=cast["operations"], on=TODAY)
    fields = {
        field["label"]: field["value"]
        for part in Document.objects.get(subject="need").data["sections"]
        for field in part["fields"]
    }
    assert (fields["Logement"], fields["Lieu"]) == ("logement fourni", "Dispensaire de Kpota")


def test_a_need_is_copied_corrected_and_withdrawn_from_its_page(client, cast):
    host = accredited(cast)
    with_officer(cast, host)
    need = submitted(cast, host, by=cast["host_officer"], outputs="Une classe tenue")
    client.force_login(cast.essi)
    copy = client.get(page_of(host, "ask"), {"copie": need.reference}).context["form"]
    assert (copy["outputs"].value(), copy["places"].value()) == ("Une classe tenue", 2)
    needs.request_change(need=need, reason="Un seul poste", by=cast["regional_supervisor"], on=TODAY)
    page = reverse("hosts:amend", args=[need.pk])
    assert "Un seul poste" in client.get(page).content.decode()
    facts = {"form": "VNC", "profile": "Instituteur", "diploma": "bac", "places": 1, "months": 12, "starts_on": SOON}
    assert client.post(page, sent(**facts)).url == reverse("hosts:need", args=[need.pk])
    need.refresh_from_db()
    assert (need.state, need.places) == ("submitted", 1)
    client.post(reverse("hosts:withdraw_need", args=[need.pk]), sent(reason="Poste pourvu"))
    need.refresh_from_db()
    assert need.state == "withdrawn"


def test_the_region_reviews_then_head_office_sees_the_money(client, cast):
    need = submitted(cast)
    client.force_login(cast.mazalo)
    assert "domaine prioritaire" in client.get(reverse("hosts:review")).content.decode()
    answer = client.post(reverse("hosts:review"), sent(chosen=[need.pk]), follow=True)
    assert "Avis favorables : 1" in answer.content.decode()
    client.force_login(cast.kodjo)
    page = client.get(reverse("hosts:approve"))
    assert page.context["budget"].cost == 1_440_000 and "l’argent manque" in page.content.decode()
    client.post(reverse("hosts:request_change", args=[need.pk]), sent(reason="Dites le lieu"))
    need.refresh_from_db()
    assert need.state == "to_change"


def test_priority_domains_come_first(client, cast):
    other = reviewed(
        cast, accredited(cast, name="Coopérative", domain="agriculture", office_number="8"), reference="B1"
    )
    first = reviewed(cast, accredited(cast, name="EPP", office_number="9"), reference="B2")
    client.force_login(cast.kodjo)
    assert [line.need for line in client.get(reverse("hosts:approve")).context["lines"]] == [first, other]


def test_a_need_is_replaced_from_its_page(client, cast):
    need = approved(cast)
    client.force_login(cast.yao)
    facts = {
        "form": "VNC",
        "profile": "Infirmier",
        "places": 1,
        "months": 12,
        "starts_on": SOON,
        "reason": "Le poste a changé",
    }
    answer = client.post(reverse("hosts:replace_need", args=[need.pk]), sent(**facts))
    new = Need.objects.get(replaces=need)
    assert answer.url == reverse("hosts:need", args=[new.pk]) and new.profile == "nurse"


def test_anybody_finds_an_open_post_whatever_accents(client, cast):
    need = funded(cast)
    page = client.get(reverse("hosts:posts"), {"q": "education HAHO instit"})
    assert [row.reference for row in page.context["page"]] == [need.reference] and page.context["free"] == 2
    assert not client.get(reverse("hosts:posts"), {"q": "pilote"}).context["page"].object_list
    assert client.get(reverse("hosts:posts"), {"region": "TG-S"}).context["free"] == 0
    assert [(row.label, row.value) for row in page.context["regions"]] == [("Plateaux", 2)]
    post = client.get(reverse("hosts:post", args=[need.reference])).content.decode()
    assert "Tenir une classe" in post and "DOUTI" not in post and "AYITE" not in post


def test_a_post_without_money_is_not_open(client, cast):
    need = approved(cast)
    assert client.get(reverse("hosts:post", args=[need.reference])).status_code == 404


def test_open_posts_cost_the_same_for_one_or_twenty(client, cast, django_assert_max_num_queries):
    host = accredited(cast)
    for n in range(20):
        approved(cast, host, reference=f"B{n}")
    needs.fund(Seat.objects.all(), envelope=envelope(cast, 10**9), by=cast["finance_officer"], on=TODAY)
    with django_assert_max_num_queries(6):
        client.get(reverse("hosts:posts"))


def test_a_ministry_sees_its_own_facilities(client, cast):
    need = funded(cast)
    accredited(cast, name="Dispensaire", domain="health", office_number="8")
    facts = {
        "name": "Point focal",
        "phone": "+22893009999",
        "domain": "education",
        "by": cast["operations"],
        "on": TODAY,
    }
    client.force_login(conventions.name_sector_member(**facts).user)
    [(host, asked)] = client.get(reverse("hosts:sector")).context["lines"]
    assert (host, asked, host.approved, host.funded, host.filled) == (need.host, 2, 2, 2, 0)
    assert client.get(reverse("hosts:sector"), {"domaine": "health"}).status_code == 403
