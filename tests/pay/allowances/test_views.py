"""Pages of pay, as each role meets them."""

import html
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.foundation.core.periods import Month
from teriya.foundation.documents.models import Document
from teriya.foundation.messages.models import Message
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import Institution, PayFile, PayLine, PaymentOrder, PayRun, Suspense, Wallet
from tests.cast import appoint
from tests.factories.allowances import ON, STEPS, answers, bring, holder_of, make_institution, make_payable, prepare
from tests.factories.attendance import attest, confirm, make_team
from tests.factories.missions import give_account


def sent(**fields) -> dict:
    return {"receipt": str(uuid4()), **fields}


@pytest.fixture
def as_(client):
    def browse(user):
        client.force_login(user)
        return client

    return browse


def text_of(answer) -> str:
    return html.unescape(answer.text).replace("\u202f", " ").replace("\u00a0", " ")


def url_of(run) -> str:
    return f"/paie/etats/{run.pk}/"


def test_a_month_is_prepared_from_what_is_confirmed(cast, as_):
    make_payable(cast, 2, absent=1)
    browser = as_(cast.awa)
    assert "Préparer" in browser.get("/paie/").text
    answer = browser.post("/paie/preparer/", sent(what="2024-03 VEC"))
    run = PayRun.objects.get()
    assert (answer.url, run.total) == (url_of(run), 58_500)
    assert "58 500 F" in text_of(browser.get(answer.url))


def test_a_month_without_presence_is_not_offered(cast, as_):
    make_team(cast)
    assert as_(cast.awa).post("/paie/preparer/", sent(what="2024-03 VEC")).status_code == 422


def test_each_step_is_offered_to_its_holder_only(cast, as_):
    make_payable(cast)
    run = prepare(cast)
    for step in STEPS:
        url, holder = url_of(run), holder_of(cast, step)
        for other in (cast.issa, cast.bawa if step != "vise" else cast.awa):
            assert f'value="{step}"' not in as_(other).get(url).text
        assert f'value="{step}"' in as_(holder).get(url).text
        assert as_(holder).post(url, sent(step=step)).status_code == 302
    assert PayRun.objects.get().state == "sent"


def test_a_step_already_taken_is_refused_on_the_page(cast, as_):
    make_payable(cast)
    run = bring(cast, prepare(cast), "engage")
    answer = as_(cast.awa).post(url_of(run), sent(step="engage"))
    assert answer.status_code == 422 and "Visa du contrôleur financier" in answer.text


def test_a_refusal_asks_for_its_reason(cast, as_):
    make_payable(cast)
    run = bring(cast, prepare(cast), "engage")
    assert as_(cast.bawa).post(url_of(run), sent(step="vise", refuse="1")).status_code == 422
    assert as_(cast.bawa).post(url_of(run), sent(step="vise", refuse="1", reason="Pièce manquante")).status_code == 302
    assert "Pièce manquante" in as_(cast.awa).get(url_of(run)).text


def test_stopped_lines_come_first_with_their_reason(cast, as_):
    team = make_payable(cast, 2)
    Wallet.objects.filter(person=team[0].person).update(state="retired")
    run = prepare(cast)
    page = as_(cast.awa).get(url_of(run)).text
    assert page.index("Pas de compte de paiement approuvé") < page.index("Avant de signer")
    assert "centre régional" in as_(cast.awa).get("/paie/arretees/").text
    assert str(team[0].person) in as_(cast.issa).get(f"{url_of(run)}lignes/?etat=blocked").text


def test_the_volunteer_reads_why_and_not_thirty_thousand(cast, as_):
    [mission] = make_payable(cast, absent=1)
    give_account(mission, cast.kossi)
    run = bring(cast, prepare(cast))
    line = PayLine.objects.get(run=run)
    page = text_of(as_(cast.kossi).get(f"/paie/lignes/{line.pk}/"))
    for words in ("Pourquoi 28 500 F et pas 30 000 F ?", "19 jours × 1 500 = 28 500 F", "Non compté : mardi 12 mars, absent",
                  "Payé par : État", "20 jours au plus par mois", "envoyé à COOPEC Haho"):  # fmt: skip
        assert words in page
    assert "Dédé" not in page and "mars 2024" in as_(cast.kossi).get("/paie/mes-paiements/").text


def test_a_full_month_asks_no_question(cast, as_):
    make_payable(cast)
    line = bring(cast, prepare(cast)).lines.get()
    assert "Pourquoi" not in as_(cast.issa).get(f"/paie/lignes/{line.pk}/").text


def test_a_line_not_ordered_is_not_shown_to_the_volunteer(cast, as_):
    [mission] = make_payable(cast)
    give_account(mission, cast.kossi)
    line = prepare(cast).lines.get()
    assert as_(cast.kossi).get(f"/paie/lignes/{line.pk}/").status_code == 404


def test_nobody_reads_the_slip_of_another(cast, as_):
    make_payable(cast)
    line = bring(cast, prepare(cast)).lines.get()
    for user in (cast.afi, cast.essi, cast.kossi, cast.yao):
        assert as_(user).get(f"/paie/lignes/{line.pk}/").status_code == 404


def test_the_slip_on_paper_is_numbered_once(cast, as_):
    [mission] = make_payable(cast, absent=1)
    give_account(mission, cast.kossi)
    line = bring(cast, prepare(cast)).lines.get()
    url = f"/paie/lignes/{line.pk}/bulletin"
    assert as_(cast.kossi).get(f"{url}.pdf").status_code == 404
    for _ in range(2):
        assert as_(cast.kossi).post(f"{url}/", sent()).url == f"{url}.pdf"
    paper = Document.objects.get(kind="bulletin")
    assert paper.data["lines"][0]["amount"] == 28_500 and paper.data["paid_to"].startswith("COOPEC Haho, …")
    assert as_(cast.kossi).get(f"{url}.pdf")["Content-Type"] == "application/pdf"


def test_the_slip_by_sms_holds_in_one_message_and_is_sent_once(cast, as_):
    [mission] = make_payable(cast, absent=1)
    give_account(mission, cast.kossi)
    line = bring(cast, prepare(cast)).lines.get()
    for _ in range(2):
        assert as_(cast.kossi).post(f"/paie/lignes/{line.pk}/sms/", sent()).status_code == 302
    text = Message.objects.get(template="pay_slip").text
    assert text == "ANVT, mars 2024 : 19 jours x 1 500 = 28 500 F. Net 28 500 F. Payeur : État. État : ordonnancée."
    assert len(text) <= 160 and as_(cast.awa).post(f"/paie/lignes/{line.pk}/sms/", sent()).status_code == 404


def test_the_auditor_reads_where_each_figure_comes_from(cast, as_):
    make_payable(cast, absent=1)
    run = bring(cast, prepare(cast))
    order = PaymentOrder.objects.get()
    file = PayFile.objects.get()
    actions.settle(
        run=run, institution=file.institution, content=answers([order]), filename="retour.csv", by=cast.kossivi, on=ON
    )
    page = text_of(as_(cast.issa).get(f"/paie/lignes/{order.line_id}/"))
    for words in (
        "vendredi 1 mars : présent",
        "Sena",
        "Mazalo",
        "ORD/2024/000001 · Dédé",
        order.reference,
        file.sha256,
        "retour.csv, ligne 2",
        "compté",
    ):
        assert words in page


def test_the_auditor_reads_who_explained_an_answer(cast, as_):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    order, file = PaymentOrder.objects.get(), PayFile.objects.get()
    content = "référence;statut\nILLISIBLE;payé".encode()
    actions.settle(run=run, institution=file.institution, content=content, filename="r.csv", by=cast.kossivi, on=ON)
    appoint(cast.komlan, "public_accountant", kind="acting", for_user=cast.tchaa, until=date(2099, 1, 1))
    how = {"reference": order.reference, "said": "paid", "reason": "Cahier de la caisse"}
    actions.match_line(suspense=Suspense.objects.get(), by=cast.komlan, on=ON, **how)
    page = text_of(as_(cast.issa).get(f"/paie/lignes/{order.line_id}/"))
    assert "rapproché" in page and "Komlan" in page and "Cahier de la caisse" in page


def test_papers_and_files_are_read_by_those_who_may(cast, as_):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    for paper in Document.objects.filter(subject="pay_run"):
        assert as_(cast.awa).get(f"{url_of(run)}papiers/{paper.pk}/")["Content-Type"] == "application/pdf"
    file = PayFile.objects.get()
    assert as_(cast.tchaa).get(f"{url_of(run)}fichiers/{file.pk}/").content == bytes(file.content)
    assert as_(cast.awa).get(f"{url_of(run)}fichiers/{file.pk}/").status_code == 403


def test_a_return_file_is_read_on_the_page(cast, as_):
    make_payable(cast, 2)
    run = bring(cast, prepare(cast))
    first, second = PaymentOrder.objects.order_by("reference")
    content = answers([first, second], returned=(second.reference,)) + b"\nOP999;ok;;"
    upload = SimpleUploadedFile("retour.csv", content)
    assert "ne lit pas ce que les institutions en disent" in as_(cast.tchaa).get(f"{url_of(run)}retours/").text
    answer = as_(cast.kossivi).post(f"{url_of(run)}retours/", sent(institution="COOPEC", file=upload), follow=True)
    assert "1 payés, 1 revenus, 1 inexpliqués" in answer.text
    assert "OP999" in as_(cast.tchaa).get("/paie/suspens/").text
    assert "Carnet clos" in as_(cast.tchaa).get("/paie/revenues/").text
    assert as_(cast.tchaa).post("/paie/revenues/", sent(ticked=[second.line_id])).status_code == 302
    assert PaymentOrder.objects.filter(line=second.line_id, attempt=2, state="sent").exists()


def test_a_file_that_is_no_return_is_refused_beside_its_field(cast, as_):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    upload = SimpleUploadedFile("photo.jpg", b"\xff\xd8\0")
    answer = as_(cast.kossivi).post(f"{url_of(run)}retours/", sent(institution="COOPEC", file=upload))
    assert answer.status_code == 422 and "n’est pas un fichier CSV" in answer.text


def test_a_wallet_is_entered_then_approved_by_another(cast, as_):
    [mission] = make_team(cast)
    make_institution(cast)
    form = sent(person=mission.person.matricule, institution="COOPEC", number="0012-34", holder="KOKOU Ama")
    assert mission.person.matricule in as_(cast.yao).get("/paie/comptes/saisir/").text
    assert as_(cast.yao).post("/paie/comptes/saisir/", form).status_code == 302
    wallet = Wallet.objects.get()
    assert "Titulaire « KOKOU Ama »" in as_(cast.mazalo).get("/paie/comptes/").text
    assert "voyez le carnet" in as_(cast.mazalo).post("/paie/comptes/", sent(ticked=[wallet.pk])).text
    seen = sent(means="paper", holder="KOKOU Ama", is_person="yes", note="Carnet n° 12")
    assert as_(cast.mazalo).post(f"/paie/comptes/{wallet.pk}/verifier/", seen).status_code == 302
    assert as_(cast.mazalo).post("/paie/comptes/", sent(ticked=[wallet.pk])).status_code == 302
    assert Wallet.objects.get().state == "in_use"


def test_a_wallet_is_set_aside_with_a_reason(cast, as_):
    [mission] = make_team(cast)
    rows = [(mission.person, make_institution(cast), "1", "KOKOU Ama")]
    [wallet] = actions.enter_wallets(rows=rows, by=cast.yao, on=ON)
    url = f"/paie/comptes/{wallet.pk}/refuser/"
    assert as_(cast.mazalo).post(url, sent(reason="Autre titulaire")).status_code == 302
    assert Wallet.objects.get().state == "retired"


def test_a_person_of_another_centre_has_no_wallet_entered(cast, as_):
    [mission] = make_team(cast)
    make_institution(cast)
    type(mission.person).objects.update(commune=cast.tone_1)
    form = sent(person=mission.person.matricule, institution="COOPEC", number="1", holder="A B")
    assert as_(cast.yao).post("/paie/comptes/saisir/", form).status_code == 422


def test_the_accountant_declares_institutions(cast, as_):
    assert (
        as_(cast.tchaa)
        .post("/paie/institutions/", sent(code="UNION", name="Union", profile="microfinance"))
        .status_code
        == 302
    )
    assert Institution.objects.get().code == "UNION"
    assert (
        as_(cast.awa).post("/paie/institutions/", sent(code="X", name="X", profile="microfinance")).status_code == 422
    )


def test_lists_ask_a_constant_number_of_queries(cast, as_, django_assert_max_num_queries):
    team = make_payable(cast, 30)
    Wallet.objects.filter(person__in=[m.person for m in team[:20]]).update(state="entered")
    run = prepare(cast)
    attest(cast, make_team(cast, 3))
    for user, url in ((cast.awa, "/paie/"), (cast.awa, url_of(run)), (cast.awa, f"{url_of(run)}lignes/"), (cast.awa, "/paie/arretees/"),
                      (cast.mazalo, "/paie/comptes/"), (cast.yao, "/paie/comptes/saisir/")):  # fmt: skip
        browser = as_(user)
        with django_assert_max_num_queries(24 if url == url_of(run) else 12):
            assert browser.get(url).status_code == 200


def test_confirming_another_month_offers_it_to_pay(cast, as_):
    [mission] = make_payable(cast)
    bring(cast, prepare(cast))
    confirm(cast, [mission], month=Month(2024, 4), on=date(2024, 5, 2))
    assert "avril 2024" in as_(cast.awa).get("/paie/").text


def test_a_line_in_suspense_is_explained_by_another_person(cast, as_):
    make_payable(cast, 2)
    run = bring(cast, prepare(cast))
    first, second = PaymentOrder.objects.order_by("reference")
    file, content = PayFile.objects.get(), answers([first]) + "\nOP-ILLISIBLE;payé;;\nOP0;payé;;".encode()
    actions.settle(run=run, institution=file.institution, content=content, filename="r.csv", by=cast.kossivi, on=ON)
    lost, unknown = Suspense.objects.order_by("pk")
    assert "une autre personne l’explique" in as_(cast.kossivi).get(f"/paie/suspens/{lost.pk}/").text
    appoint(cast.komlan, "public_accountant", kind="acting", for_user=cast.tchaa, until=date(2099, 1, 1))
    assert second.reference in as_(cast.komlan).get(f"/paie/suspens/{lost.pk}/").text
    form = {"reference": second.reference, "said": "paid", "reason": "Cahier de la caisse"}
    assert as_(cast.komlan).post(f"/paie/suspens/{lost.pk}/", sent(**form)).url == "/paie/suspens/"
    assert (
        as_(cast.komlan).post(f"/paie/suspens/{unknown.pk}/ecarter/", sent(reason="Autre agence")).status_code == 302
    )
    assert "Aucune ligne en suspens" in as_(cast.issa).get("/paie/suspens/").text
    assert PaymentOrder.objects.get(pk=second.pk).state == "paid"


def test_a_bank_is_opened_with_the_account_that_pays(cast, as_):
    form = {"code": "ECO", "name": "Ecobank", "profile": "bank", "bic": "ECOCTGTG"}
    refused = as_(cast.tchaa).post("/paie/institutions/", sent(**form))
    assert refused.status_code == 422 and "quel compte paie" in refused.text
    answer = as_(cast.tchaa).post(
        "/paie/institutions/", sent(**form, debit_account="TG53 TG00 9060 4310 3465 0040 0070")
    )
    assert answer.status_code == 302 and Institution.objects.get().debit_account == "TG53TG0090604310346500400070"
