"""Pages of this room, read as people read them, and its forms."""

import html
from uuid import uuid4

import pytest
from django.urls import reverse


@pytest.fixture
def browse(client):
    def page(user, route, *args, **filters) -> str:
        client.force_login(user)
        answer = client.get(reverse(f"partners:{route}", args=args), filters)
        assert answer.status_code == 200
        return html.unescape(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")

    return page


@pytest.fixture
def send(client):
    def post(user, route, *args, **typed) -> int:
        client.force_login(user)
        return client.post(reverse(f"partners:{route}", args=args), {"receipt": uuid4()} | typed).status_code

    return post
