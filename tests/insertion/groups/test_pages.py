"""Groups from the pages and from a centre's file; who sees which."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from teriya.insertion.groups.models import Member, MonthTotals, SavingsGroup
from tests.factories.calls import make_people
from tests.factories.files import bring, commit
from tests.factories.groups import OPENED, count, make_group, passbooks


def test_from_the_first_meeting_to_the_share_out_on_a_phone(cast, browse, send):
    [person] = make_people(cast, date(2000, 1, 1))
    typed = {"name": "Havilonlon", "commune": "Haho 1", "facilitator": cast.sena.pk, "opened_on": OPENED, "stamp": "200", "contribution": "50"}  # fmt: skip
    wrong = {"members": "KOFFI Ama ; danseuse"}
    assert send(cast.sena, "open", **typed | wrong) == 422
    lines = f"KOFFI Ama ; présidente ; {person.matricule}\nKAO Yawa ; clé\nTETE Essi"
    assert send(cast.sena, "open", **typed | {"members": lines}) == 302
    group = SavingsGroup.objects.get()
    assert [(one.name, one.duty, one.has_key) for one in group.members.all()] == [("KOFFI Ama", "president", False), ("KAO Yawa", "", True), ("TETE Essi", "", False)]  # fmt: skip
    assert "1 membre a fini son service" in browse(cast.sena, "group", group.number)
    month = {"meetings": "1", "stamps": "10", "savings_box": "2 000", "solidarity_in": "1 650", "solidarity_box": "1 650"}  # fmt: skip
    assert send(cast.sena, "month", group.number, "2025-01", **month) == 302
    assert send(cast.sena, "month", group.number, "2025-01", **month | {"stamps": "12"}) == 422
    told = browse(cast.sena, "group", group.number)
    assert "1 650 F de solidarité à 50 F font 33 membres à la réunion, au-delà de 30." in told
    assert "3 membres, moins de 15" in told and "Le bureau a 1 membres sur 5" in told
    stamps = {f"stamps_{pk}": n for pk, n in zip(passbooks(group), (4, 3, 3), strict=True)}
    assert send(cast.sena, "share_out", group.number, francs="2 005", **stamps) == 302
    told = browse(cast.sena, "group", group.number)
    assert "2 005 F pour 10 tampons, soit <b>200 F</b> par tampon. 5 F vont à la caisse de solidarité." in told
    assert send(cast.mazalo, "group", group.number, step="reopen", reason="Un carnet oublié") == 302
    assert send(cast.sena, "member", group.number, 3, left_on=timezone.localdate()) == 302
    assert Member.objects.get(rank=3).left_on


def test_each_sees_the_groups_of_its_communes(cast, client, browse):
    mine, other = make_group(cast), make_group(cast, name="Kékéli", commune=cast.tone_1)
    listed = browse(cast.yao, "groups")
    assert "Havilonlon" in listed and "Kékéli" not in listed
    client.force_login(cast.yao)
    assert client.get(reverse("groups:group", args=[other.number])).status_code == 404
    assert "Kékéli" in browse(cast.issa, "groups", retard="1")
    assert "Kékéli" not in browse(cast.issa, "groups", region=mine.commune.region.code)
    person = make_people(cast, date(2000, 1, 1))[0]
    person.account = cast.kossi
    person.save()
    Member.objects.filter(group=mine, rank=9).update(person=person)
    assert "Havilonlon" in browse(cast.kossi, "mine")


def test_the_number_of_questions_does_not_grow_with_the_groups(cast, client, django_assert_max_num_queries):
    for n in range(3):
        make_group(cast, 15, name=f"Groupe {n}")
    client.force_login(cast.issa)
    client.get(reverse("groups:groups"))
    with django_assert_max_num_queries(12):
        client.get(reverse("groups:groups"))


def test_a_centre_brings_its_months_and_each_line_in_error_says_why(cast):
    mine, other = make_group(cast), make_group(cast, name="Kékéli", commune=cast.tone_1)
    count(cast, mine, date(2025, 1, 1), meetings=4, stamps=90, savings_box=18_000)
    table = "\n".join([
        "Groupe;Mois;Réunions;Tampons;Caisse d’épargne",
        f"{mine.number};01/2025;4;90;18 000",
        f"{mine.number.lower()};02/2025;4;100;38 000",
        f"{other.number};02/2025;4;100;20 000",
        f"{mine.number};02/2025;4;100;38 000",
        f"{mine.number};11/2024;4;100;38 000",
        f"{mine.number};mars;x;100;38 000",
    ])  # fmt: skip
    file = bring(cast, "group_months", table, by=cast.yao)
    codes = [[code for _field, code, _sentence in row.errors] for row in file.rows.order_by("line")]
    assert codes == [[], [], ["group_unknown"], ["line_twice"], ["month_outside"], ["bad_month", "bad_number"]]
    commit(cast, file, by=cast.yao)
    assert list(MonthTotals.objects.values_list("month", "stamps")) == [(date(2025, 1, 1), 90), (date(2025, 2, 1), 100)]  # fmt: skip
