"""What can go wrong, as a person reads it.

    AppError                  title: what happened;  hint: what is safe and what to do next
    ├── Impossible            valid, but not here or not now (exit status 1)
    │   ├── NotFound
    │   ├── CaptureImpossible   no screen, no permission, no encoder
    │   ├── DiskAlmostFull
    │   ├── StoreUnusable
    │   └── NoHub
    ├── Malformed             what was given cannot be read (a file, an answer, a code)
    │   └── MalformedWire       names the place in the document
    ├── HubTrouble            the other side, or the way to it
    │   ├── HubUnreachable      passes by itself: try again later
    │   ├── HubNonsense         an answer that is not a hub's
    │   ├── HubRefused          an answer that will not change by asking again
    │   └── SignInNeeded
    ├── Unsent                a message that certainly did not leave
    │   └── AddressRefused      and never will, to this address
    ├── Unclear               a message that left and got no answer: only a person can look
    └── Refused               the rules do not allow it (a state, a right, an audience)

Foreign errors are turned into one of these once, at the seam where they arise. A message never holds
the text of an exception, a secret, or a path outside the person's own folders.
"""

from __future__ import annotations

from core.language import NOTHING, Bilingual, Language


class AppError(Exception):
    """Safe to show to a person as it is."""

    def __init__(self, title: Bilingual, hint: Bilingual = NOTHING) -> None:
        super().__init__(title.en)
        self.title = title
        self.hint = hint

    def in_(self, language: Language) -> str:
        """Both sentences in one line, for a terminal."""
        return " ".join(part for part in (self.title.in_(language), self.hint.in_(language)) if part)


class Impossible(AppError): ...


class NotFound(Impossible): ...


class CaptureImpossible(Impossible): ...


class DiskAlmostFull(Impossible): ...


class StoreUnusable(Impossible): ...


class NoHub(Impossible): ...


class Malformed(AppError): ...


class MalformedWire(Malformed):
    """A document that does not follow the wire format; `where` is a dotted place such as `body.media.sha256`."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            Bilingual(
                en=f"This is not a Vonk item: {where or 'the document'} {reason}.",
                nl=f"Dit is geen leermoment van Vonk: {where or 'het document'} {_DUTCH.get(reason, reason)}.",
            ),
            Bilingual(
                en="Nothing was changed. The format is described in docs/wire.",
                nl="Er is niets veranderd. Het formaat staat beschreven in docs/wire.",
            ),
        )
        self.where = where
        self.reason = reason

    @property
    def reason_in_both(self) -> Bilingual:
        """The reason alone, for whoever says it about another kind of document."""
        return Bilingual(en=self.reason, nl=_DUTCH.get(self.reason, self.reason))


_DUTCH = {
    "is missing": "ontbreekt",
    "is not known": "is niet bekend",
    "is not a text": "is geen tekst",
    "is not a whole number": "is geen geheel getal",
    "is not true or false": "is niet waar of onwaar",
    "is not a list": "is geen lijst",
    "is not an object": "is geen object",
    "is too long": "is te lang",
    "is out of range": "valt buiten de grenzen",
    "is not a date": "is geen datum",
    "is not a web address": "is geen webadres",
    "has an unknown version": "heeft een onbekende versie",
    "is not JSON": "is geen JSON",
}


class HubTrouble(AppError): ...


class HubUnreachable(HubTrouble):
    """Worth trying again; `retry_after_s` is the hub's own wish, in seconds, where it gave one."""

    def __init__(self, title: Bilingual, hint: Bilingual = NOTHING, *, retry_after_s: float | None = None) -> None:
        super().__init__(title, hint)
        self.retry_after_s = retry_after_s


class HubNonsense(HubTrouble): ...


class HubRefused(HubTrouble):
    """`code` is the hub's machine word for the refusal (docs/wire/protocol.md lists them)."""

    def __init__(self, code: str, title: Bilingual, hint: Bilingual = NOTHING) -> None:
        super().__init__(title, hint)
        self.code = code


class SignInNeeded(HubTrouble): ...


class Unsent(AppError):
    """Certainly not delivered: no byte of the request left. Trying again later is safe."""


class AddressRefused(Unsent):
    """Not delivered and never will be: the address itself is not allowed."""


class Unclear(AppError):
    """The request left, or part of it, and no answer came: it may have been delivered."""


class Refused(AppError): ...
