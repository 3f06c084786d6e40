"""English as the engine needs it: short forms, stop words, question words, everyday words. No word of any content."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

# What contractions, phones and hurry make of common words.
EXPANDED: Final[dict[str, str]] = dict(
    pair.strip().split(" = ")
    for pair in """
can't = can not; cant = can not; cannot = can not; won't = will not; wont = will not; shan't = shall not; ain't
= is not; aint = is not; dont = do not; doesnt = does not; didnt = did not; isnt = is not; arent = are not;
wasnt = was not; werent = were not; hasnt = has not; havent = have not; hadnt = had not; wouldnt = would not;
couldnt = could not; shouldnt = should not; cnt = can not; i'm = i am; im = i am; i'd = i would; i've = i have;
ive = i have; i'll = i will; id = i would; ima = i am going to; imma = i am going to; it's = it is; he's = he
is; hes = he is; she's = she is; shes = she is; that's = that is; thats = that is; there's = there is; theres =
there is; what's = what is; whats = what is; wat's = what is; wats = what is; who's = who is; whos = who is;
where's = where is; wheres = where is; how's = how is; hows = how is; when's = when is; whens = when is; why's =
why is; whys = why is; let's = let us; lets = let us; youre = you are; youve = you have; youll = you will;
theyre = they are; theyve = they have; theyll = they will; weve = we have; yeah = yes; yep = yes; yup = yes; nah
= no; nope = no; hiya = hi; u = you; ur = your; urs = yours; r = are; y = why; n = and; k = ok; wat = what; wut
= what; wot = what; wht = what; whut = what; abt = about; b4 = before; bc = because; cuz = because; coz =
because; cos = because; bcz = because; becoz = because; tho = though; thru = through; pls = please; plz =
please; plse = please; rn = right now; tmrw = tomorrow; tmr = tomorrow; tmw = tomorrow; tomoz = tomorrow;
2morrow = tomorrow; 2day = today; 2nite = tonight; tonite = tonight; nite = night; wanna = want to; gonna =
going to; gotta = have to; hafta = have to; gimme = give me; lemme = let me; dunno = do not know; kinda = kind
of; sorta = kind of; outta = out of; thx = thanks; thnx = thanks; tnx = thanks; thanx = thanks; ty = thanks;
tysm = thanks; tyvm = thanks; cheers = thanks; ppl = people; pple = people; sth = something; smth = something; w
= with; wo = without; hv = have; hav = have; gd = good; bf = boyfriend; gf = girlfriend; mum = mom; mums = mom;
mam = mom; mama = mom; mommy = mom; mummy = mom; dr = doctor; doc = doctor; docs = doctor; meds = medicine; med
= medicine; hosp = hospital; hrs = hours; hr = hour; mins = minutes; min = minute; wk = week; wks = weeks; yr =
year; yrs = years; mth = month; mths = months; temp = temperature; diff = difference; vs = versus; v = versus;
btwn = between; info = information; idk = do not know; omg = oh my god; wtf = what; wth = what; ttyl = bye; gtg
= bye; g2g = bye; cya = bye; teh = the; hte = the; adn = and; waht = what; hwo = how; hw = how; cna =
can; ofen = often; thier = their; cnat = can not; dosent = does not; doesent = does not; wnat = want; ahve =
have; yuo = you; thsi = this; tihs = this; jsut = just; taht = that; whta = what; hwat = what; becuase =
because; wich = which; whn = when; shud = should; cud = could; wud = would; shld = should; cld = could; wld =
would; thay = they; giv = give; ther = there; wots =
what is; wot's = what is; wen = when; shoud = should; wiht = with; goin = going; gettin = getting; wana = want to;
gona = going to; alot = a lot; abit = a bit; thankyou = thank you; becos = because; tlak = talk; iz = is
""".replace("\n", " ").split(";")
)

STOP_WORDS: Final = frozenset(
    """
a an the is are am was were be been being i me my mine myself you your yours it its he she his her him hers they
them their we us our this that these those of to in on at for with by from as and or but if so do does did done
have has had having will would can could should may might must shall there here what which who whom whose how
when where why not no yes please just get got getting about into than then too very also any some up out off
over again more most much many such own same only really actually still even go going one ones thing things kind
ok okay well oh hi hey now lol like want know tell say said think need let earth heck
ew eww ugh oof yikes gosh goodness blimey crikey wow aw aww hmm hm um er nah yeah yep yup tho
""".split()  # noqa: SIM905 - a table of words reads best as text
)
"""Words that carry grammar rather than content."""

QUESTION_WORDS: Final = frozenset(
    """
what which who whom whose how when where why is are am was were do does did can could should will would may
might has have any
""".split()  # noqa: SIM905 - as above
)
"""Words that begin a question."""

REQUESTS: Final = frozenset(
    {"explain", "tell", "list", "describe", "define", "compare", "give", "name", "show", "say", "walk", "talk"}
)
"""Words that begin a request: a question in the form of an order."""


LEADING_TO_AN_OBJECT: Final = frozenset({"of", "about", "for", "with", "on"})
"""Words after which the thing stands that is asked about."""

ARTICLES: Final = frozenset({"a", "an", "the", "my", "her", "his", "your"})
"""Words that may stand before the name of a thing."""

DENIALS: Final = frozenset({"no", "not", "never", "nothing", "without"})
"""Words that deny."""


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Return the commonest words: known to everybody, and so never a slip for a word of the content."""
    text = Path(__file__).with_name("everyday.txt").read_text("utf-8")
    return frozenset(text.split("\n\n", 1)[1].split())
