"""A host of Haho 1, evaluated, of which Essi is an officer; a need of an accredited one; a suspended one that recourses;
a convention that plans for the first."""

from teriya.foundation.documents import queries
from teriya.mobilisation.hosts import actions, conventions, needs, pages
from tests.cast import Cast
from tests.factories.files import photo
from tests.factories.hosts import SOON, TODAY, accredited, approved, envelope, evaluated, submitted, with_officer

OF_NEED = ("refuse_need", "request_change", "amend", "withdraw_need", "replace_need", "refinance", "close_seats")


def samples(cast: Cast) -> dict[str, dict]:
    host = evaluated(cast)
    member = with_officer(cast, host, cast.essi)
    need = submitted(cast, accredited(cast, name="USP Haho 1"))
    [paper] = pages.papers_of(host)
    handed = actions.hand_in(host=host, kind="action_plan", file=photo(), by=cast["host_officer"], on=TODAY)
    other = accredited(cast, name="EPP Haho 1", office_number="9")
    with_officer(cast, other, cast.essi)
    open_post = approved(cast, other, reference="B0009")
    needs.fund(open_post.seats.all(), envelope=envelope(cast), by=cast["finance_officer"], on=TODAY)
    actions.decide(host=other, step="suspend", reason="Quote-part impayée", by=cast["operations"], on=TODAY)
    recourse = actions.recourse(host=other, text="Payée.", by=cast["host_officer"], on=TODAY)
    wider = accredited(cast, name="CEG Haho 9", office_number="19", phone="+22870010499")
    wider = actions.ask_wider_quota(
        host=wider, quota=60, reason="Deux classes de plus", by=cast["regional_agent"], on=TODAY
    )
    convention = conventions.enter_convention(
        reference="MEN-2026", title="Enseignants", party="Ministère", signatories="KAO Afi", domain="education",
        first_day=TODAY, last_day=SOON, by=cast["operations"], on=TODAY, document=photo(),
    )  # fmt: skip
    line = conventions.NewPlanned(convention, host, need.form, "maths_teacher", 2, 12, SOON)
    [line] = conventions.plan([line], by=cast["operations"], on=TODAY)
    focal = conventions.name_sector_member(
        name="Point focal", phone="+22893009999", domain="education", by=cast["operations"], on=TODAY
    )
    of_convention = {"pk": convention.pk}
    of_host = {"number": host.number}
    return {
        **{
            f"hosts:{name}": of_host
            for name in ("host", "evaluate", "ask", "add_officer", "hand_in", "undertake", "recourse", "widen")
        },
        "hosts:convention": of_convention,
        "hosts:end_member": {"pk": focal.pk},
        "hosts:add_line": of_convention,
        "hosts:document": of_convention | {"upload": queries.uploads(conventions.PAPERS, [convention.pk]).get().pk},
        "hosts:decline": {"pk": line.pk},
        "hosts:upload": of_host | {"pk": handed.pk},
        "hosts:answer_recourse": {"pk": recourse.pk},
        "hosts:decide_wider_quota": {"pk": wider.pk},
        "hosts:end_officer": of_host | {"pk": member.pk},
        "hosts:paper": of_host | {"pk": paper.pk},
        "hosts:decide": of_host | {"word": "refus"},
        "hosts:need": {"pk": need.pk},
        **{f"hosts:{name}": {"pk": need.pk} for name in OF_NEED},
        "hosts:post": {"reference": open_post.reference},
    }
