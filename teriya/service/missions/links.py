"""From an SMS to a signature: a link to each signatory, a code to the same telephone, and the link again for who lost it."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.documents.letterhead import in_french
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import HostOfficer
from teriya.service.missions import papers, queries
from teriya.service.missions.models import Contract, Signature, SigningLink
from teriya.service.missions.policies import require_party
from teriya.service.missions.states import Party

OPEN_DAYS = 30  # days during which a link opens; it can be asked for again
COOLDOWN = timedelta(minutes=10)  # between two sendings of the link to one telephone
CODE_LASTS = timedelta(minutes=10)
_LETTERS = 12  # of the secret part of an address: 72 bits
Invitation = tuple[str, str, str, User | None]  # party, name, phone, account


@dataclass(frozen=True)
class Bearer:
    """Who holds the telephone that a link and its code were sent to: the actor of what they sign. Nobody is signed in."""

    link: SigningLink

    @property
    def id(self) -> int:
        return self.link.user_id or 0

    def may(self, permission: str, *, commune: int | None = None) -> bool:
        return False

    def capacity(self, permission: str, *, commune: int | None = None) -> str:
        return self.link.name

    def may_date(self, on: date) -> bool:
        return on == timezone.localdate()

    def waiting(self) -> list[Contract]:
        """The contracts of the link that still wait for this party."""
        rows = self.link.contracts.unsigned_by(self.link.party).order_by("pk")
        return list(rows.select_related("document", "mission__person", "mission__host"))

    def signatory(self, contracts: Sequence[Contract]) -> tuple[str, str]:
        """Name and quality in which this telephone signs these contracts; refused once it is no longer the signatory's."""
        missions = [contract.mission for contract in contracts]
        user, phone = self.link.user, self.link.phone
        if self.link.party == Party.VOLUNTEER:
            if any(mission.person.phone != phone for mission in missions):
                raise NotAllowed(
                    "not_this_phone", _("Le numéro de cette personne a changé : demandez le lien avec le nouveau.")
                )
            return str(missions[0].person), in_french(Party.VOLUNTEER.label)
        if user is None or user.phone != phone:
            raise NotAllowed(
                "not_this_phone", _("Le numéro de cette personne a changé : demandez le lien avec le nouveau.")
            )
        return user.name, require_party(user, self.link.party, missions)


def address(link: SigningLink) -> str:
    return f"{settings.SITE}/signer/{token(link)}/"


def token(link: SigningLink) -> str:
    """The link's number and a secret that only its telephone received; sent again, it is another secret."""
    return f"{int_to_base36(link.pk)}-{_secret(link)}"


def _secret(link: SigningLink) -> str:
    digest = salted_hmac("missions.links", f"{link.pk}:{link.turn}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest)[:_LETTERS].decode()


def found(text: str) -> SigningLink | None:
    """The link whose address holds this text."""
    number, _mark, secret = text.partition("-")
    try:
        link = SigningLink.objects.select_related("user").filter(pk=base36_to_int(number)).first()
    except ValueError:
        return None
    return link if link and constant_time_compare(_secret(link), secret) else None


def invite(contracts: Sequence[Contract], *, on: date) -> list[SigningLink]:
    """One link and one SMS to each signatory who can be reached, whatever the number of contracts to sign."""
    grouped: dict[tuple, tuple[Invitation, list[Contract]]] = {}
    for contract, key, one in _signatories(contracts, on):
        grouped.setdefault(key, (one, []))[1].append(contract)
    now = timezone.now()
    rows = SigningLink.objects.bulk_create([
        SigningLink(party=party, name=name, phone=phone, user=user, sent_at=now, until=_until(now))
        for (party, name, phone, user), _contracts in grouped.values()
    ])  # fmt: skip
    pairs = list(zip(rows, (mine for _one, mine in grouped.values()), strict=True))
    between = SigningLink.contracts.through
    between.objects.bulk_create(
        [between(signinglink=row, contract=contract) for row, mine in pairs for contract in mine]
    )
    _send(pairs)
    return rows


def _until(now: datetime) -> date:
    return timezone.localdate(now) + timedelta(OPEN_DAYS)


def _signatories(contracts: Sequence[Contract], on: date) -> Iterator[tuple[Contract, tuple, Invitation]]:
    """Who may sign each contract and has a telephone: the volunteer, the officers of the host, the agency's signatory."""
    act = queries.agency_signatory(on)
    officers: dict[int, list[User]] = {}
    hosts = {contract.mission.host_id for contract in contracts}
    for duty in HostOfficer.objects.filter(host__in=hosts, duty="officer", until=None).select_related("user"):
        officers.setdefault(duty.host_id, []).append(duty.user)
    for contract in contracts:
        person = contract.mission.person
        if person.phone:
            yield contract, (Party.VOLUNTEER, person.pk), (Party.VOLUNTEER, str(person), person.phone, None)
        users = [(Party.HOST, user) for user in officers.get(contract.mission.host_id, [])]
        for party, user in [*users, *([(Party.AGENCY, act.user)] if act else [])]:
            if user.phone and user.is_active:
                yield contract, (party, user.pk), (party, user.name, user.phone, user)


def _send(pairs: Iterable[tuple[SigningLink, list[Contract]]]) -> None:
    """A text that changed since somebody signed it says so first."""
    pairs = list(pairs)
    former = [one.replaces_id for _link, contracts in pairs for one in contracts if one.replaces_id]
    signed = set(Signature.objects.filter(contract__in=former).values_list("contract_id", "party"))
    changed, plain = [], []
    for link, contracts in pairs:
        is_changed = any((one.replaces_id, link.party) in signed for one in contracts)
        item = {
            "to": link.phone, "key": f"contract_to_sign:{link.pk}:{link.turn}", "about": f"mission {contracts[0].mission_id}",
            "context": {"url": address(link), "count": len(contracts), "number": contracts[0].document.number, "host": contracts[0].mission.host.name},
        }  # fmt: skip
        (changed if is_changed else plain).append(item)
    queue_many(plain, channel="sms", template="contract_to_sign")
    queue_many(changed, channel="sms", template="contract_changed")


@transaction.atomic
def send_again(*, phone: str) -> bool:
    """The link again to a telephone for which a contract waits, at most once in `COOLDOWN`; whether an SMS leaves.

    The page gives the same answer whatever this returns: nobody learns which numbers sign contracts.
    """
    on, now = timezone.localdate(), timezone.now()
    signatory = queries.agency_signatory(on)
    mine = Q(mission__person__phone=phone) | Q(
        mission__host__officers__user__phone=phone,
        mission__host__officers__until=None,
        mission__host__officers__duty="officer",
    )
    if signatory and signatory.user.phone == phone:
        mine |= Q(pk__gt=0)
    contracts = list(
        Contract.objects.waiting()
        .filter(mine)
        .distinct()
        .select_related("document", "mission__person", "mission__host")
    )
    grouped: dict[tuple, tuple[Invitation, list[Contract]]] = {}
    signed = set(Contract.objects.filter(pk__in=[c.pk for c in contracts]).values_list("pk", "signatures__party"))
    for contract, key, one in _signatories(contracts, on):
        if one[2] == phone and (contract.pk, one[0]) not in signed:
            grouped.setdefault(key, (one, []))[1].append(contract)
    if not grouped or SigningLink.objects.filter(phone=phone, sent_at__gt=now - COOLDOWN).exists():
        return False
    SigningLink.objects.filter(phone=phone, used_at=None).update(until=on - timedelta(1))
    for (party, name, to, user), waiting in grouped.values():
        link = SigningLink.objects.create(party=party, name=name, phone=to, user=user, sent_at=now, until=_until(now))
        link.contracts.set(waiting)
        _send([(link, waiting)])
    journal.write("contracts.send_link_again", "contract", contracts[0].pk, by=None, on=on)
    return True


@transaction.atomic
def send_code(*, link: SigningLink) -> SigningLink:
    """Six figures to the link's telephone, good for ten minutes; asked for again, the former ones are worth nothing."""
    row = SigningLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    require_open(row)
    code = f"{secrets.randbelow(10**6):06}"
    row.code_digest, row.code_at = _digest(row, code), timezone.now()
    row.save(update_fields=["code_digest", "code_at"])
    queue_many(
        [{"to": row.phone, "key": f"signing_code:{row.pk}:{row.code_at.timestamp()}", "about": "",
          "context": {"code": code, "agency": rules.agency()["short_name"], "host": urlsplit(settings.SITE).hostname}}],
        channel="sms", template="signing_code",
    )  # fmt: skip
    return row


def _digest(link: SigningLink, code: str) -> str:
    return salted_hmac("missions.codes", f"{link.pk}:{code}", algorithm="sha256").hexdigest()


def require_open(link: SigningLink) -> None:
    if link.used_at:
        raise Refusal("link_used", _("Ce lien a servi : le contrat est signé."))
    if link.until < timezone.localdate():
        raise Refusal("link_over", _("Ce lien ne s’ouvre plus. Demandez-en un autre avec votre numéro de téléphone."))


def opened(link: SigningLink, code: str, *, on: date) -> Bearer:
    """The bearer of a link whose code is right, locked until the signature is written. The caller counts the tries."""
    row = SigningLink.objects.select_for_update(of=("self",)).select_related("user").get(pk=link.pk)
    require_open(row)
    if row.code_at is None or timezone.now() > row.code_at + CODE_LASTS:
        raise Refusal("code_over", _("Ce code ne vaut plus. Demandez-en un autre."), field="code")
    if not constant_time_compare(row.code_digest, _digest(row, "".join(code.split()))):
        raise Refusal("code_wrong", _("Ce n’est pas le code reçu. Regardez le dernier SMS."), field="code")
    return Bearer(row)


def spend(link: SigningLink) -> None:
    link.used_at, link.code_digest = timezone.now(), ""
    link.save(update_fields=["used_at", "code_digest"])


def thank(contracts: Sequence[Contract]) -> None:
    """The volunteer is told that everybody has signed, and where the contract starts."""
    queue_many(
        [{"to": c.mission.person.phone, "key": f"contract_signed:{c.pk}", "about": f"mission {c.mission_id}",
          "context": {"number": c.document.number, "first": papers.short(c.period.lower), "host": c.mission.host.name}}
         for c in contracts],
        channel="sms", template="contract_signed",
    )  # fmt: skip
