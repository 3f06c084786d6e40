"""How much a system puts on the disk."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import chatbot
from chatbot.compiled import packaged
from tests.benchmarks.roster import OWN_PACKAGE


def installed_size(packages: tuple[str, ...]) -> int:
    """Return the bytes of the files of distributions and of all that they need."""
    return sum(map(_size, closure(packages)))


def closure(packages: tuple[str, ...]) -> set[str]:
    """Return the names of installed distributions and of all that they need, on this system, without extras."""
    found: set[str] = set()
    waiting = list(packages)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        try:
            needed = distribution(name).requires or []
        except PackageNotFoundError:
            continue  # what is not installed takes no room
        found.add(name)
        requirements = map(Requirement, needed)
        waiting += [one.name for one in requirements if not one.marker or one.marker.evaluate({"extra": ""})]
    return found


def _size(name: str) -> int:
    if name == OWN_PACKAGE:  # an editable install lists none of its files
        package, content = Path(chatbot.__file__).parent, packaged()
        return _tree(package) + (0 if package in content.parents else _tree(content))
    files = distribution(name).files or []
    paths = (Path(str(file.locate())) for file in files if file.suffix != ".pyc")
    return sum(path.stat().st_size for path in paths if path.is_file())


def _tree(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc")
