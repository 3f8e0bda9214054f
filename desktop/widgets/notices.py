"""What the app tells above a page, in both languages, whichever is spoken when it is read."""

from __future__ import annotations

from typing import Final

from core.language import Bilingual
from core.review import ReviewState

NO_PLAYER = Bilingual(
    en="No program on this computer plays the clip.", nl="Geen programma op deze computer speelt de clip af."
)
NO_PLAYER_HINT = Bilingual(
    en="The clip is safe. Install a video player and press Play again.",
    nl="De clip is veilig. Installeer een videospeler en klik weer op Afspelen.",
)
WENT_WRONG = Bilingual(en="Something in Vonk went wrong.", nl="Er ging iets mis in Vonk.")
WENT_WRONG_HINT = Bilingual(
    en="Your drafts are kept. You can go on. If it happens again, quit Vonk and start it again.",
    nl="Je concepten zijn bewaard. Je kunt verder. Gebeurt het weer, sluit Vonk dan af en start opnieuw.",
)
RECOVERED = Bilingual(
    en="A recording that broke off is kept as a draft.", nl="Een afgebroken opname is bewaard als concept."
)
RECOVERED_MANY = Bilingual(
    en="{number} recordings that broke off are kept as drafts.",
    nl="{number} afgebroken opnamen zijn bewaard als concept.",
)
RECOVERED_HINT = Bilingual(en="You find it in the list.", nl="Je vindt het in de lijst.")
NO_BOARD = Bilingual(en="There is no board yet.", nl="Er is nog geen leerbord.")
NO_BOARD_HINT = Bilingual(en="Connect your hub in Settings first.", nl="Verbind eerst je hub in Instellingen.")
CLOSE = Bilingual(en="Close", nl="Sluiten")
REVIEW_STATES: Final[dict[ReviewState, Bilingual]] = {
    ReviewState.SUBMITTED: Bilingual(
        en="You asked for review. Take it back if you want to change something.",
        nl="Je vroeg om beoordeling. Trek het terug als je iets wilt veranderen.",
    ),
    ReviewState.APPROVED: Bilingual(
        en="It is approved and comes on the board in a moment.",
        nl="Het is goedgekeurd en komt zo op het leerbord.",
    ),
    ReviewState.PUBLISHED: Bilingual(
        en="It is on the board. Colleagues can find it.", nl="Het staat op het leerbord. Collega’s kunnen het vinden."
    ),
    ReviewState.RETIRED: Bilingual(
        en="It was taken off the board. Your own copy stays here.",
        nl="Het is van het leerbord gehaald. Jouw eigen exemplaar blijft hier.",
    ),
}
