"""Every kind of paper, by its code: what its template is given."""

from teriya.foundation.documents.engine.calls import FundsCall
from teriya.foundation.documents.engine.certificates import JointCertificate
from teriya.foundation.documents.engine.figures import FigureReport
from teriya.foundation.documents.engine.letters import Letters
from teriya.foundation.documents.engine.notes import Note
from teriya.foundation.documents.engine.papers import (
    Account,
    Cards,
    Certificate,
    Contract,
    Form,
    NumberedList,
    PaySheet,
    PaySlip,
    Poster,
    SavingsStatement,
    Sheet,
    TrainingCertificate,
    TransmissionSlip,
)
from teriya.foundation.documents.engine.shares import HostShare

PAPERS = {
    "contrat": Contract,
    "certificat": Certificate,
    "formation": TrainingCertificate,
    "conjointe": JointCertificate,
    "bulletin": PaySlip,
    "epargne": SavingsStatement,
    "etat_de_paye": PaySheet,
    "liste": NumberedList,
    "quote_part": HostShare,
    "fiche": Sheet,
    "bordereau": TransmissionSlip,
    "appel_de_fonds": FundsCall,
    "lettres": Letters,
    "affiche": Poster,
    "formulaire": Form,
    "carte": Cards,
    "note": Note,
    "rapport": Account,
    "chiffres": FigureReport,
}
