"""The contract between three parties: its versions, its signatures, the links that lead to them, the ink originals."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.mobilisation.hosts.models import Seat
from teriya.service.missions.models.missions import Mission
from teriya.service.missions.queries import ContractQuerySet
from teriya.service.missions.states import ContractKind, OriginalState, Party, SigningMode


class Contract(models.Model):
    """The tripartite contract (agency, host, volunteer), or what renews or changes it. Its text is the frozen document."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField(max_length=10, choices=ContractKind, default=ContractKind.FIRST)
    version = models.IntegerField(
        default=1, help_text="of the text: one more each time it changes before all have signed"
    )
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    signed_copy = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                                       help_text="sealed, with the proof of each signature; made with the last one")  # fmt: skip
    period = DateRangeField()
    monthly_allowance = models.IntegerField(help_text="francs a month, or a day when the form pays days")
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers",
                               help_text="the contract that this one renews or changes")  # fmt: skip
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by",
                                    help_text="the text whose place this one takes")  # fmt: skip
    on = models.DateField()
    signed_on = models.DateField(null=True, blank=True, help_text="day of the last of the three signatures")
    void_on = models.DateField(null=True, blank=True)
    void_because = models.CharField(max_length=200, blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(void_on__isnull=True, void_because="") | Q(void_on__isnull=False, void_because__gt="", signed_on__isnull=True),
                                   name="contract_void_has_reason_and_was_not_signed",
                                   violation_error_message=_("Un contrat signé par tous ne s’annule pas : un avenant le change.")),
            models.UniqueConstraint(fields=["mission"], condition=Q(signed_on=None, void_on=None), name="one_text_to_sign_a_mission",
                                    violation_error_message=_("Un texte de cette mission attend déjà ses signatures.")),
            models.CheckConstraint(condition=Q(kind="first", renews__isnull=True) | ~Q(kind="first") & Q(renews__isnull=False),
                                   name="contract_follows_another"),
        ]  # fmt: skip

    def __str__(self):
        return self.document.number

    @property
    def last_day(self) -> date:
        return self.period.upper - timedelta(1)

    @property
    def is_open(self) -> bool:
        """Somebody may still sign it."""
        return self.signed_on is None and self.void_on is None


class Terms(models.Model):
    """What a renewal, an amendment or a transfer changes once its three signatures are given; what is empty stays."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="terms")
    from_on = models.DateField(help_text="first day under these terms")
    first_day = models.DateField(null=True, blank=True, help_text="new first day of a mission that has not begun")
    last_day = models.DateField(null=True, blank=True, help_text="new last day of the mission")
    days = models.IntegerField(null=True, blank=True, help_text="days of service that a renewal adds")
    tutor = models.CharField(max_length=120, blank=True)
    profile = models.CharField(max_length=60, blank=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    former_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)
    applied_on = models.DateField(null=True, blank=True)

    def __str__(self):
        return f"{self.contract} {self.from_on}"


class Signature(models.Model):
    """One party's signature: who, when, how."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=10, choices=Party)
    name = models.CharField(max_length=200)
    capacity = models.CharField(
        max_length=200, blank=True, help_text="in what quality: title, intérim or delegation with its act"
    )
    mode = models.CharField(max_length=12, choices=SigningMode)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    by_id = models.BigIntegerField(
        help_text="who signed, witnessed or recorded the ink; 0: by a telephone, no account"
    )
    phone = models.CharField(max_length=20, blank=True, help_text="that received the code")
    seen = models.CharField(max_length=120, blank=True, help_text="identity paper that the witness saw")
    text_digest = models.CharField(max_length=64, help_text="SHA-256 of the frozen text that was signed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "party"], name="signature_once_a_party",
                                    violation_error_message=_("Cette partie a déjà signé.")),
            models.UniqueConstraint(fields=["contract", "by_id"], condition=Q(mode__in=["account", "link"], by_id__gt=0), name="nobody_signs_for_two",
                                    violation_error_message=_("Personne ne signe pour deux parties.")),
            models.UniqueConstraint(fields=["contract", "phone"], condition=Q(phone__gt=""), name="no_phone_signs_for_two",
                                    violation_error_message=_("Un même téléphone ne signe pas pour deux parties.")),
            models.CheckConstraint(condition=Q(mode="link", phone__gt="") | ~Q(mode="link") & Q(phone=""), name="signature_by_link_has_phone"),
            models.CheckConstraint(condition=Q(mode="witnessed", seen__gt="") | ~Q(mode="witnessed") & Q(seen=""), name="signature_witnessed_saw_paper"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.contract} {self.party}"


class SigningLink(models.Model):
    """One signatory's way, by SMS, to the contracts that wait for that signature. It serves once."""

    party = models.CharField(max_length=10, choices=Party)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, db_index=True, help_text="E.164")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contracts = models.ManyToManyField(Contract, related_name="links")
    turn = models.IntegerField(default=1, help_text="one more each time it is sent again: the former address is dead")
    sent_at = models.DateTimeField()
    until = models.DateField(help_text="last day on which it opens")
    code_digest = models.CharField(max_length=64, blank=True)
    code_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.party} {self.pk}"


class Original(models.Model):
    """The paper originals of a contract signed in ink: sent to be signed, come back, put away, with their scan."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="original")
    state = models.CharField(max_length=10, choices=OriginalState, default=OriginalState.SENT)
    sent_on = models.DateField()
    sent_to = models.CharField(max_length=120)
    received_on = models.DateField(null=True, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    shelf = models.CharField(max_length=120, blank=True, help_text="where it is put away")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="sent") | Q(received_on__isnull=False), name="original_received_has_day"),
            models.CheckConstraint(condition=~Q(state="filed") | Q(filed_on__isnull=False, shelf__gt=""), name="original_filed_has_day_and_shelf"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.contract} {self.state}"


class Performance(models.Model):
    """What was found of a volunteer's performance, as this room needs to know it: a renewal asks for a favourable one."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="performances")
    on = models.DateField()
    is_favourable = models.BooleanField()
    evidence = models.CharField(max_length=120, help_text="number of the evaluation sheet")
    by_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "evidence"], name="performance_known_once")]

    def __str__(self):
        return f"{self.mission} {self.on}"
