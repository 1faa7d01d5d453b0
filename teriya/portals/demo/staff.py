"""Who works in the demonstration agency: one account an acting role, an agent and a supervisor in each centre."""

from dataclasses import dataclass
from datetime import date

from teriya.foundation.accounts import actions
from teriya.foundation.accounts.models import User
from teriya.foundation.places.models import Centre

PASSWORD = "Bonne arrivée à Lomé"  # noqa: S105 a demonstration's, printed with its accounts
SECRET = "TERIYADEMOTERIYADEMOTERIYADEMO23"  # noqa: S105 TOTP secret of every demonstration account, printed with them
DOMAIN = "anvt.tg.example"

HEAD_OFFICE = {
    "operations": "Kodjo AMOUZOU", "director": "Ama LAWSON", "finance_officer": "Awa TCHALLA", "financial_controller": "Bawa ALASSANI",
    "authorising_officer": "Dédé MENSAH", "public_accountant": "Tchaa PITALA", "auditor": "Issa OURO-BAWINAY", "trainer": "Komlan EDOH",
    "monitoring": "Rachidatou YAYA", "follow_up": "Abla GNASSE", "insertion": "Kokou ZATO", "partnerships": "Akouvi FOLLY",
    "exchange_officer": "Moussa LAMBONI", "second_authorising_officer": "Afiwa BLEWU", "second_public_accountant": "Kossivi ADJEI", "data_protection": "Enyonam ADJOVI", "administrator": "Edem AGBEKO",
}  # fmt: skip
AGENTS = ("Yao KPATCHA", "Essi DOGBE", "Folly AYITE", "Kafui KAO", "Massan BINI", "Koffi NIKABOU")
SUPERVISORS = ("Mazalo PALANGA", "Adjo SOSSOU", "Kwami ATTIOGBE", "Afi LARE", "Ibrahim SAMAROU", "Délali KOMBATE")


@dataclass(frozen=True)
class Staff:
    """Head office by role; for each centre, its agent and supervisor under the role codes."""

    head_office: dict[str, User]
    centres: dict[str, dict[str, User]]

    def around(self, centre: str) -> dict[str, User]:
        """Who acts in a wave, seen from one centre."""
        return self.head_office | self.centres[centre]


def hire(since: date) -> Staff:
    """Found the agency, then name everybody by dated acts."""
    founder = actions.found_agency(
        name=HEAD_OFFICE["administrator"], email=f"administrator@{DOMAIN}", act="D-2016-001", since=since
    )
    _give_factors(founder)
    head_office = {"administrator": founder}
    for role, name in HEAD_OFFICE.items():
        if role != "administrator":
            head_office[role] = _hire(name, role.removeprefix("second_"), role, (), since, founder)
    centres = {}
    for centre, agent, supervisor in zip(Centre.objects.order_by("code"), AGENTS, SUPERVISORS, strict=True):
        communes, mark = list(centre.communes.all()), centre.code.split("-")[-1].lower()
        centres[centre.code] = {
            "regional_agent": _hire(agent, "regional_agent", f"agent.{mark}", communes, since, founder),
            "regional_supervisor": _hire(
                supervisor, "regional_supervisor", f"superviseur.{mark}", communes, since, founder
            ),
        }
        if not head_office.get("field_facilitator"):
            box = f"animateur.{mark}"
            head_office["field_facilitator"] = _hire("Sena TETEVI", "field_facilitator", box, communes, since, founder)
    return Staff(head_office, centres)


def _hire(name: str, role: str, box: str, communes, since: date, by: User) -> User:
    user = actions.create_account(name=name, email=f"{box}@{DOMAIN}", by=by)
    _give_factors(user)
    actions.appoint(user=user, role=role, act=f"N-{since.year}-{user.pk:03}", since=since, communes=communes, by=by)
    return User.objects.get(pk=user.pk)


def _give_factors(user: User) -> None:
    actions.choose_password(user=user, password=PASSWORD)
    actions.enrol_totp(user, SECRET)
