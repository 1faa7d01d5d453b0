from datetime import date

from procrastinate.contrib.django import app

from teriya.foundation.accounts.models import User
from teriya.people import actions


@app.task(queue="files", name="teriya.people.jobs.search")
def search(by: int, on: str) -> None:
    """Compare the whole register with itself: some seconds for 50 000 people."""
    actions.search_duplicates(by=User.objects.get(pk=by), on=date.fromisoformat(on))
