"""A payee of Haho 1 who says that nothing came, and a delay of pay frozen by Awa."""

from datetime import date

from django.test import override_settings
from django.utils import timezone

from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import PayFile, PaymentOrder, Wallet
from teriya.pay.arrears import actions
from tests.cast import Cast
from tests.factories.allowances import ON, answers, bring, make_payable, prepare


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    today = timezone.localdate()
    make_payable(cast)
    Wallet.objects.update(number="22891110000", folded="22891110000")
    run = bring(cast, prepare(cast))
    PayFile.objects.update(on=today)
    [poll] = actions.draw_polls(on=today)
    file = PayFile.objects.get()
    pay.settle(
        run=run,
        institution=file.institution,
        content=answers(list(PaymentOrder.objects.all())),
        filename="r.csv",
        by=cast.kossivi,
        on=ON,
    )
    actions.ask_payees(on=today)
    question = actions.hear_payee(phone="+22891110000", said="no", amount=None, on=today)
    figure = actions.freeze_figure(first=date(2024, 3, 1), last=date(2024, 3, 31), by=cast.awa, on=today)
    return {
        "arrears:poll": {"pk": poll.pk},
        "arrears:case": {"pk": question.case.pk},
        "arrears:delay": {"pk": figure.pk},
    }
