"""One small, invented file of each format, and a way to print a PDF."""

from __future__ import annotations

from collections.abc import Sequence

NBIB = """\
PMID- 90000001
OWN - NLM
STAT- MEDLINE
DCOM- 20190305
LR  - 20200612
IS  - 1234-5679 (Linking)
IS  - 1234-5678 (Electronic)
VI  - 12
IP  - 3
DP  - 2019 Feb 14
TI  - Cholecalciferol for joint pain during letrozole: an invented trial that needs
      two lines for its title.
PG  - 101-9
LID - 10.9999/inv.2019.1 [doi]
AB  - BACKGROUND: Joint pain is common. METHODS: We gave 4000 IU daily (n = 60). COX:
      not measured. RESULTS: Pain fell by 1.2 points (95% CI 0.3 to 2.1). CONCLUSIONS:
      Larger trials are needed.
CI  - (c) 2019 The Inventors.
FAU - Müller, Änne B
AU  - Müller ÄB
AD  - Somewhere.
FAU - Stone, Peter Jr
AU  - Stone P Jr
CN  - Invented Trials Group
LA  - eng
PT  - Journal Article
PT  - Randomized Controlled Trial
DEP - 20190110
TA  - J Invent Med
JT  - Journal of invented medicine
RN  - 1406-16-2 (Vitamin D)
RN  - 0 (Aromatase Inhibitors)
CIN - J Invent Med. 2019;12(4):200. PMID: 90000002
RIN - J Invent Med. 2020;13(1):5. PMID: 90000003
MH  - Arthralgia/*chemically induced/drug therapy
MH  - *Vitamin D
PMC - PMC9000001
OTO - NOTNLM
OT  - *joint pain
OT  - supplement
CRDT- 2019/02/15 06:00
AID - S1234-5678(19)00001-1 [pii]
AID - 10.9999/inv.2019.1 [doi]
PST - ppublish
SO  - J Invent Med. 2019 Feb 14;12(3):101-9.

PMID- 90000004
CRDT- 2018/01/02 06:00
DP  - 1998 Dec-1999 Jan
TI  - A letter without an abstract.
AU  - Rao L
SO  - J Invent Med. 1998.
"""

RIS = """\
Provider: Invented Databases
TY  - JOUR
T1  - Vitamin D and aching hands
AU  - Rao, Leela M.
AU  - Stone, Peter
PY  - 2016
DA  - 2016/05/07
JF  - Journal of Invented Medicine
JA  - J Invent Med
VL  - 9
IS  - 2
SP  - 11
EP  - 19
DO  - https://doi.org/10.9999/INV.2016.7
KW  - pain
KW  - hands
AB  - AIM: To see. RESULTS: Nothing changed
 over a year.
LA  - en
UR  - https://example.org/a;b
ER  -

TY  - RPRT
TI  - A report with no identifier
AU  - Invented Agency
PY  - 2011
ER  -
"""

JSONL = """\
{"_id": "a-1", "title": "Bone", "text": "Density rose by 5.1%.", "metadata": {"pmid": "90000009"}}
{"_id": 2, "title": "", "text": "Pain was unchanged.", "metadata": {"year": 2014, "n": [1, {"k": null}]}}
"""

HTML = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Joint pain | Invented Institute</title>
<meta name="citation_title" content="Joint pain on aromatase inhibitors">
<meta name="citation_author" content="Rao, Leela"><meta name="citation_author" content="Stone, Peter">
<meta name="citation_publication_date" content="2021/03/04"></head><body>
<nav>Home | About</nav>
<h1>Joint pain on aromatase inhibitors</h1>
<p>Ask about pain at <b>each</b> visit.</p>
<h2>Dosing</h2>
<p>Give 800&nbsp;IU<sup><a href="#n1">1</a></sup> daily; the limit is 10<sup>-3</sup> g.</p>
<h3>Renal impairment</h3>
<ul><li>Check calcium.</li><li>Halve the dose below 30 mL/min/1.73 m<sup>2</sup>.</li></ul>
<table><caption>Levels</caption>
<tr><th>25(OH)D</th><th>Dose</th></tr><tr><td>&lt; 20</td><td>4000</td></tr></table>
<h2>Terms</h2><dl><dt>AIMSS</dt><dd>Pain from an inhibitor.</dd></dl>
<script>track()</script><footer>Cookies</footer></body></html>
"""

MARKDOWN = """\
---
title: Joint pain on aromatase inhibitors
authors: ["Rao, Leela", "Stone, Peter"]
year: 2021
kind: Guideline
reviewer: board
---
# Joint pain

Ask about pain at **each**
visit.

## Dosing

Give 800 IU daily[^1]; the limit is 10<sup>-3</sup> g.

### Renal impairment

- Check calcium.
- Halve the dose.

| 25(OH)D | Dose |
| --- | --- |
| < 20 | 4000 |

```
code is not read
```
"""

Text = tuple[float, float, float, str]
"""Left, baseline, size, characters: in points from the lower left corner."""


def pdf_of(pages: Sequence[Sequence[Text]], *, title: str = "", encrypted: bool = False) -> bytes:
    """A PDF that shows these texts; ``encrypted`` with a password nobody knows."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) >>",
    ]
    kids = []
    for page in pages:
        shown = "\n".join(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj" for x, y, size, text in page)
        drawing = f"BT\n{shown}\nET"
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"

    printed = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(printed))
        printed += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O ({'x' * 32}) /U ({'y' * 32}) >>"
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R /ID [(abcdefghijklmnop) (abcdefghijklmnop)]"
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< {trailer} {lock if encrypted else ''} >>\nstartxref\n{len(printed)}\n%%EOF\n"
    )
    return (printed + end).encode("cp1252")


PDF = pdf_of(
    [
        [
            (72, 700, 18, "Joint pain on aromatase inhibitors"),
            (72, 650, 11, "Women who took cholecalciferol had less pain from aroma-"),
            (72, 636, 11, "tase inhibitors, and 25-"),
            (72, 622, 11, "50 of them ran."),
        ]
    ]
)
