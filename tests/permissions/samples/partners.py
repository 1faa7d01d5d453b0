"""The UNDP with one of everything; Kafui keeps partners, Ama judges."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from teriya.partnerships.partners import actions
from tests.cast import Cast
from tests.factories.partners import ON, kafui, make_lead, make_operator, make_partner


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    told = {"by": kafui(), "on": ON}
    partner = make_partner()
    contact = actions.add_contact(partner=partner, name="Mensah", function="Chargé de programme", email="m@example.org", **told)  # fmt: skip
    owed = actions.owe(partner=partner, side="agency", what="Rapport annuel", due_on=date(2024, 3, 1), **told)
    review = actions.plan_review(partner=partner, due_on=date(2024, 6, 1), **told)
    operator = make_operator(cast, partner)
    target = actions.set_operator_target(operator=operator, label="Volontaires suivis", target=100, **told)
    lead = make_lead(partner=partner)
    paper = actions.attach(opportunity=lead, paper=SimpleUploadedFile("note.pdf", b"%PDF-1.4\n"), **told)
    table = actions.hold_round_table(subject="Bailleurs", held_on=ON, place="Lomé", present="PNUD", **told)
    plan = actions.prepare_plan(commune=cast.haho_1, year=2024, activities="Reboisement", volunteers=20, budget=3_000_000, **told)  # fmt: skip
    year = actions.review_year(year=2023, text="Une année.", **told)
    decision = actions.decide(review=year, what="Relancer", owner=kafui(), due_on=ON, **told)
    code, one, reference = {"code": partner.code}, {"pk": operator.pk}, {"reference": lead.reference}
    return {
        "partners:paper": {"pk": paper.pk}, "partners:end_contact": {"pk": contact.pk}, "partners:fulfil": {"pk": owed.pk},
        "partners:hold_review": {"pk": review.pk}, "partners:operator": one, "partners:add_target": one, "partners:evaluate": one,
        "partners:reached": {"pk": target.pk}, "partners:round_table": {"pk": table.pk}, "partners:promise": {"pk": table.pk},
        "partners:plan": {"pk": plan.pk}, "partners:decide": {"pk": year.pk}, "partners:do_decision": {"pk": decision.pk},
        "partners:add_to_strategy": {"word": "axe"}, "partners:partner": code, "partners:amend": code, "partners:set_active": code,
        "partners:delegate": code, "partners:add": code | {"word": "contact"}, "partners:opportunity": reference,
        "partners:amend_opportunity": reference, "partners:lose": reference, "partners:attach": reference,
        "partners:advance": reference | {"step": "write_concept"},
    }  # fmt: skip
