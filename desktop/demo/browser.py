"""A browser without a window: pages, forms and cookies of the hub, as a person's own browser has them."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Final

from core.errors import Impossible
from core.language import Bilingual

_TIMEOUT_S: Final = 15.0
_LARGEST: Final = 256 * 1024 * 1024


class PageRefused(Impossible):
    """The hub answered with an error; `status` is the HTTP status."""

    def __init__(self, path: str, status: int) -> None:
        super().__init__(
            Bilingual(
                en=f"The hub answered {status} on {path}.",
                nl=f"De hub antwoordde {status} op {path}.",
            )
        )
        self.status = status


@dataclass(slots=True)
class Form:
    """A form and what stands in it; buttons carry nothing until they are pressed."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    first_button: dict[str, str] = field(default_factory=dict)
    """What the Enter key presses."""


@dataclass(frozen=True, slots=True)
class Page:
    url: str
    text: str
    forms: tuple[Form, ...]
    sources: tuple[str, ...]
    links: tuple[str, ...]
    options: Mapping[str, str]
    """Value by visible words of every choice on the page."""
    once: str

    def form(self, *names: str) -> Form:
        """The first form that has all these fields. Impossible where there is none."""
        for form in self.forms:
            if set(names) <= form.names:
                return form
        words = ", ".join(names)
        raise Impossible(
            Bilingual(
                en=f"The hub's page {self.url} has no form with: {words}.",
                nl=f"De pagina {self.url} van de hub heeft geen formulier met: {words}.",
            )
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.sources: list[str] = []
        self.links: list[str] = []
        self.options: dict[str, str] = {}
        self.once = ""
        self._form: Form | None = None
        self._select = ""
        self._option: str | None = None
        self._in_once = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self._form = Form(given.get("action", ""), given.get("method", "get").lower())
                self.forms.append(self._form)
            case "video" | "source" if given.get("src"):
                self.sources.append(given["src"])
            case "a" if given.get("href"):
                self.links.append(given["href"])
            case "input" | "textarea" | "button" | "select":
                self._take(tag, given)
            case "option":
                self._option = given.get("value", "")
                if "selected" in given and self._form is not None:
                    self._form.fields[self._select] = self._option
        if "data-link" in given:
            self._in_once = True

    def _take(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if self._form is None or not name:
            return
        self._form.names.add(name)
        if tag == "select":
            self._select = name
        elif tag == "button":
            self._form.first_button = self._form.first_button or {name: given.get("value", "")}
        elif given.get("type") in ("radio", "checkbox") and "checked" not in given:
            return
        else:
            self._form.fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        self._in_once = False
        if tag == "option":
            self._option = None

    def handle_data(self, data: str) -> None:
        if self._option is not None:
            self.options[data.strip()] = self._option
        if self._in_once:
            self.once += data.strip()


class Browser:
    """One person's browser on one hub."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url.rstrip("/")
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def bytes_at(self, path: str, data: bytes | None = None) -> tuple[str, bytes]:
        """The final address and what is there. PageRefused for 400 and up, Impossible where nobody answers."""
        url = urllib.parse.urljoin(f"{self._base}/", path)
        request = urllib.request.Request(url, data=data, headers={"Origin": self._base})  # noqa: S310
        try:
            with self._opener.open(request, timeout=_TIMEOUT_S) as answer:
                return str(answer.url), answer.read(_LARGEST)
        except urllib.error.HTTPError as error:
            with error:
                raise PageRefused(path, error.code) from None
        except OSError:
            raise Impossible(
                Bilingual(en="The hub does not answer.", nl="De hub antwoordt niet."),
            ) from None

    def open(self, path: str) -> Page:
        return _page(*self.bytes_at(path))

    def send(self, page: Page, form: Form, values: Mapping[str, str]) -> Page:
        """Fill in and press a button that `values` names, else the first one. The page that comes of it."""
        pressed = {} if set(form.first_button) & set(values) else form.first_button
        filled = urllib.parse.urlencode({**form.fields, **pressed, **values})
        target = urllib.parse.urljoin(page.url, form.action)
        if form.method == "get":
            return self.open(f"{target}?{filled}")
        return _page(*self.bytes_at(target, filled.encode("utf-8")))


def _page(url: str, content: bytes) -> Page:
    reader = _Reader()
    text = content.decode("utf-8", "replace")
    reader.feed(text)
    reader.close()
    return Page(url, text, tuple(reader.forms), tuple(reader.sources), tuple(reader.links), reader.options, reader.once)
