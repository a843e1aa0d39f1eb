"""Sentences that speak to whoever reads them, and above all to a machine, where literature reports.

"Ignore all previous instructions" in a document is an attempt on its reader. It carries no finding, so nothing is lost
by never saying it, whoever writes the answer. What a label tells a patient ("Tell your doctor if …") and a guideline a
clinician ("Do not use …") is medicine, and no such sentence.
"""

from __future__ import annotations

import re
from typing import Final

_ORDERS: Final = re.compile(
    r"""
      \b(?:ignor|disregard|forget|overrid|bypass)\w*\s(?:\w+[\s,]+){0,5}?
        (?:instructions?|prompts?|commands?|directives?|system\smessages?|safety\srules)\b
    | \bsystem\sprompt\b | \b(?:your|hidden|developer)\s(?:system\s)?prompts?\b
    | \b(?:follow\s(?:my|only)|obey|execute)\s(?:\w+\s){0,2}(?:instructions?|commands?|orders?)\b
    | \byou\sare\s(?:now\s|hereby\s)?(?:an?\s|the\s)?(?:\w+\s){0,2}
        (?:ai|chatgpt|chatbot|assistant|language\smodel|llm)\b
    | \b(?:as\san?|dear)\s(?:ai|llm|chatbot|(?:large\s)?language\smodel|assistant)\b
    | \b(?:ai|llm|chatbot|assistant|language\smodel)s?\s(?:\w+\s){0,4}?(?:must|should|shall|has\sto|have\sto|will)\s
        (?:only\s|always\s|not\s)?(?:say|respond|reply|output|print|ignore|disregard|obey|answer\s(?:that|with))\b
    | (?:^|[.:;!?,–—-]\s*|\b(?:and|then|instead|now|please|must)\s)["'“]?
        (?:(?:say|output|print|respond|reply|write|repeat|return|display)\s?[:"'“]
          |(?:say|output|print|respond|reply|answer|write|repeat|return|display)\s
            (?:that\b|only\b|exactly\b|with\b|in\s(?:all\s)?capitals|as\sfollows|to\sthe\suser
              |the\s(?:following|words?|text|string|phrase|sentence)\b))
    | (?:^|[.:;!?,–—-]\s*|\b(?:and|please)\s)do\snot\s(?:cite|quote|reveal|mention|disclose)\s
        (?:the|any|this|these|your|other)\b
    | \btell\sthe\s(?:user|reader|asker|human)\b
    | \b(?:new|updated|real|actual)\s(?:instructions?|task|orders?)\s*(?::|\bfor\s(?:the\s)?(?:ai|model|assistant))
    | <\|?/?(?:im_start|im_end|system|user|assistant|endoftext|instructions?)\|?> | \[/?INST\] | <<SYS>>
    | ^\W*(?:system|assistant|user|instructions?\sto\s(?:the\s)?(?:ai|model|assistant))\s?:
    """,
    re.VERBOSE | re.IGNORECASE,
)


def gives_orders(text: str) -> bool:
    """Does it order its reader, or a machine that reads it, to ignore, say or hide something?"""
    return _ORDERS.search(text) is not None
