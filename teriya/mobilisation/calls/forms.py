from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.fields import PhoneField
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake.fields import CommuneField, Suggestions
from teriya.foundation.places import queries as places
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.calls.states import (
    ApplicationState,
    CalendarStep,
    Fact,
    Found,
    MeetingKind,
    Missing,
    PlacementMode,
)
from teriya.mobilisation.hosts.models import Need
from teriya.people.models import Person


class WaveForm(ActionForm):
    """A call to open."""

    code = forms.CharField(label=_("Code"), max_length=30, help_text=_("En capitales, sans espace : VNC-2026-1."))
    title = forms.CharField(label=_("Titre"), max_length=160)
    form = forms.ModelChoiceField(label=_("Forme de volontariat"), queryset=Form.objects.all(), to_field_name="code")
    opens_on = forms.DateField(label=_("Ouverture des candidatures"))
    closes_on = forms.DateField(label=_("Clôture des candidatures"))
    starts_on = forms.DateField(label=_("Prise de service prévue"))
    mode = forms.ChoiceField(label=_("Placement"), choices=PlacementMode.choices, initial=PlacementMode.WISHES)


class DescribeForm(ActionForm):
    """What the public page says of a call. A region without a number is promised nothing."""

    summary = forms.CharField(label=_("Texte de l’appel"), required=False, widget=forms.Textarea({"rows": 5}))
    asked_papers = forms.MultipleChoiceField(
        label=_("Pièces que le candidat peut envoyer"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucune n’est exigée pour s’inscrire."),
    )  # fmt: skip

    def __init__(self, *args, wave: Wave, **kwargs):
        super().__init__(*args, **kwargs)
        papers = [(term.code, term.fr) for term in rules.terms("paper") if term.facts["kind"] != "host"]
        self.fields["asked_papers"].choices = papers
        for step, label in CalendarStep.choices:
            self.fields[step] = forms.DateField(label=label.capitalize(), required=False)
        self.regions = {f"region_{region.code}": region for region in places.regions()}
        for name, region in self.regions.items():
            label = gettext("Places promises : %(region)s") % {"region": region.name}
            self.fields[name] = forms.IntegerField(label=label, required=False, min_value=1)
        self.initial |= {"summary": wave.summary, "asked_papers": wave.asked_papers}
        self.initial |= {row.step: row.on for row in wave.milestones.all()}
        self.initial |= {f"region_{row.region.code}": row.places for row in wave.quotas.select_related("region")}

    def values(self) -> dict:
        said = super().values()
        return {
            "summary": said["summary"], "asked_papers": said["asked_papers"],
            "calendar": {step: said[step] for step in CalendarStep.values if said[step]},
            "quotas": {region: said[name] for name, region in self.regions.items() if said[name]},
        }  # fmt: skip


class MeetingForm(ActionForm):
    """A session held: in a commune, or over a region. `wave` lends the names of its campaigns."""

    kind = forms.ChoiceField(label=_("Quoi"), choices=MeetingKind.choices)
    commune = CommuneField(label=_("Commune"), required=False)
    region = forms.ModelChoiceField(
        label=_("Ou région, pour une radio ou un SMS"), queryset=Place.objects.none(), required=False
    )
    held_on = forms.DateField(label=_("Le"))
    reached = forms.IntegerField(label=_("Personnes touchées"), min_value=0)
    women = forms.IntegerField(label=_("Dont femmes"), min_value=0, required=False)
    campaign = forms.CharField(label=_("Campagne"), max_length=80, required=False, widget=Suggestions, help_text=_("Le même nom réunit les séances d’une campagne."))  # fmt: skip
    cost = forms.IntegerField(label=_("Ce que la séance a coûté, en francs"), min_value=0, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args, wave: Wave, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = places.regions()
        self.fields["campaign"].widget.suggestions = wave.meetings.exclude(campaign="").values_list("campaign", flat=True).distinct().order_by("campaign")  # fmt: skip

    def clean(self) -> None:
        super().clean()
        if (
            bool(self.cleaned_data.get("commune")) == bool(self.cleaned_data.get("region"))
            and "commune" not in self.errors
        ):
            self.add_error("commune", _("Donnez la commune, ou la région, pas les deux."))

    def values(self) -> dict:
        said = super().values()
        commune, region = said.pop("commune"), said.pop("region")
        return said | {"place": commune or region}


class NewPhoneForm(ActionForm):
    phone = PhoneField(label=_("Nouveau téléphone"))
    reason = forms.CharField(label=_("Pièce montrée, et ce qui est arrivé"), max_length=200)


class PrintForm(ActionForm):
    count = forms.IntegerField(label=_("Combien de formulaires"), min_value=1, max_value=50, initial=20)


class ExtendForm(ActionForm):
    until = forms.DateField(label=_("Nouvelle clôture, à minuit"))
    reason = forms.CharField(label=_("Motif, publié"), max_length=400, widget=forms.Textarea({"rows": 3}))


class QuestionForm(ActionForm):
    text = forms.CharField(label=_("Votre question"), max_length=400, widget=forms.Textarea({"rows": 3}))


class AnswerForm(ActionForm):
    text = forms.CharField(
        label=_("La question, telle qu’elle est publiée"), max_length=400, widget=forms.Textarea({"rows": 2}),
        help_text=_("Sans le nom de personne."),
    )  # fmt: skip
    answer = forms.CharField(label=_("La réponse, pour tous"), max_length=2_000, widget=forms.Textarea({"rows": 4}))


class DrawForm(ActionForm):
    """What came out of a public draw."""

    drawn = forms.CharField(
        label=_("Ce qui a été tiré"), max_length=40, help_text=_("Des dés, des boules, dans l’ordre : 4 2 6 1 5.")
    )


class NeedsForm(ActionForm):
    """The approved needs to publish in a wave: all of them, but for those that one unticks."""

    needs = forms.ModelMultipleChoiceField(
        label=_("Besoins approuvés, encore dans aucune vague"),
        queryset=Need.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, wave: Wave, **kwargs):
        super().__init__(*args, **kwargs)
        free = Need.objects.filter(form=wave.form_id, state="approved", waves=None).select_related("host")
        self.fields["needs"].queryset = free.order_by("reference")
        self.fields["needs"].initial = free
        self.fields["needs"].label_from_instance = _told


def _told(need: Need) -> str:
    return f"{need.reference} · {need.host.name} · {need.places}"


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Motif"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class WithdrawForm(ActionForm):
    reason = forms.CharField(
        label=_("Motif"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class LackForm(ActionForm):
    code = forms.ChoiceField(label=_("Ce qui manque"), choices=Missing.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Précision, dite à la personne"), max_length=60, required=False)


class FindForm(ActionForm):
    code = forms.ChoiceField(label=_("Motif"), choices=Found.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Ce que la pièce montre"), max_length=200, help_text=_("La personne lira cette phrase."))  # fmt: skip


class CertifyForm(ActionForm):
    fact = forms.ChoiceField(label=_("Ce qui est certifié"), choices=Fact.choices, widget=forms.RadioSelect)
    paper = forms.CharField(label=_("Pièce qui le prouve, avec son numéro"), max_length=80)


class BulkForm(ActionForm):
    """One act, with what it needs to say, on every file of the list."""

    act = forms.ChoiceField(label=_("Faire, pour toutes"), choices=[("completer", _("demander à compléter")), ("motif", _("écrire un motif de refus"))])  # fmt: skip
    code = forms.ChoiceField(label=_("Lequel"), choices=[(_("À compléter"), Missing.choices), (_("Motif de refus"), Found.choices)])  # fmt: skip
    note = forms.CharField(label=_("Note, dite à la personne"), max_length=60, required=False)

    def clean(self) -> None:
        super().clean()
        kinds = {"completer": Missing, "motif": Found}
        if self.cleaned_data.get("code", "") not in kinds.get(self.cleaned_data.get("act", ""), Missing):
            self.add_error("code", _("Ce choix ne va pas avec ce qui est à faire."))

    def said(self) -> dict[str, str]:
        return {"code": self.cleaned_data["code"], "note": self.cleaned_data["note"]}


class SendForm(ActionForm):
    """The candidate's word that the answers are true, and the moment at which the page was opened."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    agreed = forms.BooleanField(label=_("Tout est exact. Je sais que des pièces me seront demandées."))


class FilterForm(forms.Form):
    """What narrows a list of applications."""

    texte = forms.CharField(label=_("Nom, matricule ou N°"), max_length=60, required=False)
    etat = forms.ChoiceField(label=_("État"), choices=[("", _("tous")), *ApplicationState.choices], required=False)
    region = forms.ChoiceField(label=_("Région"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("toutes")), *places.regions().values_list("code", "name")]

    def narrow(self, rows):
        """The rows that match; a filter that is not understood is left out."""
        asked = self.cleaned_data if self.is_valid() else {}
        if asked.get("etat"):
            rows = rows.filter(state=asked["etat"])
        if asked.get("region"):
            rows = rows.filter(person__commune__region__code=asked["region"])
        if asked.get("texte"):
            named = rows.filter(person__in=Person.objects.named(asked["texte"]))
            rows = named | rows.filter(number=asked["texte"].strip())
        return rows
