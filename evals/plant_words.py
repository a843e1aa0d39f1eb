"""Faults in words: a lost "not", "increased" for "decreased", "causes" for "associated with", another outcome.

Every planter yields sentences that read naturally and say something the true one does not. Where a change of words
might leave the meaning as it is, nothing is yielded: a null result says the same of both arms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

_NEGATION = re.compile(
    r"""\b(?:no|not|cannot|without|neither|nor|none|never|non-?\w*|fail(?:s|ed|ure)?|lack(?:s|ed)?|insignificant\w*|unlikely
    |absence|unable|unchanged|hardly|rarely|except|but|although|however|whether|unless|except|rather|despite)\b|n't\b""",
    re.VERBOSE | re.IGNORECASE,
)
_NULL = re.compile(
    r"""\b(?:no|not|nor|neither|without|similar(?:ly)?|comparable|equal(?:ly)?|equivalent|unchanged|same|non-?inferior\w*
    |none|non-?significant\w*|insignificant\w*|fail(?:ed|s)?|did\snot|cannot|differ(?:s|ed)?\slittle|unaffected|whether
    |if|unclear|unknown|uncertain|hypothes\w+|either|both\sgroups|both\sarms)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def spliced(text: str, start: int, end: int, new: str) -> str:
    """The sentence with other words at a place, in its case and with the article that they need."""
    old, before = text[start:end], text[:start]
    if old[:1].isupper() and new[:1].islower() and (not before.strip() or before.rstrip()[-1:] in ".:"):
        new = new[0].upper() + new[1:]
    article = _ARTICLE.search(before)
    if article is not None and new:
        wanted = "an" if _VOWEL.match(new) else "a"
        wanted = wanted.capitalize() if article[1][0].isupper() else wanted
        before = before[: article.start(1)] + wanted + before[article.end(1) :]
    return before + new + text[end:]


_ARTICLE = re.compile(r"(?<![\w-])(an?|An?)\s\Z")
_VOWEL = re.compile(r"(?!uni|use|usu|eu|one)[aeiou]|hour|honest", re.IGNORECASE)


# Negation

_PAST: Final = {
    "affect": "affected", "alter": "altered", "change": "changed", "decrease": "decreased", "increase": "increased",
    "reduce": "reduced", "improve": "improved", "lower": "lowered", "raise": "raised", "prevent": "prevented",
    "differ": "differed", "influence": "influenced", "show": "showed", "have": "had", "predict": "predicted",
    "correlate": "correlated", "appear": "appeared", "lead": "led", "result": "resulted", "cause": "caused",
    "worsen": "worsened", "enhance": "enhanced", "support": "supported", "demonstrate": "demonstrated",
    "reveal": "revealed", "find": "found", "observe": "observed", "detect": "detected", "modify": "modified",
    "reach": "reached", "achieve": "achieved", "benefit": "benefited", "respond": "responded", "provide": "provided",
    "produce": "produced", "confer": "conferred", "offer": "offered", "induce": "induced", "impair": "impaired",
    "inhibit": "inhibited", "contribute": "contributed", "relate": "related", "vary": "varied", "meet": "met",
    "slow": "slowed", "delay": "delayed", "shorten": "shortened", "prolong": "prolonged", "attenuate": "attenuated",
    "protect": "protected", "suppress": "suppressed", "require": "required", "report": "reported",
    "experience": "experienced", "develop": "developed", "receive": "received", "interfere": "interfered",
    "impact": "impacted", "help": "helped", "add": "added", "ease": "eased", "raise levels": "raised levels",
}  # fmt: skip
_VERBS = "|".join(sorted(_PAST, key=len, reverse=True))
_PAST_VERBS: Final = {past: verb for verb, past in _PAST.items()}
_ADVERB = (
    r"(?:(?:statistically\s)?(?:significantly|substantially|appreciably|markedly|clinically|further|also|directly|\
independently|consistently|greatly|materially)\s)?"
)
_DID_NOT = re.compile(
    rf"\b(?P<did>did|does|do)\snot\s(?P<adverb>{_ADVERB})(?P<verb>{_VERBS})\b", re.IGNORECASE
)
_IS_NOT = re.compile(
    r"\b(?P<be>was|were|is|are|has|have|had|should|could|would|must|can|will|been)\snot\s"
    r"(?!only\b|just\b|yet\b|all\b|always\b|necessarily\b|merely\b|exclusively\b|entirely\b|simply\b|every\b)",
    re.IGNORECASE,
)
_CANNOT = re.compile(r"\bcannot\b", re.IGNORECASE)
_NO = re.compile(
    r"""\b(?P<no>no)\s (?!such\b)
    (?P<rest>(?:(?:statistically|clinically)\s)?(?:significant(?:ly)?|clear|consistent|important|
    major|relevant|meaningful|serious|overall|additional|further|substantial|greater|higher|lower|increased)?\s?
    (?:significant\s)?(?:\w+(?:-\w+)?\s)?(?P<noun>differences?|effects?|associations?|correlations?|benefits?|
    improvements?|increases?|reductions?|decreases?|changes?|evidence|relationships?|interactions?|impact|influence|
    advantages?|risk|events?|complications?|heterogeneity|deaths?|relation|trend))\b""",
    re.VERBOSE | re.IGNORECASE,
)
_WITHOUT = re.compile(r"\bwithout\s(?!(?:or|which|regard|that|the\sneed)\b)(?P<next>\w+)", re.IGNORECASE)
_FAILED = re.compile(rf"\bfailed\sto\s(?P<adverb>{_ADVERB})(?P<verb>{_VERBS})\b", re.IGNORECASE)
_NONE_OF = re.compile(r"\bnone\sof\b(?!.*\b(?:any|or)\b)", re.IGNORECASE)
_NONSIGNIFICANT = re.compile(r"\b(?:non-?|in)significant(?P<ly>ly)?\b", re.IGNORECASE)
_UNLIKELY = re.compile(r"\bunlikely\b", re.IGNORECASE)
_ANY_OF_THESE_NEGATES = re.compile(
    r"\b(?:no|not|cannot|without|neither|nor|none|never|fail(?:s|ed)?|(?:non-?|in)significant(?:ly)?|unlikely|lack)\b",
    re.IGNORECASE,
)
_NOTHING_TO_LOSE = re.compile(
    r"\bwhether\b|\bneither\b|\bnor\b|\bif\s+not\b|\bor\snot\b|\bwith\s(?:or|and)\swithout\b", re.IGNORECASE
)


def negation_lost(text: str) -> Iterator[str]:
    """The sentence without its only negation."""
    if len(_ANY_OF_THESE_NEGATES.findall(text)) != 1 or _NOTHING_TO_LOSE.search(text):
        return
    for pattern, affirmed in _AFFIRMED:
        for match in pattern.finditer(text):
            yield spliced(text, *match.span(), affirmed(match))


def _did(match: re.Match[str]) -> str:
    verb = match["verb"].lower()
    return (
        match["adverb"] + {"did": _PAST[verb], "does": _third_person(verb), "do": verb}[match["did"].lower()]
    )


def _with(match: re.Match[str]) -> str:
    return ("while " if match["next"].endswith("ing") else "with ") + match["next"]


def _some(rest: str, noun: str) -> str:
    counted = noun.lower() not in ("evidence", "heterogeneity", "impact", "influence", "risk")
    if not counted or noun.lower().endswith("s"):
        return rest
    return ("an " if _VOWEL.match(rest) else "a ") + rest


def _third_person(verb: str) -> str:
    if verb == "have":
        return "has"
    if re.search(r"(?:s|sh|ch|x|z|o)\Z", verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y\Z", verb) else f"{verb}s"


_AFFIRMED: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (_DID_NOT, _did),
    (_IS_NOT, lambda match: f"{match['be']} "),
    (_CANNOT, lambda _: "can"),
    (_NO, lambda match: _some(match["rest"], match["noun"])),
    (_WITHOUT, _with),
    (_FAILED, lambda match: match["adverb"] + _PAST[match["verb"].lower()]),
    (_NONE_OF, lambda _: "all of"),
    (_NONSIGNIFICANT, lambda match: "significant" + (match["ly"] or "")),
    (_UNLIKELY, lambda _: "likely"),
)


_JUDGED = (
    r"associated|effective|superior|inferior|higher|lower|greater|longer|shorter|better|worse|increased|decreased|reduced|"
    r"improved|related|correlated|recommended|safe|well\stolerated|feasible|useful|different|more|less|indicated|"
    r"contraindicated|approved|beneficial|needed|required|considered|given|used|avoided|offered|stopped|shown|linked|"
    r"elevated|lowered|predictive|sufficient|necessary|able|common|frequent|accurate|reliable|observed|detected"
)
_AFFIRMS = re.compile(
    rf"""\b(?P<be>was|were|is|are|has\sbeen|have\sbeen|should\sbe|must\sbe|could\sbe|can\sbe)\s
    (?P<rest>(?:(?:statistically\s)?(?:significantly|substantially|strongly|independently|positively|negatively|inversely|
    directly|closely|highly|clearly|markedly|further|routinely|generally|associated)\s)?(?:{_JUDGED})\b)""",
    re.VERBOSE | re.IGNORECASE,
)
SUBJECT: Final = r"""(?:(?:groups?|therapy|treatment|supplementation|interventions?|use|exercise|training|
    administration|programs?|programme|levels?|scores?|rates?|mortality|medication|drug|surgery|care|diet|intake|
    exposure|patients|participants|children|women|men|results?|analysis|trial|study|studies|counselling|counseling|vaccine|
    vaccination|education|screening|management|combination|regimen|\w{4,}(?:ine|mab|nib|statin|tide|pril|sartan|azole|
    xaban|cillin|mycin|prazole|olol|gliptin|gliflozin|dronate|cept|formin|zole|done|pam)|it|they|we|vitamin\sD|aspirin)
    (?:\s\([^)]{1,30}\))?)"""
"""What a verb in the past may follow and be a verb: after other words "reduced" may be an adjective."""
_DOES = re.compile(
    rf"""\b{SUBJECT}\s(?P<adverb>(?:(?:significantly|substantially|also|markedly|effectively|further)\s)?)
    (?P<verb>{"|".join(_PAST_VERBS)})\s(?!in\b|rates?\b|risk\b|had\b|been\b|to\b)(?=\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_MODAL = re.compile(r"\b(?P<modal>should|must|can|could)\s(?!not\b|be\b)(?=[a-z]+\b)")


def negation_put_in(text: str) -> Iterator[str]:
    """The sentence with a "not" where it says that something is, does or should be so."""
    if _NEGATION.search(text) or _NULL.search(text):
        return
    for match in _AFFIRMS.finditer(text):
        if text[: match.start()].lower().endswith("there "):
            continue
        be, _, been = match["be"].partition(" ")
        yield spliced(text, *match.span(), f"{be} not{' ' + been if been else ''} {match['rest']}")
    for match in _DOES.finditer(text):
        verb = _PAST_VERBS[match["verb"].lower()]
        yield spliced(text, match.start("adverb"), match.end("verb"), f"did not {match['adverb']}{verb}")
    for match in _MODAL.finditer(text):
        negated = "cannot" if match["modal"] == "can" else f"{match['modal']} not"
        yield spliced(text, *match.span("modal"), negated)


def null_as_effect(text: str) -> Iterator[str]:
    """A result of no difference told as one: "no significant difference in X" as "a significant reduction in X"."""
    if len(_ANY_OF_THESE_NEGATES.findall(text)) != 1:
        return
    for match in _NO_DIFFERENCE_IN.finditer(text):
        adjective = "significant " if "significant" in match[0].lower() else ""
        for noun in ("reduction", "improvement"):
            if match["plural"]:
                yield spliced(text, *match.span(), f"{adjective}{noun}s in")
            else:
                yield spliced(
                    text,
                    *match.span(),
                    f"a {adjective}{noun} in" if adjective or noun == "reduction" else f"an {noun} in",
                )
    for match in _NO_EFFECT_ON.finditer(text):
        verb = {"had": "improved", "has": "improves", "have": "improve"}[match["had"].lower()]
        yield spliced(text, *match.span(), verb)
        yield spliced(text, *match.span(), verb.replace("improve", "reduce"))
    for match in _NOT_ASSOCIATED.finditer(text):
        yield spliced(text, *match.span(), f"{match['be']} associated with lower")
    for match in _DID_NOT.finditer(text):
        if match["verb"].lower() in _LEAVING_ALONE:
            for verb in ("reduce", "improve"):
                finite = {"did": _PAST[verb], "does": _third_person(verb), "do": verb}[match["did"].lower()]
                yield spliced(text, *match.span(), finite)


_LEAVING_ALONE: Final = frozenset(("affect", "alter", "change", "influence", "impact"))
_NO_DIFFERENCE_IN = re.compile(
    r"\bno\s(?:(?:statistically\s)?significant\s|clear\s|overall\s|important\s)*(?:difference|change|effect)(?P<plural>s)?\s(?:in|on)\b",
    re.IGNORECASE,
)
_NO_EFFECT_ON = re.compile(
    r"\b(?P<had>had|has|have)\sno\s(?:(?:statistically\s)?significant\s|clear\s|beneficial\s|additional\s)*"
    r"(?:effects?|impact|influence)\son\b",
    re.IGNORECASE,
)
_NOT_ASSOCIATED = re.compile(
    r"\b(?P<be>was|were|is|are)\snot\s(?:significantly\s|independently\s)?associated\swith(?=\s(?:mortality|survival|death|risk|the\srisk|all-cause|pain|quality|blood|disease|depress\w+))",
    re.IGNORECASE,
)


# Direction

_OPPOSITES: Final = (
    ("increased", "decreased"), ("increases", "decreases"), ("increase", "decrease"), ("increasing", "decreasing"),
    ("higher", "lower"), ("highest", "lowest"), ("improved", "worsened"), ("improves", "worsens"),
    ("improve", "worsen"), ("improving", "worsening"), ("improvement", "deterioration"),
    ("improvements", "deteriorations"), ("superior", "inferior"), ("superiority", "inferiority"),
    ("longer", "shorter"), ("better", "worse"), ("greater", "smaller"), ("larger", "smaller"), ("rose", "fell"),
    ("raised", "lowered"), ("elevated", "reduced"), ("gained", "lost"), ("faster", "slower"), ("earlier", "later"),
    ("positively", "negatively"), ("upregulated", "downregulated"), ("stronger", "weaker"), ("gain", "loss"),
    ("older", "younger"), ("beneficial", "harmful"), ("above", "below"), ("prolonged", "shortened"),
    ("positive correlation", "negative correlation"), ("positive association", "negative association"),
    ("directly proportional", "inversely proportional"), ("safer", "more dangerous"),
    ("favourable", "unfavourable"), ("favorable", "unfavorable"), ("benefit", "harm"), ("heavier", "lighter"),
)  # fmt: skip
_ONE_WAY: Final = {
    "reduced": "increased", "reduces": "increases", "reduce": "increase", "reducing": "increasing",
    "reduction": "increase", "reductions": "increases", "lowered": "raised", "lowers": "raises",
    "fewer": "more", "declined": "rose", "decline": "rise", "protective": "harmful", "less": "more",
    "more often": "less often", "more frequent": "less frequent", "more frequently": "less frequently",
    "more common": "less common", "more likely": "less likely", "more effective": "less effective",
    "more severe": "less severe", "more than": "less than", "inversely": "positively", "prevents": "causes",
    "prevented": "caused", "enhanced": "impaired", "enhances": "impairs", "enhance": "impair",
    "impaired": "enhanced", "promotes": "inhibits", "inhibits": "promotes", "inhibited": "stimulated",
    "alleviated": "aggravated", "alleviates": "aggravates", "attenuated": "amplified", "benefits": "harms",
    "effective in": "harmful in", "diminished": "increased", "shortens": "prolongs", "prolongs": "shortens",
}  # fmt: skip
_OPPOSITE: Final[Mapping[str, str]] = {
    **dict(_OPPOSITES),
    **{other: one for one, other in reversed(_OPPOSITES)},
    **_ONE_WAY,
}
_DIRECTED = re.compile(
    r"(?<![-\w])(?:" + "|".join(sorted(map(re.escape, _OPPOSITE), key=len, reverse=True)) + r")(?![-\w])",
    re.IGNORECASE,
)
_NOT_DIRECTED = re.compile(
    r"""(?:lower|upper|higher)\s(?:limb|extremit|leg|respiratory|urinary|back|body|gastro|bound|limit|third|half|pole|arm
      |income|education|order|eyelid|lip|jaw|abdom|uterine|oesoph|esoph|incisor|quartile|tertile|middle|confidence|GI\b
      |first|molar|teeth|tooth|dent|face|facial)
    | (?:older|younger|elderly|above|below|later|earlier)\s(?:adult|people|patient|person|women|men|age|mention|describ
      |stud|work|report|trial|research|public|find|listed)
    | less\s(?:than\s(?:or|half)|is\sknown|known|clear|developed|attention)
    | more\s(?:than\s(?:one|once)|and\smore)
    | (?:more|less)\s(?:research|studies|work|information|data|evidence|trials)
    | (?:benefits?|harm|gain|loss)\s(?:of|from|to)?\s?(?:the\sdoubt|follow)
    | (?:loss|lost)\s(?:to|of|at) | fell\s(?:into|under|within|outside|asleep)
    | better\s(?:understand|characteri|defin|elucid|inform)
    | increasing(?:ly)?\s(?:number|prevalence) | greater\s(?:than\sor|Paris)
    | (?:increased|improved|reduced|raised|elevated)\s(?:and|or|as\swell)""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_DIRECTED_BEFORE = re.compile(
    r"""\b(?:or|one\sor|no|not|once|much|any|weight|hearing|blood|bone|hair|tooth|vision|visual|memory|pregnancy|fetal|
    foetal|attachment|volume|the|of|see|as|risk)\s\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_SENSITIVE_AFTER_THESE = frozenset(
    ("loss", "gain", "less", "above", "below", "benefit", "harm", "benefits", "reduced")
)


def direction(text: str) -> Iterator[str]:
    """More told as less. Nothing where the sentence finds no difference: there neither holds."""
    if _NULL.search(text):
        return
    for match in _DIRECTED.finditer(text):
        word = match[0].lower()
        if _NOT_DIRECTED.match(text, match.start()):
            continue
        before = text[: match.start()]
        if word in _SENSITIVE_AFTER_THESE and _NOT_DIRECTED_BEFORE.search(before):
            continue
        if re.search(r"\b(?:or|and)\s\Z", before) and _DIRECTED.search(before[-18:]):
            continue
        other = _OPPOSITE[word]
        if other in text.lower().split():
            # "higher in A and lower in B" turned into "lower in A and lower in B" is a muddle, and no natural error.
            continue
        yield spliced(text, *match.span(), other)


# Certainty

_ASSOCIATED = re.compile(
    r"""\b(?P<be>(?:is|are|was|were|has\sbeen|have\sbeen|may\sbe|might\sbe|could\sbe|can\sbe)\s)
    (?P<adverb>(?:significantly|strongly|independently|closely|also|positively|consistently)\s)?
    (?P<link>associated|linked|correlated)\s(?:with|to)\s(?=(?:an?\s|the\s)?[a-z])""",
    re.VERBOSE | re.IGNORECASE,
)
_CAUSES: Final = {
    "is": "causes", "are": "cause", "was": "caused", "were": "caused", "has been": "has caused",
    "have been": "have caused", "may be": "may cause", "might be": "might cause", "could be": "could cause",
    "can be": "can cause",
}  # fmt: skip
_RISK_FACTOR = re.compile(
    r"\b(?:an?\s)(?:independent\s|significant\s|strong\s|major\s)?(?:risk\sfactor|predictor)\s(?:for|of)\b",
    re.IGNORECASE,
)
_LINK_NOUN = re.compile(
    r"\b(?:an?\s)(?:significant\s|strong\s|positive\s|clear\s)?association\sbetween\s(?P<one>[^,;.()]{3,60}?)\sand\s",
    re.IGNORECASE,
)


def causation(text: str) -> Iterator[str]:
    """What goes together told as what brings about. Nothing where the source denies that it goes together."""
    if _NULL.search(text):
        return
    for match in _ASSOCIATED.finditer(text):
        yield spliced(text, *match.span(), _CAUSES[match["be"].strip().lower()] + " ")
    for match in _RISK_FACTOR.finditer(text):
        yield spliced(text, *match.span(), "a proven cause of")
    for match in _LINK_NOUN.finditer(text):
        yield spliced(text, *match.span(), f"proof that {match['one']} causes ")


_MAY_BE = re.compile(
    r"(?P<noun>(?!(?:who|which|that)\b)[\w)]+)\s(?P<may>(?:may|might|could)\s(?:also\s|therefore\s)?(?P<be>be|have))\b(?!\sbeen)",
    re.IGNORECASE,
)
_MAY_DO = re.compile(
    r"(?P<noun>(?!(?:who|which|that)\b)[\w)]+)\s(?P<may>(?:may|might|could)\s"
    rf"(?P<adverb>(?:also\s|significantly\s|further\s|potentially\s)?)(?P<verb>{_VERBS}))\b",
    re.IGNORECASE,
)
_SEEMS = re.compile(r"\b(?P<seems>(?P<verb>appear|seem)(?P<s>s|ed)?\sto\s(?P<be>be|have))\b", re.IGNORECASE)
_SEEMS_TO: Final = {
    ("", "be"): "are", ("s", "be"): "is", ("ed", "be"): "", ("", "have"): "have", ("s", "have"): "has",
    ("ed", "have"): "had",
}  # fmt: skip
_SUGGESTS = re.compile(r"\b(?P<suggest>suggest)(?P<s>s|ed|ing)?(?=\sthat\b|\s(?:an?|the)\s)", re.IGNORECASE)
_PROVES: Final = {"": "prove", "s": "proves", "ed": "proved", "ing": "proving"}
_HEDGES: Final = {
    "possible": "proven", "potential": "proven", "possibly": "definitely", "probably": "certainly",
    "potentially": "always", "preliminary evidence": "conclusive evidence", "limited evidence": "strong evidence",
    "low-certainty": "high-certainty", "low certainty": "high certainty", "very low quality": "high quality",
    "low-quality": "high-quality", "low quality": "high quality", "weak evidence": "strong evidence",
    "insufficient evidence": "strong evidence", "some evidence": "conclusive evidence",
    "may be considered": "must be given", "can be considered": "must be given",
    "tended to be": "was", "a trend towards": "a significant", "a trend toward": "a significant",
}  # fmt: skip
_HEDGE = re.compile(
    r"(?<![-\w])(?:" + "|".join(sorted(map(re.escape, _HEDGES), key=len, reverse=True)) + r")(?![-\w])",
    re.IGNORECASE,
)
_HEDGE_ONLY_WITH = {
    "potential": re.compile(
        r"\s(?:benefits?|risks?|role|effects?|effectiveness|efficacy|harms?|treatment|association)\b"
    ),
    "possible": re.compile(
        r"\s(?:benefits?|risks?|role|effects?|association|mechanism|cause|link|explanation)\b"
    ),
    "potentially": re.compile(r"\s(?:useful|effective|beneficial|harmful|fatal|dangerous)\b"),
}


def hedge(text: str) -> Iterator[str]:
    """What may be told as what is; a suggestion as proof."""
    if re.search(r"\b(?:not|no|whether|if|unclear|unknown)\b", text, re.IGNORECASE):
        return
    for match in _MAY_BE.finditer(text):
        is_plural = _is_plural(match["noun"])
        be = {"be": "are" if is_plural else "is", "have": "have" if is_plural else "has"}[match["be"].lower()]
        yield spliced(text, *match.span("may"), be)
    for match in _MAY_DO.finditer(text):
        verb = match["verb"].lower()
        yield spliced(
            text,
            *match.span("may"),
            match["adverb"].replace("potentially ", "")
            + (verb if _is_plural(match["noun"]) else _third_person(verb)),
        )
    for match in _SEEMS.finditer(text):
        if firm := _SEEMS_TO[(match["s"] or "").lower(), match["be"].lower()]:
            yield spliced(text, *match.span("seems"), firm)
    for match in _SUGGESTS.finditer(text):
        yield spliced(text, *match.span(), _PROVES[(match["s"] or "").lower()])
    for match in _HEDGE.finditer(text):
        word = match[0].lower()
        needed = _HEDGE_ONLY_WITH.get(word)
        if needed is None or needed.match(text, match.end()):
            yield spliced(text, *match.span(), _HEDGES[word])


def _is_plural(noun: str) -> bool:
    is_many = re.search(
        r"[^siu]s\Z|ies\Z|^(?:data|children|women|men|people|they|we|these|those)\Z", noun.lower()
    )
    return is_many is not None
