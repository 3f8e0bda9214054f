"""Which addresses are webhooks: Slack's and Teams Workflows' own hosts, and advice for those that are no more."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

from core.errors import Malformed
from core.language import Bilingual

_SLACK_HOSTS: Final = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
_WORKFLOWS_SUFFIX: Final = ".api.powerplatform.com"
_RETIRED_SUFFIXES: Final = (".webhook.office.com", ".logic.azure.com")
_RETIRED_HOSTS: Final = frozenset({"outlook.office.com", "outlook.office365.com", "webhook.office.com"})


def allowed_by_kind(kind: str, url: str) -> None:
    """Nothing for a webhook of this kind, Malformed for anything else. The address itself is never in the message."""
    parts = _parts(url)
    match kind:
        case "slack":
            _check_slack(parts)
        case "teams":
            _check_teams(parts)
        case _:
            raise Malformed(_UNKNOWN_KIND)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Malformed(_NO_ADDRESS, _COPY_WHOLE) from None
    if not url.isprintable() or " " in url or "\\" in url or "@" in parts.netloc or not parts.hostname:
        raise Malformed(_NO_ADDRESS, _COPY_WHOLE)
    if parts.scheme != "https":
        raise Malformed(_NOT_SAFE, Bilingual(en="Put https:// in front.", nl="Zet er https:// voor."))
    if port not in (None, 443):
        raise Malformed(_NO_ADDRESS, _COPY_WHOLE)
    return parts


def _check_slack(parts: SplitResult) -> None:
    if parts.hostname not in _SLACK_HOSTS:
        raise Malformed(_NOT_SLACK, _SLACK_ADVICE)
    steps = [step for step in parts.path.split("/") if step]
    if len(steps) != 4 or steps[0] != "services":
        raise Malformed(_INCOMPLETE, _SLACK_ADVICE)


def _check_teams(parts: SplitResult) -> None:
    host = parts.hostname or ""
    if host in _RETIRED_HOSTS or host.endswith(_RETIRED_SUFFIXES):
        raise Malformed(_RETIRED, _TEAMS_ADVICE)
    if not host.endswith(_WORKFLOWS_SUFFIX):
        raise Malformed(_NOT_TEAMS, _TEAMS_ADVICE)
    if "sig=" not in parts.query:
        raise Malformed(_INCOMPLETE, _COPY_WHOLE)


_UNKNOWN_KIND: Final = Bilingual(en="Vonk does not know this kind of channel.", nl="Vonk kent dit soort kanaal niet.")
_NO_ADDRESS: Final = Bilingual(en="This is not a web address.", nl="Dit is geen webadres.")
_NOT_SAFE: Final = Bilingual(
    en="This address is not safe: it has no https.",
    nl="Dit adres is niet veilig: er staat geen https voor.",
)
_INCOMPLETE: Final = Bilingual(en="A part of the address is missing.", nl="Er mist een deel van het adres.")
_COPY_WHOLE: Final = Bilingual(en="Copy the whole address once more.", nl="Kopieer het hele adres nog eens.")
_NOT_SLACK: Final = Bilingual(
    en="This is not the address of a Slack channel.",
    nl="Dit is niet het adres van een Slack-kanaal.",
)
_SLACK_ADVICE: Final = Bilingual(
    en="In Slack, add an incoming webhook and copy its address; it begins with https://hooks.slack.com/services/.",
    nl="Voeg in Slack een 'incoming webhook' toe en kopieer het adres; het begint met https://hooks.slack.com/services/.",
)
_NOT_TEAMS: Final = Bilingual(
    en="This is not the address of a Teams workflow.",
    nl="Dit is niet het adres van een Teams-werkstroom.",
)
_RETIRED: Final = Bilingual(
    en="Microsoft has switched this kind of address off.",
    nl="Microsoft heeft dit soort adres uitgezet.",
)
_TEAMS_ADVICE: Final = Bilingual(
    en="In Teams, open Workflows at the channel, take 'When a Teams webhook request is received' and copy the address.",
    nl="Open in Teams Werkstromen bij het kanaal, neem 'When a Teams webhook request is received', kopieer het adres.",
)
