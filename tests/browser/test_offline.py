"""R35: the network goes, the browser is killed; every entry arrives, once."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.core.models import Receipt
from teriya.foundation.offline import actions as offline
from teriya.foundation.offline.models import Deposit, Device
from teriya.people.models import Person
from tests.browser.site import assert_accessible, sign_in
from tests.browser.tablet import HOME, kept, out_of_reach, wait_for
from tests.foundation.offline.forms import LANGUAGE, REGISTER, marked, woman

pytestmark = pytest.mark.browser
PUT = """async ([path, women]) => {
  for (const [n, fields] of women.entries()) {
    const id = crypto.randomUUID();
    await vault.putEntry({ id, path, title: "Inscription", label: `Femme ${n}`, fields: [["receipt", id], ...fields], files: [],
      typed_at: new Date(Date.now() + n).toISOString(), state: "kept" });
  }
}"""
"""Writes entries as the form does."""
CHANGE = """async fields => {
  const [entry] = await vault.entries();
  await vault.putEntry({ ...entry, fields: [["receipt", entry.id], ...fields], typed_at: new Date().toISOString(), state: "kept" });
}"""


IN_CLEAR = """text => new Promise(done => {
  const asked = indexedDB.open("control", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("rows");
  asked.onsuccess = () => {
    const transaction = asked.result.transaction("rows", "readwrite", { durability: "strict" });
    transaction.objectStore("rows").put({ text }, "one");
    transaction.oncomplete = () => done();
  };
})"""
LEFT = """async () => {
  const base = await new Promise(done => { indexedDB.open("teriya-offline").onsuccess = event => done(event.target.result); });
  const names = [...base.objectStoreNames], found = base.transaction(names).objectStore.bind(base.transaction(names));
  return Promise.all(names.map(name => new Promise(done => { found(name).count().onsuccess = event => done(event.target.result); })));
}"""
"""How many rows are left in each store."""


SLEEPY = """const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...names) {
  const asked = open.apply(this, names);
  Object.defineProperty(asked, "onsuccess", {
    set: then => asked.addEventListener("success", event => setTimeout(() => then.call(asked, event), 2000)),
  });
  return asked;
};"""
"""A device slow to open its vault."""


def _holds(file, text: str) -> bool:
    data = file.read_bytes()
    return text.encode() in data or text.encode("utf-16-le") in data


@pytest.fixture(autouse=True)
def marked_forms():
    with marked():
        yield


def type_in(page: Page, n: int) -> None:
    """By the keyboard alone, from the field that has the focus."""
    fields = dict(woman(n))
    expect(page.locator("[name=family]")).to_be_focused()  # a browser gives the focus after it has drawn
    for name in ("family", "given"):
        page.keyboard.type(fields[name])
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type(fields["birth"])
    page.keyboard.press("Tab")
    page.keyboard.type(fields["commune"])


@pytest.mark.hostile
def test_a_day_of_a_hundred_files_without_network(prepared, tablet, cast, site):
    page = prepared.pages[-1]
    with out_of_reach(prepared) as cut:
        page.goto(REGISTER)
        for n in range(3):
            type_in(page, n)
            page.keyboard.press("Enter")
            kept(page, n + 1)
        assert_accessible(page)
        assert not Deposit.objects.exists()  # nothing could leave
        page.evaluate(PUT, [REGISTER, [woman(n) for n in range(3, 100)]])
        type_in(page, 100)
        page.wait_for_timeout(600)  # the draft follows by a quarter of a second

        again = tablet()  # killed, and started again, still without network
        cut(again)
        page = again.new_page()
        page.goto(REGISTER)
        kept(page, 100)
        assert page.input_value("[name=family]") == dict(woman(100))["family"]
        page.keyboard.press("Enter")
        kept(page, 101)

        sign_in(again, site, cast.yao)
    kept(page, 0)
    assert Person.objects.count() == Receipt.objects.filter(action="people.register").count() == 101
    assert {row.state for row in Deposit.objects.all()} == {"applied"}


def test_a_form_of_a_connected_page_is_posted_as_any_other(prepared, cast):
    page = prepared.pages[-1]
    page.goto(REGISTER)
    type_in(page, 1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?fait=*")
    kept(page, 0)
    assert Person.objects.count() == Receipt.objects.filter(action="people.register").count() == 1


def test_a_site_that_does_not_answer_is_no_network(prepared, cast, site):
    page = prepared.pages[-1]
    page.goto(REGISTER)
    type_in(page, 1)
    with out_of_reach():
        page.keyboard.press("Enter")
        kept(page, 1)
        assert "data-kept" in page.content() and page.input_value("[name=family]") == ""
    page.click("summary")
    page.click("text=Envoyer maintenant")
    kept(page, 0)
    assert Person.objects.count() == 1


def test_a_form_sent_before_the_device_is_ready_waits_for_it(prepared, cast):
    page = prepared.pages[-1]
    page.add_init_script(SLEEPY)
    page.goto(REGISTER)
    with out_of_reach():
        type_in(page, 1)
        page.keyboard.press("Enter")
        kept(page, 1)
    page.evaluate("sender.send(true)")
    kept(page, 0)
    assert str(Person.objects.get()) == "{family} {given}".format(**dict(woman(1)))


def test_a_refused_entry_is_mended_on_the_device(prepared, cast):
    page = prepared.pages[-1]
    with out_of_reach(prepared):
        page.goto(REGISTER)
        page.evaluate(PUT, [REGISTER, [woman(birth="1850")]])
        page.goto(HOME)
        kept(page, 1)
    page.wait_for_selector("text=Cet âge est impossible")
    page.get_by_role("link", name="Corriger").click()
    expect(page.locator("[name=birth]")).to_have_value("1850")
    page.fill("[name=birth]", "01/04/1990")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=TG-2026-000001")
    assert Person.objects.count() == 1 and not Deposit.objects.still_open().exists()


def test_a_session_that_is_over_loses_nothing(prepared, cast, site):
    page = prepared.pages[-1]
    with out_of_reach(prepared):
        page.goto(REGISTER)
        page.evaluate(PUT, [REGISTER, [woman(1), woman(2)]])
        Session.objects.all().delete()
    page.goto("/connexion/")  # not a page of ours: the worker sends
    wait_for(lambda: Deposit.objects.filter(state="waiting").count() == 2)
    assert not Person.objects.exists()
    sign_in(prepared, site, cast.yao)
    page.goto(HOME)
    wait_for(lambda: Person.objects.count() == 2)
    page.wait_for_selector("text=TG-2026-000002")
    assert Deposit.objects.filter(state="applied").count() == 2


def test_a_conflict_is_shown_side_by_side(prepared, cast):
    page = prepared.pages[-1]
    with out_of_reach(prepared):
        fields = [["language", "fr"], ["before", '{"language": "fr"}']]
        page.evaluate(PUT, [LANGUAGE, [fields]])
        accounts.choose_language(user=cast.yao, language="en")
    page.click("text=Décider >> visible=true")
    page.wait_for_selector("text=La fiche a changé entre-temps")
    assert_accessible(page)
    page.set_viewport_size({"width": 1100, "height": 800})
    page.fill("[name=decision-reason]", "dit au guichet")
    page.click("text=Enregistrer ce formulaire")
    page.wait_for_selector("text=C’est enregistré")
    assert type(cast.yao).objects.get(pk=cast.yao.pk).language == "fr"


def test_a_revoked_device_empties_itself_once_all_is_received(prepared, cast):
    page = prepared.pages[-1]
    with out_of_reach(prepared):
        page.evaluate(PUT, [REGISTER, [woman()]])
        offline.revoke(device=Device.objects.get(), reason="perdu", by=cast.yao, on=timezone.localdate())
    page.wait_for_selector("[data-enrol]:visible")
    assert page.evaluate(LEFT) == [0, 0, 0, 0]
    assert Deposit.objects.get().state == "held"


def test_signing_out_sends_then_empties_the_device(prepared, cast):
    page = prepared.pages[-1]
    page.goto(REGISTER)
    page.evaluate(PUT, [REGISTER, [woman()]])
    page.click("text=Se déconnecter")
    page.wait_for_selector("text=Entrer par téléphone")
    wait_for(lambda: Person.objects.count() == 1)
    page.goto("/connexion/")
    assert page.evaluate(LEFT) == [0, 0, 0, 0]


def test_what_is_kept_cannot_be_read_in_the_browsers_files(prepared, cast, tmp_path):
    page = prepared.pages[-1]
    prepared.set_offline(True)
    page.goto(REGISTER)
    type_in(page, 1)
    page.evaluate(IN_CLEAR, "ecritenclair")  # the control: what nobody closes can be read
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    kept(page, 1)
    prepared.close()
    files = [file for file in tmp_path.rglob("*") if file.is_file() and "IndexedDB" in str(file)]
    assert [
        text for text in ("ecritenclair", dict(woman(1))["family"]) if any(_holds(file, text) for file in files)
    ] == ["ecritenclair"]


def test_an_unprepared_tablet_keeps_nothing(tablet, cast, site):
    """The control of the day above: without the vault the same page loses what was typed."""
    context = tablet()
    sign_in(context, site, cast.yao)
    page = context.new_page()
    page.goto(REGISTER)
    page.fill("[name=family]", "ADJOVI")
    page.wait_for_timeout(600)
    again = tablet()
    sign_in(again, site, cast.yao)
    page = again.new_page()
    page.goto(REGISTER)
    expect(page.locator("text=Le préparer")).to_be_visible()
    assert page.input_value("[name=family]") == ""


@pytest.mark.hostile  # slow
def test_another_person_on_the_same_tablet_sends_the_first_ones_work(prepared, cast, site):
    page = prepared.pages[-1]
    with out_of_reach(prepared):
        page.evaluate(PUT, [REGISTER, [woman()]])
        Session.objects.all().delete()
        sign_in(prepared, site, cast.mazalo)
    page.goto(HOME)
    page.wait_for_selector("[data-enrol]:visible")
    assert Deposit.objects.get(state="waiting").author == cast.yao
    wait_for(lambda: page.evaluate(LEFT) == [0, 0, 0, 0])  # it is emptied once the page is there


def test_the_form_works_without_script(chromium, cast, site):
    context = chromium.new_context(java_script_enabled=False, base_url=site, locale="fr-FR")
    sign_in(context, site, cast.yao)
    page = context.new_page()
    page.goto(REGISTER)
    type_in(page, 1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?fait=*")
    assert Person.objects.count() == 1
    context.close()


def test_another_version_of_what_is_received_is_put_away_once_the_record_is_corrected(prepared, cast):
    page = prepared.pages[-1]
    page.evaluate(PUT, [REGISTER, [woman()]])
    page.goto(HOME)
    kept(page, 0)
    page.evaluate(CHANGE, woman(2))  # typed while the answer was on its way, and lost
    page.goto(HOME)
    there = page.locator("text=Ce qui est reçu")
    expect(there).to_be_visible()
    expect(page.locator("[data-mend]")).to_be_hidden()
    assert_accessible(page)
    assert page.request.get(there.get_attribute("href")).ok
    page.evaluate(
        "sender.send(true)"
    )  # another page, or the worker, may send at any moment: it is not asked for again
    page.goto(HOME)
    page.click("text=retirer d’ici")
    expect(there).to_have_count(0)
    assert page.evaluate("vault.entries()") == [] and Person.objects.count() == 1
