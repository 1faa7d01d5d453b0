"""« Explain this payment » as a paper: what the page says (`explanations`, `slips`), nothing computed again."""

from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext as _

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.ui.templatetags.ui import day
from teriya.pay.allowances import explanations, parts
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.slips import Slip, slip_of
from teriya.pay.allowances.words import month_name
from teriya.pay.bundles.models import Signature

Field = tuple[str, str]


def paper_of(line: PayLine) -> dict:
    """The data of the paper (`fiche`), in French, without number or code."""
    with translation.override("fr"):
        slip, proof = slip_of(line, with_names=True), explanations.of(line)
        sections = [
            (_("Le paiement"), _payment(line, slip, proof)),
            (_("Ce que compte ce mois"), _counted(line, slip)),
            (_("Présences par jour"), _days(proof)),
            (_("Attestations"), [(f"{day(on)}, {what}", _joined(who, why)) for on, what, who, why in proof.acts]),
            (_("Qui paie"), [(title, in_francs(francs)) for title, francs in proof.splits]),
            (_("Visas et chemin de l’argent"), [(step.label, _joined(day(step.on) if step.on else _("à venir"), step.detail)) for step in slip.path]),
            (_("Ordres de paiement"), _orders(slip, proof)),
            (_("Émargement"), _signed(line)),
            (_("Ce que les institutions en ont dit"), _answers(proof)),
            (_("Ce qui en a été contesté"), _said(line)),
            (_("Au grand livre"), _legs(proof)),
        ]  # fmt: skip
        title = _("Explication d’un paiement")
    return letterhead() | {
        "title": title,
        "sections": [
            {"title": name, "fields": [{"label": label, "value": value or "—"} for label, value in fields]}
            for name, fields in sections if fields
        ],
    }  # fmt: skip


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _payment(line: PayLine, slip: Slip, proof: explanations.Proof) -> list[Field]:
    person = line.mission.person
    again = _("les mêmes lignes, au franc près") if proof.is_same_again else _("d’autres lignes")
    return [
        (_("Volontaire"), f"{person.family} {person.given}, {person.matricule}"),
        (_("Mission"), f"{line.mission.number}, {line.mission.host.name}"),
        (_("Mois"), month_name(line.month)), (_("État de paye"), line.run.number), (_("Net"), in_francs(line.net)),
        (_("Taux"), slip.rate), (_("Règle"), proof.rule), (_("Refait à l’impression"), again),
    ]  # fmt: skip


def _counted(line: PayLine, slip: Slip) -> list[Field]:
    rows = [(row["label"], row["formula"]) for row in slip.lines]
    rows += [(_("Non compté"), one) for one in slip.not_counted]
    rows += [
        (_("Recompté le %(day)s") % {"day": day(told.correction.approved_on)},
         f"{in_francs(told.correction.before)} → {in_francs(told.correction.due)}. {told.correction.reason}")
        for told in slip.corrections
    ]  # fmt: skip
    return [*rows, *((_("Note"), note) for note in slip.notes)]


def _days(proof: explanations.Proof) -> list[Field]:
    """« présent (19) : 1, 2, 5… »: the days of the month under what was marked."""
    marks = sorted(proof.marks, key=lambda mark: (str(mark[2]), mark[0]))
    found = [
        (str(label), [f"{on.day}" for on, *_kind in days]) for label, days in groupby(marks, key=lambda mark: mark[2])
    ]
    return [(f"{label} ({len(days)})", ", ".join(days)) for label, days in found]


def _orders(slip: Slip, proof: explanations.Proof) -> list[Field]:
    found = []
    for order in slip.orders:
        file = (
            _("fichier %(name)s, ligne %(place)s") % {"name": order.file.filename, "place": proof.places[order.pk]}
            if order.file
            else ""
        )
        done = _joined(
            str(order.get_state_display()), day(order.settled_on) if order.settled_on else "", order.returned_because
        )
        found.append(
            (
                order.reference,
                _joined(in_francs(order.amount), order.wallet.institution.name, order.wallet.number, file, done),
            )
        )
        if order.file:
            found.append(("SHA-256", _blocks(order.file.sha256)))
    return found


def _signed(line: PayLine) -> list[Field]:
    row = Signature.objects.filter(line=line).select_related("sheet__paper").first()
    if row is None:
        return []
    proxy = f"{row.proxy_name}, {row.proxy_paper}" if row.proxy_name else ""
    checked = _("vérifié le %(day)s") % {"day": day(row.sheet.verified_on)} if row.sheet.verified_on else ""
    where = _("%(paper)s, ligne %(rank)s") % {"paper": row.sheet.paper.number, "rank": row.rank}
    return [
        (
            where,
            _joined(
                str(row.get_how_display()), proxy, _("saisi le %(day)s") % {"day": day(row.sheet.keyed_on)}, checked
            ),
        )
    ]


def _answers(proof: explanations.Proof) -> list[Field]:
    return [
        (f"{day(told.line.file.on)}, {told.line.file.filename}",
         _joined(_("ligne %(place)s") % {"place": told.line.place}, str(told.line.get_said_display()), told.line.reason, str(told.outcome), told.explained))
        for told in proof.answers
    ]  # fmt: skip


def _said(line: PayLine) -> list[Field]:
    """What rooms above know of it: what the volunteer contested, and what was answered."""
    moments = [moment for add in parts.MOMENTS for moment in add(line)]
    return [(_joined(day(one.on) if one.on else "", one.label), one.detail) for one in moments]


def _legs(proof: explanations.Proof) -> list[Field]:
    """One field an entry: each account and what it receives."""
    return [
        (f"{day(on)}, {label}", ", ".join(f"{account} {in_francs(francs)}" for _on, _label, account, francs in legs))
        for (on, label), legs in groupby(proof.legs, key=lambda leg: leg[:2])
    ]  # fmt: skip


def _blocks(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
