"""What the system knows of the network: whether there is one, and whether it asks to sign in first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtNetwork import QNetworkInformation

from desktop.presenters.syncing import Network


def watch_network(changed: Callable[[], None]) -> bool:
    """`changed`, on the thread of the windows, whenever the network goes or comes, its sign-in page does, or it is one
    that is paid by the byte. False where the system does not tell."""
    network = _network() if QNetworkInformation.loadDefaultBackend() else None
    if network is None:
        return False
    network.reachabilityChanged.connect(changed)
    network.isBehindCaptivePortalChanged.connect(changed)
    network.isMeteredChanged.connect(changed)
    return True


def network_now() -> Network:
    network = _network()
    if network is None or network.reachability() is QNetworkInformation.Reachability.Unknown:
        return "unknown"
    if network.reachability() is QNetworkInformation.Reachability.Disconnected:
        return "none"
    return "sign_in_first" if network.isBehindCaptivePortal() else "there"


def is_metered() -> bool:
    """Whether the system knows that this connection is paid by the byte. From any thread."""
    network = _network()
    return network is not None and network.isMetered()


def _network() -> QNetworkInformation | None:
    # None as long as no backend is loaded.
    return QNetworkInformation.instance()
