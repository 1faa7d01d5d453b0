"""What the public is told of a call: text, calendar, one extension for all, answers, a poster, an announcement."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document
from teriya.foundation.messages.models import Message
from teriya.foundation.places.models import Place
from teriya.foundation.ui.templatetags.ui import day
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.models import Question
from tests.factories.calls import BORN, CLOSES_ON, OPENS_ON, STARTS_ON, TODAY, make_applications, make_wave, officer


@pytest.fixture
def wave(cast):
    return make_wave(cast)


@pytest.fixture
def desk(client, cast):
    client.force_login(officer(cast))
    return client


def describe(cast, wave, **changes):
    facts = {"summary": "", "asked_papers": [], "calendar": {}, "quotas": {}} | changes
    return actions.describe_wave(wave=wave, by=officer(cast), on=TODAY, **facts)


def public(client, wave):
    return client.get(reverse("apply:call", args=[wave.code])).content.decode()


def send(desk, route, *args, **typed):
    return desk.post(reverse(route, args=args), {"receipt": uuid4()} | typed)


def test_the_public_page_says_the_text_the_calendar_and_the_places_of_regions(client, desk, cast, wave):
    region = cast.haho_1.region
    sent = send(
        desk, "calls:describe", wave.code, summary="Servez votre commune.", asked_papers=["diploma"],
        interviews=f"{CLOSES_ON + timedelta(8):%d/%m/%Y}", **{f"region_{region.code}": 2},
    )  # fmt: skip
    assert sent.status_code == 302
    page = public(type(client)(), wave)
    assert "Servez votre commune." in page and "Entretiens avec le jury" in page and region.name in page
    again = desk.get(reverse("calls:describe", args=[wave.code])).content.decode()
    assert "Servez votre commune." in again


@pytest.fixture
def kept(settings):
    """The pages that everybody reads are kept, as they are when the site serves."""
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()


def test_a_call_is_kept_a_moment_but_its_closing_is_read_each_time(
    client, cast, wave, kept, django_assert_num_queries
):
    visitor = type(client)()
    first = public(visitor, wave)
    with django_assert_num_queries(1):
        again = public(visitor, wave)
    assert (
        "Poser ma candidature" in first
        and "Calendrier" in again
        and again.count("Calendrier") == first.count("Calendrier")
    )
    later = CLOSES_ON + timedelta(7)
    actions.extend_wave(wave=wave, until=later, reason="Pluies", by=officer(cast), on=TODAY)
    assert f"Prolongé pour tous jusqu’au {day(later)}" in public(visitor, wave)
    actions.close_wave(wave=wave, by=officer(cast), on=TODAY)
    assert "Poser ma candidature" not in public(visitor, wave)


def test_the_calendar_follows_the_opening_and_the_regions_share_the_posts(cast, wave):
    with pytest.raises(Refusal, match="calendar_order"):
        describe(cast, wave, calendar={"list": OPENS_ON - timedelta(1)})
    with pytest.raises(Refusal, match="calendar_order"):
        describe(cast, wave, calendar={"list": CLOSES_ON, "interviews": CLOSES_ON - timedelta(1)})
    with pytest.raises(Refusal, match="quota_too_high"):
        describe(cast, wave, quotas={Place.objects.filter(level="region").first(): 999})


def test_the_published_day_is_the_candidates_next_date(client, cast, wave):
    [row] = make_applications(cast, wave, BORN)
    type(row.person).objects.filter(pk=row.person_id).update(account=cast.afi)
    describe(cast, wave, calendar={"list": CLOSES_ON + timedelta(4)})
    client.force_login(cast["candidate"])
    [news] = client.get(reverse("calls:mine")).context["news"]
    assert news.by_day == CLOSES_ON + timedelta(4)


def test_an_extension_serves_everybody_and_tells_who_has_not_sent(client, desk, cast, wave):
    actions.begin(wave=wave, by=cast["candidate"], answers={})
    until = CLOSES_ON + timedelta(7)
    assert (
        send(desk, "calls:extend", wave.code, until=f"{until:%d/%m/%Y}", reason="Pluies : routes coupées.").status_code
        == 302
    )
    wave.refresh_from_db()
    assert wave.closes_on == until and "Pluies" in public(type(client)(), wave)
    [sms] = Message.objects.filter(template="call_extended")
    assert (
        sms.to == cast.afi.phone
        and f"{until:%d/%m/%Y}" in sms.text
        and "Ne payez jamais" in sms.text
        and len(sms.text) <= 160
    )


@pytest.mark.parametrize(
    ("until", "code"), [(CLOSES_ON, "extension_is_later"), (STARTS_ON + timedelta(1), "wave_dates")]
)
def test_an_extension_is_later_and_before_the_start(cast, wave, until, code):
    with pytest.raises(Refusal, match=code):
        actions.extend_wave(wave=wave, until=until, reason="Pluies.", by=officer(cast), on=TODAY)


def test_a_closed_call_is_not_extended_nor_by_an_agent(cast, wave):
    with pytest.raises(Refusal, match="not_allowed"):
        actions.extend_wave(
            wave=wave, until=CLOSES_ON + timedelta(1), reason="Pluies.", by=cast["regional_agent"], on=TODAY
        )
    actions.close_wave(wave=wave, by=officer(cast), on=TODAY)
    with pytest.raises(Refusal, match="call_closed"):
        actions.extend_wave(wave=wave, until=CLOSES_ON + timedelta(1), reason="Pluies.", by=officer(cast), on=TODAY)


def test_a_question_is_answered_once_for_all_without_a_name(client, desk, cast, wave):
    candidate = type(client)()
    candidate.force_login(cast["candidate"])
    send(candidate, "apply:ask", wave.code, text="Moi, Afi, puis-je servir à Kara ?")
    assert "Kara" not in public(type(client)(), wave)
    question = Question.objects.get()
    assert "Moi, Afi" in desk.get(reverse("calls:questions", args=[wave.code])).content.decode()
    send(desk, "calls:answer", question.pk, text="Peut-on servir à Kara ?", answer="Oui, si un poste y est ouvert.")
    page = public(type(client)(), wave)
    assert "Peut-on servir à Kara ?" in page and "si un poste y est ouvert" in page and "Afi" not in page


def test_five_questions_may_wait(cast, wave):
    for n in range(5):
        actions.ask_question(wave=wave, text=f"Question {n} ?", by=cast["candidate"])
    with pytest.raises(Refusal, match="too_many_questions"):
        actions.ask_question(wave=wave, text="Encore ?", by=cast["candidate"])


def test_the_poster_is_a_pdf_with_its_address_and_its_warning(desk, cast, wave):
    assert desk.get(reverse("calls:poster", args=[wave.code])).status_code == 404
    assert send(desk, "calls:poster", wave.code).status_code == 302
    made = Document.objects.get(kind="affiche")
    assert (
        made.data["address"].endswith(f"/appels/{wave.code}/") and "Ne payez jamais personne" in made.data["warning"]
    )
    printed = desk.get(reverse("calls:poster", args=[wave.code]))
    assert printed.content.startswith(b"%PDF")


def test_the_announcement_reaches_each_telephone_of_former_candidates_once(desk, cast, wave):
    old = make_wave(cast, code="VNC-0")
    make_applications(cast, old, BORN, BORN, phone="+22890112233")
    [placed] = make_applications(cast, old, BORN)
    type(placed).objects.filter(pk=placed.pk).update(state="placed")
    assert "1 téléphone" in desk.get(reverse("calls:announce", args=[wave.code])).content.decode()
    send(desk, "calls:announce", wave.code)
    send(desk, "calls:announce", wave.code)
    [sms] = Message.objects.filter(template="call_announced")
    assert sms.to == "+22890112233" and "Ne payez jamais" in sms.text and len(sms.text) <= 160
