"""What goes on with a partner, centres that it runs, the strategy."""

from datetime import date

import pytest

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.partnerships.partners import actions, queries
from teriya.partnerships.partners.models import ActionPlan, Decision, Obligation, RoundTable
from tests.factories.partners import ON, kafui, make_lead, make_operator, make_partner

pytestmark = pytest.mark.usefixtures("cast")


def test_a_partner_and_what_goes_on_with_it(browse, send):
    assert send(kafui(), "enter", code="ue", name="Union européenne", kind="cooperation", parts=["funder"], country="") == 302  # fmt: skip
    assert send(kafui(), "add", "UE", "contact", name="Anna Weiss", function="Chargée de programme") == 422
    assert send(kafui(), "add", "UE", "contact", name="Anna Weiss", function="Chargée de programme", email="a@ue.example") == 302  # fmt: skip
    past = {"title": "Pro-CEMA", "first_year": 2017, "last_year": 2018, "source": "letempstg.com, 13/11/2017"}
    assert send(kafui(), "add", "UE", "ancienne", **past) == 302
    assert send(kafui(), "add", "UE", "obligation", side="agency", what="Rapport narratif", due_on="2018-12-31") == 302
    assert send(kafui(), "fulfil", Obligation.objects.get().pk, done_on="2019-01-15", proof="") == 422
    assert "en retard" in browse(kafui(), "partner", "UE")
    assert send(kafui(), "fulfil", Obligation.objects.get().pk, done_on="2019-01-15", proof="Lettre 12/2019") == 302
    assert send(kafui(), "add", "UE", "revue", due_on="2024-02-01") == 302
    page = browse(kafui(), "partner", "UE")
    assert all(words in page for words in ("Anna Weiss", "2017–2018", "montant inconnu", "Lettre 12/2019", "Écrire ce qui s’est dit"))  # fmt: skip
    assert "Union européenne" in browse(kafui(), "partners", type="cooperation")
    assert "Union européenne" not in browse(kafui(), "partners", type="un")


def test_a_centre_has_one_operator_at_a_time_judged_by_somebody_else(cast):
    operator = make_operator(cast, make_partner())
    assert "operator" in operator.partner.parts or "operator" in queries.visible_to(kafui()).get().parts
    with pytest.raises(Refusal, match="centre_delegated"):
        make_operator(cast, operator.partner, convention="CRV-P-2024", first_day=date(2024, 6, 1), last_day=date(2025, 6, 1))  # fmt: skip
    told = {"operator": operator, "year": 2023, "mark": 13, "words": "Suivi régulier, rapports en retard.", "on": ON}
    assert list(queries.to_evaluate(ON)) == [operator]
    actions.evaluate_operator(by=cast.ama, **told)
    assert not queries.to_evaluate(ON)
    with pytest.raises(Refusal, match="already_evaluated"):
        actions.evaluate_operator(by=cast.ama, **told)
    with pytest.raises(Refusal, match="bad_year"):
        actions.evaluate_operator(by=cast.ama, **told | {"year": 2025})
    with pytest.raises(NotAllowed):
        actions.evaluate_operator(by=kafui(), **told)


def test_who_follows_a_centre_does_not_judge_it(cast):
    operator = make_operator(cast, make_partner(), manager=cast.ama)
    with pytest.raises(NotAllowed, match="same_person"):
        actions.evaluate_operator(operator=operator, year=2023, mark=20, words="Parfait.", by=cast.ama, on=ON)


def test_targets_are_compared_with_what_stands(cast, browse, send):
    told = {"by": kafui(), "on": ON}
    assert send(kafui(), "add_to_strategy", "cible", kind="commune", year=2024, amount="10 000 000", partners=3) == 302
    plan = {"commune": cast.haho_1.name, "year": 2024, "activities": "Salubrité", "volunteers": 20, "budget": "4 000 000"}  # fmt: skip
    assert send(kafui(), "add_to_strategy", "plan", **plan) == 302
    assert send(kafui(), "add_to_strategy", "plan", **plan) == 422
    row = ActionPlan.objects.get()
    assert queries.measured(2024, ON)[0].signed == 0
    assert send(kafui(), "plan", row.pk, step="sign", on="2024-01-20", reason="") == 302
    actions.prepare_plan(commune=cast.tone_1, year=2024, activities="Routes", volunteers=9, budget=9_000, **told)
    make_lead(partner=make_partner("VILLE", "Ville de Notsè", kind="commune"), amount=2_000_000, percent=50, year=2024)
    [line] = queries.measured(2024, ON)
    assert (line.signed, line.partners, line.percent, line.sought, line.weighted) == (4_000_000, 1, 40, 2_000_000, 1_000_000)  # fmt: skip
    assert "40 %" in browse(kafui(), "strategy", annee="2024")


def test_a_promise_becomes_a_lead_and_a_decision_is_kept(cast, browse, send):
    partner = make_partner(regions=[cast.haho_1.region])
    table = {"subject": "Bailleurs", "held_on": "2024-01-10", "place": "Lomé", "present": "A. Weiss, UE"}
    assert send(kafui(), "add_to_strategy", "table-ronde", **table) == 302
    row = RoundTable.objects.get()
    assert send(kafui(), "promise", row.pk, partner=partner.pk, title="Cent volontaires", amount="90 000 000", volunteers=100) == 302  # fmt: skip
    assert (row.promises.get().state, row.promises.get().partner) == ("idea", partner)
    assert "90 000 000 F" in browse(kafui(), "round_tables")
    assert send(kafui(), "add_to_strategy", "revue", year=2023, text="Deux financeurs sur trois.") == 302
    review = actions.decide(review=actions.review_year(year=2022, text="…", by=kafui(), on=ON), what="Rencontrer trois fondations",
                            owner=cast.awa, due_on=ON, by=kafui(), on=ON)  # fmt: skip
    assert send(cast.dede, "do_decision", review.pk) == 422
    assert send(cast.awa, "do_decision", review.pk) == 302
    assert Decision.objects.get().done_on
    lines = queries.partners_by_region([cast.haho_1.region.code, cast.tone_1.region.code])
    assert [(line.kind, line.counts, line.everywhere) for line in lines] == [("un", [1, 0], 0)]
    assert "Qui travaille où" in browse(kafui(), "mapping")
