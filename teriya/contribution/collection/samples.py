"""A sample verified by a third party: drawn by a seed that anybody can try again, read in the registers, concluded and frozen."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from teriya.contribution.collection.engine import sampling
from teriya.contribution.collection.models import Found, Report, Sample, Sampled
from teriya.contribution.collection.papers import print_sample
from teriya.contribution.collection.reading import sent_sums
from teriya.contribution.collection.states import SAMPLE_LIFE, ReportState, SampleState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal

MOST = 200  # reports of a sample


def population(first: date, last: date, region: str) -> QuerySet[Report]:
    """The reports of these months (first days) that count today."""
    rows = Report.objects.filter(state=ReportState.VALIDATED, month__gte=first, month__lte=last)
    return rows.filter(values__commune__region__code=region).distinct() if region else rows


@transaction.atomic
def draw(
    *, first: date, last: date, size: int, seed: str, witnessed: str, verifier: str, by: User, on: date, region: str = ""
) -> Sample:  # fmt: skip
    """Draw `size` validated reports. `verifier`: the third party that will read the registers. Refuses `too_few`, `bad_size`, `seed_required`."""
    require(by, P.INDICATORS_VERIFY)
    require_date(by, on)
    for name, text in (("seed", seed), ("witnessed", witnessed), ("verifier", verifier)):
        if not text.strip():
            raise Refusal(
                "seed_required",
                _("Écrivez la graine, comment elle a été tirée, et qui lit les registres."),
                field=name,
            )
    if not 1 <= size <= MOST:
        raise Refusal("bad_size", _("Un échantillon prend de 1 à %(most)s relevés.") % {"most": MOST}, field="size")
    reports = sorted(population(first, last, region).values_list("pk", flat=True))
    if len(reports) < size:
        raise Refusal(
            "too_few", _("Cette période n’a que %(count)s relevés validés.") % {"count": len(reports)}, field="size"
        )
    row = Sample.objects.create(
        number=f"VERIFICATION/{on.year}/{next_number('VERIFICATION', on.year):06}", first_month=first, last_month=last, region=region, size=size,
        count=len(reports), population=reports, population_digest=sampling.digest(reports), seed=seed.strip(), witnessed=witnessed.strip(), verifier=verifier.strip(),
        drawn_on=on, drawn_by_id=by.pk,
    )  # fmt: skip
    found = sampling.draw(reports, row.seed, size)
    Sampled.objects.bulk_create(
        [Sampled(sample=row, report_id=pk, rank=rank) for rank, pk in enumerate(found, start=1)]
    )
    row.paper = print_sample(row, by=by, on=on)
    Sample.objects.filter(pk=row.pk).update(paper=row.paper)
    journal.write("collection.draw_sample", "indicator_sample", row.number, by=by, on=on, permission=P.INDICATORS_VERIFY, rows=found,
                  seed=row.seed, population=row.population_digest)  # fmt: skip
    return row


@transaction.atomic
def record_found(*, sampled: Sampled, amounts: Mapping[str, int | None], note: str, by: User, on: date) -> Sampled:
    """Write what one register says (indicator → number; None: not seen); said again, it replaces until the sample is concluded.

    Refuses who sent, attested or validated the report, `already_concluded`, `note_required` when nothing could be read.
    """
    require(by, P.INDICATORS_VERIFY)
    require_date(by, on)
    sample = Sample.objects.select_for_update(of=("self",)).get(pk=sampled.sample_id)
    row = Sampled.objects.select_related("report").get(pk=sampled.pk)
    require_other_person(by, row.report.sent_by_id, row.report.attested_by_id, row.report.validated_by_id)
    if sample.state != SampleState.DRAWN:
        raise Refusal("already_concluded", _("Cet échantillon est figé : ses constats ne changent plus."))
    seen = {code: amount for code, amount in amounts.items() if amount is not None}
    if not seen and not note.strip():
        raise Refusal("note_required", _("Rien n’a pu être lu : dites pourquoi."), field="note")
    row.note, row.read_on, row.read_by_id = note.strip(), on, by.pk
    row.save(update_fields=["note", "read_on", "read_by_id"])
    row.found.all().delete()
    Found.objects.bulk_create([Found(sampled=row, indicator=code, amount=amount) for code, amount in seen.items()])
    journal.write("collection.record_found", "indicator_sample", sample.number, by=by, on=on, reason=row.note, permission=P.INDICATORS_VERIFY,
                  report=row.report_id, found=seen)  # fmt: skip
    return row


@transaction.atomic
def conclude(*, sample: Sample, by: User, on: date) -> Sample:
    """Freeze what was found and how far it is from what was sent. Refuses `not_all_read`."""
    row = Sample.objects.select_for_update(of=("self",)).get(pk=sample.pk)
    require_date(by, on)
    if row.drawn.filter(read_on=None).exists():
        raise Refusal(
            "not_all_read", _("Des relevés ne sont pas encore vérifiés : dites ce que disent leurs registres.")
        )
    result = [asdict(one) | {"per_mille": one.per_mille} for one in deviations(row)]
    facts = [
        row.number,
        row.seed,
        row.population_digest,
        list(row.drawn.order_by("rank").values_list("report", "note")),
        result,
    ]
    row.result, row.concluded_on, row.digest = result, on, digest_of(facts)
    row.save(update_fields=["result", "concluded_on", "digest"])
    move(row, SAMPLE_LIFE, "conclude", by=by, on=on)
    journal.write(
        "collection.conclude_sample",
        "indicator_sample",
        row.number,
        by=by,
        on=on,
        permission=P.INDICATORS_VERIFY,
        digest=row.digest,
    )
    return row


def deviations(sample: Sample) -> list[sampling.Deviation]:
    """Over what has been read so far."""
    drawn = list(sample.drawn.order_by("rank").values_list("pk", "report"))
    report_of = dict(drawn)
    found = {
        (report_of[row.sampled_id], row.indicator): row.amount for row in Found.objects.filter(sampled__in=report_of)
    }
    return sampling.deviations(sent_sums([report for _pk, report in drawn]), found)


def redraw(sample: Sample) -> bool:
    """Whether the published seed gives the same reports again."""
    drawn = list(sample.drawn.order_by("rank").values_list("report", flat=True))
    return sampling.draw(sample.population, sample.seed, sample.size) == drawn
