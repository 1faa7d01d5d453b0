"""March 2024 of a team of Haho 1, sent: its sheet is photographed and keyed, one line by proxy."""

from django.test import override_settings

from teriya.pay.bundles import actions
from tests.cast import Cast
from tests.factories.attendance import MONTH
from tests.factories.bundles import BACK, key, make_sent, paper_of, photo


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    run = make_sent(cast, 2)
    sheet = key(cast, run, proxies={2: ("AMA Kossi", "P-7")})
    scan = actions.add_scan(paper=sheet.paper, file=photo(), by=cast.yao, on=BACK)
    actions.explain(line=run.lines.first(), by=cast.issa, on=BACK)
    draw = actions.freeze_population(first=MONTH, last=MONTH, method="simple", size=1, by=cast.issa, on=BACK)
    [drawn] = actions.draw_lines(draw=draw, seed="17", witnessed="Boules", by=cast.issa, on=BACK)
    archive = actions.ask_archive(about="run", subject_id=run.pk, by=cast.issa, on=BACK)
    actions.make(archive)
    archive.refresh_from_db()
    actions.give_references(run=run, values={"fiscal_year": "2024", "budget_line": "66"}, by=cast.awa, on=BACK)
    actions.give_references(run=run, values={"mandate": "M-1"}, by=cast.tchaa, on=BACK)
    export = actions.export_entries(until=BACK, by=cast.tchaa, on=BACK)
    of_run, of_paper = {"pk": run.pk}, {"pk": paper_of(run).pk}
    proxy = sheet.signatures.get(rank=2).line_id
    return {
        "bundles:run": of_run,
        "bundles:give_references": of_run,
        "bundles:bring": of_run,
        "bundles:line": {"pk": proxy},
        "bundles:explain": {"pk": proxy},
        "bundles:explanation": {"pk": run.lines.first().pk},
        "bundles:archive": {"pk": archive.pk},
        "bundles:download": {"pk": archive.pk},
        "bundles:index": {"pk": archive.pk, "paper": archive.index[0]},
        "bundles:ask": {"about": "run", "pk": run.pk},
        "bundles:export_csv": {"pk": export.pk},
        "bundles:export_xlsx": {"pk": export.pk},
        "bundles:draw": {"pk": draw.pk},
        "bundles:population": {"pk": draw.pk},
        "bundles:finding": {"pk": draw.pk, "rank": drawn.rank},
        "bundles:sheet": of_paper,
        "bundles:printed": of_paper,
        "bundles:add_scan": of_paper,
        "bundles:scan": of_paper | {"upload": scan.pk},
        "bundles:add_proxy_scan": of_paper | {"line": proxy},
        "bundles:verify": of_paper,
        "bundles:send_back": of_paper,
    }
