r"""How a clause says what it says, told from its words.

    Let $x > 0$ be the rate                    supposed
    the loss is $L = …$                        stated
    Find the derivative of $f(x) = …$          posed
    hence $x = 3$; we get $x = 3$              concluded
    if $x > 0$; at $x = 3$                     conditional
    later we assume $x > 0$; this is false     doubtful
    some authors assume $x > 0$                reported
    we do not assume $x > 0$; it would be …    denied

A table: rows of the grammar (`patterns`), and the mood that each begins. The first row that matches at
a place counts; a mood lasts to the next such words, or to where a clause ends for good.
"""

from __future__ import annotations

from enum import Enum
from typing import Final


class Mood(Enum):
    """How a clause says what its formulas say."""

    STATED = "stated"
    SUPPOSED = "supposed"
    POSED = "posed"
    CONCLUDED = "concluded"
    CONDITIONAL = "conditional"
    DOUBTFUL = "doubtful"
    REPORTED = "reported"
    DENIED = "denied"


THROUGH: Final = None
"""Words that leave the mood as it is."""

_PART: Final = "section|subsection|chapter|paragraph|note|paper|article|document|example|exercise|problem"
_SUPPOSING: Final = "assum~|suppos~|requir~|impos~|let|constrain~|demand~"
_SETTING: Final = "set|put|take|choose|fix|pick|define|write|call|introduce|use"
_SOLVING: Final = (
    "differentiate|integrate|find|compute|evaluate|sketch|plot|graph|draw|solve|expand|simplify|factor|factorise"
    "|factorize|determine|minimise|minimize|maximise|maximize|calculate|analyse|analyze|study|approximate"
)
_FIRST: Final = (
    "we|us|you|one|will|shall|can|may|now|next|also|again|first|further|furthermore|moreover|then|and|to|by"
    "|always|finally|instead|therefore|so*"
)
_PEOPLE: Final = (
    "authors|people|texts|textbooks|books|papers|works|writers|sources|students|references|readers"
)
_WHO: Final = "we|one|you|which|this|that|it|and|to"
_NOW: Final = "now|then|can|may|could|also|finally|again*"
_OFTEN: Final = "often|usually|commonly|sometimes|typically|customarily"

_TABLE: Final[tuple[tuple[Mood | None, str], ...]] = (
    (
        Mood.DENIED,
        f"""
        NOT ANY {_SUPPOSING}|need~|necessary|true
        might|could {_SUPPOSING}
        beware of
        dispense~ with
        refrain~|avoid~|drop~|abandon~|relax~|stop~ ANY {_SUPPOSING}
        wrong|false|incorrect|mistaken|absurd|untrue to|that
        wrong|false|incorrect|mistaken|untrue ANY {_SUPPOSING}
        instead|rather of|than
        no longer
        would
        ^ had we|you|they|one|it
        """,
    ),
    (
        THROUGH,
        """
        unless ANY otherwise
        that is
        i.e|viz|namely
        so that
        in other words
        given by|in|as
        """,
    ),
    (
        Mood.DOUBTFUL,
        """
        unless|except|later|wrong|false|incorrect|mistake|contradiction|impossible|absurd
        previous|prior|earlier|other work|works|paper|papers
        """,
    ),
    (
        Mood.REPORTED,
        f"""
        some|many|most|other|several|few|certain|various {_PEOPLE}
        others|people|students|textbooks|sometimes
        one {_OFTEN} {_SUPPOSING}
        {_OFTEN} {_SUPPOSING}
        it is|was often|sometimes|common~|usual~|customary|tempting|typically
        is|are {_OFTEN}
        """,
    ),
    (
        Mood.SUPPOSED,
        f"""
        throughout this|the NOUN
        throughout|for|in|within the rest|remainder|whole of this|the NOUN
        in|within|for this {_PART} ,
        in|at equilibrium|balance|rest
        in|at the|a|an* equilibrium|steady|stationary|break-even state|point
        """,
    ),
    (
        Mood.CONDITIONAL,
        """
        we|you|one|to|and find|see|know|determine where
        find~|determin~|see|know~|point|points|place|places|value|values|exactly|only|case|set|region where
        if and only if
        if|iff|when|whenever|whether|until|once|case|cases|near|otherwise
        as long as
        for all|any|every|each|some|which* NOUN? RELATION
        for all|any|every|each? odd|even NAME
        at the|a|an|any|all|some* NOUN? RELATION
        replac~|substitut~|plug~|insert~|evaluat~|chang~ in|into|for|at? RELATION
        """,
    ),
    (
        Mood.SUPPOSED,
        f"""
        assum~|suppos~|given that|now? we|one|you have|are|know|given
        recall that?
        , say ,? RELATION
        ^ by the? NOUN ,? RELATION
        ^ by the? NOUN of the? NOUN ,? RELATION
        by assumption|hypothesis ,? RELATION
        assum~|suppos~|provided|satisf~|obey~|letting|where|wherein|since|because|constraint
        let|consider|considering|denote|denotes|denoting|denoted
        such that
        BEHIND with|given
        subject to
        determined|governed|described|constrained|related by RELATION
        given FORMULA
        given that|the|a|an
        throughout|henceforth|hereafter
        in what follows
        from now|here on
        setting|putting|taking|choosing|fixing|writing|defining|using|introducing
        we|us|you|one|to|and|will|by {_FIRST} {_SETTING}
        ^ {_FIRST} {_SETTING}|with|here|given
        """,
    ),
    (
        Mood.CONCLUDED,
        f"""
        show|shows|prove|proves|verify|check|note|notice|observe|conclude~|deduc~|deriv~|infer~ that
        show|shows|prove|proves|verify|check|conclude~|deduc~|infer~
        hence|so|thus|then|therefore|thereby|consequently|accordingly|clearly|evidently|obviously
        it follows
        {_WHO} {_NOW} get|gets|obtain|obtains|find|finds|have|has|see|sees
        gives|give|giving|gave|yields|yield|yielding|implies|imply|implying|means|becomes|become|equivalently
        leads|lead|leading|simplifies|reduces|results
        """,
    ),
    (
        Mood.POSED,
        f"""
        ^ {_FIRST} {_SOLVING}
        differentiating|integrating|solving|minimising|minimizing|maximising|maximizing
        """,
    ),
    (
        Mood.STATED,
        """
        but|while|whereas|although|though|however|which|who
        """,
    ),
)

ROWS: Final = tuple((row.strip(), mood) for mood, rows in _TABLE for row in rows.strip().splitlines())
"""Words, and the mood that they begin."""
