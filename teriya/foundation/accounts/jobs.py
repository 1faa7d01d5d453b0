from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from procrastinate.contrib.django import app

from teriya.foundation.accounts.models import User

SILENT_FOR = timedelta(days=1)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="accounts.forget_expired", pass_context=False)
def forget_expired(timestamp: int) -> None:
    """Every hour: sessions and counts of tries that are over, and phones that asked for a code and never answered it."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    cache.forget_expired()
    silent = User.objects.filter(phone_verified=False, email=None, name="", created_at__lt=timezone.now() - SILENT_FOR)
    silent.filter(appointment=None).delete()
