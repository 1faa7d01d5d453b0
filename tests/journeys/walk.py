"""A person before a browser: opens a page, fills the form that is there, sends it."""

from datetime import date, datetime, time
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html


class Clock:
    """The business day of a story: the site believes it is noon of that day."""

    def __init__(self, monkeypatch, first: date):
        self.day = first
        monkeypatch.setattr(
            timezone, "now", lambda: datetime.combine(self.day, time(12), timezone.get_fixed_timezone(0))
        )

    def on(self, day: date) -> None:
        self.day = day


class Person:
    """Somebody signed in. What a page does not let one see or do fails the story."""

    def __init__(self, client: Client, user):
        self.client = client
        client.force_login(user)

    def reads(self, url: str, *words: str) -> html.HtmlElement:
        """Open a page and find these words on it."""
        answer = self.client.get(url, follow=True)
        page = html.fromstring(answer.content.decode())
        shown = " ".join(page.xpath("//main")[0].text_content().split())
        assert answer.status_code == 200, (url, answer.status_code, shown)
        for word in words:
            assert word in shown, (url, word, shown)
        assert "variable inconnue" not in shown
        return page

    def sends(self, url: str, *, nth: int = -1, tick: str = "", **typed) -> str:
        """Fill the page's form with what is typed, keep what it proposes, send it; returns where one lands.

        `nth` is its place on the page (the last by default); `tick` names a column of boxes, all ticked.
        """
        page = self.reads(url)
        found = page.xpath("//main//form[@method='post']")
        assert found, (url, "no form", _said(page))
        fields = dict(_proposed(found[nth])) | typed
        if tick:
            fields[tick] = found[nth].xpath(f".//input[@name='{tick}']/@value")
            assert fields[tick], (url, "nothing to tick", _said(page))
        answer = self.client.post(urljoin(url, found[nth].get("action") or url), fields)
        assert answer.status_code in (200, 302), (
            url,
            answer.status_code,
            _said(html.fromstring(answer.content.decode() or "<p/>")),
        )
        return answer.get("Location") or url

    def brings(self, url: str, name: str, data: bytes, **typed) -> str:
        return self.sends(url, file=SimpleUploadedFile(name, data), **typed)

    def downloads(self, url: str) -> bytes:
        answer = self.client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return answer.getvalue() if answer.streaming else answer.content


def _proposed(form: html.HtmlElement):
    for field in form.xpath(".//input|.//select|.//textarea"):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or kind in ("file", "submit") or (kind in ("checkbox", "radio") and field.get("checked") is None):
            continue
        if field.tag == "select":
            chosen = [option.get("value", option.text) for option in field.xpath(".//option[@selected]")]
            first = [option.get("value", option.text) for option in field.xpath(".//option")][:1]
            yield name, (chosen or first or [""])[0]
        elif kind in ("checkbox", "radio"):
            yield name, field.get("value", "on")
        else:
            yield name, field.get("value") or field.text or ""


def _said(page: html.HtmlElement) -> str:
    return " · ".join(
        node.text_content().strip()
        for node in page.xpath("//*[contains(@class, 'why') or contains(@class, 'note')] | //h1")
    )
