from uuid import uuid4

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import translation

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.web import ActionForm


class BirthForm(ActionForm):
    name = forms.CharField()
    born_on = forms.DateField()
    photo = forms.FileField(required=False)


def filled(**changes) -> BirthForm:
    data = QueryDict(mutable=True)
    data.update({"name": "Afi", "born_on": "28/04/1992", "receipt": str(uuid4())} | changes)
    return BirthForm(data)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("written", ["28/04/1992", "28-04-1992", "28.04.1992", "28041992", "1992-04-28"])
def test_a_date_is_read_day_first_in_every_language(language, written):
    with translation.override(language):
        form = filled(born_on=written)
        assert f"{form.is_valid() and form.values()['born_on']}" == "1992-04-28"


def test_values_leave_the_receipt_out():
    form = filled()
    assert form.is_valid()
    assert set(form.values()) == {"name", "born_on", "photo"}


def test_status_says_what_the_page_is():
    assert (BirthForm().status, filled().status, filled(name="").status) == (200, 200, 422)


def test_an_invalid_field_says_why_beside_it_and_keeps_what_was_typed():
    page = filled(born_on="31/02/2001").as_div()
    assert 'value="31/02/2001"' in page
    assert 'aria-describedby="id_born_on_error"' in page
    assert '<a href="#id_born_on">' in page


def test_a_form_without_receipt_gets_a_fresh_one_and_keeps_what_was_typed():
    form = filled(receipt="")
    assert form.status == 422
    assert form["receipt"].value() and form["name"].value() == "Afi"


@pytest.fixture
def sending(rf, db):
    """Send a form as one person does, and what came of it."""
    by = User.objects.create_user(name="Yao", phone="+22890112233")

    def send(data: dict, do=dict) -> tuple[dict | None, BirthForm]:
        request = rf.post("/naissances/", data)
        request.user = by
        form = BirthForm(request.POST, request.FILES)
        assert form.is_valid(), form.errors
        return form.send(request, "t.birth", do), form

    return send


def content(photo: bytes = b"") -> dict:
    data = {"name": "Afi", "born_on": "28/04/1992", "receipt": str(uuid4())}
    return data | ({"photo": SimpleUploadedFile("photo.jpg", photo)} if photo else {})


def test_sending_twice_answers_the_same(sending):
    data = content()
    assert sending(data, lambda: {"id": 7})[0] == sending(data, lambda: {"id": 8})[0] == {"id": 7}


def test_a_refusal_stands_beside_its_field_and_does_not_use_the_receipt(sending):
    def refuse():
        raise Refusal("too_old", "La personne est trop âgée.", field="born_on")

    data = content()
    answer, form = sending(data, refuse)
    assert (answer, form.status, form.errors["born_on"]) == (None, 422, ["La personne est trop âgée."])
    assert sending(data, lambda: {"id": 7})[0] == {"id": 7}


def test_another_file_of_the_same_name_is_another_sending(sending):
    data = content(b"one")
    sending(data)
    answer, form = sending(data | {"photo": SimpleUploadedFile("photo.jpg", b"two")})
    assert answer is None and form["receipt"].value() != data["receipt"]
