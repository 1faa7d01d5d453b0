"""The officers' comfort script, and the same pages without it."""

import pytest

from tests.browser.site import assert_accessible, sign_in

pytestmark = pytest.mark.browser
HERE = "document.activeElement.textContent"


@pytest.fixture
def gallery(cast, visitor, page, site):
    sign_in(visitor, site, cast.yao)
    page.goto("/galerie/")
    return page


def test_j_and_k_go_from_row_to_row(gallery):
    gallery.focus("#table .scroll")
    walked = [gallery.keyboard.press(key) or gallery.evaluate(HERE) for key in "jjkk"]
    assert walked == ["Structure 1", "Structure 2", "Structure 1", "Structure 1"]


def test_j_is_a_letter_in_a_field(gallery):
    gallery.focus("#id_name")
    gallery.keyboard.press("j")
    assert gallery.input_value("#id_name") == "j"


def test_a_button_pressed_twice_sends_once(gallery):
    sent = gallery.evaluate("""() => {
      let sent = 0;
      addEventListener("submit", event => { sent += !event.defaultPrevented; event.preventDefault(); });
      const button = document.querySelector("#form .btn");
      button.form.noValidate = true;
      button.click(); button.click();
      return sent;
    }""")
    assert sent == 1


def test_the_menu_of_a_telephone_shows_where_one_stands(gallery):
    gallery.set_viewport_size({"width": 320, "height": 640})
    gallery.goto("/reglages/")
    wing, door = [place.bounding_box() for place in gallery.locator("header nav [aria-current]").all()]
    assert all(place["x"] >= 0 and place["x"] + place["width"] <= 320 for place in (wing, door))


def test_an_error_leads_to_its_field(gallery):
    gallery.evaluate("document.querySelector('#form form').noValidate = true")
    gallery.fill("#id_name", "ADJOVI")
    gallery.click("#form .btn")
    assert_accessible(gallery)
    assert gallery.input_value("#id_name") == "ADJOVI"
    gallery.click("text=Date de naissance :")
    assert gallery.evaluate("document.activeElement.id") == "id_born_on"


def test_everything_works_without_script(chromium, cast, site):
    context = chromium.new_context(java_script_enabled=False, base_url=site, locale="fr-FR")
    sign_in(context, site, cast.yao)
    page = context.new_page()
    page.goto("/galerie/?page=2")
    page.click("text=Suivants")
    assert page.url.endswith("?page=3")
    page.click("text=English")
    assert page.get_attribute("html", "lang") == "en"
    context.close()


def test_a_page_of_long_work_looks_again_until_it_is_done(gallery):
    answers = iter(["<p data-refresh>1 sur 2</p>", "<p data-refresh>2 sur 2</p>"])

    def at_work(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<h1>", next(answers, "") + "<h1>"))

    gallery.route("**/galerie/", at_work)
    gallery.reload()
    assert gallery.text_content("[data-refresh]") == "1 sur 2"
    gallery.wait_for_selector("text=2 sur 2")
    gallery.wait_for_selector("[data-refresh]", state="detached")
