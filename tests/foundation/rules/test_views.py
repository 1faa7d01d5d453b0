"""The settings page: every rule in force, what is to be confirmed, drafts put in force by the administrator."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.rules import actions, pages
from teriya.foundation.rules.engine import packs
from teriya.foundation.rules.models import Rule

pytestmark = pytest.mark.django_db
RULES = reverse("rules:rules")


@pytest.fixture
def draft(settings):
    """A value that a newer pack brings: the old one has gone from the register."""
    Rule.objects.filter(name="allowance", form="VEC", starts_on=date(2020, 1, 1)).delete()
    actions.load(packs.load(settings.ROOT / "countries" / "tg"), by=None, on=date(2026, 1, 2))
    return Rule.objects.get(state="draft")


def test_a_form_shows_its_values_with_their_day_and_source(client, cast):
    client.force_login(cast.yao)
    page = client.get(RULES, {"forme": "VEC"}).content.decode()
    assert "1\u202f500\u00a0F par jour présent" in page and "01/01/2020" in page and "6 mois" in page


def test_what_was_not_found_is_shown_to_be_confirmed_with_its_note(client, cast):
    client.force_login(cast.yao)
    page = client.get(RULES, {"forme": "VS"}).content.decode()
    note = Rule.objects.get(form="VS", name="allowance").note
    assert "à confirmer" in page and note[:40] in page.replace("&#x27;", "'")


def test_an_unknown_form_shows_the_rules_of_all(client, cast):
    client.force_login(cast.yao)
    assert "60 mois" in client.get(RULES, {"forme": "XXX"}).content.decode()


def test_the_page_costs_few_queries(client, cast, django_assert_max_num_queries):
    client.force_login(cast.yao)
    with django_assert_max_num_queries(12):
        client.get(RULES, {"forme": "VNC"})


def test_the_administrator_puts_a_draft_in_force(client, cast, draft):
    client.force_login(cast.edem)
    assert "Mettre en vigueur" in client.get(RULES).content.decode()
    address = reverse("rules:activate", args=[draft.pk])
    assert client.post(address, {"receipt": uuid4()}).url == RULES
    draft.refresh_from_db()
    assert draft.state == "active"


def test_a_draft_is_put_in_force_once(client, cast, draft):
    client.force_login(cast.edem)
    address = reverse("rules:activate", args=[draft.pk])
    client.post(address, {"receipt": uuid4()})
    assert "déjà en vigueur" in client.post(address, {"receipt": uuid4()}).content.decode()


def test_an_agent_puts_nothing_in_force(client, cast, draft):
    client.force_login(cast.yao)
    assert client.post(reverse("rules:activate", args=[draft.pk]), {"receipt": uuid4()}).status_code == 403


@pytest.mark.parametrize("country", ["tg", "bf", "ml"])
def test_every_code_of_a_pack_is_told_in_words(settings, country):
    """Roles, gates and rules that a page would show as code."""
    values = [
        value.value for parameter in packs.load(settings.ROOT / "countries" / country).parameters
        if parameter.unit in ("role", "gate", "rule") for value in parameter.values
    ]  # fmt: skip
    codes = {code for value in values for code in ([value] if isinstance(value, str) else value)}
    assert codes <= set(pages.CODES)


def test_papers_of_one_group_are_alternatives():
    assert pages.words_of([["national_id", "passport"]], "paper") == "Carte nationale d’identité ou Passeport"
    assert pages.words_of([], "paper") == "aucune"
