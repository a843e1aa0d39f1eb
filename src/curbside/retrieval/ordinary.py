"""Words that occur in questions on everything, clinical or not, and so say little of what one is about."""

from __future__ import annotations

from functools import cache

from curbside.literature.library.analysis import terms

ORDINARY = (
    "able above absolutely accept accord account achieve act action active activity actual actually acute add "
    "administer administration adult advance advice affect again against age ago agree aim allow almost alone "
    "along already although always among amount another answer anything anyway appear apply approach "
    "appropriate approve area around arrange ask associate association assume attempt available avoid away "
    "back bad base basis bear become begin behind believe below benefit beside better beyond big bit body "
    "both bottom bring build busy buy call care carry case cause certain certainly chance change "
    "characteristic check choice choose chronic class clear clearly clinical close combination combine come "
    "common compare comparison complete completely complication concern condition confirm consider continue "
    "contribute control correct correctly count couple course cover create cure current daily day deal decide "
    "decision decrease deep definitely degree depend detail determine develop development differ difference "
    "different directly discover discuss disease disorder does down drug early easily easy effect effective "
    "effectiveness efficacy either elevate else end enhance enough entire equal especially essential "
    "establish evaluate even event ever every everything exact exactly except expect experience expert extent "
    "fact factor fail fairly fall far fast feature female few final finally fine first fit five follow form "
    "four frequency frequent fully function further future general get getting go goal gone good great group "
    "half hand happen hard hardly health healthy hear help high hold home hope hour huge human idea identify "
    "imagine impact important improve improvement include increase indeed indicate individual induce "
    "influence inform initiate inside instead intend interest introduce involve involvement issue itself join "
    "just keep key kind large last late later lead least leave less let level life like likely limit line "
    "little live long look lose lot low lower mainly maintain major male man manage management manner many matter "
    "maybe mean meant measure measurement mechanism medical medication medicine mention method mind minute "
    "miss moment month mostly move much nearly necessarily necessary need never new next nice nobody none "
    "normal note nothing notice now number observe obtain obvious obviously occasionally occur off offer "
    "often okay old once one only open opinion option order ought outcome outside overall own part particular "
    "particularly pass past patient pay people perfect perform perhaps period person personal place plan play "
    "please plus point positive possible possibly potential practice predict prefer prepare present prevent "
    "prevention previous previously probably problem process produce promise proper properly prove proven "
    "provide purpose put quality quick quickly quite raise rate rather reach read ready real realise reality "
    "really reason receive recent recently recheck reduce reduction refer regard regular relate relation "
    "relationship relative relevant relief relieve remain remember remove repeat replace report require "
    "research response rest result return right rise risk role round rule run safe safely safety same save "
    "second see seem select send sense separate serious set several severe share short side sign significant "
    "similar simple simply since single situation size slightly small soon sort sound speak special specific "
    "spend stage stand start state statement status stay step still stop story straight strategy strong stuff "
    "subject successful such suddenly sufficient suitable supplement "
    "supplementation support suppose sure surely surprise switch symptom "
    "syndrome take talk target task tend term test therapeutic therapy thing think third though three through "
    "throughout time together tomorrow tonight top total totally toward treat treatment trial trouble true "
    "truly try turn twice two type typical under unless unlike unlikely until use useful usual usually value "
    "various via view wait want watch way weak week well whatever whenever wherever whichever whole wide wish "
    "within without woman wonder word work worry worse worst worth write wrong year yes yesterday yet young"
)
"""In base forms: they are stemmed like everything else before they are compared."""


@cache
def ordinary_terms() -> frozenset[str]:
    """These words as terms of the index."""
    return frozenset(terms(ORDINARY))


def is_ordinary(term: str) -> bool:
    """Is a term of the index one of them? Bare digits are: a figure says little without what it counts."""
    return term.isdigit() or term in ordinary_terms()
