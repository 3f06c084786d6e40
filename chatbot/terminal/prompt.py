"""The prompt of a real terminal: editing, ghost text, completion, and the history of this session in memory.

The only module that imports prompt-toolkit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.application.current import get_app
from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, has_completions, is_searching
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style

from chatbot.terminal.commands import COMMANDS
from chatbot.terminal.screen import Line
from chatbot.terminal.talk import Talk

PROMPT: Final = "> "
_PICK: Final = "Down arrow: choose"
# A ghost of a question is of help from the second letter on; before it would be chance.
_GHOST_FROM: Final = 2
_MENU_ROWS: Final = len(COMMANDS) + 1
# The defaults are colours that some background swallows; these attributes show on every one, and without colour.
_STYLE: Final = Style.from_dict(
    {
        "auto-suggestion": "noinherit underline",
        "bottom-toolbar": "noinherit reverse",
        "completion-menu": "noinherit reverse",
        "completion-menu.completion": "noinherit reverse",
        "completion-menu.completion.current": "noinherit bold",
        "completion-menu.meta.completion": "noinherit reverse",
        "completion-menu.meta.completion.current": "noinherit bold",
        "scrollbar.background": "noinherit reverse",
        "scrollbar.button": "noinherit",
        "search": "noinherit reverse",
    }
)


class Ahead(Suggestion):
    """The rest of a question, and the whole of it."""

    def __init__(self, question: str, typed: int) -> None:
        super().__init__(question[typed:])
        self.question = question


class Ghost(AutoSuggest):
    """Shows how the curated question that begins with what was typed goes on: first one that is offered just now."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    def get_suggestion(self, buffer: Buffer, document: Document) -> Ahead | None:  # noqa: ARG002 - prompt-toolkit's
        """Return the rest of the question, or None."""
        typed, size = document.text.casefold(), len(document.text)
        if size < _GHOST_FROM or typed.startswith("/"):
            return None
        questions = (*(choice.typed for choice in self._talk.choices), *self._talk.questions)
        longer = (question for question in questions if len(question) > size)
        return next((Ahead(question, size) for question in longer if question[:size].casefold() == typed), None)


class Menu(Completer):
    """Completes commands and names of topics; on an empty line, the questions that were offered."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002 - prompt-toolkit's
        """Yield what may stand in place of what was typed."""
        typed = document.text
        if not typed:
            for place, choice in enumerate(self._talk.choices, 1):
                yield Completion(choice.typed, display=f"{place}. {choice.shown}")
        elif typed.casefold().startswith("/topics "):
            name = typed[len("/topics ") :].casefold()
            for topic in self._talk.topics:
                if any(word.startswith(name) for word in (topic.casefold(), *topic.casefold().split())):
                    yield Completion(topic, start_position=-len(name))
        elif typed.startswith("/"):
            for command in COMMANDS:
                if f"/{command.name}".startswith(typed.casefold()):
                    yield Completion(f"/{command.name}", start_position=-len(typed), display_meta=command.help)


class Prompt:
    """Asks for one line after another."""

    def __init__(
        self,
        talk: Talk,
        *,
        footer: str,
        styled: bool = True,
        vi: bool = False,
        terminal: tuple[Input, Output] | None = None,
        shown: Callable[[], None] = lambda: None,
    ) -> None:
        """Build the prompt.

        Args:
            talk: whose questions, choices, commands and topics it offers.
            footer: what stands below the prompt; nothing when empty.
            styled: whether lines are shown in their styles.
            vi: vi keys in place of those of emacs.
            terminal: where to read and to write; by default the terminal of this process.
            shown: called each time that the prompt stands on the screen.
        """
        self._talk = talk
        self._footer = footer
        self._styled = styled
        self._vi = vi
        self._terminal = terminal
        self._shown = shown
        self._session = self._new_session()

    def read(self) -> str:
        """Return the next line.

        Raises:
            EOFError: Ctrl-D on an empty line.
            KeyboardInterrupt: Ctrl-C.
        """
        return self._session.prompt(PROMPT)

    def show(self, lines: Iterable[Line]) -> None:
        """Print lines above the next prompt."""
        fragments = FormattedText([(line.style if self._styled else "", f"{line.text}\n") for line in lines])
        print_formatted_text(fragments, end="", output=self._session.app.output)

    def forget(self) -> None:
        """Clear the screen, and what scrolled off it, and drop the history and every line that was cut."""
        output = self._session.app.output
        output.write_raw("\x1b[3J")
        output.erase_screen()
        output.cursor_goto(0, 0)
        output.flush()
        self._session = self._new_session()

    def footer(self) -> str:
        """Return what stands below the prompt: the content's line, and the key for a choice where there is room."""
        both = f"{self._footer} | {_PICK}"
        room = self._session.app.output.get_size().columns
        return both if self._talk.choices and len(both) <= room else self._footer

    def _new_session(self) -> PromptSession[str]:
        session: PromptSession[str] = PromptSession(
            history=InMemoryHistory(),
            auto_suggest=Ghost(self._talk),
            completer=Menu(self._talk),
            # In prose a menu that opens by itself would only be in the way.
            complete_while_typing=Condition(lambda: session.default_buffer.text.startswith("/")),
            reserve_space_for_menu=_MENU_ROWS,
            bottom_toolbar=self.footer if self._footer else None,
            key_bindings=_keys(self._talk),
            vi_mode=self._vi,
            style=_STYLE,
            color_depth=ColorDepth.DEPTH_1_BIT,
            enable_suspend=True,
            input=self._terminal[0] if self._terminal else None,
            output=self._terminal[1] if self._terminal else None,
        )
        # A terminal that does not say where its cursor is only goes without the footer; the warning would scare.
        session.app.renderer.cpr_not_supported_callback = lambda: None
        session.app.after_render += lambda _: self._shown()
        return session


def _keys(talk: Talk) -> KeyBindings:
    keys = KeyBindings()

    @Condition
    def choosing() -> bool:
        return bool(talk.choices)

    @Condition
    def empty() -> bool:
        return not get_app().current_buffer.text

    # The menu opens at its first entry and the arrows move in it; up, on an empty line, still recalls what was typed.
    @keys.add("down", filter=choosing & empty & ~has_completions & ~is_searching)
    @keys.add("tab", filter=choosing & empty & ~has_completions & ~is_searching)
    def _choose(event: KeyPressEvent) -> None:
        event.current_buffer.start_completion(select_first=True)

    @Condition
    def ahead() -> bool:
        buffer = get_app().current_buffer
        return isinstance(buffer.suggestion, Ahead) and buffer.document.is_cursor_at_the_end

    # prompt-toolkit's own keys add the rest to what was typed, "what is a pICC line?"; these put the question as it is.
    @keys.add("right", filter=ahead)
    @keys.add("end", filter=ahead)
    @keys.add("c-e", filter=ahead)
    @keys.add("c-f", filter=ahead)
    @keys.add("tab", filter=ahead)
    def _accept(event: KeyPressEvent) -> None:
        suggestion = event.current_buffer.suggestion
        if isinstance(suggestion, Ahead):
            event.current_buffer.document = Document(suggestion.question)

    @keys.add(Keys.BracketedPaste)
    def _paste(event: KeyPressEvent) -> None:
        rows = (row.strip() for row in event.data.splitlines())
        event.current_buffer.insert_text(" ".join(row for row in rows if row))

    return keys
