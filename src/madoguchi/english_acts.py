"""What became of an act told in English: done, not done, nearly done, asked for, or done by others.

English says it before the verb and in its form: I have not yet called, she almost paid, he told me to pay, they transferred it (it was
not the person). Who learned English late tells it in the plain form: I pay 50000 yen.
"""

from __future__ import annotations

import re
from typing import Literal

from madoguchi.english_verbs import tense_of

_NOT = (
    r"\b(?:not|never|nobody|no one|without|neither|nor|cannot|refused? to|declined? to|instead of|[a-z]{1,8}n['’]?t|didnt|dont|"
    r"havent|hasnt|stopped (?:me|us|him|her|them) (?:from|before)|prevented (?:me|us|him|her|them) from)"
)
# I did not click or enter, haven't yet paid, no money was
_UNDONE = re.compile(
    rf"{_NOT}(?: [a-z]{{1,16}}){{0,2}} $|{_NOT}[^。,;]{{0,40}} (?:or|nor) (?:even )?$|\b(?:before|if|unless|until|when) (?:i|we|she|he|"
    rf"you|my [a-z]+) (?:even |actually |could )?$|\bno (?:money|card|yen|cash) (?:was|has been|is) $"
)
_ALMOST = re.compile(
    r"\b(?:almost|nearly|close to|about to|going to|ready to|on (?:my|her|his|our|the) way to|gonna|(?:want|wanted|wants|try|"
    r"tried|trying|intended|meant|planned|plan|planning|hoping|wish) to|thinking (?:about|of)|thought (?:about|of)|"
    r"considering)(?: [a-z]+)? $"
)
_MADE = re.compile(
    r"\b(?:(?:made|make|makes|making|had|have|let|lets|got|helped) (?:me|us|him|her|them|my [a-z]+|our [a-z]+)(?: to)?|(?:i|"
    r"we|she|he|they|who|and|then|so|mother|father|just|also|[a-z]{1,9}ther) (?:had|have got|got) to|ended up|end up|(?:tricked|"
    r"talked|scared|pressured|pushed) (?:me |us |him |her |them )?into|(?:persuaded|convinced|forced|got|led|forcing) (?:me|"
    r"us|him|her|them|my [a-z]+) to|agreed to|decided to|managed to|went (?:ahead )?(?:and|to)|kept|keep|started|continued to|"
    r"used to)(?: even| also| just)? $"
)
_ASKED = re.compile(
    r"(?:\b(?:to|must|should|shall|can|could|may|might|will|would|please|let['’]s|how to|have to|need|needs|ought to|why|me|"
    r"us)|['’](?:ll|d))(?: (?:i|we|she|he|you|also|now|first|then|immediately|please|quickly|have))? $"
    r"|\b(?:want|wants|wanted|say|says|said|tell|tells|told|ask|asks|asked|demand|demands) (?:that )?(?:i|me|we|us|him|her|he|"
    r"she|my [a-z]+) (?:must |should |have to |has to |need to )?$|\b(?:want|wants|wanted|need|demand|demands|demanded|asks? "
    r"for|asked for) (?:a |an |the )?$|\b(?:do|does|should|can|could|must|will|shall|did) (?:i|we|he|she) $"
)
_ADVISED = re.compile(  # must recommend paying, to avoid paying
    r"\b(?:must|should|shall|to|can|could|may|will|would|please|recommends?|suggests?|advised?)(?: [a-z]{1,16})? $"
)
_OTHERS = re.compile(
    r"(?:\bthey|someone|somebody|hackers?|scammers?|swindlers?|strangers?|thie(?:f|ves)|criminals?|\bwas|\bwere|\bbe|\bbeen|"
    r"\bbeing|\bgot|\bgets?)(?: have| has| had| also| already| then| all| even)? $"
)
_SUBJECT = re.compile(
    r"(?:\b(?:i|we|she|he|who|and|then|so|mother|father|mom|mum|dad|grandma|grandpa|husband|wife|son|daughter|brother|sister|"
    r"friend|parents|[a-z]{0,6}mother|[a-z]{0,6}father|uncle|aunt|customer)|^|[。,;\n] ?)(?: (?:also|already|then|just|now|really|even|"
    r"once|first|do|did|have|has|so|only|quickly|finally|accidentally))* $"
    r"|\b(?:i|we|she|he) (?:go|goes|went)(?: to)?(?: [a-z0-9-]{1,16}){1,3} $"
)
_ASKS_ON = re.compile(r"\b(?:to|must|should|can|could|will|would|please|need)\b[^。;]* and $")
_GOES_TO = re.compile(r"\bto (?:my|our|her|his|the|their|a) ")  # came to my house and: no demand
_TO_THE_PERSON = re.compile(
    r"\b(?:paid|pays?|sent|sends?|gave|gives?|told|tells?|showed|shows?|says?|said|read) (?:me|us|my (?:son|brother|name|visa))\b"
)
_TAKES = ("took", "take", "charge")  # what others took or charged is paid by the person
_NOTHING_IN = re.compile(r"\b(?:no|nothing|any|never)\b")
_WORD = re.compile("[a-z]+")
_LEADS = re.compile(
    r"(?:(?:i|we|she|he|they|have|has|had|already|and|then|after|also|so|just|my|[a-z]{0,6}mother|[a-z]{0,6}father|husband|wife|"
    r"grandpa|grandma|aunt|uncle|son|daughter|friend|dad|mom|mum|brother|sister|(?:we|i)['’]ve) ){1,6}"
)
REACH = 60
NOTHING_BEHIND = re.compile(r" ?(?:no|nothing|none|zero|0) ?(?:money|yen|thing|fee)?\b")  # I pay no money
# They said my residence card would be cancelled: what is said of a thing, not the thing that was told.
_SAYS = re.compile(r"(?:say|says|said|saying)\b")
_OF_IT = re.compile(
    r" ?(?:(?:card|number|account|document|documents|details|visa) )?"
    r"(?:would|will|was|were|is|are|has|had|have|must|needs?|may|might|could|can|expires?|expired)\b"
)
_KEPT_THERE = re.compile(  # they would not let us leave until I typed it
    r"(?:not|n['’]?t) (?:let|allow) (?:me|us|him|her|them)[^。]{0,24} (?:until|till|unless|before) (?:i|we|he|she) (?:had )?$"
)
_NOW_KEPT = re.compile(
    r"\b(?:will not|won['’]?t|do not|don['’]?t|does not|doesn['’]?t|not going to) (?:let|allow) "
)
_SAYS_SO = re.compile(  # it says 'complete, pay …': words of others
    r"(?:^|[ (:])['\"‘“][^'\"’”]{0,60}$|\b(?:says|said|saying|reads|writes?|written|wrote|message|screen|letter|mail)\b(?: that)? ?:[^。]{0,50}$"
)

EnglishState = Literal["done", "not_done", "almost", "demanded", "passive", "unclear"]


def is_said_of(said: str, behind: str) -> bool:
    """Whether the act ``said`` only says something of a thing: a verb of saying, its object, and ``behind`` it what became of that."""
    return bool(_SAYS.match(said)) and bool(_OF_IT.match(behind))


def state_in_english(before: str, said: str, *, pays: bool, gives: bool) -> EnglishState:
    """Returns what the words ``before`` the act (of its sentence) and its own words ``said`` tell.

    ``pays``: that others moved money is no deed of the person; ``gives``: nor is what was given or told to them.
    """
    led = _LEADS.match(said)
    here = before.rpartition("。")[2].replace("\n", " ") + (led[0] if led else "")
    said = said[led.end() :] if led else said
    if _SAYS_SO.search(here):
        return "demanded"
    word = _WORD.match(said)
    tense = tense_of(word[0]) if word else "past"
    if _KEPT_THERE.search(here):
        return "demanded" if tense == "base" and _NOW_KEPT.search(here) else "done"
    if _MADE.search(here) and not _UNDONE.search(here):
        return "done"
    if _UNDONE.search(here) or (_NOTHING_IN.search(said) and tense != "going"):
        return "not_done"
    if _ALMOST.search(here):
        return "almost"
    if _ASKED.search(here) or (tense == "going" and _ADVISED.search(here)):
        return "demanded"
    if gives and _TO_THE_PERSON.match(said):
        return "unclear"
    if pays and not said.startswith(_TAKES) and _OTHERS.search(here):
        return "passive"
    return "done" if tense != "base" else _plainly(here, said)


def _plainly(here: str, said: str) -> EnglishState:
    """A verb in its plain form: told by who learned English late, or a demand that goes on (… to buy a card and read the code)."""
    if _ASKS_ON.search(_GOES_TO.sub("", here)):
        return "demanded"
    return "done" if _SUBJECT.search(here) else "unclear"
