"""Sending a file of a release. Its bytes never change: whoever has them need not ask again."""

from django.http import HttpResponse

from teriya.contribution.opendata.models import ReleaseFile

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "xml": "application/xml"}
FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300"


def sent(file: ReleaseFile, name: str) -> HttpResponse:
    """For a view that has already checked who asks; a spreadsheet's file is saved, the others open."""
    answer = HttpResponse(bytes(file.content), content_type=TYPES[file.format])
    way = "attachment" if file.format == "csv" else "inline"
    answer["Content-Disposition"] = f'{way}; filename="{name}.{file.format}"'
    return answer


def published(answer: HttpResponse, *, etag: str, cache: str = FOR_EVER) -> HttpResponse:
    """What all may read, from any site and without a session, told apart by its digest."""
    answer["ETag"] = f'"{etag}"'
    answer["Cache-Control"] = cache
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
