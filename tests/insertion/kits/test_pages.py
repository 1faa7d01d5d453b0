"""Kits from the pages: the same sending is one repayment; each sees the own communes; the holder sees the own kit."""

from uuid import uuid4

from django.urls import reverse

from teriya.insertion.kits.models import Kit, Repayment
from tests.factories.kits import kokou, make_kit, make_lot
from tests.factories.missions import give_account
from tests.factories.routes import make_former


def test_a_kit_on_the_pages(cast, browse, send):
    lot = {"title": "Coiffure", "content": "Casque", "count": "1", "total": "162 712"}
    assert send(kokou(cast), "enter_lot", **lot) == 302
    number, [mission] = Kit.objects.get().number, make_former(cast)
    assert send(cast.yao, "assign", number, person="TG-0000-000000") == 422
    assert send(cast.yao, "assign", number, person=f" {mission.person.matricule.lower()} ") == 302
    assert "Noter la remise" not in browse(cast.yao, "kit", number)
    assert send(cast.mazalo, "hand_over", number, on="2025-06-02") == 302
    assert "en retard depuis le 2 septembre 2025" in browse(cast.yao, "kits", retard="1")
    assert "Visite des 12 mois" in browse(cast.yao, "kits", visite="1")
    assert send(cast.yao, "look", number, business="running", jobs="2", income="plus de 100 000 F", on="2026-11-01") == 302  # fmt: skip
    assert send(cast.yao, "ask_waiver", number, reason="Décédé") == 302
    assert "Effacer 40 678 F ?" in browse(cast.dede, "kit", number)
    assert send(cast.dede, "kit", number, step="refuse", reason="") == 422
    assert send(cast.dede, "kit", number, step="approve") == 302
    assert Kit.objects.get().state == "written_off"


def test_the_same_sending_is_one_repayment(cast, send):
    kit, typed = make_kit(cast), {"receipt": uuid4(), "amount": "10 000", "means": "cash", "voucher": "R-1", "on": "2025-10-01"}  # fmt: skip
    assert [send(cast.yao, "repay", kit.number, **typed) for _n in range(3)] == [302, 302, 302]
    assert send(cast.yao, "repay", kit.number, **typed | {"receipt": uuid4()}) == 422  # the voucher has served
    assert send(cast.yao, "repay", kit.number, **typed | {"receipt": uuid4(), "voucher": "R-2", "amount": "30 679"}) == 422  # fmt: skip
    assert Repayment.objects.count() == 1
    assert send(cast.yao, "reverse", kit.number, Repayment.objects.get().pk, reason="Erreur") == 302
    kit.refresh_from_db()
    assert kit.repaid == 0


def test_each_sees_the_own_communes_and_the_holder_the_own_kit(cast, client, browse):
    kit = make_kit(cast)
    give_account(kit.mission, cast.kossi)
    assert "40 678 F" in browse(cast.kossi, "mine")
    spare = make_lot(cast).kits.get()
    Kit.objects.filter(pk=kit.pk).update(commune=cast.tone_1)
    listed = browse(cast.yao, "kits")
    assert spare.number in listed and kit.number not in listed
    assert client.get(reverse("kits:kit", args=[kit.number])).status_code == 404
