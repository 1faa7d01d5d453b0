"""What was said in the past prints as it was said, with its source; what disagrees stands side by side."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from teriya.contribution.figures import claims, past
from teriya.contribution.figures.models import Claim, ClaimConflict
from teriya.foundation.core.refusals import Refusal
from tests.cast import appoint

COUNTRIES = Path(__file__).parents[3] / "countries"


@pytest.fixture
def togo(cast):
    call_command("load_claims", "tg", verbosity=0)


def said(code):
    return past.printed(Claim.objects.get(code=code))


def test_the_published_history_of_togo_prints_exactly(togo):
    whole = said("mobilised_2018_07")
    assert (whole.value, whole.on) == ("19\u202f855", "31 juillet 2018")
    assert [(part.label, part.value, part.share) for part in whole.parts] == [
        ("VNC", "8\u202f224", "41,42"), ("VEC", "11\u202f005", "55,43"), ("VIR", "14", "0,07"), ("VS", "612", "3,08"),
    ]  # fmt: skip
    vnc = said("vnc_2023")
    assert (vnc.value, vnc.on) == ("24\u202f166", "février 2023")
    assert [(part.value, part.share) for part in vnc.parts] == [("8\u202f002", "33,1"), ("16\u202f164", "66,9")]
    assert said("health_2019").value == "24"
    assert (said("antenatal_2019").value, said("antenatal_2019").each) == ("1\u202f480", "61,7")
    assert (said("deliveries_2019").value, said("deliveries_2019").each) == ("363", "15,1")
    assert said("mobilised_2018_07").definition == ""


@pytest.mark.parametrize("code", ["tg", "bf", "ml"])
def test_each_country_brings_its_own_once(cast, code):
    content = tomllib.loads((COUNTRIES / code / "claims.toml").read_text())
    assert claims.load(content, on=date(2026, 11, 1)) == len(content["claim"]) == Claim.objects.count()
    assert claims.load(content, on=date(2026, 11, 1)) == 0
    assert ClaimConflict.objects.count() == len(content["conflict"]) > 0


def test_fifty_thousand_and_179_506_are_a_conflict_of_definition_never_a_sum(cast):
    call_command("load_claims", "bf", verbosity=0)
    [conflict] = ClaimConflict.objects.all()
    assert conflict.kind == "definition" and sorted(conflict.claims.values_list("value", flat=True)) == [50000, 179506]


def test_togo_and_mali_in_2017_are_three_claims_and_none_stands_for_another(togo):
    [told] = past.series(date(2026, 11, 1), "reciprocity_ml")
    assert [(one.value, [part.value for part in one.parts]) for one in told.numbers] == [
        ("10", []), ("8", ["4", "4"]), ("6", ["4", "2"]),
    ]  # fmt: skip
    assert len({one.source for one in told.numbers}) == 3 and all(one.source for one in told.numbers)
    [conflict] = past.conflicts("reciprocity_ml")
    assert [one.value for one in conflict.numbers] == ["10", "8", "6"]


def test_the_vir_of_togo_to_march_2019_print_exactly(togo):
    sent, received = said("vir_sent_2019"), said("vir_received_2019")
    assert (sent.value, [(part.label, part.value) for part in sent.parts]) == (
        "21", [("vers la France", "16"), ("vers l’Allemagne", "1"), ("vers le Mali", "4")],
    )  # fmt: skip
    assert (received.value, received.definition, received.on) == ("2", "du Mali", "mars 2019")


def test_parts_that_do_not_add_up_are_refused(cast):
    content = tomllib.loads((COUNTRIES / "tg" / "claims.toml").read_text())
    content["claim"][0]["part"][0]["value"] += 1
    with pytest.raises(Refusal) as no:
        claims.load(content, on=date(2026, 11, 1))
    assert no.value.code == "claims_invalid" and "1501" in no.value.sentence


def test_what_was_said_is_recorded_with_its_source_and_stays(cast):
    appoint(cast.komlan, "monitoring")
    new = claims.NewClaim(
        "Femmes mobilisées dans la Kara", 812, date(2025, 12, 31), "Discours du ministre, 5 décembre 2025"
    )
    row = claims.record(new=new, by=cast.komlan, on=date(2026, 11, 1))
    assert row.definition == "" and not row.conflicts.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Claim.objects.filter(pk=row.pk).update(value=900)
    for change, code in (({"on": date(2027, 1, 1)}, "said_later"), ({"measure": "nothing"}, "not_a_measure")):
        with pytest.raises(Refusal) as no:
            claims.record(
                new=claims.NewClaim(**{"title": "x", "value": 1, "on": date(2025, 1, 1), "source": "x"} | change),
                by=cast.komlan,
                on=date(2026, 11, 1),
            )
        assert no.value.code == code
    with pytest.raises(Refusal):
        claims.record(new=new, by=cast.ama, on=date(2026, 11, 1))


def test_the_page_says_conflicts_in_words_and_sets_our_own_count_beside(togo, client, cast):
    client.force_login(cast.issa)
    shown = client.get("/contribution/chiffres/").content.decode().replace("&nbsp;", "\xa0")
    for words in (
        "19\u202f855",
        "41,42",
        "24\u202f166",
        "fr.allafrica.com",
        "définition non donnée",
        "15 466 VNC de plus",
        "définitions différentes",
        "61,7",
    ):
        assert words in shown, words
    assert "<svg" in shown
