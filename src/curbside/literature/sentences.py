"""Where sentences begin and end in clinical text.

Full stops in this literature mostly do not end anything: ``P = .04``, ``E. coli``, ``5 mg i.v. twice``,
``(see Fig. 2.)``. One regular expression finds every mark that could end a sentence, and the words on either
side decide. In doubt the text stays together: a quote that is too long can still be checked by its reader,
half a sentence can say the opposite of the whole.
"""

from __future__ import annotations

import re

_STOP = re.compile(
    r"""
      (?P<mark>[.?!…。！？][.?!…]*) (?P<closed>[]"'”’»)]*)
      (?: (?:\s?\[\d[\d,;\s–-]*\])? (?:\s+(?=\S)|\Z)        # a space, a citation before it: "pain. [4] The"
        | (?P<cited>\d{1,3}(?:[,–-]\d{1,3})*) \s+ (?=[A-Z])  # a superscript citation: "pain.4,5 The"
        | (?P<glued>(?=[A-Z][a-z]*[\s,]))                    # the space is missing: "pain.However"
        | (?P<wide>(?<=[。！？])[”’）]*(?=\S))               # full width: no space to wait for
      )
    """,
    re.VERBOSE,
)
_FOLLOWING = re.compile(r"""["'“‘«(\[{¿•*≥≤~∼+–—-]*\s?([^\W_][\w'’-]*)""")
_BRACKET = re.compile(r"[()\[\]]")
_DOTTED = re.compile(r"(?:[A-Za-z]{1,3}\.)+[A-Za-z]{1,3}")
_LIST_MARKER = re.compile(r"\d{1,3}|[A-Za-z]|[ivx]{1,4}|[IVX]{1,4}")
_WORDS_TOGETHER = re.compile(r"[A-Za-z]?[a-z]{2,}(?:-[a-z]+)*")
_LABELLED = re.compile(r"([A-Za-z]+)\s(?:[A-Z],?\s(?:(?:and|or|versus)\s)?)*[A-Z]\Z")
_ORDINARY = re.compile(r"[^\W\d_A-Z]{3,}|[A-Z]{2,}s?")

_LONGEST_ASIDE = 500
"""Characters. A longer bracket was probably never closed, and does not hold its sentences together."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NEVER_ENDS = _words(
    """
    vs Vs e.g E.g i.e I.e eg ie cf Cf viz ca approx Approx resp Fig Figs fig figs Eq Eqs Ref Refs Tab
    Suppl Dr Drs Prof Profs Mr Mrs Ms St Sts Mt Hon Rev Gen Col Capt Lt incl excl esp
    """
)
_NUMBERED = _words(
    """
    No no Nos nos Nr nr N° p pp P Pp vol Vol ch Ch chap Chap sec Sec sect Sect art Art para Para eq eqs
    ref refs tab max Max ed Ed Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec ver Ver v
    """
)
"""Short forms that a number follows; before a word they are words, as in ``the answer was no.``"""

_SELDOM_ENDS = _words(
    """
    al Inc Ltd Co Corp Bros Jr Sr Esq Univ Dept Hosp Inst Assoc Natl Acad Sci Soc Proc Trans Ann Arch Bull
    Clin Exp Med Surg Engl Am Br Eur Int Can Scand Jpn Chem Biol Biochem Physiol Pharmacol Pharm Ther
    Immunol Microbiol Epidemiol Endocrinol Metab Oncol Cardiol Neurol Psychiatry Radiol Pediatr Paediatr
    Obstet Gynecol Gynaecol Rheumatol Dermatol Gastroenterol Hepatol Nephrol Urol Hematol Haematol Nutr
    Diabetol Genet Mol Syst Staph Strep Ps Cl
    """
)
_BEFORE_A_NAME = _words("etc spp sp nov var subsp ssp cv bv serov")

_LABELLED_BY_LETTER = _words(
    """
    vitamin vitamins hepatitis influenza group groups type types class classes grade grades stage stages
    factor factors arm arms cohort phase level levels panel part step study site category subtype subtypes
    serotype serotypes serogroup serogroups immunoglobulin hemoglobin haemoglobin hemophilia haemophilia
    troponin cystatin cyclosporin ciclosporin amphotericin botulinum toxin protein peptide antigen form
    variant regimen schedule strategy treatment diet sequence session period experiment model option
    scenario allele haplotype genotype coenzyme cathepsin cyclin apolipoprotein lipoprotein complex domain
    region zone area lead wave Vitamin Vitamins Hepatitis Group Groups Type Class Grade Stage Factor Arm
    Cohort
    """
)
"""Words that a capital letter belongs to: ``vitamin D.`` can end a sentence, ``by J.`` cannot."""

_OPENERS = _words(
    """
    A An The This That These Those There Then Thus Therefore Though Although Another Any All After Also
    Among Amongst Additionally Accordingly As At Because Before Being Besides Between Both But By Compared
    Consequently Conversely Data Despite During Each Either Even Every Few Finally First Firstly Following
    For From Further Furthermore Given Hence Here How However If Importantly In Indeed Instead
    Interestingly It Its Last Lastly Later Less Like Likewise Many Mean Median Meanwhile More Moreover
    Most Much Neither Nevertheless Next No Nonetheless None Nor Notably Of On Once One Only Or Other
    Others Otherwise Our Over Overall Owing Participants Patients Previous Prior Rather Recently Regarding
    Results Second Secondly Several She He Similarly Since So Some Specifically Still Subsequently Such
    Surprisingly Their They Third Thirdly Through To Together Two Three Four Five Six Seven Eight Nine Ten
    Twelve Under Unfortunately Unlike Until Upon Using Via We What When Whereas Whether Which While Who
    Why With Within Without Yet You Background Objective Objectives Aim Aims Purpose Methods Conclusion
    Conclusions Findings
    """
)
"""Words that begin sentences, hardly ever names: after ``U.S.`` or ``et al.`` only these begin one."""

_LABELS = frozenset(
    re.split(
        r",\s+",
        "abstract, aim, aims, background, case report, conclusion, conclusions, context, data sources, "
        "design, discussion, findings, importance, interpretation, intervention, interventions, "
        "introduction, main outcome measures, main results, material and methods, materials and methods, "
        "method, methods, objective, objectives, outcomes, participants, patients, patients and methods, "
        "purpose, rationale, results, setting, study design, summary",
    )
)
"""What stands before a full stop without being a sentence: ``Methods. We randomised …`` is one."""

_LONGEST_LABEL = max(map(len, _LABELS))


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of folded text as ``[start, end)``, in order, none overlapping, none empty.

    Between two sentences, and before the first and after the last, there is nothing but white space. A mark
    and what closes after it (quotation marks, brackets, a citation number) belong to the sentence they end;
    a label such as ``RESULTS:`` belongs to the sentence it opens. A sentence read again is one sentence.
    """
    start = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if start >= last:
        return []
    spans: list[tuple[int, int]] = []
    asides = _asides(text)
    for stop in _STOP.finditer(text, start, last):
        if _ends_sentence(text, start, stop, asides):
            following = stop.end()
            spans.append((start, _trimmed(text, following)))
            start = following
    spans.append((start, last))
    return spans


def _trimmed(text: str, end: int) -> int:
    while text[end - 1].isspace():
        end -= 1
    return end


def _asides(text: str) -> list[tuple[int, int]]:
    """Brackets ``(open, close)``, outermost only, last first, so that the next one is at the end of the list.

    A bracket of one kind may close one of another: intervals are printed as ``[12, 20)``.
    """
    if "(" not in text and "[" not in text:
        return []
    outermost: list[tuple[int, int]] = []
    unclosed: list[int] = []
    for bracket in _BRACKET.finditer(text):
        position = bracket.start()
        if text[position] in "([":
            unclosed.append(position)
        elif unclosed and position - unclosed[-1] <= _LONGEST_ASIDE:
            opened = unclosed.pop()
            while outermost and outermost[-1][0] > opened:
                outermost.pop()
            outermost.append((opened, position))
        elif unclosed:
            unclosed.pop()
    return outermost[::-1]


def _ends_sentence(text: str, start: int, stop: re.Match[str], asides: list[tuple[int, int]]) -> bool:
    if stop["wide"] is not None:
        return True
    at = stop.start()
    while asides and asides[-1][1] < at:
        asides.pop()
    inside = bool(asides) and asides[-1][0] < at
    if inside and asides[-1][1] >= stop.end("closed"):
        return False
    following = _FOLLOWING.match(text, stop.end())
    if following is None:
        return False
    word = following[1]
    if inside and asides[-1][0] != start and not _opens(word):
        return False
    before = text[max(start, text.rfind(" ", start, at) + 1) : at]
    if stop["glued"] is not None:
        return _runs_into(before, word)
    if stop["cited"] is not None:
        return before[-1:] in {")", "]"} or (
            _WORDS_TOGETHER.fullmatch(before) is not None and not _is_short_form(before)
        )
    if stop["mark"][-1] in "?!":
        return not word[0].islower() or _is_symbol(word)
    if stop["mark"] == "…" or len(stop["mark"]) > 2:
        return word in _OPENERS
    return _stop_ends(text, start, at, before.lstrip("\"'“‘«([{"), word, closed=bool(stop["closed"]))


def _stop_ends(text: str, start: int, at: int, before: str, following: str, *, closed: bool) -> bool:
    """Does the full stop between these two words end the sentence that began at `start`?"""
    if not before:
        return following[0].isupper() and text[max(start, at - 2) : at].strip() not in {"", "."}
    if _is_short_form(before):
        return _short_form_ends(before, following)
    if start + len(before) == at and _LIST_MARKER.fullmatch(before):
        return False
    if at - start <= _LONGEST_LABEL and text[start:at].casefold() in _LABELS:
        return False
    if len(before) == 1 and "A" <= before <= "Z":
        return _letter_ends(text, start, at, following)
    first = following[0]
    if first.islower():
        return not closed and (_is_ordinary(before) or _is_symbol(following))
    if first.isdigit():
        # "P < 0. 05": some abstracts lost the decimal point to a line break.
        return not (before[-1] == "0" and not before[-2:-1].isdigit())
    return True


def _is_short_form(word: str) -> bool:
    return (
        word in _NEVER_ENDS
        or word in _NUMBERED
        or word in _SELDOM_ENDS
        or word in _BEFORE_A_NAME
        or ("." in word and _DOTTED.fullmatch(word) is not None)
    )


def _short_form_ends(short: str, following: str) -> bool:
    if short in _NEVER_ENDS:
        return False
    if short in _NUMBERED:
        return not following[0].isdigit() and (
            following in _OPENERS or (short.islower() and _opens(following))
        )
    if short in _SELDOM_ENDS or short[0].isupper():
        return following in _OPENERS
    return _opens(following)


def _letter_ends(text: str, start: int, at: int, following: str) -> bool:
    """A single capital is an initial or a genus, unless it labels the word before: ``hepatitis B and C.``"""
    if following in _OPENERS:
        return True
    if following[0].islower() and not _is_symbol(following):
        return False
    labelled = _LABELLED.search(text, start, at)
    return labelled is not None and labelled[1] in _LABELLED_BY_LETTER


def _runs_into(before: str, following: str) -> bool:
    """Is ``before.following`` the end of one sentence and the beginning of the next, the space lost?"""
    if before[-1:] in {")", "]", "%"}:
        return following in _OPENERS or len(following) > 3
    if _WORDS_TOGETHER.fullmatch(before) is None or _is_short_form(before):
        return following in _OPENERS and before[-1:].isalnum() and "." not in before and len(before) > 2
    return following in _OPENERS or (before.islower() and len(before) > 2 and len(following) > 3)


def _opens(word: str) -> bool:
    """A capitalised ordinary word, as sentences begin with; not ``IgG`` or ``CI``."""
    return word in _OPENERS or (len(word) > 2 and word[0].isupper() and word[1:].islower())


def _is_ordinary(word: str) -> bool:
    """A lower-case word, a capital abbreviation, or the end of a bracket or percentage."""
    return word[-1] in ')]%”"' or _ORDINARY.fullmatch(word.rpartition("-")[2]) is not None


def _is_symbol(word: str) -> bool:
    """A name with a small first letter wherever it stands: ``p53``, ``mRNA``, ``miR-21``, ``eGFR``."""
    return not word[1:].replace("-", "").replace("'", "").replace("’", "").islower() and len(word) > 1
