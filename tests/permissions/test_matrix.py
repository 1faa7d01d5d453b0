"""Each role opens each page once, and gets what the matrix says. A route that the matrix forgets fails."""

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.roles import ROLES, STAFF
from teriya.foundation.documents.engine.render import render
from tests.cast import Cast, appoint
from tests.permissions.matrix import ANONYMOUS, expand, read, room_of, routes, samples

ROUTES = routes()
ROOMS = sorted({room_of(route) for route in ROUTES})


def _print_once() -> Callable[..., bytes]:
    """Papers are real, but the same one is not made again for each role."""
    made = {}

    def printed(paper: str, data: dict, **how) -> bytes:
        key = (paper, repr(data), repr(how))
        if key not in made:
            made[key] = render(paper, data, **how)
        return made[key]

    return printed


@pytest.fixture
def everyone(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> dict[str, Client]:
    """A browser for each role, signed in, and one for nobody. Staff have a password."""
    for n, role in enumerate(set(ROLES) - set(cast.by_role)):
        cast.by_role[role] = User.objects.create_user(name=role, phone=f"+2289100{n:04}")
        appoint(cast.by_role[role], role)
    User.objects.filter(appointment__role__in=STAFF).update(password=make_password("une eau claire"))
    monkeypatch.setattr("teriya.foundation.documents.actions.render", _print_once())
    browsers = {ANONYMOUS: type(client)()}
    for role in ROLES:
        browsers[role] = type(client)()
        browsers[role].force_login(cast[role])
    return browsers


@pytest.mark.parametrize("room", ROOMS)
def test_each_role_gets_what_the_matrix_says(room, everyone, cast, monkeypatch):
    matrix, given = read(), samples(room, cast)
    wrong = []
    for route in (route for route in ROUTES if room_of(route) == room and route in matrix):
        url, written = reverse(route, kwargs=given.get(route)), set()
        for who, browser in everyone.items():
            with monkeypatch.context() as patch:
                if matrix[route].get(who) in written:  # for another role: then the status is enough
                    patch.setattr("django.template.backends.django.Template.render", lambda *_, **__: "")
                answer = browser.get(url)
            written.add(answer.status_code)
            if answer.status_code != matrix[route].get(who):
                wrong.append(f"{route} {who}: {answer.status_code}, not {matrix[route].get(who)}")
            if not answer.streaming and b"variable inconnue" in answer.content:
                wrong.append(f"{route} {who}: the page speaks of an unknown variable")
    assert not wrong, "\n".join(wrong)


def test_every_route_is_in_the_matrix():
    assert sorted(set(ROUTES) - set(read())) == []


def test_no_row_speaks_of_an_absent_route():
    assert sorted(set(read()) - set(ROUTES)) == []


def test_a_role_named_beats_its_group():
    cells = expand(
        [("r", "403", "others"), ("r", "302", "anonymous"), ("r", "200", "staff"), ("r", "404", "auditor")]
    )["r"]
    assert (cells["candidate"], cells["anonymous"], cells["director"], cells["auditor"]) == (403, 302, 200, 404)


def test_a_row_with_an_unknown_role_is_refused():
    with pytest.raises(ValueError, match="no such role: king"):
        expand([("r", "200", "king")])
