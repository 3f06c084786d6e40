"""Who asks: the address that questions are counted under."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

# Providers give a household 2**64 addresses; counted one by one, they would be no limit at all.
_HOUSEHOLD = 64


def client_address(peer: str, forwarded_for: Sequence[str], trusted_proxies: int) -> str:
    """Return the address of the client, for IPv6 that of its network.

    Args:
        peer: the address at the other end of the connection.
        forwarded_for: the values of every X-Forwarded-For header, in order.
        trusted_proxies: how many of its last addresses were added by proxies of our own. What stands before
            them is written by anyone. With fewer addresses than proxies, somebody came past a proxy: the peer counts.
    """
    address = peer
    if trusted_proxies:
        hops = [hop.strip() for value in forwarded_for for hop in value.split(",")]
        address = hops[-trusted_proxies] if len(hops) >= trusted_proxies else peer
    return _network(address) or _network(peer) or "unknown"


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> _HOUSEHOLD << _HOUSEHOLD))
    return str(found)
