"""The pages of a season: an entry written line by line, a plan with its cycles drawn, and nothing shown to whom it is not for."""

import pytest
from django.urls import reverse

from teriya.exchange.seasons import actions
from teriya.exchange.seasons.models import Season
from tests.exchange.seasons.conftest import bring
from tests.factories.people import register
from tests.factories.relations import agree


@pytest.fixture
def officer(client, moussa):
    client.force_login(moussa)
    return client


@pytest.fixture
def director(client, cast):
    browser = type(client)()
    browser.force_login(cast.ama)
    return browser


def page(browser, name, *args) -> str:
    answer = browser.get(reverse(f"seasons:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def sent(browser, route, *args, **fields):
    """What the form of a page sends, with the id that the page gave it."""
    url = reverse(f"seasons:{route}", args=args)
    receipt = browser.get(url).context["form"]["receipt"].value()
    return browser.post(url, {"receipt": receipt, **fields})


def test_a_season_is_convened_and_entered_by_its_pages(officer, burkina, cast):
    [person] = register(cast)
    answer = sent(officer, "convene", name="Saison 2027", agencies=[burkina.row.pk], profiles="Sage-femme\nEnseignant\n", tolerance=1, closes_on="2099-01-31")  # fmt: skip
    uid = Season.objects.get().uid
    assert answer.url == reverse("seasons:season", args=[uid])
    sent(officer, "add_candidate", uid, "tg", profiles=["Enseignant"], first="bf", person=person.matricule.lower())
    sent(officer, "add_post", uid, "tg", profile="Sage-femme", seats=2, what="CHR de Kara")
    sent(officer, "set_numbers", uid, "tg", bf_out=3, bf_in=2)
    shown = page(officer, "part", uid, "tg")
    assert person.family in shown and "CHR de Kara" in shown and "Burkina Faso" in shown
    assert sent(officer, "enter", uid, "tg").url == answer.url
    part = Season.objects.get().parts.get(is_ours=True)
    assert part.entry == {
        "lines": [{"number": "C1", "profiles": ["Enseignant"], "agencies": ["bf"]}], "numbers": {"bf": {"out": 3, "in": 2}},
        "places": [{"number": "P1", "profile": "Sage-femme", "seats": 2}],
    }  # fmt: skip


def test_lines_move_up_and_out(officer, season, moussa, today):
    part = season.parts.get(is_ours=True)
    bring(part, moussa, today, [("Enseignant", "bf"), ("Sage-femme", "ml")], ["Enseignant"])
    lines = dict(part.lines.values_list("number", "pk"))
    sent(officer, "part", season.uid, "tg", step="raise", line=lines["C2"])
    assert list(part.lines.values_list("number", flat=True)) == ["C2", "C1"]
    sent(officer, "part", season.uid, "tg", step="drop", line=lines["C1"])
    sent(officer, "part", season.uid, "tg", step="drop_post", line=part.places.get().pk)
    assert (part.lines.count(), part.places.count()) == (1, 0)
    assert sent(officer, "part", season.uid, "tg", step="drop", line="x").status_code == 404


def test_the_plan_is_drawn_with_its_cycles_and_its_reasons(officer, director, cast, whole):
    sent(officer, "season", whole.uid, step="propose")
    shown = page(officer, "season", whole.uid)
    assert 'aria-label="Togo → Mali → Burkina Faso → Togo"' in shown
    assert shown.count("<polygon") == 3
    assert "D’autres ont les places souhaitées." in shown  # our second
    assert "déclaré" in shown and "Répondre au plan" not in shown
    assert "Lycée de Kara" in shown
    auditor = type(director)()
    auditor.force_login(cast.issa)
    assert "Lycée de Kara" not in page(auditor, "season", whole.uid)
    assert sent(director, "answer", whole.uid, "tg", step="confirm").status_code == 302
    assert whole.parts.get(code="tg").state == "confirmed"


def test_a_letter_s_answer_is_noted_as_declared(officer, whole, moussa, today):
    actions.propose(season=whole, by=moussa, on=today)
    assert sent(officer, "answer", whole.uid, "ml", step="decline", source="lettre du 9", reason="").status_code == 422
    assert (
        sent(
            officer, "answer", whole.uid, "ml", step="decline", source="lettre du 9", reason="Pas de billets"
        ).status_code
        == 302
    )
    assert "Calculer à nouveau" in page(officer, "season", whole.uid)
    sent(officer, "season", whole.uid, step="propose")
    assert "hors du plan" in page(officer, "season", whole.uid)


def test_an_agency_that_speaks_has_no_page_here(officer, whole):
    for name in ("part", "add_post", "answer"):
        assert officer.get(reverse(f"seasons:{name}", args=[whole.uid, "bf"])).status_code == 404


def test_a_season_asks_as_much_of_the_database_whatever_its_size(
    officer, whole, moussa, today, django_assert_max_num_queries
):
    actions.propose(season=whole, by=moussa, on=today)
    with django_assert_max_num_queries(12):
        page(officer, "season", whole.uid)
    with django_assert_max_num_queries(12):
        page(officer, "seasons")
    with django_assert_max_num_queries(12):
        page(officer, "part", whole.uid, "tg")


def test_numbers_start_from_the_convention_in_force(officer, season, burkina, cast):
    agree(cast, burkina.row, number_out=3, number_in=2)
    form = officer.get(reverse("seasons:set_numbers", args=[season.uid, "tg"])).context["form"]
    assert [form[name].initial for name in ("bf_out", "bf_in", "ml_out", "ml_in")] == [3, 2, 0, 0]
    assert "3" in str(form["bf_out"].help_text) and form["ml_out"].help_text == ""


def test_the_director_declines_an_invitation(director, officer, invited):
    assert "Décliner la saison" in page(director, "season", invited.uid)
    assert "Décliner la saison" not in page(officer, "season", invited.uid)
    sent(director, "answer", invited.uid, "tg", step="decline", reason="Pas cette année")
    assert invited.parts.get(is_ours=True).state == "declined"
