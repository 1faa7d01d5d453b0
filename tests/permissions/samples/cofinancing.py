"""An NGO of Haho 1 whose officer is Essi: March called, reminded, contested and paid in part; the rest asked in instalments."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from teriya.pay.cofinancing import actions
from tests.cast import Cast
from tests.factories.cofinancing import call, make_served, pay, set_rate


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    host, _team = make_served(cast, 2, name="ONG des droits")
    [march] = call(cast)
    set_rate(0)  # the other rooms' pages stay those of the pack
    payment = pay(cast, host, 5_000)
    actions.watch(on=date(2024, 5, 12))
    proof = SimpleUploadedFile("preuve.pdf", b"%PDF-1.4\n")
    first, second = march.lines.order_by("pk")
    dispute = actions.contest(line=first, reason="Parti le 12", proof=proof, by=cast.essi, on=date(2024, 5, 13))
    plan = actions.propose(
        host=host, count=3, first=date(2024, 6, 1), reason="Subvention en juin", by=cast.awa, on=date(2024, 5, 13)
    )
    one, of = {"pk": march.pk}, {"number": host.number}
    return {
        "cofinancing:host": of, "cofinancing:record_payment": of, "cofinancing:propose_plan": of, "cofinancing:issue": {"month": "2024-03"},
        "cofinancing:call": one, "cofinancing:paper": one, "cofinancing:letter": one | {"reminder": march.reminders.get().pk},
        "cofinancing:contest": {"pk": second.pk}, "cofinancing:dispute": {"pk": dispute.pk}, "cofinancing:proof": {"pk": dispute.pk},
        "cofinancing:payment": {"pk": payment.pk}, "cofinancing:receipt": {"pk": payment.pk}, "cofinancing:plan": {"pk": plan.pk},
    }  # fmt: skip
