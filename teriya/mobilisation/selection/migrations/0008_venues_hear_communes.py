from django.db import migrations, models


def of_centres(apps, schema_editor):
    """A venue heard all the communes of its centres: it hears the same ones, each by name."""
    Venue, Place = apps.get_model("selection", "Venue"), apps.get_model("places", "Place")
    for venue in Venue.objects.all():
        venue.communes.set(Place.objects.filter(centre__in=venue.centres.all(), level="commune"))


class Migration(migrations.Migration):

    dependencies = [
        ("places", "0001_initial"),
        ("selection", "0007_substitutes_from_outside"),
    ]

    operations = [
        migrations.AddField(
            model_name="venue",
            name="communes",
            field=models.ManyToManyField(related_name="+", to="places.place"),
        ),
        migrations.RunPython(of_centres, migrations.RunPython.noop),
        migrations.RemoveField(model_name="venue", name="centres"),
    ]
