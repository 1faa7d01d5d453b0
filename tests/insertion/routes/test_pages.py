"""The pages of the routes, as people see them."""

from tests.factories.missions import give_account
from tests.factories.routes import ON, make_former, tell


def test_an_agent_finds_of_whom_nothing_is_known_and_notes_it(cast, client):
    known, unknown = make_former(cast, 2)
    tell(cast, known)
    client.force_login(cast.yao)
    shown = client.get("/insertion/parcours/?voie=inconnue").content.decode()
    assert unknown.person.matricule in shown and known.person.matricule not in shown
    page = client.get(f"/insertion/parcours/{unknown.person.matricule}/noter/")
    sent = {
        "receipt": page.context["form"]["receipt"].value(),
        "route": "studies",
        "since": "01/05/2025",
        "detail": "Université de Lomé",
    }
    shown = client.post(page.request["PATH_INFO"], sent, follow=True).content.decode()
    assert "Études : Université de Lomé" in shown and "dit, pas prouvé" in shown
    assert known.person.matricule in client.get("/insertion/parcours/?voie=employed_other").content.decode()
    refused = client.post(page.request["PATH_INFO"], sent | {"receipt": "", "since": "01/05/2025"})
    assert refused.status_code == 422 and "Université de Lomé" in refused.content.decode()


def test_a_volunteer_says_it_and_corrects_the_own_word_only(cast, client):
    [mission] = make_former(cast)
    give_account(mission, cast.kossi)
    of_the_agent = tell(cast, mission)
    client.force_login(cast.kossi)
    page = client.get("/insertion/parcours/le-mien/")
    client.post("/insertion/parcours/le-mien/", {"receipt": page.context["form"]["receipt"].value(), "route": "own_business", "since": "02/06/2025"})  # fmt: skip
    own = mission.person.situations.get(source="volunteer")
    shown = client.get("/insertion/parcours/le-mien/").content.decode()
    assert f"/situations/{own.pk}/" in shown and f"/situations/{of_the_agent.pk}/" not in shown
    page = client.get(f"/insertion/parcours/situations/{of_the_agent.pk}/")
    sent = {"receipt": page.context["form"]["receipt"].value(), "route": "none", "since": "02/06/2025", "why": "Non"}
    assert "ne permet pas" in client.post(page.request["PATH_INFO"], sent).content.decode()


def test_a_host_says_whom_it_hired_and_reads_nothing_else(cast, client):
    [mission] = make_former(cast)
    tell(cast, mission, "studies", detail="Secret")
    client.force_login(cast.essi)
    assert "Secret" not in client.get("/insertion/parcours/embauches/").content.decode()
    page = client.get(f"/insertion/parcours/embauches/{mission.pk}/")
    client.post(page.request["PATH_INFO"], {"receipt": page.context["form"]["receipt"].value(), "route": "employed_host", "since": f"{ON:%d/%m/%Y}"})  # fmt: skip
    row = mission.situations.get(source="host")
    assert (row.route, row.detail) == ("employed_host", mission.host.name)
