"""What a load works out is kept with the package, as bytecode is: loading it takes a tenth of the time.

The file is written when the package is built, never when it runs. It is used while the content and the code are, byte
for byte, those that it was made from; otherwise the load takes its time, and comes to the same.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

_FAULTS: Final = (OSError, EOFError, ValueError, AttributeError, ImportError, IndexError, pickle.UnpicklingError)


def packaged() -> Path:
    """Return the folder of the packaged content, of a wheel or of an editable install."""
    package = Path(__file__).resolve().parent
    inside = package / "intents"
    return inside if inside.is_dir() else package.parent / "intents"


def write(file: Path, sources: Iterable[Path], made: object) -> None:
    """Keep what was made from some files; it must be picklable."""
    file.write_bytes(_stamp(sources) + pickle.dumps(made, protocol=5))


def read(file: Path, sources: Iterable[Path]) -> object:
    """Return what was kept, or None when there is nothing, when a source has changed, or when the file is damaged."""
    with suppress(*_FAULTS):
        stamp = _stamp(sources)
        data = file.read_bytes()
        if data.startswith(stamp):
            return pickle.loads(memoryview(data)[len(stamp) :])  # noqa: S301 - it lies where our code lies
    return None


def _stamp(sources: Iterable[Path]) -> bytes:
    """Return what changes when a file does, comes or goes; where they lie is of no account."""
    facts = sorted(path.name.encode() + hashlib.blake2b(path.read_bytes()).digest() for path in sources)
    return hashlib.blake2b(b"".join((*facts, sys.byteorder.encode()))).digest()
