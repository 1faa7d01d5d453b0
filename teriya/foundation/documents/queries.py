from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine.codes import normalise
from teriya.foundation.documents.models import Document


def check(text: str) -> tuple[str, Document | None]:
    """What the public may know of a code: `valid`, `revoked` or `unknown`. A trial's code is unknown."""
    try:
        code = normalise(text)
    except Refusal:
        return "unknown", None
    document = Document.objects.filter(code=code, is_trial=False).first()
    if document is None:
        return "unknown", None
    return ("revoked" if document.revoked_on else "valid"), document
