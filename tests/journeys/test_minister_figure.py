"""The minister's office asks for tomorrow: « women in Kara since January ». Last year's speech said otherwise: a dated note explains both."""

from datetime import date

from django.urls import reverse

from teriya.contribution.figures.models import Figure, Note
from teriya.foundation.documents.actions import pdf
from teriya.mobilisation.hosts.models import Host
from teriya.people.models import Person as Volunteer
from tests.cast import appoint
from tests.factories.missions import make_missions
from tests.journeys.walk import Clock, Person

ASKED = date(2024, 6, 28)


def test_a_figure_for_tomorrow_which_differs_from_last_years_speech(cast, client, monkeypatch):
    here, elsewhere = make_missions(cast, 6), make_missions(cast, 5)
    clock = Clock(monkeypatch, ASKED)
    Host.objects.filter(pk=elsewhere[0].host_id).update(commune=cast.tone_1)
    Volunteer.objects.filter(pk__in=[one.person_id for one in here[:4]]).update(sex="F")
    Volunteer.objects.filter(pk__in=[one.person_id for one in [*here[4:], *elsewhere]]).update(sex="M")
    appoint(cast.komlan, "monitoring")
    monitoring = Person(type(client)(), cast.komlan)

    monitoring.sends(reverse("figures:record"), title="Femmes des Plateaux", value="9", on="2023-12-05", first="2023-01-01",
                     source="Discours du ministre, 5 décembre 2023", measure="mobilised", sexe="F", region="TG-P")  # fmt: skip
    claim = monitoring.reads(
        reverse("figures:claims"), "Femmes des Plateaux", "définition non donnée", "Discours du ministre"
    )
    assert claim is not None

    monitoring.sends(reverse("figures:ask"), mesure="mobilised", du="2024-01-01", au="2024-06-28", sexe="F", region="TG-P",
                     pour="Cabinet du ministre", claim=_claim())  # fmt: skip
    note = Note.objects.get()
    shown = ("4 personnes", "femmes", "Plateaux", "28 juin 2024", "chacune une fois", "Cabinet du ministre", note.figure.code, "Discours du ministre",
             "Définition : notre compte du même jour", "Période : la nôtre n’est pas la même.", "−9", "+4")  # fmt: skip
    monitoring.reads(reverse("figures:note", args=[note.pk]), *shown)
    assert 9 + sum(amount for _code, amount in note.bridge) == note.figure.total == 4
    paper = monitoring.client.get(reverse("figures:paper", args=[note.pk])).content
    assert paper[:5] == b"%PDF-"

    clock.on(date(2024, 12, 2))
    Volunteer.objects.filter(pk=here[0].person_id).update(sex="M")  # a record corrected months later
    code = note.figure.code
    Person(type(client)(), cast.ama).reads(reverse("figures:figure", args=[code]), "d’autres nombres", "3")
    assert Figure.objects.get(code=code).total == 4
    assert pdf(note.document) == paper


def _claim() -> str:
    return str(Note._meta.get_field("claim").related_model.objects.get().pk)
