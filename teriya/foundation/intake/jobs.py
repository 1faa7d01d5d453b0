from procrastinate.contrib.django import app

from teriya.foundation.accounts.models import User
from teriya.foundation.intake import actions
from teriya.foundation.intake.models import Import


@app.task(queue="files")
def read_file(id: str) -> None:
    """Read a file that is too long for the time of a page."""
    file = Import.objects.get(pk=id)
    actions.read(file=file, by=User.objects.get(pk=file.by_id))
