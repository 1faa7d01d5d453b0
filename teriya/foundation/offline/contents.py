"""What a deposit holds, as the room's form and as people read it."""

import hashlib
import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Field, HiddenInput
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.web import ActionForm
from teriya.foundation.offline import kinds
from teriya.foundation.offline.engine import entries
from teriya.foundation.offline.kinds import Values
from teriya.foundation.offline.models import Deposit

BEFORE = "before"  # the hidden field that carries the record as the page showed it


def form_of(row: Deposit, *, by: User, data: QueryDict | None = None) -> ActionForm:
    """The room's form filled with what was typed, or with `data`. Raises Http404 for a record that is not theirs."""
    kind, record = kinds.of(row.path)
    return kind.fill(_query(row) if data is None else data, _files(row), by=by, **record)


def difference(row: Deposit, *, by: User) -> tuple[Values, Values] | None:
    """(the record as the device showed it, as it stands now) when they differ; None for a form that only adds."""
    kind, record = kinds.of(row.path)
    now, before = kind.now(by=by, **record), _before(row)
    return None if now is None or now == before else (before, now)


def typed(row: Deposit, among: Values) -> Values:
    values = entries.values(row.opened)
    return {name: ", ".join(values.get(name, [])) for name in among}


def as_posted(row: Deposit) -> dict[str, Any]:
    """What `ActionForm.send` would have digested had the page posted it: the two ways then share one receipt."""
    fields = {name: texts for name, texts in entries.values(row.opened).items() if name != "receipt"}
    files: dict[str, list[str]] = {}
    for field, file in entries.files(row.opened):
        files.setdefault(field, []).append(hashlib.sha256(file.data).hexdigest())
    return {"path": row.path, "fields": fields, "files": files}


def pairs(row: Deposit) -> list[tuple[str, str]]:
    """(field, text) to post again in the form's own page."""
    return [(name, text) for name, text in row.opened.get("fields", [])]


def faults(form: ActionForm) -> str:
    """Each field at fault and its cure, in one paragraph."""
    told = [
        f"{form.fields[name].label} : {' '.join(errors)}" if name in form.fields else " ".join(errors)
        for name, errors in form.errors.items()
    ]
    return " ".join(told)


def typed_lines(form: ActionForm, row: Deposit) -> list[tuple[str, str]]:
    """(label, text) of what was typed, for people."""
    values = typed(row, dict.fromkeys(form.fields, ""))
    seen = [name for name, field in form.fields.items() if not isinstance(field.widget, HiddenInput)]
    return [(_label(form, name), _text(form, name, values[name])) for name in seen]


def sides(form: ActionForm, *sides: Values) -> list[tuple[str, list[str], bool]]:
    """(label, one text a side, whether they differ) of each field of a record."""
    names = dict.fromkeys(name for side in sides for name in side)
    rows = [(_label(form, name), [_text(form, name, side.get(name, "")) for side in sides]) for name in names]
    return [(label, texts, len(set(texts)) > 1) for label, texts in rows]


def _label(form: ActionForm, name: str) -> str:
    return str(form.fields[name].label or name) if name in form.fields else name


def _text(form: ActionForm, name: str, text: str) -> str:
    """A choice by its words, a tick by yes; nothing is a dash."""
    field: Field | None = form.fields.get(name)
    words = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    if text == "on":
        return _("oui")
    return ", ".join(words.get(one, one) for one in text.split(", ")) or "—"


def _before(row: Deposit) -> Values:
    try:
        found = json.loads(entries.values(row.opened).get(BEFORE, ["{}"])[-1])
    except ValueError:
        found = {}
    return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}


def _query(row: Deposit) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, texts in entries.values(row.opened).items():
        data.setlist(name, texts)
    return data


def _files(row: Deposit) -> MultiValueDict:
    found = MultiValueDict()
    for field, file in entries.files(row.opened):
        found.appendlist(field, SimpleUploadedFile(file.name, file.data, file.type))
    return found
