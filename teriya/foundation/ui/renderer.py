"""How forms are drawn: by our templates; but one `<input>` is one line, and three templates cost it ten times its time."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html

_WIDGETS = "django/forms/widgets/"
INPUTS = {f"{_WIDGETS}{kind}.html" for kind in ("checkbox", "date", "email", "hidden", "number", "password", "text")}


class Renderer(TemplatesSetting):
    def render(self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in INPUTS:
            return _input(**context["widget"])
        return super().render(template_name, context, request)


def _input(type: str, name: str, value: object, attrs: dict[str, Any], **_: object) -> str:
    held = "" if value is None else format_html(' value="{}"', value)
    return format_html('<input type="{}" name="{}"{}{}>', type, name, held, flatatt(attrs))
