"""What people type about an agreement, its envelopes and its money."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.fields import PaperField
from teriya.foundation.intake import readers
from teriya.foundation.ledger.fields import AmountField
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.partnerships.agreements.actions import Clauses, Invoice, NewTerms
from teriya.partnerships.agreements.engine.currency import decimals
from teriya.partnerships.agreements.models import Agreement, AgreementEnvelope, Terms, Tranche, Version
from teriya.partnerships.agreements.states import CURRENCIES, Cost, Opens
from teriya.partnerships.partners.models import Opportunity, Partner

_NUMBER = {"inputmode": "decimal", "autocomplete": "off"}


class PlainDecimalField(forms.DecimalField):
    """A number with a comma or a point, and spaces between thousands."""

    widget = forms.TextInput(attrs=_NUMBER)

    def to_python(self, value: str | None) -> Decimal | None:
        return super().to_python("".join(str(value).split()).replace(",", ".") if value not in (None, "") else value)


class RateField(PlainDecimalField):
    def __init__(self, **kwargs):
        super().__init__(**{
            "label": _("Taux du jour"), "max_digits": 16, "decimal_places": 6, "min_value": Decimal("0.000001"),
            "help_text": _("Francs pour une unité de la monnaie : 655,957 pour un euro. 1 si la convention est en francs."),
        } | kwargs)  # fmt: skip


class MoneyField(PlainDecimalField):
    """A sum in the currency of the agreement; the value is in its smallest unit once the form knows the currency."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 15, "decimal_places": 2, "min_value": Decimal("0.01")} | kwargs)


def _minor(value: Decimal, currency: str) -> int:
    """In the smallest unit; ValidationError for cents of a currency that has none."""
    exact = value * 10 ** decimals(currency)
    if exact != exact.to_integral_value():
        raise forms.ValidationError(_("Cette monnaie n’a pas de centimes."), code="no_cents")
    return int(exact)


def _plain(minor: int, currency: str) -> str:
    """As one types it again."""
    return f"{Decimal(minor) / 10 ** decimals(currency):f}".replace(".", ",")


class _InCurrency(ActionForm):
    """A form whose `amount` is in the currency of an agreement."""

    currency = "XOF"

    def __init__(self, *args, agreement: Agreement | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if agreement:
            self.currency = agreement.currency
            self.fields["amount"].label = _("Montant, en %(currency)s") % {"currency": agreement.currency}
            if agreement.currency == "XOF" and "rate" in self.fields:
                self.fields["rate"].initial, self.fields["rate"].widget = "1", forms.HiddenInput()

    def clean_amount(self) -> int:
        return _minor(self.cleaned_data["amount"], self.currency)


class ClausesForm(_InCurrency):
    amount = MoneyField(label=_("Montant"))
    rate = RateField()
    first = forms.DateField(label=_("Dépenses éligibles du"))
    last = forms.DateField(label=_("Au"))
    since = forms.DateField(label=_("S’applique à partir du"))
    changes = forms.CharField(label=_("Objet"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    reports = forms.CharField(
        label=_("Rapports dus le"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une date par ligne : 31/12/2026."),
    )  # fmt: skip

    def clean_reports(self) -> list[date]:
        lines = [line.strip() for line in self.cleaned_data["reports"].splitlines() if line.strip()]
        try:
            return [datetime.strptime(line, "%d/%m/%Y").date() for line in lines]
        except ValueError as error:
            raise forms.ValidationError(_("Écrivez une date par ligne : 31/12/2026."), code="bad_date") from error

    def clauses(self) -> Clauses:
        data = self.cleaned_data
        return Clauses(
            **{name: data[name] for name in ("amount", "rate", "first", "last", "since", "changes", "reports")}
        )


class DraftForm(ClausesForm):
    reference = forms.CharField(label=_("Référence"), max_length=40, help_text=_("Celle du papier signé."))
    partner = forms.ModelChoiceField(
        label=_("Partenaire"), queryset=Partner.objects.filter(is_active=True), to_field_name="code"
    )
    title = forms.CharField(label=_("Intitulé"), max_length=160)
    currency = forms.ChoiceField(label=_("Monnaie"), choices=CURRENCIES)
    opens = forms.ChoiceField(label=_("L’argent s’engage"), choices=Opens.choices, widget=forms.RadioSelect)
    rate = RateField(initial="1")
    names_shown = forms.BooleanField(label=_("Le partenaire peut lire les noms des volontaires"), required=False)
    field_order = ("reference", "partner", "title", "currency", "amount", "rate", "opens", "first", "last", "since", "changes", "reports", "names_shown")  # fmt: skip

    def clean_amount(self) -> int:
        return _minor(self.cleaned_data["amount"], self.cleaned_data.get("currency", "EUR"))

    def plain(self) -> dict[str, Any]:
        """The arguments of `draft` that are not clauses."""
        names = ("reference", "partner", "title", "currency", "opens", "names_shown")
        return {name: self.cleaned_data[name] for name in names}


class VersionForm(ClausesForm):
    """An amendment, or a version that nobody has signed yet, with what it says today."""

    def __init__(self, *args, version: Version, is_new: bool, **kwargs):
        currency = version.agreement.currency
        start = {
            "amount": _plain(version.amount, currency), "rate": f"{version.rate.normalize():f}".replace(".", ","),
            "first": version.first_day, "last": version.last_day, "since": timezone.localdate() if is_new else version.since,
            "changes": "" if is_new else version.changes, "reports": "\n".join(f"{day:%d/%m/%Y}" for day in version.reports),
        }  # fmt: skip
        super().__init__(*args, agreement=version.agreement, initial=start, **kwargs)
        if is_new:
            self.fields["changes"].label = _("Ce que l’avenant change")


class TermsForm(_InCurrency):
    """What an envelope may pay; nothing chosen limits nothing."""

    amount = MoneyField(label=_("Part de la convention"), min_value=Decimal(0))
    regions = forms.MultipleChoiceField(label=_("Régions"), required=False, widget=forms.CheckboxSelectMultiple)
    communes = forms.CharField(
        label=_("Communes"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=4000,
        help_text=_("Une par ligne. Ni région ni commune : tout le pays."),
    )  # fmt: skip
    domains = forms.MultipleChoiceField(label=_("Domaines"), required=False, widget=forms.CheckboxSelectMultiple)
    form_codes = forms.MultipleChoiceField(
        label=_("Formes de volontariat"), required=False, widget=forms.CheckboxSelectMultiple
    )
    costs = forms.MultipleChoiceField(
        label=_("Natures de dépense"), choices=Cost.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    hosts = forms.CharField(
        label=_("Structures désignées"), required=False, max_length=400, help_text=_("Leurs numéros : SA-2026-0001, SA-2026-0002.")
    )  # fmt: skip
    women = forms.BooleanField(label=_("Réservé aux femmes"), required=False)
    monthly_max = AmountField(label=_("Plafond par volontaire et par mois, en francs"), required=False)
    ceilings = forms.CharField(
        label=_("Plafonds par nature de dépense"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une par ligne, en francs : formation ; 5 000 000"),
    )  # fmt: skip

    def __init__(self, *args, agreement: Agreement, terms: Terms | None = None, **kwargs):
        start = _typed(terms, agreement.currency) if terms else {}
        super().__init__(*args, agreement=agreement, initial=start, **kwargs)
        self.fields["amount"].label = _("Part de la convention, en %(currency)s") % {"currency": agreement.currency}
        self.fields["regions"].choices = [(place.code, place.name) for place in places.regions()]
        self.fields["domains"].choices = [
            (term.code, rules.label("domain", term.code)) for term in rules.terms("domain")
        ]
        self.fields["form_codes"].choices = rules.form_choices()

    def clean_communes(self) -> list[str]:
        read = readers.commune(timezone.localdate())
        try:
            return [read(line).code for line in self.cleaned_data["communes"].splitlines() if line.strip()]
        except Refusal as no:
            raise forms.ValidationError(no.sentence, code=no.code) from no

    def clean_hosts(self) -> list[str]:
        return [
            word.strip().upper() for word in self.cleaned_data["hosts"].replace(";", ",").split(",") if word.strip()
        ]

    def clean_ceilings(self) -> dict[str, int]:
        lines = [line for line in self.cleaned_data["ceilings"].splitlines() if line.strip()]
        return dict(_ceiling(place, line) for place, line in enumerate(lines, start=1))

    def terms(self) -> NewTerms:
        data = self.cleaned_data
        return NewTerms(
            amount=data["amount"], places=[*data["regions"], *data["communes"]], domains=data["domains"], forms=data["form_codes"],
            costs=data["costs"], hosts=data["hosts"], sex="F" if data["women"] else "", monthly_max=data["monthly_max"],
            ceilings=data["ceilings"],
        )  # fmt: skip


class EnvelopeForm(TermsForm):
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Par exemple UE-2026-ECOLES."))
    title = forms.CharField(label=_("Intitulé"), max_length=160)
    field_order = ("code", "title")


def _ceiling(place: int, line: str) -> tuple[str, int]:
    """One line of the box; ValidationError names it."""
    name, _semicolon, sum_ = (word.strip() for word in line.partition(";"))
    code, francs = _cost(name), "".join(sum_.split())
    if not code or not francs.isdecimal() or not int(francs):
        raise forms.ValidationError(_("Ligne %(place)s : écrivez nature ; francs."), params={"place": place})
    return code, int(francs)


def _cost(name: str) -> str:
    words = {str(label).casefold(): code for code, label in Cost.choices}
    return words.get(name.casefold(), name if name in Cost.values else "")


def _typed(terms: Terms, currency: str) -> dict[str, Any]:
    regions = {place.code for place in places.regions()}
    names = dict(places.communes().filter(code__in=terms.places).values_list("code", "name"))
    return {
        "amount": _plain(terms.amount, currency), "regions": [code for code in terms.places if code in regions],
        "communes": "\n".join(names[code] for code in terms.places if code in names), "domains": terms.domains,
        "form_codes": terms.forms, "costs": terms.costs, "hosts": ", ".join(terms.hosts), "women": terms.sex == "F",
        "monthly_max": terms.monthly_max, "ceilings": "\n".join(f"{Cost(code).label} ; {francs}" for code, francs in terms.ceilings.items()),
    }  # fmt: skip


class SignForm(ActionForm):
    paper = PaperField(label=_("Le papier signé"))
    signed_on = forms.DateField(label=_("Signé le"))
    on = forms.DateField(label=_("Enregistré le"), initial=timezone.localdate)
    lead = forms.ModelChoiceField(Opportunity.objects.none(), label=_("Piste que cette convention conclut"), required=False)  # fmt: skip

    def __init__(self, *args, version: Version, **kwargs):
        super().__init__(*args, **kwargs)
        leads = Opportunity.objects.filter(state="negotiated", partner=version.agreement.partner_id)
        self.fields["lead"].queryset = leads.order_by("reference")
        self.fields["lead"].label_from_instance = lambda row: f"{row.reference} · {row.title}"
        if version.number > 1 or not leads.exists():
            del self.fields["lead"]


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class StepForm(ActionForm):
    """The button says the step; the table of the life says which need a reason."""

    step = forms.CharField(max_length=20)
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class PromiseForm(_InCurrency):
    amount = MoneyField(label=_("Montant"))
    due_on = forms.DateField(label=_("À verser le"))
    condition = forms.CharField(
        label=_("Condition"), required=False, max_length=200, help_text=_("Un rapport, un audit, un taux de dépense.")
    )


class CallForm(ActionForm):
    rate = RateField()
    on = forms.DateField(label=_("Appelée le"), initial=timezone.localdate)

    def __init__(self, *args, tranche: Tranche, **kwargs):
        super().__init__(*args, **kwargs)
        if tranche.agreement.currency == "XOF":
            self.fields["rate"].initial, self.fields["rate"].widget = "1", forms.HiddenInput()


class ReceiveForm(_InCurrency):
    amount = MoneyField(label=_("Montant"))
    rate = RateField(label=_("Taux de la banque"))
    bank_reference = forms.CharField(label=_("Référence de l’avis de crédit"), max_length=60)
    on = forms.DateField(label=_("Date de l’avis"), initial=timezone.localdate)

    def __init__(self, *args, tranche: Tranche, **kwargs):
        super().__init__(*args, agreement=tranche.agreement, **kwargs)
        left = tranche.amount - sum(tranche.receipts.values_list("amount", flat=True))
        self.fields["amount"].initial = _plain(left, self.currency)


class ExpenseForm(ActionForm):
    """An invoice, and what one or two envelopes pay of it."""

    cost = forms.ChoiceField(label=_("Nature"), choices=Cost.choices[1:])
    what = forms.CharField(label=_("Objet"), max_length=200)
    supplier = forms.CharField(label=_("Fournisseur"), max_length=160)
    number = forms.CharField(label=_("Numéro de la facture"), max_length=60)
    amount = AmountField(label=_("Montant de la facture, en francs"))
    on = forms.DateField(label=_("Date de la facture"))
    envelope = forms.ModelChoiceField(label=_("Enveloppe"), queryset=AgreementEnvelope.objects.none())
    part = AmountField(label=_("Sa part, en francs"), required=False, help_text=_("Vide : toute la facture."))
    second = forms.ModelChoiceField(
        label=_("Deuxième enveloppe"), queryset=AgreementEnvelope.objects.none(), required=False
    )
    second_part = AmountField(label=_("Sa part, en francs"), required=False)
    proof = PaperField(label=_("La facture"))

    def __init__(self, *args, agreement: Agreement, **kwargs):
        super().__init__(*args, **kwargs)
        open_ones = AgreementEnvelope.objects.exclude(envelope=None).select_related("agreement").order_by("code")
        own = open_ones.filter(agreement=agreement)
        self.fields["envelope"].queryset = own
        self.fields["second"].queryset = open_ones.filter(agreement__state__in=("signed", "running"))
        if len(own) == 1:
            self.fields["envelope"].initial = own[0].pk

    def clean(self) -> dict:
        data = super().clean()
        if data.get("second") and not data.get("second_part"):
            self.add_error("second_part", _("Écrivez la part de cette enveloppe."))
        return data

    def invoice(self) -> Invoice:
        return Invoice(*(self.cleaned_data[name] for name in ("cost", "what", "supplier", "number", "amount", "on")))

    def parts(self) -> Sequence[tuple[AgreementEnvelope, int]]:
        data = self.cleaned_data
        other = data["second_part"] if data["second"] else 0
        first = data["envelope"], data["part"] or data["amount"] - other
        return [first, (data["second"], other)] if data["second"] else [first]


class RefuseLineForm(ActionForm):
    amount = AmountField(label=_("Somme refusée, en francs"))
    reason = forms.CharField(label=_("Motif que donne le bailleur"), max_length=300)
    on = forms.DateField(label=_("Date de sa lettre"), initial=timezone.localdate)


class CarryForm(ActionForm):
    envelope = forms.ModelChoiceField(label=_("Enveloppe de l’agence"), queryset=Envelope.objects.filter(kept_by=""))


class RepaymentForm(ActionForm):
    amount = AmountField(label=_("Somme à rendre, en francs"))
    reason = forms.CharField(label=_("Pourquoi"), max_length=200)


class PayBackForm(StepForm):
    bank_reference = forms.CharField(label=_("Référence de l’ordre de virement"), max_length=60, required=False)
    field_order = ("bank_reference", "reason")


class InKindForm(ActionForm):
    what = forms.CharField(label=_("Ce qui est donné"), max_length=200)
    given_by = forms.CharField(label=_("Par qui"), max_length=120)
    valued_how = forms.CharField(label=_("Comment c’est estimé"), max_length=200)
    amount = AmountField(label=_("Valeur estimée, en francs"))
    on = forms.DateField(label=_("Date"), initial=timezone.localdate)


class ReaderForm(ActionForm):
    user = forms.ModelChoiceField(label=_("Personne"), queryset=User.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = (
            User.objects.filter(is_active=True, appointment__role="partner").distinct().order_by("name")
        )
