"""March 2024 paid at a school of Haho 1: Kossi's line is sent, a wallet waits for approval, another month was counted anew."""

from django.test import override_settings

from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.models import Institution, Wallet, Work
from tests.cast import Cast
from tests.factories.allowances import ON, bring, make_payable, prepare
from tests.factories.corrections import correct, pay, prepare_april, retain
from tests.factories.missions import give_account


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_payable(cast)
    run = bring(cast, prepare(cast))
    line = run.lines.get()
    actions.issue_slip(line=line, by=cast.awa, on=ON)
    give_account(mission, cast.kossi)
    [wallet] = actions.enter_wallets(rows=[(mission.person, Institution.objects.get(), "2", "X")], by=cast.yao, on=ON)
    [other] = make_payable(cast)
    Wallet.objects.filter(person=other.person).update(state="retired")
    stopped = prepare(cast).lines.get(state="blocked")
    file = actions.settle(run=run, institution=wallet.institution, content=b"reference;statut\nOP9;ok", filename="r.csv", by=cast.kossivi, on=ON)  # fmt: skip
    waiting = {"pk": file.lines.get().suspense.pk}
    order = retain(cast, mission, 6000, 2000)
    correction = correct(cast, pay(cast, prepare_april(cast, [mission])).lines.get(), 19)
    work = Work.objects.create(month=run.month, form=run.form, step="vise", total=9, by_id=cast.bawa.pk, on=ON)
    one, of_run = {"pk": line.pk}, {"pk": run.pk}
    return {
        "allowances:bell": {"key": "00000000-0000-4000-8000-000000000000"},
        "allowances:run": of_run,
        "allowances:lines": of_run,
        "allowances:returns": of_run,
        "allowances:paper": of_run | {"paper": queries.papers_of(run).first().pk},
        "allowances:file": of_run | {"file": run.files.get().pk},
        "allowances:line": one,
        "allowances:slip": one,
        "allowances:issue_slip": one,
        "allowances:sms": one,
        "allowances:work": {"pk": work.pk},
        "allowances:clear": {"pk": stopped.pk},
        "allowances:match_line": waiting,
        "allowances:set_aside_line": waiting,
        "allowances:refuse_wallet": {"pk": wallet.pk},
        "allowances:check_wallet": {"pk": wallet.pk},
        "allowances:stop_wallet": {"pk": wallet.pk},
        "allowances:correct": one,
        "allowances:correction": {"pk": correction.pk},
        "allowances:retention": {"pk": order.pk},
    }
