"""On a phone: one question a page, each kept as it is sent; checked, sent once, corrected until the closing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.documents import pieces
from teriya.foundation.documents.models import Piece, Upload
from teriya.foundation.journal.models import Entry
from teriya.foundation.messages.models import Message
from teriya.mobilisation.calls import actions, opened, posts, screens
from teriya.mobilisation.calls.models import Application, Draft, Wave
from teriya.people.models import Paper, Person, Suspicion
from tests.factories.calls import BORN, TODAY, make_applications, make_people, make_wave, officer
from tests.factories.files import photo

SAID = {
    "nom": {"family": "KOUDAWO", "given": "Afi Délali"},
    "naissance": {"birth": f"{BORN:%d/%m/%Y}"},
    "sexe": {"sex": "F"},
    "commune": {"commune": "Haho 1"},
    "diplome": {"diploma": "licence"},
    "specialite": {"speciality": "Informatique"},
    "papier": {"paper_kind": "voter_card", "paper_number": "3-0912"},
    "photos": {},
}


@pytest.fixture
def wave(cast):
    return make_wave(cast)


@pytest.fixture
def phone(client, cast):
    client.force_login(cast["candidate"])
    return client


def at(wave, screen=""):
    if screen == "verifier":
        return reverse("apply:check", args=[wave.code])
    return reverse("apply:screen", args=[wave.code, screen]) if screen else reverse("apply:begin", args=[wave.code])


def answer(phone, wave, screen, **typed):
    return phone.post(at(wave, screen), {"receipt": uuid4()} | SAID.get(screen, {}) | typed)


def fill(phone, wave):
    for screen in SAID:
        assert answer(phone, wave, screen).status_code == 302, screen
    answer(phone, wave, "postes", do="add:B0002")
    answer(phone, wave, "postes", do="add:B0001")
    return answer(phone, wave, "postes")


def send(phone, wave, **typed):
    return phone.post(at(wave, "verifier"), {"receipt": uuid4(), "agreed": "on"} | typed)


def said(page):
    return page.content.decode()


def test_one_question_leads_to_the_next_then_to_the_answers(phone, wave):
    assert phone.get(at(wave))["Location"] == at(wave, "nom")
    assert answer(phone, wave, "nom")["Location"] == at(wave, "naissance")
    assert fill(phone, wave)["Location"] == at(wave, "verifier")
    page = said(phone.get(at(wave, "verifier")))
    assert all(words in page for words in ("KOUDAWO Afi Délali", "femme", "Haho 1", "Licence", "3-0912", "B0002"))


def test_a_script_gets_the_next_question_in_the_answer_itself(phone, wave):
    phone.get(at(wave, "nom"))
    onward = {"HTTP_X_ONWARD": "1"}
    page = phone.post(at(wave, "nom"), {"receipt": uuid4()} | SAID["nom"], **onward)
    assert page.status_code == 200 and page["Content-Location"] == at(wave, "naissance")
    assert 'name="birth"' in said(page) and Draft.objects.get().answers["family"] == "KOUDAWO"
    wrong = phone.post(at(wave, "naissance"), {"receipt": uuid4(), "birth": "demain"}, **onward)
    assert wrong.status_code == 422 and "Content-Location" not in wrong


def test_sent_it_is_one_application_with_its_receipt_by_sms(phone, cast, wave):
    fill(phone, wave)
    same = uuid4()
    first, second = send(phone, wave, receipt=same), send(phone, wave, receipt=same)
    assert first["Location"] == second["Location"] == reverse("calls:mine")
    row = Application.objects.get()
    assert (row.number, row.channel, row.entered_by, row.diploma) == ("T00001", "phone", cast.afi.pk, "licence")
    assert list(row.wishes.values_list("need__reference", flat=True)) == ["B0002", "B0001"]
    assert (row.person.account, row.person.phone) == (cast.afi, cast.afi.phone)
    [sms] = Message.objects.filter(template="application_received")
    assert "T00001" in sms.text and "Ne payez jamais personne" in sms.text and len(sms.text) <= 160
    assert "N° T00001" in said(phone.get(reverse("calls:mine")))


def test_the_effort_stays_within_fifteen_screens_and_a_hundred_and_twenty_letters(phone, wave):
    before = ["page de l’appel", "téléphone", "code"]
    asked, sent = screens.asked(wave, {}), ["vérification", "récépissé"]
    search = ["résultat de la recherche"]
    assert len(before + asked + search + sent) <= 15
    typed = [
        value
        for answers in SAID.values()
        for name, value in answers.items()
        if name not in {"sex", "diploma", "paper_kind"}
    ]
    assert len("90112233" + "123456" + "".join(typed) + "informat") <= 120
    names = [name for code in asked for name in screens.SCREENS[code].base_fields if name not in {"receipt", "opened"}]
    assert len(names) == len(set(names)), "nothing is asked twice"
    assert all(len(screens.SCREENS[code].base_fields) - 2 <= 3 for code in asked), "at most three inputs"


def test_one_stops_anywhere_and_goes_on_on_another_device(client, phone, cast, wave):
    answer(phone, wave, "nom")
    answer(phone, wave, "naissance")
    other = type(client)()
    other.force_login(cast["candidate"])
    assert other.get(at(wave))["Location"] == at(wave, "sexe")
    assert 'value="KOUDAWO"' in said(other.get(at(wave, "nom")))


def test_an_answer_that_cannot_be_read_says_the_cure_and_keeps_what_was_typed(phone, wave):
    page = answer(phone, wave, "naissance", birth="31/02/1999")
    assert page.status_code == 422 and 'value="31/02/1999"' in said(page) and not Draft.objects.exists()


def test_the_journal_keeps_that_a_screen_was_saved_never_what_it_says(phone, wave):
    answer(phone, wave, "nom")
    [entry] = Entry.objects.filter(action="calls.save_screen")
    assert entry.facts == {"screen": "nom"} and "KOUDAWO" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("kind", ["none", "witness_attestation", "birth_certificate"])
def test_no_single_paper_is_required(phone, wave, kind):
    fill(phone, wave)
    number = "" if kind == "none" else "KOFFI Ama 90 22 33 44"
    answer(phone, wave, "papier", paper_kind=kind, paper_number=number)
    assert send(phone, wave).status_code == 302
    assert Paper.objects.count() == (kind == "birth_certificate")


def test_who_has_no_diploma_is_asked_no_speciality(phone, wave):
    fill(phone, wave)
    answer(phone, wave, "diplome", diploma="none")
    assert phone.get(at(wave, "specialite")).status_code == 404
    send(phone, wave)
    assert (Application.objects.get().diploma, Application.objects.get().speciality) == ("", "")


def test_where_the_rule_places_no_post_is_asked(phone, cast):
    wave = make_wave(cast, code="VEC-1", mode="rule")
    assert "postes" not in screens.asked(wave, {})
    for screen in SAID:
        last = answer(phone, wave, screen)
    assert last["Location"] == at(wave, "verifier") and send(phone, wave).status_code == 302


def test_a_photo_is_kept_with_the_application_and_read_by_its_officer_only(client, phone, cast, wave):
    answer(phone, wave, "papier")
    stays = answer(phone, wave, "photos", kind="voter_card", photo=photo())
    assert stays["Location"] == at(wave, "photos")
    [kept] = Upload.objects.all()
    assert "Carte d’électeur" in said(phone.get(at(wave, "photos")))
    assert phone.get(reverse("apply:photo", args=[kept.pk])).status_code == 200
    stranger = type(client)()
    stranger.force_login(cast["volunteer"])
    assert stranger.get(reverse("apply:photo", args=[kept.pk])).status_code == 404
    fill(phone, wave)
    send(phone, wave)
    stranger.force_login(cast["regional_agent"])
    assert stranger.get(reverse("apply:photo", args=[kept.pk])).status_code == 200


def in_pieces(cast, content):
    file = uuid4()
    for start in range(0, len(content), 15):
        pieces.take(file=file, name="carte.jpg", start=start, size=len(content), content=content[start : start + 15], by=cast["candidate"])  # fmt: skip
    return file


def test_a_photo_that_came_in_pieces_is_kept_once_and_its_pieces_go(phone, cast, wave):
    answer(phone, wave, "papier")
    told = {"kind": "voter_card", "arrived": in_pieces(cast, photo().read()), "receipt": uuid4()}
    for _ in range(2):  # the second time the first answer was lost
        assert answer(phone, wave, "photos", **told)["Location"] == at(wave, "photos")
    kept = Upload.objects.get()
    assert (bytes(kept.content), kept.name, kept.media_type) == (photo().read(), "carte.jpg", "image/jpeg")
    assert not Piece.objects.exists()


def test_a_photo_that_did_not_arrive_whole_is_asked_for_again(phone, wave):
    answer(phone, wave, "papier")
    page = answer(phone, wave, "photos", kind="voter_card", arrived=uuid4())
    assert page.status_code == 422 and "Choisissez une photo" in said(page) and not Upload.objects.exists()


def test_posts_are_found_whatever_the_accents_and_ordered_without_a_limit(phone, wave):
    need = wave.needs.select_related("host__commune").first()
    words = f"{need.host.commune.name[:3].upper()} {need.reference}"
    assert list(posts.search(wave, words)) == [need] and posts.search(wave, "zzz") == []
    assert posts.moved(["A", "B"], "add:C") == ["A", "B", "C"] and posts.moved(["A"], "add:A") == ["A"]
    assert posts.moved(["A", "B", "C"], "up:C") == ["A", "C", "B"] and posts.moved(["A"], "up:A") == ["A"]
    assert posts.moved(["A", "B"], "drop:A") == ["B"] and posts.moved(["A"], "") == ["A"]
    page = phone.get(at(wave, "postes"), {"q": words})
    assert f"add:{need.reference}" in said(page)


def test_until_the_closing_the_same_screens_correct_what_was_sent(phone, wave):
    fill(phone, wave)
    send(phone, wave)
    answer(phone, wave, "nom", family="KOUDAWO-ATTI")
    answer(phone, wave, "postes", do="drop:B0002")
    assert "Envoyer la correction" in said(phone.get(at(wave, "verifier")))
    send(phone, wave)
    row = Application.objects.get()
    assert row.person.family == "KOUDAWO-ATTI" and [wish.need.reference for wish in row.wishes.all()] == ["B0001"]
    assert set(Entry.objects.get(action="calls.correct").facts["fields"]) == {"family", "wishes"}


def test_the_next_call_asks_nothing_that_is_known(phone, cast, wave):
    fill(phone, wave)
    send(phone, wave)
    following = make_wave(cast, code="VNC-2")
    assert phone.get(at(following))["Location"] == at(following, "photos")


def test_who_was_entered_at_a_counter_goes_on_alone(phone, cast, wave):
    [row] = make_applications(cast, wave, BORN)
    Person.objects.filter(pk=row.person_id).update(account=cast.afi)
    assert phone.get(at(wave))["Location"] == at(wave, "specialite")  # the list had none
    answer(phone, wave, "specialite")
    answer(phone, wave, "photos")
    answer(phone, wave, "postes")
    assert send(phone, wave).status_code == 302 and Application.objects.count() == 1


def test_the_same_writing_with_the_telephone_that_answered_is_the_same_person(phone, cast, wave):
    [known] = make_people(cast, BORN, family="KOUDAWO", given="Afi Délali", phone=cast.afi.phone)
    fill(phone, wave)
    send(phone, wave)
    assert Application.objects.get().person == known and Person.objects.count() == 1


def test_another_telephone_makes_another_record_and_puts_both_before_an_officer(phone, cast, wave):
    make_people(cast, BORN, family="KOUDAWO", given="Afi Délali", phone="+22890999999")
    fill(phone, wave)
    send(phone, wave)
    assert Person.objects.count() == 2 and Suspicion.objects.count() == 1


def late(wave, minutes):
    """The call closed so many minutes ago."""
    Wave.objects.filter(pk=wave.pk).update(closed_at=timezone.now() - timedelta(minutes=minutes))
    wave.refresh_from_db()


def test_a_page_opened_before_the_closing_is_taken_for_half_an_hour(phone, cast, wave):
    fill(phone, wave)
    before = opened.sign(wave, cast.afi, timezone.now() - timedelta(minutes=40))
    late(wave, 29)
    assert send(phone, wave, opened=before).status_code == 302
    row = Application.objects.get()
    assert row.number == "T00001" and Message.objects.filter(template="application_received").exists()


@pytest.mark.parametrize("minutes", [31, 600])
def test_half_an_hour_is_half_an_hour(phone, cast, wave, minutes):
    fill(phone, wave)
    before = opened.sign(wave, cast.afi, timezone.now() - timedelta(minutes=700))
    late(wave, minutes)
    assert send(phone, wave, opened=before).status_code in {409, 422} and not Application.objects.exists()


def test_a_page_opened_after_the_closing_or_signed_by_another_is_refused(phone, cast, wave):
    fill(phone, wave)
    others = opened.sign(wave, cast.yao, timezone.now() - timedelta(minutes=40))
    late(wave, 5)
    for carried in ("", "forgé", others):
        assert send(phone, wave, opened=carried).status_code in {409, 422}
    assert not Application.objects.exists()


def test_the_moment_goes_from_page_to_page_after_the_closing(phone, cast, wave):
    for screen in list(SAID)[:-1]:
        answer(phone, wave, screen)
    before = opened.sign(wave, cast.afi, timezone.now() - timedelta(minutes=12))
    late(wave, 10)
    onward = answer(phone, wave, "photos", opened=before)["Location"]
    assert "ouvert=" in onward and phone.get(onward).status_code == 200
    assert phone.get(at(wave, "postes")).status_code == 409


def test_an_officers_closing_is_the_hour(cast, wave):
    closed = actions.close_wave(wave=wave, by=officer(cast), on=TODAY)
    assert closed.closing == closed.closed_at <= timezone.now()
    assert actions.reopen_wave(wave=wave, reason="Pluies.", by=officer(cast), on=TODAY).closing > timezone.now()


def test_the_public_pages_are_open_and_say_that_nobody_pays(client, wave):
    for route, args in (("calls", []), ("call", [wave.code]), ("posts", [wave.code])):
        page = client.get(reverse(f"apply:{route}", args=args))
        assert page.status_code == 200 and "Ne payez jamais personne" in said(page)
    assert wave.title in said(client.get(reverse("apply:calls")))
    asked = client.get(at(wave))
    assert asked.status_code == 302 and "next=" in asked["Location"]


def test_saving_a_screen_takes_few_queries(phone, wave, django_assert_max_num_queries):
    answer(phone, wave, "nom")
    with django_assert_max_num_queries(14):
        assert answer(phone, wave, "naissance").status_code == 302
    with django_assert_max_num_queries(8):
        assert phone.get(at(wave, "naissance")).status_code == 200
