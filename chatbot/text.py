"""Normalise: free text becomes sentences of plain lower-case words.

English lives here (contractions, phone spelling, stop words, stems), infusions do not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

# Longer messages are cut in the middle: people put what matters first or last, and time must stay bounded.
MAX_CHARS: Final = 2000

BREAK: Final = ","
"""The one token that is no word: a pause inside a sentence (comma, dash, bracket)."""

# What phones and hurry make of common words, and contractions with and without their apostrophe.
_EXPAND: Final[dict[str, str]] = dict(
    pair.split("=")
    for pair in (
        "can't=can not;cant=can not;cannot=can not;won't=will not;wont=will not;shan't=shall not;ain't=is not;aint=is not;"
        "dont=do not;doesnt=does not;didnt=did not;isnt=is not;arent=are not;wasnt=was not;werent=were not;hasnt=has not;"
        "havent=have not;hadnt=had not;wouldnt=would not;couldnt=could not;shouldnt=should not;cnt=can not;"
        "i'm=i am;im=i am;i'd=i would;i've=i have;ive=i have;i'll=i will;id=i would;ima=i am going to;imma=i am going to;"
        "it's=it is;he's=he is;hes=he is;she's=she is;shes=she is;that's=that is;thats=that is;there's=there is;theres=there is;"
        "what's=what is;whats=what is;wat's=what is;wats=what is;who's=who is;whos=who is;where's=where is;wheres=where is;"
        "how's=how is;hows=how is;when's=when is;whens=when is;why's=why is;whys=why is;let's=let us;lets=let us;"
        "youre=you are;youve=you have;youll=you will;theyre=they are;theyve=they have;theyll=they will;weve=we have;"
        "u=you;ur=your;urs=yours;r=are;y=why;n=and;k=ok;wat=what;wut=what;wot=what;wht=what;whut=what;abt=about;b4=before;bc=because;"
        "cuz=because;coz=because;cos=because;bcz=because;becoz=because;tho=though;thru=through;pls=please;plz=please;plse=please;"
        "rn=right now;tmrw=tomorrow;tmr=tomorrow;tmw=tomorrow;tomoz=tomorrow;2morrow=tomorrow;2day=today;2nite=tonight;tonite=tonight;nite=night;"
        "wanna=want to;gonna=going to;gotta=have to;hafta=have to;gimme=give me;lemme=let me;dunno=do not know;kinda=kind of;sorta=kind of;"
        "outta=out of;thx=thanks;thnx=thanks;tnx=thanks;thanx=thanks;ty=thanks;tysm=thanks;tyvm=thanks;cheers=thanks;"
        "ppl=people;pple=people;sth=something;smth=something;w=with;wo=without;hv=have;hav=have;gd=good;bf=boyfriend;gf=girlfriend;"
        "mum=mom;mums=mom;mam=mom;mama=mom;mommy=mom;mummy=mom;dr=doctor;doc=doctor;docs=doctor;meds=medicine;med=medicine;hosp=hospital;hrs=hours;hr=hour;mins=minutes;"
        "wk=week;wks=weeks;yr=year;yrs=years;mth=month;mths=months;temp=temperature;diff=difference;vs=versus;v=versus;btwn=between;info=information;"
        "idk=do not know;omg=oh my god;wtf=what;wth=what;ttyl=bye;gtg=bye;g2g=bye;cya=bye;teh=the;hte=the;adn=and;nad=and;waht=what;hwo=how;hw=how;cna=can;"
        "ofen=often;thier=their;cnat=can not;dosent=does not;doesent=does not;wnat=want;ahve=have;yuo=you;thsi=this;tihs=this;jsut=just;taht=that;whta=what;hwat=what;becuase=because;wich=which;whn=when;shud=should;cud=could;wud=would;shld=should;cld=could;wld=would;thay=they;giv=give;hav=have;ther=there"
    ).split(";")
)

_STOP: Final = frozenset(
    "a an the is are am was were be been being i me my mine myself you your yours it its he she his her him hers they them their we us our "
    "this that these those of to in on at for with by from as and or but if so do does did done have has had having will would can could "
    "should may might must shall there here what which who whom whose how when where why not no yes please just get got getting about into "
    "than then too very also any some up out off over again more most much many such own same only really actually still even "
    "go going one ones thing things kind ok okay well oh hi hey now lol like want know tell say said think need let us".split()
)

_QUESTION_WORDS: Final = frozenset(
    "what which who whom whose how when where why is are am was were do does did can could should will would may might has have any".split()
)

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.?!;\n]+|[,:()\[\]/|&+]|\s[-–—]+\s|[–—]")
_DECIMAL: Final = re.compile(r"(?<=\d)[.,](?=\d)")
_STRETCHED: Final = re.compile(r"([a-z])\1{2,}")
_APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\u00b4": "'", "\u02bc": "'"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words in order, `BREAK` where the writer paused."""

    tokens: tuple[str, ...]
    marked: bool = False
    """Whether it ended in a question mark."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words without the pauses."""
        return tuple(token for token in self.tokens if token != BREAK)

    @property
    def asks(self) -> bool:
        """Whether it has the form of a question."""
        return self.marked or (bool(self.words) and self.words[0] in _QUESTION_WORDS)


def read(text: str) -> tuple[Sentence, ...]:
    """Split any text into sentences of normalised words; empty when there is no word in it."""
    sentences: list[Sentence] = []
    tokens: list[str] = []
    for found in _WORD.findall(clean(text)):
        if found[0] in ".?!;\n":
            if tokens:
                sentences.append(Sentence(tuple(tokens), "?" in found))
                tokens = []
        elif not found[0].isalnum():
            if tokens and tokens[-1] != BREAK:
                tokens.append(BREAK)
        else:
            tokens += _expand(found)
    if tokens:
        sentences.append(Sentence(tuple(tokens)))
    return tuple(sentences)


def words(text: str) -> tuple[str, ...]:
    """Return all words of a text, normalised, without regard to sentences."""
    return tuple(word for sentence in read(text) for word in sentence.words)


def clean(text: str) -> str:
    """Bound the length, fold compatibility forms and case, unify apostrophes, drop control characters and marks."""
    if len(text) > MAX_CHARS:
        text = f"{text[: MAX_CHARS // 2]}\n{text[-MAX_CHARS // 2 :]}"
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = "".join(char for char in text if not unicodedata.combining(char) and unicodedata.category(char) not in {"Cf", "Cs", "Cc"} or char == "\n")
    return _STRETCHED.sub(r"\1", _DECIMAL.sub("", text.lower().replace("`", "'")))


def _expand(word: str) -> list[str]:
    if (expanded := _EXPAND.get(word)) is not None:
        return expanded.split()
    if "'" not in word:
        return [word]
    if word.endswith("n't"):
        return [word[:-3], "not"]
    head, _, tail = word.rpartition("'")
    full = {"re": "are", "ll": "will", "ve": "have", "d": "would", "m": "am", "s": ""}.get(tail)
    return [word.replace("'", "")] if full is None else [part for part in (head.replace("'", ""), full) if part]


def is_stop(word: str) -> bool:
    """Whether a word carries grammar rather than content."""
    return word in _STOP


_VOWEL: Final = re.compile("[aeiouy]")
_ENDINGS: Final = (("ational", "ate"), ("ization", "ize"), ("isation", "ize"), ("fulness", "ful"), ("iveness", "ive"))


def stem(word: str) -> str:
    """Strip the endings of inflection and the commonest ones of derivation; never shorter than three letters.

    A light stemmer in the manner of Harman's S-stemmer and the first steps of Porter's (1980).
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending, plain in _ENDINGS:
        if word.endswith(ending):
            word = word[: -len(ending)] + plain
    word = _singular(word)
    if word.endswith("ing") and len(word) > 5 and _VOWEL.search(word[:-3]):
        word = _undouble(word[:-3])
    elif word.endswith("ed") and len(word) > 4 and _VOWEL.search(word[:-2]):
        word = _undouble(word[:-2])
    for ending, size in (("ly", 5), ("ment", 7), ("ion", 6)):
        if word.endswith(ending) and len(word) > size:
            word = word[: -len(ending)]
            break
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" else word


@lru_cache(maxsize=1)
def everyday() -> frozenset[str]:
    """The commonest English words: known to everybody, and so never a typo for a word of the content."""
    return frozenset(resources.files("chatbot").joinpath("everyday.txt").read_text("utf-8").split("\n\n", 1)[1].split())


@lru_cache(maxsize=1)
def everyday_stems() -> frozenset[str]:
    """The stems of the commonest English words."""
    return frozenset(map(stem, everyday()))
