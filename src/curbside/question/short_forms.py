"""Where the short forms of a question stand: which of its words are meant as one.

Clinicians type them as they come: AIs, post-MI, RA-ILD, pe after surgery. English words typed in small letters are
words ("as", "all", "or"), a number's unit is a unit ("5 mg"), and a hyphen before a digit makes a name ("IL-6").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from curbside.terminology.senses import Inventory, Sense, merged

_TOKEN: Final = re.compile(r"[^\W_]+(?:\([^\W_]{1,3}\)[^\W_]*)?")
_HYPHENED: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_LONGEST: Final = 12
_AFTER: Final = re.compile(r"-(?:[a-z]{3,}|[A-Z]{2,}s?\b)")
_BEFORE: Final = re.compile(r"(?:(?<![^\W_])(?:[a-z]{3,}|[A-Z]{2,}))-$")
_LETTERED: Final = re.compile(
    r"\b(?:vitamins?|hepatitis|influenza|type|group|class|grade|stage|phase|child-pugh|factor|protein|immunoglobulin|interferon"
    r"|coenzyme|strep|streptococcus|amphotericin|cyclosporin|botulinum toxin|drug|arm)\s\Z",
    re.IGNORECASE,
)
"""What a single letter after it belongs to."""

_COUNTED: Final = re.compile(r"\d\s?$")

ENGLISH: Final = frozenset(
    (
        "a ace act acts ad add ads ag age aid aids air all am amp an and ant any ape apt arc arm arms art as ash "
        "ask at ate awe axe bad bag bar bat be bed bee been being bet bin bit both bra bud bug bun bus but by cab "
        "cal can can't cant cap caps car case cat cats chat come cop cough cross cue cup cut da dab dad dam dash "
        "day deb den dew did die dig dip dis do doc doe does dog dogs don done dose dot down due duo dye each ear "
        "ears east eat eats ed egg ego elm end ends era err est eve ewe eye eyes fab fact fad fan far fast fat "
        "fats fed fee feel felt fen few fib fin find fir fit five fix flu fly foe fog foot for four fox from fry "
        "full fun fur gag gap gaps gas gel gem get gets gig gin give go god gold gone good got gum gun had half "
        "ham hams hand hard has hat have hay he head hear heart held help hem hen her here hers hey hi hid high "
        "him hip his hit hoe hold home hop hot hour how how's hub hug hum hut i ice idea if ill in ink inn into "
        "ion is isn it its ivy jam jar jaw jet job jog joy just keep keg key kids kin kind kit knee know lab lack "
        "lad lag lap last late law lay left leg legs less let lid lie lies life like line lines lip list live log "
        "long look lose lot lots low mad made make male malt man many map mar mat may me mean men mid mild mine "
        "miss mix mob mom mop more most move much mud mug must my nag name nap near neck need net new next nine "
        "no nod non none nor not now nun nut oak oar oat odd of off oh ok old on once one only open opt or oral "
        "orb our out over owe owl own pad pain pal pan pap par pass past pat paw pays pea peak peg pen pep per "
        "pet pets pew pick pie pig pin pip pit plan plus pod pop post pot pro pros pub pun pup push put rad rag "
        "raid ran rap rare rash rat rate raw read real red rest rib rid ride rim rip rise roc rod role rose rot "
        "row rub rug run rye sac sad safe sag said salt same sap sat saw say sea see seem seen self send sent set "
        "sew sex she shot show shy sick side sin sip sir sit six size ski skin sky slow so sob sod sol some soon "
        "soy spa spy star stay step steps stop sty sub such sue sum sun sure tab tac tag tags take talk tan tap "
        "tar tax tea team tee tell ten term test than that the them then they this tic tics tie til time tin tip "
        "tips to toe told ton too took top tops toy try tube tug turn twin two type um un unit up upon ups us use "
        "used user uses van vat ve very vet via view vow wag wait walk wall want war ward warm was wash wax way "
        "we web wed week well went were west wet what when who whom why wide wife wig will win wish wit with woe "
        "wok word work yam year yes yet you your zap zero zip zoo"
    ).split()
)
_UNITS: Final = frozenset(
    "mg ml g kg mcg ug ng pg iu u l dl mm cm m mmol mol meq hr h min s d bd tds am pm".split()
)
_NEVER_SMALL: Final = frozenset("al ca. de dr eg et etc ie la le mr mrs ms. per re st vs".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A short form in a text, without the s of a plural; typed in small letters, it is spelled as it is known."""

    short: str
    start: int
    end: int
    is_plural: bool
    senses: tuple[Sense, ...]


def mentions(text: str, inventory: Inventory) -> list[Mention]:
    """The short forms of a text that an inventory knows, in order."""
    shouted = text.isupper()
    found: list[Mention] = []
    for token in _TOKEN.finditer(text):
        if found and token.start() < found[-1].end:
            continue
        for written in dict.fromkeys((*_with_hyphens(text, token), token[0], token[0].split("(")[0])):
            end = token.start() + len(written)
            if len(written) > _LONGEST or _is_part_of_a_name(text, token.start(), end):
                continue
            if _is_a_word(written, shouted=shouted) or _is_a_unit(text, token.start(), written):
                continue
            if known := _known(written, inventory):
                is_plural, senses = known
                found.append(
                    Mention(
                        short=senses[0].short if written.islower() else written.removesuffix("s" * is_plural),
                        start=token.start(),
                        end=end,
                        is_plural=is_plural,
                        senses=senses,
                    )
                )
                break
    return found


def _with_hyphens(text: str, token: re.Match[str]) -> Iterator[str]:
    """The longest name with hyphens in it that begins here (``PD-1``, ``NT-proBNP``); none where there is no hyphen."""
    if (name := _HYPHENED.match(text, token.start())) is not None:
        yield name[0]


def _known(written: str, inventory: Inventory) -> tuple[bool, tuple[Sense, ...]] | None:
    """Whether what is written is a plural, and its senses; None when the inventory does not know it."""
    is_plural = len(written) > 2 and written.endswith("s") and not written.endswith(("ss", "us", "is"))
    singular = written[:-1] if is_plural else ""
    for one in filter(None, (written, singular)):
        if senses := _senses(one, inventory):
            return one == singular, senses
    return None


def _senses(written: str, inventory: Inventory) -> tuple[Sense, ...]:
    """The senses of a short form as it is written; and of those that differ by case, for PSA may be meant for PsA."""
    senses = list(inventory.of(written))
    if len(written) < 2 or not (written.isupper() or written.islower()):
        return tuple(senses)
    for spelled in inventory.spelled_like(written):
        if spelled != written:
            senses += (
                replace(sense, commonness=max(1, sense.commonness - written.isupper()))
                for sense in inventory.of(spelled)
            )
    return tuple(merged(senses))


def _is_a_word(written: str, *, shouted: bool) -> bool:
    """Is it an English word, and not in capitals among small letters?"""
    folded = written.casefold()
    words = {folded, folded.removesuffix("s")}
    return (shouted or not _has_capitals(written)) and bool(words & (ENGLISH | _NEVER_SMALL))


def _is_a_unit(text: str, start: int, written: str) -> bool:
    return written.islower() and (written in _UNITS or bool(_COUNTED.search(text[max(0, start - 3) : start])))


def _has_capitals(written: str) -> bool:
    """``AS``, ``PaO2`` and ``tPA``, and not the ``As`` that begins a sentence."""
    return any(letter.isupper() for letter in written[1:])


def _is_part_of_a_name(text: str, start: int, end: int) -> bool:
    """ "AI-induced" and "post-MI" are uses of a short form; "AI-2", "X-AI" and the D of "vitamin D" are names."""
    if end - start == 1 and _LETTERED.search(text, 0, start):
        return True
    if text[start - 1 : start] == "-" and not _BEFORE.search(text[:start]):
        return True
    return text[end : end + 1] == "-" and not _AFTER.match(text, end)
