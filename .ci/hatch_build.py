"""Build hook: loads the packaged content once and keeps the result in the package (see `chatbot/compiled.py`)."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledContent(BuildHookInterface[Any]):
    """Adds `chatbot/compiled.bin` to a wheel, and to the checkout of an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the name is hatchling's
        """Write the file; without the dependencies at hand the package is built without it, and loads more slowly."""
        sys.path.insert(0, self.root)
        try:
            from chatbot import bot
        except ImportError as error:
            self.app.display_warning(f"the content is not compiled: {error}")
            return
        finally:
            sys.path.remove(self.root)
        build_data["artifacts"].append(Path(bot.compile_packaged()).relative_to(self.root).as_posix())
