"""Two volunteers of Haho 1 paid in March 2024 with savings: Kossi has left and is given his back, the other has died."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule
from teriya.pay.allowances.models import PayLine, PayRun
from teriya.pay.savings import actions
from teriya.pay.savings.models import SetAside
from tests.cast import Cast
from tests.factories.missions import give_account
from tests.factories.savings import ON, approve, ask, finish, make_account, make_heirs, make_saved


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    gone, dead = make_saved(cast, 2)
    Rule.objects.filter(pack="story").update(value=0)  # the other rooms' months stay those of the pack
    rules.forget()
    account, run = make_account(cast), PayRun.objects.latest("pk")
    proof = SimpleUploadedFile("preuve.pdf", b"%PDF-1.4\n")
    deposit = actions.deposit(
        run=run, account=account, amount=900, reference="BV-1", proof=proof, by=cast.tchaa, on=ON
    )
    person = finish(cast, gone)
    give_account(gone, cast.kossi)
    refund = {"pk": approve(cast, ask(cast, person)).pk}
    act = make_heirs(cast, finish(cast, dead, "death"), 1, 1, is_approved=False)
    paper = actions.issue_statement(person=person, by=cast.awa, on=ON)
    line = PayLine.objects.get(mission=dead, nature="allowance")
    aside = SetAside.objects.create(line=line, amount=line.net, asked_by_id=cast.awa.pk, asked_on=ON)
    one, of = {"pk": account.pk}, {"matricule": person.matricule}
    return {
        "savings:account": one, "savings:state_balance": one, "savings:deposit": {"pk": run.pk}, "savings:proof": {"pk": deposit.pk},
        "savings:cancel_deposit": {"pk": deposit.pk}, "savings:person": of, "savings:issue_statement": of,
        "savings:statement": of | {"paper": paper.pk}, "savings:ask_refund": of, "savings:enter_heirs": of, "savings:heirs": {"pk": act.pk},
        "savings:ask_aside": {"pk": line.pk}, "savings:aside": {"pk": aside.pk}, "savings:refund": refund, "savings:pay_refund": refund, "savings:refund_back": refund, "savings:ask_again": refund,
    }  # fmt: skip
