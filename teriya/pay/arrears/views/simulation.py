"""« Combien coûterait ce mois » : what each envelope would have to give, and what is missing in it. Nothing is written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.rules.models import Form
from teriya.pay.arrears.simulation import simulate

BEFORE, AFTER = 6, 6  # months around the running one


@require_safe
def simulation(request: HttpRequest) -> HttpResponse:
    """A month and a form, or every form; counted when it is asked for."""
    require(request.user, P.PAY_READ)
    this = timezone.localdate().replace(day=1)
    months = {str(month): month for month in (Month.of(add_months(this, n)) for n in range(-BEFORE, AFTER + 1))}
    forms, month = list(Form.objects.order_by("code")), months.get(request.GET.get("mois", ""))
    chosen = [form for form in forms if request.GET.get("forme", "") in ("", form.code)]
    needs = simulate(month, chosen, timezone.localdate()) if month else []
    return render(request, "arrears/simulation.html", {
        "months": [(code, date_format(one.first, "F Y")) for code, one in months.items()], "forms": [form.code for form in forms],
        "asked": request.GET.get("mois", "") or str(Month.of(this)), "form": request.GET.get("forme", ""), "month": month, "needs": needs,
        "all": sum(need.all for need in needs), "missing": sum(need.missing for need in needs),
    })  # fmt: skip
