from tests.cast import Cast
from tests.factories.people import register


def samples(cast: Cast) -> dict[str, dict]:
    """Kossi, the volunteer, has the file that is opened."""
    [person] = register(cast)
    person.account = cast.kossi
    person.save(update_fields=["account"])
    return {"portals:dossier": {"matricule": person.matricule}, "portals:behind": {"code": "en-service"}}
