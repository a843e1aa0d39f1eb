"""Answers and abstentions as JSON: what ``ask --json`` prints and ``schema answer`` describes.

The JSON is the types of `curbside.verification.answer` field by field, with three differences. A verdict's
``supporting`` and ``opposing`` claims are called ``for`` and ``against``; a ``status`` tells the two outcomes
apart; and an abstention has every key an answer has, its lists empty and its title the question, beside ``reason``
and ``searched``.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from curbside.errors import BadData
from curbside.verification.answer import Abstention, Answer

Outcome = Answer | Abstention

_TYPE_OF_STATUS: Final[dict[str, type[Answer] | type[Abstention]]] = {
    "answered": Answer,
    "abstained": Abstention,
}
_LISTS: Final = (
    "bottom_line",
    "verdicts",
    "sections",
    "steps",
    "omissions",
    "references",
    "withheld",
    "unused",
    "follow_ups",
    "choices",
)
_WIRE_NAMES: Final = {"supporting": "for", "opposing": "against"}
_FIELD_NAMES: Final = {wire: name for name, wire in _WIRE_NAMES.items()}

# DEL and the C1 controls are the ones a JSON encoder leaves alone and a terminal may obey.
_RAW_CONTROL: Final = re.compile(rb"\x7f|\xc2[\x80-\x9f]")


def to_json(outcome: Outcome) -> bytes:
    """One line of UTF-8 JSON, keys always in the same order, without a line break at its end.

    Every control character is escaped, so that printing the line on a terminal prints and does nothing else.
    """
    return _encode(values(outcome))


def from_json(document: bytes) -> Outcome:
    """The answer or abstention that `to_json` wrote.

    Raises `BadData` for anything else, a key that is no part of an answer included: an answer that lost
    something in reading would no longer be the one its ``id`` names.
    """
    plain = _decoded(document)
    try:
        outcome = _outcome_of(plain)
    except msgspec.ValidationError as error:
        raise BadData(f"expected an answer as `curbside schema answer` describes it; {error}") from error
    if values(outcome) != plain:
        raise BadData("expected only the keys that `curbside schema answer` describes; came others as well")
    return outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as it was once given, by this version or by another, whose JSON may have had other keys.

    ``plain`` is its JSON as it was written, and ``outcome`` what this version makes of it.
    """

    outcome: Outcome
    plain: dict[str, Any]


def given(document: bytes) -> Given:
    """The answer that `to_json`, of this version or another, once wrote.

    Raises `BadData` when its contents are not those that its ``id`` names: somebody has changed it since.
    """
    plain = _decoded(document)
    named, provenance = plain.get("id"), plain.get("provenance")
    if not isinstance(named, str) or not isinstance(provenance, dict):
        raise BadData("expected an answer with its `id` and `provenance`; came one without")
    if _hash_of(plain) != named:
        raise BadData(
            f"expected the answer that its id {named[:12]} names; its contents are others: "
            "it was changed after it was given, and proves nothing"
        )
    try:
        outcome = _outcome_of(plain)
    except msgspec.ValidationError as error:
        raise BadData(
            f"expected an answer that this version can read; came one of Curbside {provenance.get('version')}: {error}"
        ) from error
    return Given(outcome=outcome, plain={key: [] for key in _LISTS} | plain)


def _decoded(document: bytes) -> dict[str, Any]:
    try:
        plain = msgspec.json.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadData(f"expected an answer as JSON; came something else: {error}") from error
    status = plain.get("status") if isinstance(plain, dict) else None
    if not isinstance(status, str) or status not in _TYPE_OF_STATUS:
        raise BadData("expected an answer: an object whose `status` is `answered` or `abstained`")
    return plain  # type: ignore[no-any-return]


def _outcome_of(plain: dict[str, Any]) -> Outcome:
    return msgspec.convert(_renamed(plain, _FIELD_NAMES), _TYPE_OF_STATUS[plain["status"]])


def content_hash(outcome: Outcome) -> str:
    """SHA-256, in hex, of everything the outcome says but its ``id`` and ``provenance.asked_at``.

    The hash is over the JSON with sorted keys, so that it stays the same if the printed order ever changes.
    """
    return _hash_of(values(outcome))


def _hash_of(plain: dict[str, Any]) -> str:
    provenance = {key: value for key, value in plain["provenance"].items() if key != "asked_at"}
    said = {key: value for key, value in plain.items() if key != "id"} | {"provenance": provenance}
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that everything `to_json` writes is valid against."""
    _, definitions = msgspec.json.schema_components((Answer, Abstention), ref_template="#/$defs/{name}")
    described = {name: _described(name, definition) for name, definition in definitions.items()}
    answer = described["Answer"]
    answer["properties"]["status"] = {"const": "answered", "description": "There is an answer."}
    abstention = described["Abstention"]
    abstention["properties"]["status"] = {"const": "abstained", "description": "There is no answer."}
    for key in _LISTS:
        if key in abstention["properties"]:
            continue
        empty = answer["properties"][key] | {"maxItems": 0, "description": "Empty: there is no answer."}
        abstention["properties"][key] = empty
    for key in ("title", "plain_title"):
        abstention["properties"][key] = answer["properties"][key]
    for outcome in (answer, abstention):
        outcome["properties"] = {key: outcome["properties"][key] for key in _key_order(outcome["properties"])}
        outcome["required"] = list(outcome["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "curbside:answer",
        "title": "What Curbside says to a clinical question",
        "description": "An answer, every claim tied to the characters that carry it; or an abstention.",
        "oneOf": [{"$ref": "#/$defs/Answer"}, {"$ref": "#/$defs/Abstention"}],
        "$defs": described,
    }


def values(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON values, keys named and ordered as published: what `to_json` writes."""
    try:
        parts = _renamed(msgspec.json.decode(msgspec.json.encode(outcome)), _WIRE_NAMES)
    except UnicodeEncodeError as error:
        raise BadData(f"expected text that can be written as UTF-8; {error.reason}") from error
    parts["status"] = "answered" if isinstance(outcome, Answer) else "abstained"
    parts.setdefault("title", outcome.question.read_as)
    parts.setdefault("plain_title", None)
    for key in _LISTS:
        parts.setdefault(key, [])
    return {key: parts[key] for key in _key_order(parts)}


def _key_order(parts: dict[str, Any]) -> list[str]:
    order = ("id", "question", "status", "reason", "searched", "title", "plain_title", *_LISTS, "provenance")
    return [key for key in order if key in parts]


def _renamed(plain: Any, names: dict[str, str]) -> dict[str, Any]:
    """A copy in which the verdicts' keys go by their other names; what is not as expected is left alone."""
    verdicts = plain.get("verdicts")
    if not isinstance(verdicts, list):
        return dict(plain)
    return {**plain, "verdicts": [_with_names(verdict, names) for verdict in verdicts]}


def _with_names(verdict: Any, names: dict[str, str]) -> Any:
    if not isinstance(verdict, dict):
        return verdict
    return {names.get(key, key): value for key, value in verdict.items()}


def _encode(plain: dict[str, Any]) -> bytes:
    return _RAW_CONTROL.sub(_escaped, msgspec.json.encode(plain))


def _escaped(match: re.Match[bytes]) -> bytes:
    return rf"\u{ord(match[0].decode()):04x}".encode()


def _described(name: str, definition: dict[str, Any]) -> dict[str, Any]:
    """A definition closed to other keys, every key of it required, explained in words."""
    if definition.get("type") != "object":
        return definition | {"description": _DEFINITIONS[name]}
    properties = {
        _WIRE_NAMES.get(key, key): _documented(f"{name}.{key}", form)
        for key, form in definition["properties"].items()
    }
    return {
        "description": _DEFINITIONS[name],
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _documented(path: str, form: dict[str, Any]) -> dict[str, Any]:
    described = {key: value for key, value in form.items() if key != "default"}
    return described | _CONSTRAINTS.get(path, {}) | {"description": _FIELDS[path]}


_DEFINITIONS: Final = {
    "Answer": "An answer whose every claim was upheld by every check.",
    "Abstention": "Why the library carries no answer, what was searched and what came nearest.",
    "ClinicalQuestion": "The question as it was understood, so that it can be corrected.",
    "Constraints": "What narrows the question down.",
    "Correction": "A word that was taken for a misspelling of a name, and the name.",
    "FollowUp": "What a question was made from when it came after another.",
    "Expansion": "Other words for something the question says, searched for as well.",
    "SenseChoice": "How a short form in the question was read, how sure that is, and why.",
    "OtherSense": "A reading of a short form that was not chosen.",
    "UpheldClaim": "A sentence that passed every check.",
    "EffectEstimate": "An effect estimate as its passage prints it.",
    "EventRates": "What happened to how many, in both arms.",
    "Citation": "The characters of a passage that a claim rests on.",
    "OutcomeVerdict": "What the evidence says of one outcome, for and against.",
    "Section": "A titled group of claims, in the order they are read.",
    "Step": "One step of a care pathway that answers the question.",
    "Omission": "A thing a careful answer must look for, and whether the library says anything of it.",
    "Reference": "A source that some claim cites.",
    "Read": "How much of a source the library holds. A statement is a summary of it, not its own words.",
    "Withheld": "A claim that failed a check, with the reason.",
    "Unused": "A retrieved source that no claim uses, with the reason.",
    "ModelUsage": "What a language model was asked for one answer.",
    "Provenance": "What made this answer: the same library, configuration and question give the same answer.",
    "Choice": "Another way to read the question.",
    "Searched": "What was looked through before saying that there is no answer.",
    "Nearest": "A passage that came near the question without answering it.",
}

_COUNT: Final = {"minimum": 0}
_PROBABILITY: Final = {"minimum": 0, "maximum": 1}

_CONSTRAINTS: Final[dict[str, dict[str, Any]]] = {
    "SenseChoice.probability": _PROBABILITY,
    "OtherSense.probability": _PROBABILITY,
    "Choice.probability": _PROBABILITY,
    "Citation.reference": {"minimum": 1},
    "Citation.start": _COUNT,
    "Citation.end": _COUNT,
    "EffectEstimate.reference": {"minimum": 1},
    "Reference.number": {"minimum": 1},
    "Searched.publications": _COUNT,
    "ModelUsage.requests": _COUNT,
    "ModelUsage.input_tokens": _COUNT,
    "ModelUsage.output_tokens": _COUNT,
}

_ID: Final = "SHA-256 of everything below, sorted by key, without `provenance.asked_at`."

_FIELDS: Final = {
    "Answer.id": _ID,
    "Answer.question": "The question, as asked and as understood.",
    "Answer.title": "What an article on it would be called.",
    "Answer.plain_title": "The same for a patient; null where nobody has put it plainly.",
    "Answer.bottom_line": "What a reader in a hurry needs, first.",
    "Answer.verdicts": "One for each outcome: bone density is not joint pain.",
    "Answer.sections": "The rest of the evidence, grouped.",
    "Answer.steps": "What to do, in order, where the library says.",
    "Answer.omissions": "What was looked for beyond the question, such as contraindications.",
    "Answer.references": "The sources the claims cite, numbered from 1 in the order they are first cited.",
    "Answer.withheld": "Claims that failed a check: shown, never silently dropped.",
    "Answer.unused": "Retrieved sources that no claim uses.",
    "Answer.follow_ups": "Questions that may come next.",
    "Answer.choices": "Other readings of its short forms that are likely enough to be offered.",
    "Answer.provenance": "What made this answer.",
    "Abstention.id": _ID,
    "Abstention.question": "The question, as asked and as understood.",
    "Abstention.reason": "Why there is no answer, in a sentence; `ambiguous` when one of `choices` must be made first.",
    "Abstention.searched": "What was looked through, and what came nearest.",
    "Abstention.withheld": "Claims that failed a check: shown, never silently dropped.",
    "Abstention.unused": "Retrieved sources, and why none of them carries an answer.",
    "Abstention.choices": "Other readings of its short forms; of an ambiguous question, those to choose from.",
    "Abstention.provenance": "What made this abstention.",
    "Choice.short": "The short form.",
    "Choice.long": "What it would stand for.",
    "Choice.probability": "How likely that is.",
    "Choice.ask": "The question with that sense written in, to be asked as it stands.",
    "ClinicalQuestion.asked": "What was typed.",
    "ClinicalQuestion.read_as": "What it was taken to mean, in words.",
    "ClinicalQuestion.kind": "What sort of question it is: effect, dose, harm, interaction and so on.",
    "ClinicalQuestion.population": "Whom it is about, if it says.",
    "ClinicalQuestion.intervention": "What is done or given, if it says.",
    "ClinicalQuestion.comparator": "What that is compared with, if it says.",
    "ClinicalQuestion.outcomes": "What is hoped for or feared, if it says.",
    "ClinicalQuestion.constraints": "What narrows it down: age, sex, pregnancy, kidneys, years, study types.",
    "ClinicalQuestion.corrections": "Words read as misspelt names of drugs and diseases.",
    "ClinicalQuestion.expansions": "What is searched for beside the words of the question.",
    "ClinicalQuestion.senses": "How each short form was read.",
    "ClinicalQuestion.terms": "The words searched for, in the order asked.",
    "ClinicalQuestion.phrases": "Words in quotation marks, which a source must contain as they stand.",
    "ClinicalQuestion.follow_up": "What it was completed from, when it came after another; null when it stood alone.",
    "FollowUp.after": "The id of the answer it came after.",
    "FollowUp.completed": "The whole question, which was then read.",
    "FollowUp.how": "Whether it was completed from the last one, is a new topic, or was whole as it stood.",
    "FollowUp.why": "The same in a sentence.",
    "Constraints.age": "How old, in the words of the question: `82`, `over 65`, `children`.",
    "Constraints.sex": "The one sex that is named.",
    "Constraints.pregnancy": "Whether they are pregnant or breastfeeding.",
    "Constraints.renal_function": "What the question says of the kidneys: `eGFR 25`, `dialysis`, `CKD 4`.",
    "Constraints.years": "First and last year of publication asked for; null is an open end.",
    "Constraints.study_types": "The kinds of study asked for.",
    "Correction.written": "The word as typed.",
    "Correction.read": "The name it was taken for.",
    "Correction.why": "What speaks for that.",
    "Expansion.said": "What the question says.",
    "Expansion.also": "What is searched for as well.",
    "Expansion.source": "Where those other words come from.",
    "SenseChoice.short": "The short form, as typed.",
    "SenseChoice.long": "What it was taken to stand for.",
    "SenseChoice.probability": "How sure that is.",
    "SenseChoice.why": "What in the question decided it.",
    "SenseChoice.alternatives": "The other readings, likeliest first.",
    "OtherSense.long": "What it might stand for instead.",
    "OtherSense.probability": "How likely that is.",
    "UpheldClaim.id": "Names the claim within this answer.",
    "UpheldClaim.text": "The sentence. Of a verbatim claim, exactly its quote.",
    "UpheldClaim.kind": "`verbatim`: a passage's own characters. `composed`: carried by its quotes.",
    "UpheldClaim.citations": "What it rests on.",
    "UpheldClaim.certainty": "How sure the evidence is, in the words of GRADE, where it was judged.",
    "Citation.reference": "The number of the source in `references`.",
    "Citation.passage": "The id of the passage: `curbside library show` prints it.",
    "Citation.start": "Where the quote begins in the passage, in characters (Unicode code points) from 0.",
    "Citation.end": "Where the quote ends in the passage; exclusive.",
    "Citation.quote": "The passage's characters from `start` to `end`, exactly.",
    "UpheldClaim.plain": "The same for a patient; null where nobody has put it plainly.",
    "UpheldClaim.jurisdiction": "Whose rule it states, such as US or EU; null where it states nobody's.",
    "UpheldClaim.event_rates": "What happened to how many in both arms, where the source gives both.",
    "UpheldClaim.discrepancies": "Figures of the source that cannot be right together, in a few words each.",
    "UpheldClaim.writer": "Who proposed it: a language model, or the rules that take the sources' own sentences.",
    "EventRates.intervention": "The share of those treated to whom it happened, as printed.",
    "EventRates.comparator": "The share of those compared to whom it happened, as printed.",
    "EffectEstimate.reference": "The number of the source in `references`.",
    "EffectEstimate.passage": "The id of the passage that prints it.",
    "EffectEstimate.measure": "The measure, by its short form: RR, HR, OR, MD, SMD and so on.",
    "EffectEstimate.value": "The estimate, with the digits it was printed with.",
    "EffectEstimate.low": "The lower end of its interval.",
    "EffectEstimate.high": "The upper end of its interval.",
    "EffectEstimate.level": "The level of the interval, in per cent; null where the passage prints none.",
    "OutcomeVerdict.outcome": "The outcome.",
    "OutcomeVerdict.plain_outcome": "The outcome in a patient's words; null where nobody has put it so.",
    "OutcomeVerdict.direction": "Which way the evidence points.",
    "OutcomeVerdict.certainty": "How sure that is, in the words of GRADE.",
    "OutcomeVerdict.why": "The rules applied, in sentences; automated, and no panel's judgement.",
    "OutcomeVerdict.supporting": "Claims for a benefit, a mixed result among them.",
    "OutcomeVerdict.opposing": "Claims of no difference or of harm, and what qualifies the others.",
    "OutcomeVerdict.estimates": "The effect estimates of those claims that print one with its interval.",
    "Section.title": "The heading.",
    "Section.plain_title": "The heading for a patient; null where nobody has put it plainly.",
    "Section.claims": "The claims under it.",
    "Section.apart": "Whether it answers another reading of the question, from other sources.",
    "Step.title": "The step, in a few words.",
    "Step.actions": "What is to be done, as claims.",
    "Step.plain_title": "The same for a patient; null where nobody has put it plainly.",
    "Step.pathway": "The pathway that decides it for a patient; empty where none does.",
    "Step.node": "The table of that pathway whose actions rest on the same statements; empty as the pathway is.",
    "Omission.slot": "What was looked for, such as pregnancy or renal impairment.",
    "Omission.status": "Whether the library says anything of it.",
    "Omission.claims": "What it says.",
    "Reference.number": "As cited.",
    "Reference.id": "The id of the publication: `curbside library show` prints it.",
    "Reference.title": "Its title.",
    "Reference.authors": "All authors, in order.",
    "Reference.journal": "Where it was published; empty when the source does not say.",
    "Reference.year": "When it was published, if the source says.",
    "Reference.doi": "Its DOI, if it has one.",
    "Reference.pmid": "Its PubMed id, if it has one.",
    "Reference.kind": "Its study design or document type.",
    "Reference.read": "How much of it could be read.",
    "Reference.retracted": "Whether it is known to be retracted.",
    "Reference.superseded_by": "The id of what replaces it, if anything does.",
    "Reference.source_read": "Of a source held as statements, how far its author read it; null for a document.",
    "Reference.checked_on": "Of a source held as statements, when that was last checked; null for a document.",
    "Reference.corrected_by": "Its errata: ids, or citations where the source gives no id.",
    "Reference.concern_raised_by": "Expressions of concern about it: ids, or citations.",
    "Withheld.text": "The claim.",
    "Withheld.reason": "What was wrong with it.",
    "Withheld.check": "The check it failed.",
    "Withheld.writer": "Who proposed it.",
    "Unused.id": "The id of the source.",
    "Unused.reason": "Why no claim uses it.",
    "Provenance.library": "The snapshot of the library answered from: a hash of all it holds.",
    "Provenance.version": "The version of Curbside.",
    "Provenance.config": "The configuration, as a hash or a name.",
    "Provenance.writer": "What chose and wrote the claims.",
    "Provenance.model": "The language model used, if any.",
    "Provenance.asked_at": "When it was asked (RFC 3339, UTC).",
    "Provenance.prompt": "The hash of the prompts a language model was given; null without one.",
    "Provenance.usage": "What a language model was asked; null without one.",
    "Provenance.fallback": "Why the extractive answer stands in place of the model's; null where it does not.",
    "ModelUsage.requests": "How often it was asked.",
    "ModelUsage.input_tokens": "Tokens it was given, as it counts them.",
    "ModelUsage.output_tokens": "Tokens it wrote, as it counts them.",
    "ModelUsage.cost": "US dollars; null where the price is not known.",
    "Searched.library": "The snapshot of the library searched.",
    "Searched.publications": "How many publications it holds.",
    "Searched.terms": "The words searched for.",
    "Searched.missing": "Those of them that the library, or what came nearest, does not have.",
    "Searched.nearest": "What came nearest, best first.",
    "Nearest.id": "The id of the publication.",
    "Nearest.title": "Its title.",
    "Nearest.passage": "The id of the passage.",
    "Nearest.quote": "What it says, exactly.",
}
