from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One SMS or e-mail waiting in the outbox: written in the action's transaction, sent once by the worker."""

    class Channel(models.TextChoices):
        SMS = "sms", _("SMS")
        EMAIL = "email", _("courriel")

    class State(models.TextChoices):
        QUEUED = "queued", _("en attente")
        SENDING = "sending", _("en cours d’envoi")
        SENT = "sent", _("envoyé")
        FAILED = "failed", _("échec")

    channel = models.CharField(max_length=5, choices=Channel)
    to = models.CharField(max_length=254)
    template = models.CharField(max_length=40)
    subject = models.CharField(max_length=160, blank=True)
    text = models.TextField()
    about = models.CharField(max_length=80, blank=True, help_text="kind and number of the thing it speaks of")
    key = models.CharField(
        max_length=120, unique=True, help_text="what makes it one message: writing it again adds nothing"
    )
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    gateway_id = models.CharField(max_length=80, blank=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=Q(state="queued"), name="message_to_send")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_has_time"
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.template} → {self.to}"


class Inbound(models.Model):
    """An SMS that came in, and what was answered: the gateway that asks again gets the same words."""

    gateway_id = models.CharField(max_length=80, unique=True)
    phone = models.CharField(max_length=20, help_text="E.164")
    text = models.CharField(max_length=160)
    answer = models.CharField(max_length=160, blank=True)
    is_answered = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["phone", "at"], name="inbound_of_phone")]

    def __str__(self):
        return f"{self.phone}: {self.text}"
