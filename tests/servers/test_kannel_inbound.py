"""STATUT, from a telephone to the site and back, through a real gateway."""

import pytest

from teriya.foundation.messages.models import Inbound
from tests.browser.site import served
from tests.factories.calls import BORN, make_applications, make_wave
from tests.servers.gateway import Kannel, wait_for

pytestmark = [pytest.mark.servers, pytest.mark.kannel]
KEY = "clef-du-portier"


@pytest.fixture
def kannel(own_database, cast, settings, tmp_path):
    settings.INBOUND_KEY = KEY
    with served() as site:
        kannel = Kannel(tmp_path, inbound=f"{site}/sms/entrant/?cle={KEY}&from=%p&id=%I&text=%a")
        yield kannel
        kannel.stop()


def test_a_word_by_sms_is_answered_to_the_telephone_that_sent_it(kannel, cast):
    [row] = make_applications(cast, make_wave(cast), BORN)
    kannel.start(says=f"{row.person.phone} 8200 text statut {row.number}")
    [answer] = wait_for(kannel.received)
    inbound = Inbound.objects.get()
    assert (inbound.phone, inbound.text) == (row.person.phone, f"statut {row.number}")
    assert answer.strip() == f"8200 {row.person.phone} text {inbound.answer}"
    assert inbound.answer.startswith(f"{row.number} {row.wave.code} : Votre candidature est recue.")
