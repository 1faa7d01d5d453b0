"""What two agencies attest together."""

from datetime import date

from teriya.foundation.documents.engine.papers import Paper


class JointCertificate(Paper):
    """`conjointe`: what two agencies attest together of a stay; `home_signed`: « Signé électroniquement » or « Signé à l’encre »."""

    home: str
    host: str
    name: str
    matricule: str
    form: str
    structure: str
    post: str
    starts_on: date
    ends_on: date
    days: int
    home_signed: str
    host_signed: str
