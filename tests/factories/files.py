"""Files such as offices bring."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from teriya.foundation.intake import actions
from teriya.foundation.intake.models import Import
from tests.cast import Cast

HOSTS = """\
N°,Structure,Statut juridique,Domaine,Commune,Responsable,Téléphone,Récépissé
7,CEG Haho 1,Public,Education,Haho 1,DOUTI Tchaa,0022870010419,
12,CVD Haho 2,Association,Décentralisation, HAHO 2,NANGBAN Essohanam,99 23 54 93,165/MATDCL/2013
"""
NEEDS = """\
Réf,N° structure,Profil,Niveau minimum,Places,Durée (mois),Prise de service,Tuteur
B0001,7,Instituteur,BAC,1,12,{start},DOUTI Adjo
B0002,12,Etat civil,BAC,2,24,{start},
"""


def bring(cast: Cast, kind: str, text: str | bytes, *, by=None, name: str = "liste.csv", **context) -> Import:
    """A file received and read, not yet committed."""
    by, data = by or cast["regional_agent"], text.encode() if isinstance(text, str) else text
    file = actions.receive(
        id=uuid4(), kind=kind, filename=name, data=data, context=context, by=by, on=timezone.localdate()
    )
    return actions.read(file=file, by=by)


def commit(cast: Cast, file: Import, *, by=None) -> Import:
    return actions.commit(file=file, by=by or cast["regional_agent"], on=timezone.localdate())


def outcomes(file: Import) -> list[str]:
    """The outcome of each line, its first error's code where it has one."""
    return [row.errors[0][1] if row.errors else row.outcome for row in file.rows.order_by("line")]


def photo(name: str = "recu.jpg") -> SimpleUploadedFile:
    """The smallest thing that a telephone could call a photo."""
    return SimpleUploadedFile(name, b"\xff\xd8\xff\xdb\x00\x04aa\xff\xda\x00\x02picture\xff\xd9", "image/jpeg")
