from __future__ import annotations

from pathlib import Path

import pytest

from chatbot import Chatbot, Reply
from chatbot.terminal.commands import COMMANDS
from chatbot.terminal.opening import Loading
from chatbot.terminal.talk import Choice, Note, Talk
from tests.conftest import Folder

TOPICS = """\
What I can answer, by topic. A number opens one.

1. Pets (1)
2. A cat (2)
3. A dog (2)
4. A fish (1)
5. Other questions (2)"""

DOG = """\
A dog. A number opens one.

1. What does a dog eat?
2. How do I wash a dog?"""

HELP = """\
Ask in your own words. A number picks from the last list.

/topics [NAME]  all I can answer, by topic
/source         where my answer comes from
/why            why I answered as I did
/save FILE      save all this in a file
/forget         forget all this
/help           this list
/quit           leave; Ctrl-D does too

I am no vet. Emergency: 112"""


@pytest.fixture
def talk(pets: Chatbot) -> Talk:
    return Talk(Loading(lambda: pets), pets.content.texts)


def said(talk: Talk, *lines: str) -> str:
    """What the last of the lines gets as an answer."""
    responses = [talk.respond(line) for line in lines]
    return responses[-1].text


def asks(talk: Talk, line: str) -> list[str]:
    """The intents that answer a line."""
    response = talk.respond(line)
    assert isinstance(response, Reply)
    return [answer.intent for answer in response.answers]


def test_a_line_without_a_command_gets_the_reply_of_the_bot(talk: Talk, pets: Chatbot) -> None:
    first = talk.respond("what does a cat eat")
    assert first == pets.ask("what does a cat eat")
    assert asks(talk, "and a dog?") == ["dog.food"]


# -------------------------------------------------------------------- the table


def test_there_are_at_most_ten_commands_and_each_is_explained() -> None:
    assert len(COMMANDS) <= 10
    assert [command for command in COMMANDS if not command.help] == []


@pytest.mark.parametrize("line", ["/help", "help", "/?", " HELP "])
def test_help_lists_the_commands(talk: Talk, line: str) -> None:
    assert talk.respond(line) == Note(HELP)


def test_help_ends_with_the_list_where_there_is_no_footer(folder: Folder) -> None:
    root = folder({"a.yaml": "intents: [{id: a, question: A?, examples: [b], answer: C.}]"})
    plain = Chatbot.load(root)
    assert said(Talk(Loading(lambda: plain), plain.content.texts), "help").endswith(
        "\n/quit           leave; Ctrl-D does too"
    )


@pytest.mark.parametrize("line", ["/quit", "/exit", "quit", "exit", ":q", " Quit ", "/QUIT"])
def test_a_word_leaves(talk: Talk, line: str) -> None:
    assert talk.respond(line) == Note(leave=True)


@pytest.mark.parametrize("line", ["quit the dog food", "help me wash a dog"])
def test_a_word_within_a_question_is_no_command(talk: Talk, line: str) -> None:
    assert isinstance(talk.respond(line), Reply)


def test_neither_help_nor_leaving_needs_the_bot(pets: Chatbot) -> None:
    def never() -> Chatbot:
        raise AssertionError

    talk = Talk(Loading(never), pets.content.texts)
    assert [talk.respond(line) for line in ("help", "quit")] == [Note(HELP), Note(leave=True)]
    assert (talk.choices, talk.questions, talk.topics) == ((), (), ())


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("/tpoics", "/topics"),
        ("/so", "/source"),
        ("/wyh", "/why"),
        ("/forgett all", "/forget"),
        ("/Sav x", "/save"),
    ],
)
def test_a_mistyped_command_is_told_the_nearest(talk: Talk, line: str, near: str) -> None:
    assert said(talk, line).endswith(f". Did you mean {near}?")


@pytest.mark.parametrize("line", ["/", "/42", "/zzzz", "// hi"])
def test_what_is_no_command_at_all_is_told_the_help(talk: Talk, line: str) -> None:
    assert said(talk, line).endswith(". /help lists the commands.")


def test_an_unknown_command_is_shown_without_what_could_steer_a_terminal(talk: Talk) -> None:
    assert said(talk, "/\x1b[31m\x07" + "x" * 99) == f"There is no command /?[31m?{'x' * 14}. /help lists the commands."


def test_an_alarm_is_seen_behind_a_slash(talk: Talk) -> None:
    response = talk.respond("/my dog ate the poison")
    assert isinstance(response, Reply)
    assert response.safety == "emergency"


# ------------------------------------------------------------------------ topics


def test_topics_lists_every_topic(talk: Talk) -> None:
    assert talk.respond("/topics") == Note(TOPICS, long=True)


@pytest.mark.parametrize("line", ["/topics dog", "/topics 3", "/topics A Dog", "/topics pupy", "/TOPICS puppy"])
def test_a_topic_is_opened_by_name_or_by_number(talk: Talk, line: str) -> None:
    assert talk.respond(line) == Note(DOG, long=True)


@pytest.mark.parametrize("line", ["3", "#3", "3.", " 3 ", "/topics a dog"])
def test_what_is_listed_is_opened_by_its_number_or_its_name(talk: Talk, line: str) -> None:
    talk.respond("/topics")
    assert talk.respond(line) == Note(DOG, long=True)


@pytest.mark.parametrize("line", ["2", "the second one", "How do I wash a dog?"])
def test_a_question_of_a_topic_is_opened_by_its_number_or_its_words(talk: Talk, line: str) -> None:
    talk.respond("/topics dog")
    assert asks(talk, line) == ["dog.wash"]


def test_a_list_may_be_longer_than_what_a_context_holds(bot: Chatbot) -> None:
    talk = Talk(Loading(lambda: bot), bot.content.texts)
    talk.respond("/topics infusion")
    twelfth = [intent.id for intent in bot.intents if intent.topic == "infusion"][11]
    assert asks(talk, "12") == [twelfth]


def test_a_number_beyond_the_list_is_a_message(talk: Talk) -> None:
    talk.respond("/topics dog")
    assert asks(talk, "3") == []


def test_a_list_of_topics_is_not_one_of_answers(talk: Talk) -> None:
    talk.respond("what does a cat eat")
    talk.respond("/topics")
    assert asks(talk, "the first one") == []


def test_a_list_ends_with_the_next_message(talk: Talk) -> None:
    talk.respond("/topics")
    talk.respond("dog")
    assert asks(talk, "2") == ["dog.wash"]


def test_a_command_leaves_the_list_as_it_is(talk: Talk) -> None:
    talk.respond("/topics")
    talk.respond("/help")
    assert said(talk, "3") == DOG


def test_an_unknown_topic_is_named_as_such(talk: Talk) -> None:
    assert said(talk, "/topics parrot") == "I know no topic of that name. /topics lists them all."


def test_where_there_is_one_topic_its_questions_are_listed(folder: Folder) -> None:
    root = folder({"a.yaml": "intents: [{id: a, question: Why A?, examples: [b], answer: C.}]"})
    one = Chatbot.load(root)
    assert said(Talk(Loading(lambda: one), one.content.texts), "/topics") == (
        "Other questions. A number opens one.\n\n1. Why A?"
    )


# ----------------------------------------------------------------- source and why


def test_source_names_the_section_of_the_last_answer(talk: Talk) -> None:
    assert said(talk, "what does a cat eat", "/source") == "What does a cat eat?\nSource: Food"


def test_source_is_that_of_the_last_answer_though_something_was_not_answered_since(talk: Talk) -> None:
    assert said(talk, "what does a cat eat", "how much is a cat", "/source") == "What does a cat eat?\nSource: Food"


def test_source_tells_of_each_of_several_answers(talk: Talk) -> None:
    assert said(talk, "what does a cat eat and how old does a cat get", "/source") == (
        "What does a cat eat?\nSource: Food\n\nHow old does a cat get?\nThis answer names no source."
    )


def test_there_is_no_source_before_an_answer(talk: Talk) -> None:
    assert said(talk, "how much is a cat", "/source") == "I have not answered a question yet."


def test_why_explains_the_last_reply(talk: Talk, pets: Chatbot) -> None:
    context = pets.ask("what does a cat eat").context
    assert said(talk, "what does a cat eat", "and a doggy?", "/why") == "\n".join(
        pets.explain("and a doggy?", context).lines()
    )


def test_why_of_a_message_without_words_says_so(talk: Talk) -> None:
    assert said(talk, "?!", "/why") == "I found no words in it."


def test_there_is_no_why_before_a_message(talk: Talk) -> None:
    assert said(talk, "/why") == "You have not asked anything yet."


# -------------------------------------------------------------------------- save


def test_a_conversation_is_saved_after_a_yes(talk: Talk, pets: Chatbot, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    asked = said(talk, "what does a cat eat", f"/save {path}")
    assert asked == (
        f"Save 1 message and the replies as plain text in {path}? "
        "Only you will be able to read it. Type yes to save, no to leave it."
    )
    assert not path.exists()
    assert said(talk, "Yes") == f"Saved in {path}"
    assert path.read_text("utf-8") == (
        f"Ask me a question.\n\n> what does a cat eat\n\n{pets.ask('what does a cat eat').text}\n"
    )


@pytest.mark.parametrize("line", ["no", "N", ""])
def test_a_conversation_is_not_saved_after_a_no(talk: Talk, tmp_path: Path, line: str) -> None:
    path = tmp_path / "talk.txt"
    assert said(talk, "dog", f"/save {path}", line) == "Nothing was saved."
    assert said(talk, "dog", "yes") != f"Saved in {path}"
    assert not path.exists()


def test_a_message_in_place_of_a_yes_is_replied_to(talk: Talk, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    response = [talk.respond(line) for line in ("dog", f"/save {path}", "my dog ate the poison", "yes")][2]
    assert isinstance(response, Reply)
    assert response.safety == "emergency"
    assert not path.exists()


def test_ctrl_c_gives_up_saving(talk: Talk, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    talk.respond("dog")
    talk.respond(f"/save {path}")
    talk.cancel()
    talk.respond("yes")
    assert not path.exists()


def test_a_file_is_overwritten_only_after_it_was_said(talk: Talk, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("old", "utf-8")
    asked = said(talk, "dog", "cat", f"/save {path}")
    assert asked.startswith(
        f"Save 2 messages and the replies as plain text in {path}? That file exists and will be overwritten. "
    )
    assert path.read_text("utf-8") == "old"
    assert said(talk, "y") == f"Saved in {path}"
    assert path.read_text("utf-8").count("\n> ") == 2


def test_a_file_that_comes_between_the_question_and_the_yes_is_kept(talk: Talk, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    said(talk, "dog", f"/save {path}")
    path.write_text("other", "utf-8")
    assert said(talk, "yes") == "I cannot write there: File exists. Nothing was saved."
    assert path.read_text("utf-8") == "other"


def test_the_home_folder_and_quotes_are_understood(talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    said(talk, "dog", '/save "~/my talk.txt"', "yes")
    assert [path.name for path in tmp_path.iterdir()] == ["my talk.txt"]


@pytest.mark.parametrize("name", ["no/such/folder", "a\x00b", "~nobody-of-that-name/x"])
def test_a_file_that_cannot_be_written_is_said_to_be(talk: Talk, tmp_path: Path, name: str) -> None:
    where = name if name.startswith("~") else f"{tmp_path}/{name}"
    responses = [talk.respond(line).text for line in ("dog", f"/save {where}", "yes")]
    assert [text for text in responses if text.startswith("I cannot write there: ")] != []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file_to_save_in(talk: Talk, tmp_path: Path) -> None:
    assert said(talk, "dog", f"/save {tmp_path}") == "That is a folder. Name a file in it."


def test_saving_needs_a_file_and_something_to_save(talk: Talk) -> None:
    assert said(talk, "dog", "/save") == "Say where: /save FILE"
    assert said(talk, "/forget", "/save talk.txt") == "There is nothing to save yet."


# ------------------------------------------------------------------------ forget


def test_nothing_is_left_of_what_is_forgotten(talk: Talk, pets: Chatbot, tmp_path: Path) -> None:
    talk.respond("what does a cat eat")
    talk.respond(f"/save {tmp_path}/talk.txt")
    talk.respond("/topics")
    assert talk.respond("/forget") == Note("I have forgotten this conversation.", forget=True)
    assert said(talk, "/source") == "I have not answered a question yet."
    assert said(talk, "/why") == "You have not asked anything yet."
    assert talk.choices == ()
    assert talk.respond("yes") == pets.ask("yes")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------- what is on offer


def test_the_choices_are_those_of_the_last_reply(talk: Talk, pets: Chatbot) -> None:
    assert talk.choices == ()
    talk.respond("dog")
    questions = [suggestion.question for suggestion in pets.ask("dog").suggestions]
    assert talk.choices == tuple(Choice(question, question) for question in questions)


def test_the_choices_are_those_of_the_last_list(talk: Talk) -> None:
    talk.respond("cat")
    talk.respond("/topics")
    assert talk.choices[:2] == (Choice("/topics pets", "pets"), Choice("/topics a cat", "a cat"))
    talk.respond(talk.choices[2].typed)
    assert [choice.shown for choice in talk.choices] == ["What does a dog eat?", "How do I wash a dog?"]


def test_questions_and_topics_are_those_of_the_content(talk: Talk, pets: Chatbot) -> None:
    assert talk.questions == ()
    talk.respond("hi")
    assert talk.questions == tuple(intent.question for intent in pets.intents)
    assert talk.topics == ("pets", "a cat", "a dog", "a fish", "other questions")
