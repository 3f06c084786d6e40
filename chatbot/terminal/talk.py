"""What a person may say in a chat, questions and commands, and what comes of each line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chatbot.bot import Chatbot
from chatbot.content import Intent, Texts
from chatbot.reply import Reply
from chatbot.terminal.commands import Call, help_text, nearest, parse
from chatbot.terminal.conversation import Conversation
from chatbot.terminal.opening import Loading
from chatbot.terminal.screen import printable
from chatbot.terminal.topics import Area, areas, find
from chatbot.terminal.transcript import transcript, write

_YES: Final = frozenset({"y", "yes"})
_NO: Final = frozenset({"", "n", "no"})
_PICK: Final = "A number opens one."


@dataclass(frozen=True, slots=True)
class Note:
    """What a command has to say, and what the face is to do beside showing it."""

    text: str = ""
    long: bool = False
    """Whether it may fill more than a screen."""
    forget: bool = False
    """Whether the screen and the history of the prompt are to go first."""
    leave: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of the list that the person looks at."""

    typed: str
    """The line that chooses it."""
    shown: str


@dataclass(frozen=True, slots=True)
class _Save:
    """A file to be written once the person says yes."""

    path: Path
    overwrite: bool


class Talk:
    """A conversation with commands: each line that a person types gets one response."""

    def __init__(self, loading: Loading, texts: Texts) -> None:
        self._loading = loading
        self._texts = texts
        self._conversation = Conversation(loading.bot)
        self._listed: tuple[Area | Intent, ...] = ()
        self._to_save: _Save | None = None
        self._commands: Mapping[str, Callable[[str], Reply | Note]] = {
            "topics": self._topics,
            "source": lambda _: self._source(),
            "why": lambda _: self._why(),
            "save": self._save,
            "forget": lambda _: self._forget(),
            "help": lambda _: Note(help_text(self._texts.footer)),
            "quit": lambda _: Note(leave=True),
        }

    def respond(self, line: str) -> Reply | Note:
        """Return the response to one line: of a command, of a pick from a list, or the bot's reply."""
        said = line.strip()
        save, self._to_save = self._to_save, None
        if save and said.casefold() in _YES | _NO:
            return self._write(save) if said.casefold() in _YES else Note("Nothing was saved.")
        if call := parse(said):
            return self._command(call, said)
        listed, self._listed = self._listed, ()
        for place, entry in enumerate(listed, 1):
            if said.strip("#. ") == str(place) or said == _choice(entry).typed:
                return self._open(entry)
        return self._conversation.ask(line)

    def cancel(self) -> None:
        """Give up what was about to be confirmed."""
        self._to_save = None

    # ------------------------------------------------- what the prompt may offer

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What was listed last: by a command, or by the reply that came after it."""
        if self._listed:
            return tuple(map(_choice, self._listed))
        turns = self._conversation.turns
        offered = turns[-1].reply.suggestions if turns else ()
        return tuple(Choice(suggestion.question, suggestion.question) for suggestion in offered)

    @property
    def questions(self) -> tuple[str, ...]:
        """Every question that has an answer; none as long as the bot loads."""
        bot = self._loading.ready
        return tuple(intent.question for intent in bot.intents) if bot else ()

    @property
    def topics(self) -> tuple[str, ...]:
        """The name of every topic; none as long as the bot loads."""
        bot = self._loading.ready
        return tuple(area.name for area in areas(bot.content)) if bot else ()

    # ----------------------------------------------------------------- commands

    def _command(self, call: Call, said: str) -> Reply | Note:
        if call.name in self._commands:
            return self._commands[call.name](call.argument)
        # A slip of the finger must not keep an alarm from being seen: "/i cant breathe".
        if self._bot.rule(said[1:]):
            return self._conversation.ask(said[1:])
        near = nearest(call.name)
        hint = f"Did you mean /{near}?" if near else "/help lists the commands."
        return Note(f"There is no command /{printable(call.name)[:20]}. {hint}")

    def _topics(self, argument: str) -> Note:
        known = areas(self._bot.content)
        if argument:
            area = find(known, argument)
            return self._listing(area) if area else Note("I know no topic of that name. /topics lists them all.")
        if len(known) == 1:
            return self._listing(known[0])
        self._listed = known
        self._conversation.offer(())
        names = (f"{_capital(area.name)} ({len(area.intents)})" for area in known)
        return Note(f"What I can answer, by topic. {_PICK}\n\n{_numbered(names)}", long=True)

    def _listing(self, area: Area) -> Note:
        self._listed = area.intents
        self._conversation.offer(intent.id for intent in area.intents)
        questions = _numbered(intent.question for intent in area.intents)
        return Note(f"{_capital(area.name)}. {_PICK}\n\n{questions}", long=True)

    def _open(self, entry: Area | Intent) -> Reply | Note:
        return self._listing(entry) if isinstance(entry, Area) else self._conversation.open(entry.id)

    def _source(self) -> Note:
        answered = [turn.reply.answers for turn in self._conversation.turns if turn.reply.answers]
        if not answered:
            return Note("I have not answered a question yet.")
        named = (
            f"{answer.question}\n{self._texts.source.replace('{source}', answer.source)}"
            if answer.source
            else f"{answer.question}\nThis answer names no source."
            for answer in answered[-1]
        )
        return Note("\n\n".join(named))

    def _why(self) -> Note:
        if not self._conversation.turns:
            return Note("You have not asked anything yet.")
        explanation = self._conversation.explain(self._conversation.turns[-1])
        return Note("\n".join(explanation.lines()) or "I found no words in it.")

    def _save(self, argument: str) -> Note:
        turns = self._conversation.turns
        if not argument:
            return Note("Say where: /save FILE")
        if not turns:
            return Note("There is nothing to save yet.")
        try:
            path = Path(argument.strip("'\"")).expanduser()
            exists, is_folder = path.exists(), path.is_dir()
        except (OSError, RuntimeError, ValueError) as error:
            return Note(f"I cannot write there: {_cause(error)}")
        if is_folder:
            return Note("That is a folder. Name a file in it.")
        self._to_save = _Save(path, overwrite=exists)
        what = "1 message" if len(turns) == 1 else f"{len(turns)} messages"
        over = " That file exists and will be overwritten." if exists else ""
        return Note(
            f"Save {what} and the replies as plain text in {printable(str(path))}?{over} "
            "Only you will be able to read it. Type yes to save, no to leave it."
        )

    def _write(self, save: _Save) -> Note:
        text = transcript(self._texts.greeting, self._conversation.turns)
        try:
            write(save.path, text, overwrite=save.overwrite)
        except (OSError, ValueError) as error:
            return Note(f"I cannot write there: {_cause(error)}. Nothing was saved.")
        return Note(f"Saved in {printable(str(save.path))}")

    def _forget(self) -> Note:
        self._conversation.forget()
        self._listed = ()
        return Note("I have forgotten this conversation.", forget=True)

    @property
    def _bot(self) -> Chatbot:
        return self._loading.bot()


def _choice(entry: Area | Intent) -> Choice:
    if isinstance(entry, Area):
        return Choice(f"/topics {entry.name}", entry.name)
    return Choice(entry.question, entry.question)


def _numbered(entries: Iterable[str]) -> str:
    return "\n".join(f"{place}. {entry}" for place, entry in enumerate(entries, 1))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _cause(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
