"""Other agencies, their keys, what each of two agencies said, and the way of each message."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.exchange.wire.querysets import AuthorisationQuerySet, ConsentQuerySet, FactQuerySet, KeyQuerySet
from teriya.exchange.wire.states import AgencyState, AuthorisationState, Direction, How, Way
from teriya.foundation.documents.models import Upload
from teriya.people.models import Person


class Agency(models.Model):
    """An agency of another country, sovereign: own server or none (`speaks`), own register, own law."""

    code = models.CharField(max_length=20, unique=True, help_text="as in its card: tg, bf")
    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166")
    address = models.URLField(max_length=200, blank=True, help_text="of its site; empty: by files only")
    speaks = models.BooleanField(help_text="it has the system; otherwise letters, and its facts are declared")
    state = models.CharField(max_length=10, choices=AgencyState, default=AgencyState.INTRODUCED)
    versions = ArrayField(models.IntegerField(), default=list)
    said = models.BigIntegerField(default=0, help_text="rank of the last message given one")
    heard = models.BigIntegerField(default=0, help_text="rank of the last message applied, without a gap")
    knows = models.IntegerField(default=1, help_text="number of our keys that it was told and took")
    tries = models.IntegerField(default=0, help_text="since it last answered")
    next_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    by_id = models.BigIntegerField()
    on = models.DateField()
    confirmed_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(confirmed_by_id__isnull=True) | ~Q(confirmed_by_id=F("by_id")), name="agency_confirmed_by_another",
                                   violation_error_message=_("Une autre personne confirme l’empreinte.")),
            models.CheckConstraint(condition=~Q(state="known") | Q(confirmed_by_id__isnull=False), name="known_agency_was_confirmed"),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class AgencyKey(models.Model):
    """A pair of public keys of another agency, pinned. One that a rotation left is believed until its last day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="keys")
    kid = models.CharField(max_length=43, unique=True)
    x = models.CharField(max_length=43)
    seals = models.CharField(max_length=43)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)

    objects = KeyQuerySet.as_manager()

    def __str__(self):
        return self.kid


class OwnKey(models.Model):
    """A number of our keys: the private halves are drawn from the installation's secret, never written."""

    number = models.IntegerField(unique=True)
    kid = models.CharField(max_length=43, unique=True)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True, help_text="what is closed for it is still opened until then")

    objects = KeyQuerySet.as_manager()

    def __str__(self):
        return f"{self.number} {self.kid}"


class Fact(models.Model):
    """What one of two agencies said about a thing that both know. Never rewritten; its personal part can be erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="facts", help_text="the other one")
    is_ours = models.BooleanField()
    is_declared = models.BooleanField(default=False, help_text="typed here from what it wrote: it has no system")
    kind = models.CharField(max_length=40)
    about = models.UUIDField()
    content = models.JSONField()
    sealed = models.TextField(blank=True, help_text="the personal part, closed; empty once erased")
    subject = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="of ours, who is spoken of",
    )
    fields = ArrayField(models.CharField(max_length=20), default=list, help_text="those of the personal part")
    digest = models.CharField(max_length=64, help_text="SHA-256 of all that was said")
    source = models.CharField(max_length=200, blank=True, help_text="the letter that says it, when declared")
    paper = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["about", "at"], name="facts_about"),
            models.Index(fields=["agency", "at"], name="facts_of_agency"),
            models.Index(fields=["subject", "at"], condition=Q(subject__isnull=False), name="facts_of_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(is_declared=False) | Q(is_ours=False, source__gt=""), name="declared_fact_says_its_source",
                                   violation_error_message=_("Dites quelle lettre ou quel papier le déclare.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.kind} {self.about}"


class Outgoing(models.Model):
    """The way of what we say: written with the fact, given a rank when it first leaves, kept with its signed receipt."""

    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="outgoing")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="outgoing")
    sequence = models.BigIntegerField(null=True, help_text="rank, given when it first leaves")
    message_id = models.UUIDField(help_text="the fact's, or that of the void that took its rank")
    state = models.CharField(max_length=8, choices=Way, default=Way.QUEUED)
    held_because = models.CharField(max_length=300, blank=True)
    token = models.TextField(blank=True)
    tries = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    receipt = models.TextField(blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "id"], condition=Q(settled_at__isnull=True), name="outgoing_to_send"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agency", "sequence"], name="outgoing_rank_once"),
            models.CheckConstraint(condition=Q(state__in=["queued", "held"]) | Q(sequence__isnull=False) | Q(state="voided"), name="sent_message_has_a_rank"),
            models.CheckConstraint(condition=~Q(state__in=["applied", "refused"]) | (Q(receipt__gt="") & Q(settled_at__isnull=False)), name="settled_message_has_its_receipt"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.agency_id} {self.sequence} {self.state}"


class Incoming(models.Model):
    """A message that came: once, by its id and by its rank. One that came before its turn waits for the others."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="incoming")
    message_id = models.UUIDField()
    sequence = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the message as it came")
    token = models.TextField(blank=True, help_text="emptied when its personal part is erased")
    outcome = models.CharField(
        max_length=40, blank=True, help_text="applied, or the code of our refusal; empty: waits for its turn"
    )
    sentence = models.CharField(max_length=300, blank=True)
    receipt = models.TextField(blank=True)
    came_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["agency", "-came_at"], name="incoming_lately")]
        constraints = [
            models.UniqueConstraint(fields=["agency", "message_id"], name="incoming_id_once"),
            models.UniqueConstraint(fields=["agency", "sequence"], name="incoming_rank_once"),
            models.CheckConstraint(condition=Q(outcome="", receipt="") | Q(outcome__gt="", receipt__gt=""), name="incoming_answered_with_a_receipt"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.agency_id} {self.sequence} {self.kind}"


class Nonce(models.Model):
    """A carriage that was taken: the same one is not taken again while it is good."""

    nonce = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self):
        return self.nonce


class TransferAuthorisation(models.Model):
    """What the data-protection authority allows between our country and that agency. Nothing personal moves without one."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="authorisations")
    direction = models.CharField(max_length=3, choices=Direction)
    authority = models.CharField(max_length=160)
    number = models.CharField(max_length=80)
    categories = ArrayField(models.CharField(max_length=20))
    since = models.DateField()
    until = models.DateField()
    paper = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=AuthorisationState, default=AuthorisationState.RECORDED)
    by_id = models.BigIntegerField()
    on = models.DateField()
    confirmed_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    objects = AuthorisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="authorisation_ends_after_it_begins",
                                   violation_error_message=_("L’autorisation finit avant de commencer.")),
            models.CheckConstraint(condition=Q(authority__gt="", number__gt=""), name="authorisation_says_who_gave_it"),
            models.CheckConstraint(condition=Q(confirmed_by_id__isnull=True) | ~Q(confirmed_by_id=F("by_id")), name="authorisation_confirmed_by_another",
                                   violation_error_message=_("Une autre personne confirme l’autorisation.")),
            models.CheckConstraint(condition=~Q(state="active") | Q(confirmed_by_id__isnull=False), name="active_authorisation_was_confirmed"),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class Consent(models.Model):
    """A person of ours agrees that these fields go to that agency, for that purpose, until that day. Withdrawn at will."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="transfer_consents")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="consents")
    fields = ArrayField(models.CharField(max_length=20))
    purpose = models.CharField(max_length=200)
    how = models.CharField(max_length=8, choices=How)
    paper = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField()
    until = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "agency"], name="consents_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="consent_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(how="account") | Q(paper__isnull=False), name="signed_consent_has_its_paper",
                                   violation_error_message=_("Joignez l’accord signé.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.person_id} → {self.agency_id}"
