"""An open call; Afi has answered every screen and sent a photo of her card."""

from django.utils import timezone

from teriya.foundation.documents import actions as documents
from teriya.mobilisation.calls import actions
from tests.cast import Cast
from tests.factories.calls import BORN, make_wave
from tests.factories.files import photo

ANSWERS = {
    "family": "KOUDAWO", "given": "Afi", "birth": f"{BORN:%d/%m/%Y}", "sex": "F", "commune": "Haho 1", "diploma": "licence",
    "speciality": "Informatique", "paper_kind": "none", "photos": "seen", "posts": "seen",
}  # fmt: skip


def samples(cast: Cast) -> dict[str, dict]:
    wave = make_wave(cast)
    answers = ANSWERS | {"wishes": list(wave.needs.values_list("reference", flat=True))}
    draft = actions.begin(wave=wave, by=cast["candidate"], answers=answers)
    sent = documents.keep(file=photo(), kind="voter_card", subject="draft", subject_id=draft.pk, by=cast["candidate"], on=timezone.localdate())  # fmt: skip
    of_call = {f"apply:{route}": {"code": wave.code} for route in ("call", "posts", "begin", "check", "ask")}
    return of_call | {"apply:screen": {"code": wave.code, "screen": "nom"}, "apply:photo": {"pk": sent.pk}}
