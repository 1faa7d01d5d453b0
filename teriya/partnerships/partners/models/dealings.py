"""What goes on with a partner: whom to call, what was signed before, what each owes the other, when things are looked at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.partnerships.partners.models.partners import Partner
from teriya.partnerships.partners.states import Side


class Contact(models.Model):
    """A person at the partner’s, in her work. Personal data: to reach the partner; kept while the partnership is."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    email = models.EmailField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(phone__gt="") | Q(email__gt=""), name="contact_can_be_reached",
                                   violation_error_message=_("Donnez un téléphone ou une adresse électronique.")),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class PastAgreement(models.Model):
    """An agreement of before the system, as a paper or a person tells it. Nothing is committed nor spent on it."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="past_agreements")
    title = models.CharField(max_length=160)
    first_year = models.IntegerField()
    last_year = models.IntegerField()
    amount = models.BigIntegerField(null=True, blank=True, help_text="francs; none: unknown")
    source = models.CharField(max_length=200, help_text="the paper or the page that says it")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=models.F("first_year")), name="past_agreement_years_in_order",
                                   violation_error_message=_("La dernière année suit la première.")),
            models.CheckConstraint(condition=Q(source__gt="") & (Q(amount__isnull=True) | Q(amount__gt=0)), name="past_agreement_has_a_source"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def years(self) -> str:
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"


class Obligation(models.Model):
    """What one side owes the other by a day; done on a day, with its proof."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="obligations")
    side = models.CharField(max_length=8, choices=Side, help_text="who owes it")
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=200, blank=True, help_text="what shows it: a letter and its number, minutes")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done_on__isnull=True, proof="") | Q(done_on__isnull=False, proof__gt=""),
                                   name="obligation_done_with_proof", violation_error_message=_("Dites la preuve.")),
        ]  # fmt: skip

    def __str__(self):
        return self.what


class Review(models.Model):
    """A day on which the partnership is looked at; then what was said."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="reviews")
    due_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    said = models.TextField(blank=True)
    by_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "due_on"], name="review_once_a_day",
                                    violation_error_message=_("Une revue est déjà prévue ce jour-là.")),
            models.CheckConstraint(condition=Q(held_on__isnull=True, said="") | Q(held_on__isnull=False, said__gt=""),
                                   name="review_held_says_something"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.partner} {self.due_on}"
