"""An `<input>` drawn in one line is the one that Django's own templates draw."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from teriya.foundation.ui.renderer import INPUTS, Renderer

WIDGETS = [
    forms.CheckboxInput(), forms.DateInput(), forms.EmailInput(), forms.HiddenInput(), forms.NumberInput({"min": 3, "required": True}),
    forms.PasswordInput(render_value=True), forms.TextInput({"maxlength": 10, "autofocus": False, "placeholder": "<\"'&"}),
]  # fmt: skip


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", [None, "", "<b>\"'&", 1234567, True, date(2026, 3, 1)], ids=str)
def test_it_is_the_same_input(widget, value):
    assert widget.template_name in INPUTS
    ours, theirs = (widget.render("n", value, {"id": "id_n"}, renderer=one) for one in (Renderer(), DjangoTemplates()))
    assert parse_html(ours) == parse_html(theirs) and ours.startswith("<input ")
