"""The forms that work without network. Each room registers its own when the house starts.

An entry carries the address of its form's page: the route says what kind of form it is, the route's arguments about which
record. So the same page, the same form and the same action serve with network and without.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.web import ActionForm

Values = dict[str, str]  # field → text


def _always_new(*, by: User, **arguments: Any) -> Values | None:
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """How one form is kept, read and written.

    `pages` are the addresses to keep on this person's device, with their names. `fill` makes the form from what was sent,
    `write` calls the room's action with the form's values and gives the receipt: `{"receipt": "N° 12", …}`. `now` is the
    record edited, field by field as the form shows it: an entry typed over another state of it is a conflict. A form that
    only adds has none. `is_sealed`: nobody but its author reads what was typed, and none is kept of what is set aside.
    """

    route: str
    title: str
    action: str  # the name under which the page sends the form: both ways then share one receipt
    permission: str
    pages: Callable[[User], Iterable[tuple[str, str]]]
    fill: Callable[..., ActionForm]  # (data, files, *, by, **arguments of the route)
    write: Callable[..., dict]  # (form, *, by, on, **arguments of the route)
    now: Callable[..., Values | None] = _always_new  # (*, by, **arguments of the route)
    is_sealed: bool = False


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    KINDS[kind.route] = kind


def of(path: str) -> tuple[Kind, dict[str, Any]]:
    """The kind of form at an address, and the record that it is about. Refuses `unknown_form`."""
    try:
        match = resolve(path)
        return KINDS[match.view_name], match.kwargs
    except (Resolver404, KeyError) as error:
        sentence = _("Ce formulaire ne se remplit pas sans réseau. Préparez de nouveau l’appareil.")
        raise Refusal("unknown_form", sentence) from error


def pages_for(user: User) -> list[tuple[str, str]]:
    """(name, address) of every page that this person's device keeps."""
    return [page for kind in KINDS.values() if user.may(kind.permission) for page in kind.pages(user)]
