"""An application on a phone: what Afi answers, and what must stand at the end."""

from playwright.sync_api import Page

from teriya.foundation.messages.models import Message
from teriya.mobilisation.calls.models import Application

TYPED = {
    "nom": {"family": "KOUDAWO", "given": "Afi Délali"}, "naissance": {"birth": "04/05/1998"}, "sexe": {"sex": "F"},
    "commune": {"commune": "Haho 1"}, "diplome": {"diploma": "licence"}, "specialite": {"speciality": "Informatique"},
    "papier": {"paper_kind": "none"},
}  # fmt: skip


def type_in(page: Page, screen: str) -> None:
    for name, value in TYPED[screen].items():
        field = page.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={value}]")
        else:
            field.fill(value)


def assert_one_application(*, wishes: int = 1) -> Application:
    row = Application.objects.get()
    assert (row.person.family, row.person.given, row.number) == ("KOUDAWO", "Afi Délali", "T00001")
    assert row.wishes.count() == wishes and Message.objects.filter(template="application_received").count() == 1
    return row
