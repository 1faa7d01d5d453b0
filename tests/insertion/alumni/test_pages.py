"""The directory shows what each chose and no more; the prize on the pages, its list open to all."""

from django.urls import reverse

from teriya.insertion.alumni.models import MentoringRequest, Prize
from tests.factories.alumni import jurors, make_prize, mark, member, seat
from tests.factories.kits import kokou
from tests.factories.missions import give_account
from tests.factories.routes import make_former


def test_the_directory_shows_what_each_chose(cast, browse, send):
    first, second = make_former(cast, 2)
    give_account(first, cast.kossi)
    assert "Vous n’y êtes pas" in browse(cast.kossi, "directory")
    mentor = member(second, "Adjo", work="Boulangère", offers="Ouvrir une boulangerie")
    name, phone = str(second.person), second.person.phone
    assert send(cast.kossi, "mine", shows=["commune"], work="Maçon à Notsè") == 302
    told = browse(cast.kossi, "directory")
    assert name in told and "Boulangère" in told and phone not in told
    officer = browse(kokou(cast), "directory")
    assert str(first.person) in officer and "Haho 1" in officer and "Maçon" not in officer
    assert str(first.person) not in browse(kokou(cast), "directory", q="Maçon")
    assert str(first.person) in browse(kokou(cast), "directory", q="haho")
    assert name in browse(kokou(cast), "directory", q="boulang")
    assert send(cast.kossi, "ask", mentor.pk, words="Comment choisir un four ?") == 302
    request = MentoringRequest.objects.get()
    assert send(cast.kossi, "mentoring", request=request.pk, step="accept") == 422
    assert send(mentor.person.account, "mentoring", request=request.pk, step="accept") == 302
    assert phone in browse(cast.kossi, "mentoring")
    assert send(cast.kossi, "withdraw") == 302
    assert "Vous n’y êtes pas" in browse(cast.kossi, "mine")


def test_a_prize_on_the_pages(cast, client, browse, send):
    (mission,) = make_former(cast)
    assert send(kokou(cast), "open_prize", year="2025", title="Prix") == 302
    prize = Prize.objects.get()
    assert send(cast.mazalo, "nominate", prize.pk, mission=mission.number, why="Vingt jeunes formés") == 302
    found = jurors(cast)
    assert send(kokou(cast), "seat_jury", prize.pk, jurors=[user.pk for user in found[:2]]) == 422
    assert send(kokou(cast), "seat_jury", prize.pk, jurors=[user.pk for user in found]) == 302
    nominee = prize.nominees.get()
    assert "Noter" in browse(cast.massan, "prize", prize.pk)
    for user in found:
        assert send(user, "score", nominee.pk, mark_0="20", mark_1="30", mark_2="20") == 302
    assert "scellée" in browse(cast.massan, "prize", prize.pk)
    assert client.get(reverse("alumni:published", args=[2025])).status_code == 404
    assert send(cast.ama, "prize", prize.pk, step="publish") == 302
    client.logout()
    told = browse(None, "published", 2025)
    assert str(mission.person) in told and "1 000 000 F" in told and "210" in told


def test_a_juror_sees_the_own_prizes_only(cast, client):
    (mission,) = make_former(cast)
    prize = make_prize(cast, [mission])
    client.force_login(cast.massan)
    assert client.get(reverse("alumni:prize", args=[prize.pk])).status_code == 403
    seat(cast, prize)
    assert client.get(reverse("alumni:prize", args=[prize.pk])).status_code == 200
    sheet = mark(cast.massan, prize.nominees.get(), 1, 2, 3)
    assert client.get(reverse("alumni:score", args=[sheet.nominee_id])).status_code == 200
