"""Begins a new draft: of a format, of a pasted link, or of what the wizard ordered, with what is known of the maker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from core.content import Audience, Body, ClipBody, Content, RecommendationBody, TipBody
from core.draft import ItemId
from core.errors import Refused
from core.formats import Format
from core.language import Bilingual, Language
from desktop.i18n import Speech
from desktop.presenters.editing import EditingPresenter
from desktop.presenters.ports import DraftStore
from desktop.presenters.preferences import PreferencesPresenter
from desktop.presenters.wizard import Order
from desktop.tasks import TaskRunner

NO_LINK = Bilingual(en="This is not the address of a page.", nl="Dit is geen adres van een pagina.")
NO_LINK_HINT = Bilingual(
    en="Copy the address from your browser: it begins with https://.",
    nl="Kopieer het adres uit je browser: het begint met https://.",
)
EXAMPLES: Final[dict[Language, tuple[TipBody, str]]] = {
    "en": (
        TipBody(
            "want to paste text without its formatting",
            "press Ctrl+Shift+V instead of Ctrl+V",
            "it looks like the rest of your text",
        ),
        "Paste without formatting",
    ),
    "nl": (
        TipBody(
            "iets wilt plakken zonder de opmaak mee te nemen",
            "druk dan op Ctrl+Shift+V in plaats van Ctrl+V",
            "krijgt de tekst meteen het lettertype van je document",
        ),
        "Plak zonder opmaak",
    ),
}
"""A tip to try with, in the language that is spoken."""


class Making:
    """Every draft begins with the maker's experience and the audience of last time, both to be seen and changed."""

    def __init__(
        self,
        store: DraftStore,
        editing: EditingPresenter,
        preferences: PreferencesPresenter,
        speech: Speech,
        tasks: TaskRunner,
    ) -> None:
        self._store, self._editing, self._tasks = store, editing, tasks
        self._preferences, self._speech = preferences, speech

    def tip(self) -> None:
        self._editing.create(self._new(TipBody()))

    def example(self) -> None:
        """A tip that is ready, to look at and to change: a draft like any other, with nobody to see it."""
        body, title = EXAMPLES[self._speech.language]
        self._editing.create(replace(self._new(body), title=title, audience=Audience()))

    def recommendation(self, url: str = "") -> None:
        """With the pasted address; Refused where it is none, and nothing is made."""
        self._editing.create(self._new(RecommendationBody(url=link(url) if url else "")))

    def order(self, order: Order) -> None:
        """What the wizard learned goes into a new draft, or into that of the recording."""
        recorded = order.draft
        if recorded is None or order.format is not Format.CLIP:
            self._editing.create(order.told_in(self._new(_BODIES[order.format])))
            return
        self._fill(recorded.id, order.told_in(recorded.content))

    def _fill(self, item_id: ItemId, content: Content) -> None:
        opened: Callable[[object], None] = lambda _: self._editing.open(item_id)  # noqa: E731
        self._tasks.run(lambda: self._store.save(item_id, content), opened)

    def _new(self, body: Body) -> Content:
        settings = self._preferences.settings
        return Content(
            body=body,
            language=self._speech.language,
            audience=Audience(teams=settings.last_teams),
            experience=settings.experience,
        )


_BODIES: dict[Format, Body] = {
    Format.CLIP: ClipBody(),
    Format.TIP: TipBody(),
    Format.RECOMMENDATION: RecommendationBody(),
}


def link(text: str) -> str:
    """The address of a web page as a person pasted it, `https://` put in front where they left it out.

    Refused for anything else: only web pages can be recommended.
    """
    address = text.strip()
    if "://" not in address and "." in address.partition("/")[0]:
        address = f"https://{address}"
    parts = urlsplit(address) if address.isprintable() and " " not in address else urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or "." not in parts.hostname:
        raise Refused(NO_LINK, NO_LINK_HINT)
    return address
