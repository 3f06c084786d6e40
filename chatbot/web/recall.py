"""Replies to what was asked before: most questions of a help page are those that it offers as buttons.

Bodies are told apart by a digest under a key that only this process knows, for as long as it runs. What was typed is
not kept, and cannot be worked out from what is.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from chatbot.reply import Reply

# A reply takes some 2 KB. The questions of the content with the contexts that buttons lead to are a few hundred.
MOST: Final = 2048
_DIGEST_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, and the JSON that it is sent as."""

    reply: Reply
    body: bytes


class Recall:
    """The latest replies of one edition, those asked for least recently dropped first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._key = secrets.token_bytes(32)
        self._said: OrderedDict[bytes, Said] = OrderedDict()

    def get(self, body: bytes) -> Said | None:
        """Return what was said to a request of the very same bytes, or None."""
        digest = self._digest(body)
        said = self._said.get(digest)
        if said is not None:
            self._said.move_to_end(digest)
        return said

    def keep(self, body: bytes, said: Said) -> None:
        """Keep what was said to a request."""
        self._said[self._digest(body)] = said
        if len(self._said) > self._most:
            self._said.popitem(last=False)

    def _digest(self, body: bytes) -> bytes:
        return hashlib.blake2b(body, key=self._key, digest_size=_DIGEST_BYTES).digest()
