"""A hub's answers that the engine tells apart, and the words for all of them."""

from __future__ import annotations

from typing import Final

from core.errors import HubNonsense, HubRefused, HubUnreachable, SignInNeeded
from core.language import Bilingual


class WrongHub(HubRefused):
    """Another hub answers at the pinned hub's address."""


class Untrusted(HubRefused):
    """The way to the hub is not safe: its certificate does not hold."""


class BlobsMissing(HubRefused):
    """`missing` holds the SHA-256 of what must be uploaded first."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("blob_missing", *REFUSALS["blob_missing"])
        self.missing = missing


class EditedElsewhere(HubRefused):
    """Another machine handed in a version that ours does not follow; `latest` is its content hash."""

    def __init__(self, latest: str) -> None:
        super().__init__("edited_elsewhere", *REFUSALS["edited_elsewhere"])
        self.latest = latest


class WrongOffset(HubRefused):
    """The upload is somewhere else than we thought; ask where."""


class BadPart(HubRefused):
    """The part arrived damaged and was not kept."""


SAFE: Final = Bilingual(
    en="Your work is safe on this computer.",
    nl="Je werk staat veilig op deze computer.",
)
SAFE_AND_AGAIN: Final = Bilingual(
    en="Your work is safe on this computer and goes out by itself once the hub answers.",
    nl="Je werk staat veilig op deze computer en gaat vanzelf weg zodra de hub antwoordt.",
)
UNREACHABLE: Final = Bilingual(en="The hub cannot be reached now.", nl="De hub is nu niet te bereiken.")
BUSY: Final = Bilingual(en="The hub is busy now.", nl="De hub is nu druk.")
NONSENSE: Final = Bilingual(
    en="What answered is not a Vonk hub. A network that asks you to sign in does this too.",
    nl="Wat er antwoordde, is geen hub van Vonk. Een netwerk waarop je nog moet inloggen doet dat ook.",
)
UNTRUSTED: Final = Bilingual(
    en="The hub could not prove that it is your hub, so nothing was sent.",
    nl="De hub kon niet bewijzen dat het jouw hub is, dus er is niets verzonden.",
)
UNTRUSTED_HINT: Final = Bilingual(
    en="Your work is safe on this computer. Ask who runs the hub to look at its certificate.",
    nl="Je werk staat veilig op deze computer. Vraag de beheerder van de hub om het certificaat na te kijken.",
)
WRONG_HUB: Final = Bilingual(
    en="Another hub answers at this address, so nothing was sent.",
    nl="Op dit adres antwoordt een andere hub, dus er is niets verzonden.",
)
WRONG_HUB_HINT: Final = Bilingual(
    en="Your work is safe on this computer. If this is meant, disconnect the hub and connect again.",
    nl="Je werk staat veilig op deze computer. Klopt dit, verbreek dan de verbinding en verbind opnieuw.",
)
SIGN_IN: Final = Bilingual(en="The hub asks you to connect again.", nl="De hub vraagt je om opnieuw te verbinden.")
SIGN_IN_HINT: Final = Bilingual(
    en="Your work is safe on this computer and goes out after that: `vonk hub connect`.",
    nl="Je werk staat veilig op deze computer en gaat daarna weg: `vonk hub connect`.",
)

KEYRING_SHUT: Final = Bilingual(
    en="Vonk cannot get at its key to the hub: this computer's keyring is closed or missing.",
    nl="Vonk kan niet bij de sleutel van de hub: de sleutelbos van deze computer is dicht of ontbreekt.",
)
KEYRING_SHUT_HINT: Final = Bilingual(
    en="Your work is safe on this computer. Open the keyring, or connect again: `vonk hub connect`.",
    nl="Je werk staat veilig op deze computer. Open de sleutelbos, of verbind opnieuw: `vonk hub connect`.",
)

REFUSALS: Final[dict[str, tuple[Bilingual, Bilingual]]] = {
    "not_allowed": (
        Bilingual(en="The hub does not let you do this.", nl="De hub staat je dit niet toe."),
        Bilingual(
            en="Your work is safe on this computer. Ask who runs the hub for the role of ambassador.",
            nl="Je werk staat veilig op deze computer. Vraag de beheerder van de hub om de rol van ambassadeur.",
        ),
    ),
    "not_found": (
        Bilingual(en="The hub does not know this.", nl="De hub kent dit niet."),
        SAFE,
    ),
    "blob_missing": (
        Bilingual(en="The hub still misses a file.", nl="De hub mist nog een bestand."),
        SAFE_AND_AGAIN,
    ),
    "wrong_offset": (
        Bilingual(en="The upload goes on elsewhere.", nl="Het verzenden gaat ergens anders verder."),
        SAFE,
    ),
    "wrong_state": (
        Bilingual(en="Somebody was here before you.", nl="Iemand was je voor."),
        Bilingual(
            en="Your work is safe on this computer. Look at its state again.",
            nl="Je werk staat veilig op deze computer. Kijk nog eens naar de stand.",
        ),
    ),
    "edited_elsewhere": (
        Bilingual(en="You changed this on another computer too.", nl="Je veranderde dit ook op een andere computer."),
        Bilingual(
            en="Both versions are kept. Choose which one stays.",
            nl="Beide versies zijn bewaard. Kies welke blijft.",
        ),
    ),
    "checksum": (Bilingual(en="A part arrived damaged.", nl="Een deel kwam beschadigd aan."), SAFE_AND_AGAIN),
    "too_large": (
        Bilingual(en="This is larger than the hub takes.", nl="Dit is groter dan de hub aanneemt."),
        Bilingual(
            en="Your work is safe on this computer. Make the clip shorter, or ask who runs the hub for more room.",
            nl="Je werk staat veilig op deze computer. Maak de clip korter, of vraag de beheerder om meer ruimte.",
        ),
    ),
    "malformed": (
        Bilingual(en="The hub does not understand this.", nl="De hub begrijpt dit niet."),
        Bilingual(
            en="Your work is safe on this computer. The app or the hub may need to be renewed.",
            nl="Je werk staat veilig op deze computer. Misschien moet de app of de hub vernieuwd worden.",
        ),
    ),
    "hash_mismatch": (
        Bilingual(en="A file arrived differently than it left.", nl="Een bestand kwam anders aan dan het wegging."),
        SAFE,
    ),
}
OTHER_REFUSAL: Final = (Bilingual(en="The hub refused this.", nl="De hub heeft dit geweigerd."), SAFE)

DAMAGED_HERE: Final = Bilingual(
    en="A file of this draft is damaged on this computer. Add it again, and ask for review again.",
    nl="Een bestand van dit concept is op deze computer beschadigd. Voeg het opnieuw toe en vraag opnieuw.",
)


def unreachable(retry_after_s: float | None = None) -> HubUnreachable:
    words = UNREACHABLE if retry_after_s is None else BUSY
    return HubUnreachable(words, SAFE_AND_AGAIN, retry_after_s=retry_after_s)


def nonsense() -> HubNonsense:
    return HubNonsense(NONSENSE, SAFE_AND_AGAIN)


def sign_in_needed() -> SignInNeeded:
    return SignInNeeded(SIGN_IN, SIGN_IN_HINT)


def keyring_shut() -> SignInNeeded:
    return SignInNeeded(KEYRING_SHUT, KEYRING_SHUT_HINT)


def wrong_hub() -> WrongHub:
    return WrongHub("other_hub", WRONG_HUB, WRONG_HUB_HINT)


def untrusted() -> Untrusted:
    return Untrusted("untrusted", UNTRUSTED, UNTRUSTED_HINT)


def refused(code: str) -> HubRefused:
    words = REFUSALS.get(code, OTHER_REFUSAL)
    kinds: dict[str, type[HubRefused]] = {"wrong_offset": WrongOffset, "checksum": BadPart}
    return kinds.get(code, HubRefused)(code, *words)
