"""Who works in a demonstration agency: one account an acting role, an agent and a supervisor in each staffed centre."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from teriya.foundation.accounts import actions
from teriya.foundation.accounts.models import User
from teriya.foundation.places.models import Centre

SECRET = "TERIYADEMOTERIYADEMOTERIYADEMO23"  # noqa: S105 TOTP secret of every demonstration account, printed with them


@dataclass(frozen=True)
class Roster:
    """An agency's people before they are hired; what opens their accounts is printed with them."""

    domain: str
    password: str
    act: str  # by which the agency was founded
    head_office: Mapping[str, str]  # role → name
    centres: Mapping[str, tuple[str, str]]  # centre → its agent, its supervisor
    facilitator: str  # in the first centre
    phones: Mapping[str, str]  # who signs in by telephone


TOGO = Roster(
    "anvt.tg.example", "Bonne arrivée à Lomé", "D-2016-001",
    {
        "operations": "Kodjo AMOUZOU", "director": "Ama LAWSON", "finance_officer": "Awa TCHALLA", "financial_controller": "Bawa ALASSANI",
        "authorising_officer": "Dédé MENSAH", "public_accountant": "Tchaa PITALA", "auditor": "Issa OURO-BAWINAY", "trainer": "Komlan EDOH",
        "monitoring": "Rachidatou YAYA", "follow_up": "Abla GNASSE", "insertion": "Kokou ZATO", "partnerships": "Akouvi FOLLY",
        "exchange_officer": "Moussa LAMBONI", "second_authorising_officer": "Afiwa BLEWU", "second_public_accountant": "Kossivi ADJEI",
        "data_protection": "Enyonam ADJOVI", "administrator": "Edem AGBEKO",
    },
    {
        "TG-CRV-CENTRALE": ("Yao KPATCHA", "Mazalo PALANGA"), "TG-CRV-KARA": ("Essi DOGBE", "Adjo SOSSOU"),
        "TG-CRV-LOME": ("Folly AYITE", "Kwami ATTIOGBE"), "TG-CRV-MARITIME": ("Kafui KAO", "Afi LARE"),
        "TG-CRV-PLATEAUX": ("Massan BINI", "Ibrahim SAMAROU"), "TG-CRV-SAVANES": ("Koffi NIKABOU", "Délali KOMBATE"),
    },
    "Sena TETEVI",
    {
        "volunteer": "+22890000001", "host_officer": "+22890000002", "tutor": "+22890000003", "candidate": "+22890000004",
        "jury_member": "+22890000005", "senior": "+22890000006", "ministry": "+22890000007", "partner": "+22890000008",
        "former": "+22890000009",  # a volunteer whose mission has ended: the survey, the offers
        "abroad": "+22890000010",  # in Burkina Faso
    },
)  # fmt: skip
BURKINA = Roster(
    "pnvb.bf.example", "Bonne arrivée à Ouagadougou", "D-2016-001",
    {
        "operations": "Seydou OUÉDRAOGO", "director": "Mariam KABORÉ", "finance_officer": "Rasmata ILBOUDO",
        "financial_controller": "Boukaré NIKIÉMA", "authorising_officer": "Clarisse SOMÉ", "public_accountant": "Yacouba SANOU",
        "auditor": "Pélagie TAPSOBA", "trainer": "Moumouni ZERBO", "monitoring": "Alizèta SAWADOGO", "follow_up": "Dramane COULIBALY",
        "insertion": "Habibou DIALLO", "partnerships": "Edwige BATIONO", "exchange_officer": "Aminata TRAORÉ",
        "second_authorising_officer": "Salif COMPAORÉ", "second_public_accountant": "Noélie DABIRÉ", "data_protection": "Hamidou BARRY",
        "administrator": "Lassané YAMÉOGO",
    },
    {
        "BF-ANT-CENTRE": ("Adjaratou ZONGO", "Tiga BAMBARA"), "BF-ANT-CENTRE-EST": ("Idrissa BALIMA", "Safiatou SORGHO"),
        "BF-ANT-HAUTS-BASSINS": ("Jean-Baptiste BADO", "Fatimata KONATÉ"),
    },
    "Souleymane KINDA",
    {"volunteer": "+22670000001", "host_officer": "+22670000002", "tutor": "+22670000003", "abroad": "+22670000004"},
)  # fmt: skip
ROSTERS = {"tg": TOGO, "bf": BURKINA}


@dataclass(frozen=True)
class Staff:
    """Head office by role; for each centre, its agent and supervisor under the role codes."""

    head_office: dict[str, User]
    centres: dict[str, dict[str, User]]

    def around(self, centre: str) -> dict[str, User]:
        """Who acts in a wave, seen from one centre."""
        return self.head_office | self.centres[centre]


def hire(since: date, roster: Roster = TOGO) -> Staff:
    """Found the agency, then name everybody by dated acts."""
    founder = actions.found_agency(
        name=roster.head_office["administrator"], email=f"administrator@{roster.domain}", act=roster.act, since=since
    )
    _give_factors(founder, roster)
    head_office = {"administrator": founder}

    def named(name: str, role: str, box: str, communes=()) -> User:
        user = actions.create_account(name=name, email=f"{box}@{roster.domain}", by=founder)
        _give_factors(user, roster)
        act = f"N-{since.year}-{user.pk:03}"
        actions.appoint(user=user, role=role, act=act, since=since, communes=communes, by=founder)
        return User.objects.get(pk=user.pk)

    for role, name in roster.head_office.items():
        if role != "administrator":
            head_office[role] = named(name, role.removeprefix("second_"), role)
    centres = {}
    for centre in Centre.objects.filter(code__in=roster.centres).order_by("code").prefetch_related("communes"):
        agent, supervisor = roster.centres[centre.code]
        communes, mark = list(centre.communes.all()), centre.code.split("-", 2)[-1].lower()
        centres[centre.code] = {
            "regional_agent": named(agent, "regional_agent", f"agent.{mark}", communes),
            "regional_supervisor": named(supervisor, "regional_supervisor", f"superviseur.{mark}", communes),
        }
        if not head_office.get("field_facilitator"):
            head_office["field_facilitator"] = named(
                roster.facilitator, "field_facilitator", f"animateur.{mark}", communes
            )
    return Staff(head_office, centres)


def _give_factors(user: User, roster: Roster) -> None:
    actions.choose_password(user=user, password=roster.password)
    actions.enrol_totp(user, SECRET)
