"""What the former rows say in the new words: who was there passed, who was not is to train again."""

from django.db import migrations
from django.db.models import F

FORMER = "formation"  # the one module of a session of before


def tell(apps, schema_editor):
    Session, Module = apps.get_model("training", "TrainingSession"), apps.get_model("training", "Module")
    Place = apps.get_model("places", "Place")
    for row in Session.objects.select_related("wave").order_by(F("minutes").asc(nulls_last=True), "pk"):  # what was decided before what is to come
        trainees = list(row.trainees.select_related("mission__host").order_by("pk"))
        place = Place.objects.filter(level="commune", name__iexact=row.venue).first()
        row.form_id = row.wave.form_id
        row.commune_id = place.pk if place else trainees[0].mission.host.commune_id
        row.capacity, row.state = len(trainees), "closed" if row.minutes_id else "convened"
        row.save(update_fields=["form", "commune", "capacity", "state"])
        Module.objects.create(session=row, code=FORMER, position=0, hours=8 * ((row.to_on - row.from_on).days + 1),
                              is_compulsory=True, trainer=row.trainer)  # fmt: skip
        for trainee in trainees:
            _tell_trainee(trainee, row)


def _tell_trainee(trainee, session):
    was_called = bool(session.minutes_id)
    trainee.seated_on = trainee.convened_on = session.from_on
    trainee.state = "passed" if trainee.attended else "resit" if was_called else "seated"
    trainee.decided_on = session.to_on if trainee.state != "seated" else None
    others = type(trainee).objects.filter(mission_id=trainee.mission_id, state__in=("seated", "passed")).exclude(pk=trainee.pk)
    if trainee.state in ("seated", "passed") and others.filter(seated_on__isnull=False).exists():
        trainee.state, trainee.decided_on = "left", None
    trainee.save()


class Migration(migrations.Migration):
    dependencies = [("training", "0002_sessions")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
