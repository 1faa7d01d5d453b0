from django.db import migrations


def known_papers(apps, schema_editor):
    """The papers printed before: a month sheet names the last one of its team."""
    sheets = apps.get_model("attendance", "MonthSheet").objects.filter(document__isnull=False)
    rows = {document: (host, month) for document, host, month in sheets.values_list("document", "mission__host", "month")}
    printed = apps.get_model("attendance", "PrintedMonth")
    printed.objects.bulk_create(
        [printed(document_id=document, host_id=host, month=month) for document, (host, month) in rows.items()]
    )


class Migration(migrations.Migration):
    dependencies = [("attendance", "0003_printed_months")]
    operations = [migrations.RunPython(known_papers, migrations.RunPython.noop)]
