"""Bytes that are made once and served often: with a tag, so that an unchanged one is not sent again."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256, sha384
from mimetypes import guess_type
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

REVALIDATE: Final = "no-cache"
"""Keep it, and ask whether it has changed before using it."""
SHORT: Final = "public, max-age=300"
IMMUTABLE: Final = "public, max-age=31536000, immutable"

# What `mimetypes` says depends on the machine's own tables; a module of the wrong type does not run.
_MEDIA_TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One document."""

    body: bytes
    media_type: str
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "etag", f'"{sha256(self.body).hexdigest()[:32]}"')

    @property
    def integrity(self) -> str:
        """What a page writes into `integrity` to load just these bytes (Subresource Integrity)."""
        return f"sha384-{b64encode(sha384(self.body).digest()).decode()}"

    def response(self, request: Request, cache: str, headers: Mapping[str, str] | None = None) -> Response:
        """Reply with the document, or with 304 to a client that has it."""
        sent = {"Cache-Control": cache, "ETag": self.etag, **(headers or {})}
        known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
        if self.etag in known or "*" in known:
            return Response(status_code=304, headers=sent)
        return Response(self.body, headers=sent, media_type=self.media_type)


def json_asset(value: object) -> Asset:
    """Return a value as a JSON document."""
    return Asset(json.dumps(value, ensure_ascii=False).encode("utf-8"), "application/json")


def read_assets(folder: Path) -> Mapping[str, Asset]:
    """Read the files of a folder, by name; none when there is no such folder."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: Asset(path.read_bytes(), _media_type(path)) for path in paths if path.is_file()}


def _media_type(path: Path) -> str:
    if path.suffix == ".html":
        return "text/html; charset=utf-8"
    return _MEDIA_TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
