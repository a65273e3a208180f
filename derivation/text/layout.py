r"""Tokens to rows: which bar opens, where a row ends, which `d` is a differential.

Takes the tokens of one display; gives the tokens that the grammar takes, with
one `SEPARATOR` between rows and `COMMA` inside delimiters. Words between rows
are skipped where that changes the meaning of none, and refused otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from derivation.late import regex
from derivation.records import dataclass, field
from derivation.text import commands
from derivation.text.lexer import Tok
from derivation.text.parities import counted
from derivation.text.scan import MAX_NESTING
from derivation.text.source import ReadError, Source, Span, Unsupported, Worded

_OPENS: Final = frozenset({"OPEN", "LBRACE", "BAR_OPEN", "DEGREE_OPEN"})
_CLOSES: Final = {"CLOSE": "OPEN", "RBRACE": "LBRACE", "BAR_CLOSE": "BAR_OPEN", "DEGREE_CLOSE": "DEGREE_OPEN"}
_ENDS_OPERAND: Final = frozenset({"NUMBER", "SYMBOL", "OPAQUE", "CLOSE", "RBRACE", "BAR_CLOSE", "PRIME"})
_TAKES_ARGUMENT: Final = frozenset({"SUBSCRIPT", "SUPERSCRIPT", "FRACTION", "ROOT", "DEGREE_CLOSE", "RBRACE"})
_UNFINISHED: Final = frozenset({"SIGN", "OPERATOR", "RELATION"})
_TIMES: Final = frozenset({"*", "\\cdot", "\\times"})
_BREAKS_OR_SPACE: Final = commands.BREAKS | {"\\quad", "\\qquad"}
_AFTER_D: Final = frozenset(
    {"SYMBOL", "FUNCTION", "FRACTION", "LBRACE", "OPEN", "BIG", "ROOT", "SUPERSCRIPT"}
)


@dataclass(slots=True)
class _Segment:
    """A row in the making, and the separators that stand before it."""

    before: list[Tok] = field(default_factory=list)
    tokens: list[Tok] = field(default_factory=list)


def lay_out(tokens: list[Tok], source: Source, span: Span) -> list[Tok]:
    """The tokens of the grammar, for the tokens of one display at `span`."""
    listed = _shared(_listed(_columns(_indicators(counted(tokens))), source))
    _refuse_lists(list(_parts(listed)), source)
    paired, matches = _pair(_shape(_restrictions(listed)), source)
    rows = _rows(_signed_bodies(_signed_factors(_differentials(paired, matches)), matches), source)
    if not rows and any(token.kind == "DOTS" for token in tokens):
        raise Unsupported("the range of an index alone, of which nothing is claimed", source, span)
    if not rows and any(token.kind == "WORDS" for token in tokens):
        raise Unsupported("words alone, of which nothing is claimed", source, span)
    if not rows:
        raise ReadError("there is no mathematics here", source, span)
    return rows


def _indicators(tokens: list[Tok]) -> list[Tok]:
    """`\\mathbf{1}_{\\{i = j\\}}` is `\\mathbf{1}_{i = j}`."""
    kept = list(tokens)
    for index in range(len(kept) - 4):
        if [t.kind for t in kept[index : index + 4]] == ["INDICATOR", "SUBSCRIPT", "LBRACE", "OPEN"]:
            close = next((k for k in range(index + 4, len(kept)) if kept[k].kind == "CLOSE"), None)
            if close is not None and [t.kind for t in kept[close + 1 : close + 2]] == ["RBRACE"]:
                kept[close] = kept[index + 3] = kept[close]._replace(kind="SKIP")
    return [token for token in kept if token.kind != "SKIP"]


def _columns(tokens: list[Tok]) -> list[Tok]:
    """`a &= b & c &= d` are two equations side by side: the second `&` parts them; of `a &= & c &= d` the
    first says nothing. In `a & = & b` the sign alone stands in its cell."""
    kept: list[Tok] = []
    related = False
    start = depth = 0
    for index, token in enumerate(tokens):
        depth += (token.kind in _OPENS) - (token.kind in _CLOSES)
        if token.kind != "COLUMN":
            kept.append(token)
            related = token.kind == "RELATION" or (related and token.kind != "SEPARATOR")
            start = len(kept) if token.kind == "SEPARATOR" and not depth else start
            continue
        alone = [t.kind for t in tokens[max(0, index - 2) : index]] == ["COLUMN", "RELATION"]
        if alone and _begins_cells(tokens, index + 1):
            del kept[start:]
            related = False
            continue
        ends = bool(kept) and kept[-1].kind in (*_ENDS_OPERAND, "DOT")
        after = tokens[index + 1].kind if index + 1 < len(tokens) else "SEPARATOR"
        apart = after not in ("RELATION", "SIGN", "OPERATOR", "COLUMN", "SEPARATOR", "WORDS")
        if related and ends and (apart or (after == "SIGN" and _begins_cells(tokens, index + 1))):
            kept.append(Tok("SEPARATOR", "\\quad", token.span))
            start, related = len(kept), False
    return kept


def _begins_cells(tokens: list[Tok], start: int) -> bool:
    """Whether a cell is followed by one that begins with a relation: `-Q &= x`."""
    for index in range(start, len(tokens) - 1):
        if tokens[index].kind == "COLUMN" or tokens[index].text in commands.BREAKS:
            return tokens[index].kind == "COLUMN" and tokens[index + 1].kind == "RELATION"
        if tokens[index].kind == "RELATION":
            return False
    return False


def _listed(tokens: list[Tok], source: Source) -> list[Tok]:
    """`i = 1, \\dots, n` beside an equation says what is said of i anyway."""
    kept = list(tokens)
    while (dots := next((k for k, token in enumerate(kept) if token.kind == "DOTS"), None)) is not None:
        start = dots - 1
        while start > 0 and kept[start].kind in ("NUMBER", "SEPARATOR") and kept[start].text != "\\\\":
            start -= 1
        stop = _end_of_list(kept, dots)
        shown = [token.kind for token in kept[max(0, start - 1) : start + 1]]
        if shown != ["SYMBOL", "RELATION"] or stop is None:
            what = f"an omission, `{kept[dots].text}`, is out of scope"
            raise Unsupported(what, source, kept[dots].span)
        if kept[start + 1].text not in ("0", "1"):
            what = f"a range from {kept[start + 1].text} on beside an equation is out of scope"
            raise Unsupported(what, source, kept[start + 1].span)
        kept[start - 1 : stop] = []
    return kept


def _end_of_list(tokens: list[Tok], dots: int) -> int | None:
    """Where a list ends that is cut short by dots: behind `, n`, `, n - 1`, or the dots themselves."""
    after = [(token.kind, token.text) for token in tokens[dots + 1 : dots + 5]]
    if not after or after[0][0] == "COLUMN" or (after[0][0] == "SEPARATOR" and after[0][1] != ","):
        return dots + 1
    kinds = [kind for kind, _ in after]
    if kinds[0] != "SEPARATOR" or (len(kinds) > 1 and kinds[1] not in ("SYMBOL", "NUMBER")):
        return None
    if len(kinds) == 1:
        return dots + 1
    offset = kinds[2:4] in (["SIGN", "NUMBER"], ["SIGN", "SYMBOL"])
    return dots + (5 if offset else 3)


def _parts(tokens: list[Tok]) -> Iterator[_Segment]:
    """What stands between separators and words, outside of delimiters, and what stands before each."""
    part = _Segment()
    depth = 0
    for token in tokens:
        depth += (token.kind in _OPENS) - (token.kind in _CLOSES)
        if depth or token.kind not in ("SEPARATOR", "WORDS", "LEAD"):
            part.tokens.append(token)
            continue
        if part.tokens:
            yield part
            part = _Segment()
        part.before.append(token)
    if part.tokens:
        yield part


_ORDERS: Final = frozenset({"<", ">", "\\le", "\\ge", "\\neq", "\\in"})


def _shared(tokens: list[Tok]) -> list[Tok]:
    """`a, b > 0` is `a > 0, b > 0`: an order is said of each name before it in a list."""
    parts = list(_parts(tokens))
    kept: list[list[Tok]] = [list(part.tokens) for part in parts]
    for number in range(len(parts) - 2, -1, -1):
        after, own = kept[number + 1], kept[number]
        joined = [token.text for token in parts[number + 1].before] == [","]
        signs = [token.text for token in after if token.kind == "RELATION"]
        name = own[0].kind == "SYMBOL" and not any(t.kind in ("RELATION", "SIGN", "OPERATOR") for t in own)
        if joined and name and number and len(signs) == 1 and signs[0] in _ORDERS:
            sign = next(place for place, token in enumerate(after) if token.kind == "RELATION")
            kept[number] = [*own, *after[sign:]]
    if all(own == part.tokens for own, part in zip(kept, parts, strict=True)):
        return tokens
    behind = tokens[sum(len(part.before) + len(part.tokens) for part in parts) :]
    rows = ([*part.before, *own] for part, own in zip(parts, kept, strict=True))
    return [token for row in rows for token in row] + behind


def _refuse_lists(parts: list[_Segment], source: Source) -> None:
    """`a, b = 1, 2` is no equation for b, nor is `j = 1, 2` beside an equation one for j."""
    names = values = related = False
    for number, part in enumerate(parts):
        own = _is_related(part.tokens)
        kinds = {token.kind for token in part.before}
        texts = {token.text for token in part.before}
        begins = not number or not texts.isdisjoint(commands.BREAKS)
        if names and own and texts == {","} and any(token.text == "=" for token in part.tokens):
            what = "a list on the left of `=` is out of scope; write an equation for each"
            raise Unsupported(what, source, part.tokens[0].span)
        if values and not own and texts == {","}:
            what = "a list of values beside an equation is out of scope; say in words what it is for"
            raise Unsupported(what, source, part.tokens[0].span)
        if own:
            kinds_of = [token.kind for token in part.tokens[:2]]
            values = related and not begins and "LEAD" not in kinds and kinds_of == ["SYMBOL", "RELATION"]
        names = not own and (begins or (names and texts == {","}))
        related |= own


def _restrictions(tokens: list[Tok]) -> list[Tok]:
    """`for i = j` and `(x > 0)` after an equation: rows of their own, with a lead that says so."""
    kept: list[Tok] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        universal = token.kind == "WORDS" and _is_universal(token)
        if universal and (after := _listed_end(tokens, index + 1)):
            index = after
            continue
        word = universal or (token.kind == "WORDS" and _said(token) in commands.RESTRICTING_WORDS)
        opens = token.kind == "OPEN" and token.text == "(" and bool(kept) and kept[-1].kind == "SEPARATOR"
        stop = _condition_end(tokens, index + 1) if word or opens else 0
        if opens and stop and tokens[stop - 1].kind != "CLOSE":
            stop = 0
        if stop:
            inner = tokens[index + 1 : stop]
            grouped = word and inner[0].kind == "OPEN" and _condition_end(tokens, index + 2) == stop
            inner = inner[1:] if grouped else inner
            inner = inner[:-1] if opens or grouped else inner
            kept += [Tok("LEAD", commands.RESTRICTING, token.span), *inner]
            index = stop
            continue
        kept.append(token)
        index += 1
    return kept


def _is_universal(token: Tok) -> bool:
    """Whether words say `for all`, `for every real`, and no more."""
    words = _said(token).split()
    return words[:1] == ["for"] and bool(words[1:]) and set(words[1:]) <= commands.FOR_ALL | commands.KINDS


def _listed_end(tokens: list[Tok], start: int) -> int:
    """Where the letters `i, j` of `for all i, j` end, with nothing else in their row; 0 where they do not."""
    index = start
    while index < len(tokens) and tokens[index].kind == "SYMBOL":
        index += 1
        after = tokens[index] if index < len(tokens) else None
        if after is None or after.kind == "DOT" or (after.kind == "SEPARATOR" and after.text != ","):
            return index
        if after.kind != "SEPARATOR":
            return 0
        index += 1
    return 0


def _condition_end(tokens: list[Tok], start: int) -> int:
    """Where what begins at `start` ends, at a separator or after what closes it; 0 without a relation."""
    depth = 0
    related = False
    for index in range(start, len(tokens)):
        kind = tokens[index].kind
        depth += (kind in _OPENS) - (kind in _CLOSES)
        if depth < 0:
            after = tokens[index + 1].kind if index + 1 < len(tokens) else "SEPARATOR"
            return index + 1 if related and after in ("SEPARATOR", "DOT", "WORDS") else 0
        if not depth and kind in ("SEPARATOR", "DOT", "WORDS"):
            return index if related else 0
        related |= not depth and kind == "RELATION"
    return len(tokens) if related and not depth else 0


def _shape(tokens: list[Tok]) -> list[Tok]:
    """Primes written as superscripts are primes; `{}` is nothing; `x_{\\max}` holds a name."""
    shaped: list[Tok] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "SUPERSCRIPT" and (stop := _primes_end(tokens, index + 1)):
            shaped += [t for t in tokens[index:stop] if t.kind == "PRIME"]
            index = stop
            continue
        kinds = [t.kind for t in tokens[index : index + 2]]
        if kinds == ["LBRACE", "RBRACE"] and not (shaped and shaped[-1].kind in _TAKES_ARGUMENT):
            index += 2
            continue
        around = [t.kind for t in (*shaped[-2:], *tokens[index : index + 2])]
        if around == ["SUBSCRIPT", "LBRACE", "FUNCTION", "RBRACE"]:
            token = token._replace(kind="SYMBOL")
        shaped.append(token)
        index += 1
    return shaped


def _primes_end(tokens: list[Tok], start: int) -> int:
    """Where `\\prime` or `{\\prime\\prime}` ends that starts at `start`; 0 where neither does."""
    braced = start < len(tokens) and tokens[start].kind == "LBRACE"
    end = start + braced
    while end < len(tokens) and tokens[end].kind == "PRIME":
        end += 1
    if end == start + braced:
        return 0
    if not braced:
        return end
    return end + 1 if end < len(tokens) and tokens[end].kind == "RBRACE" else 0


def _pair(tokens: list[Tok], source: Source) -> tuple[list[Tok], dict[int, int]]:
    """Tell opening bars from closing ones, and pair delimiters: opening index -> closing index."""
    paired: list[Tok] = []
    matches: dict[int, int] = {}
    stack: list[int] = []
    for token in tokens:
        if token.kind == "BAR":
            inside = bool(stack) and paired[stack[-1]].kind == "BAR_OPEN"
            closes = inside and paired[-1].kind in _ENDS_OPERAND
            token = token._replace(kind="BAR_CLOSE" if closes else "BAR_OPEN")
        if token.kind in _OPENS:
            stack.append(len(paired))
            if len(stack) > MAX_NESTING:
                raise ReadError(f"nested too deeply; the limit is {MAX_NESTING} levels", source, token.span)
        elif token.kind in _CLOSES:
            matches[_partner(token, paired, stack, source)] = len(paired)
        elif stack:
            token = _inside(token, source)
        if token.kind != "SEPARATOR" or not stack:
            paired.append(token)
    if stack:
        opening = paired[stack[-1]]
        behind = stack[-1] > 0 and paired[stack[-1] - 1].kind in _ENDS_OPERAND
        if opening.kind == "BAR_OPEN" and behind:
            raise Unsupported("a conditional bar, `|`, is out of scope", source, opening.span)
        raise ReadError(f"this `{opening.text}` is never closed", source, opening.span)
    return paired, matches


def _partner(token: Tok, paired: list[Tok], stack: list[int], source: Source) -> int:
    if not stack:
        raise ReadError(f"this `{token.text}` closes nothing", source, token.span)
    opening = paired[stack[-1]]
    if opening.kind != _CLOSES[token.kind] or (
        token.kind == "CLOSE" and commands.PARTNER[opening.text] != token.text
    ):
        if opening.kind == "BAR_OPEN" and _is_conditional(paired, stack):
            raise Unsupported("a conditional bar, `|`, is out of scope", source, opening.span)
        if opening.kind == "BAR_OPEN":
            raise ReadError("this `|` has no `|` to close it", source, opening.span)
        raise ReadError(f"this `{opening.text}` is closed by `{token.text}`", source, token.span)
    return stack.pop()


def _is_conditional(paired: list[Tok], stack: list[int]) -> bool:
    """Whether the last bar stands behind something within delimiters, as in `P(A | B)`."""
    return len(stack) > 1 and paired[stack[-1] - 1].kind in _ENDS_OPERAND


def _inside(token: Tok, source: Source) -> Tok:
    """A token within delimiters: commas part a list, other separators are spaces."""
    if token.kind == "SEPARATOR" and token.text in (",", ";"):
        return token._replace(kind="COMMA")
    if token.kind in ("LEAD", "WORDS", "DOT"):
        raise ReadError(f"`{token.text}` cannot stand within delimiters", source, token.span)
    return token


def _differentials(tokens: list[Tok], matches: dict[int, int]) -> list[Tok]:
    """A `d` that opens both the numerator and the denominator of a fraction is an operator."""
    marked = list(tokens)
    for index, token in enumerate(tokens):
        if token.kind != "FRACTION":
            continue
        upper, above = _argument(tokens, matches, index + 1)
        lower, below = _argument(tokens, matches, above)
        numerator = _is_d(tokens, upper) and (
            tokens[upper + 1].kind in _AFTER_D or tokens[upper + 1].kind == "RBRACE" or upper + 1 == above
        )
        if not (numerator and _is_d(tokens, lower) and _is_d_of(tokens, lower)):
            continue
        marked[upper] = tokens[upper]._replace(kind="PARTIAL")
        place = lower
        while place < below:
            if _is_d_of(tokens, place):
                marked[place] = tokens[place]._replace(kind="PARTIAL")
            place = matches.get(place, place) + 1
    return marked


def _argument(tokens: list[Tok], matches: dict[int, int], index: int) -> tuple[int, int]:
    """The first token of the argument at `index`, and the index after the argument."""
    if index in matches:
        return index + 1, matches[index] + 1
    return index, index + 1


def _is_d(tokens: list[Tok], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index].kind == "SYMBOL" and tokens[index].text == "d"


def _is_d_of(tokens: list[Tok], index: int) -> bool:
    """Whether a `d` stands at `index` with a name right after it, and is no script."""
    script = index > 0 and tokens[index - 1].kind in ("SUBSCRIPT", "SUPERSCRIPT")
    return _is_d(tokens, index) and tokens[index + 1].kind == "SYMBOL" and not script


def _signed_factors(tokens: list[Tok]) -> list[Tok]:
    """`2 \\cdot -3` is `2 \\cdot -1 \\cdot 3`; of two signs in a row, `a + -b`, the first says nothing."""
    marked: list[Tok] = []
    for index, token in enumerate(tokens):
        before = marked[-1] if marked else None
        if token.kind != "SIGN" or before is None or index + 1 == len(tokens):
            marked.append(token)
        elif before.kind == "OPERATOR" and before.text in _TIMES:
            minus = [Tok("NUMBER", "-1", token.span), Tok("OPERATOR", "\\cdot", token.span)]
            marked += minus if token.text == "-" else []
        elif before.kind == "SIGN" and before.text == "+" and len(marked) > 1:
            marked[-1] = token
        else:
            marked.append(token)
    return marked


def _signed_bodies(tokens: list[Tok], matches: dict[int, int]) -> list[Tok]:
    """A sign right after `\\sum_i` belongs to the body: `\\sum_i -x_i` sums `-1 \\cdot x_i`."""
    marked: list[Tok] = []
    index = 0
    while index < len(tokens):
        marked.append(tokens[index])
        index += 1
        if marked[-1].kind != "BIG":
            continue
        while index < len(tokens) and tokens[index].kind in ("SUBSCRIPT", "SUPERSCRIPT"):
            stop = _argument(tokens, matches, index + 1)[1]
            marked += tokens[index:stop]
            index = stop
        if index + 1 < len(tokens) and tokens[index].kind == "SIGN":
            span = tokens[index].span
            minus = [Tok("NUMBER", "-1", span), Tok("OPERATOR", "\\cdot", span)]
            marked += minus if tokens[index].text == "-" else []
            index += 1
    return marked


def _rows(tokens: list[Tok], source: Source) -> list[Tok]:
    segments = _segments(tokens, source)
    rows: list[Tok] = []
    for segment in segments:
        if segment.tokens and segment.tokens[-1].kind == "DOT":
            segment.tokens.pop()
        if [token.text for token in segment.tokens] in ([commands.SUPPOSING], [commands.ALTERNATIVE]):
            segment.tokens.pop()
        texts = [token.text for token in segment.tokens if token.kind != "DOT"]
        if rows and texts in commands.ENDS_OF_PROOFS:
            continue
        for token in segment.tokens:
            if token.kind == "DOT":
                raise ReadError("a full stop within a row", source, token.span)
        if not segment.tokens:
            continue
        if rows and not _continues(rows[-1], segment):
            place = segment.before[-1].span if segment.before else segment.tokens[0].span
            rows.append(Tok("SEPARATOR", ",", place))
        rows += segment.tokens
    return rows


def _segments(tokens: list[Tok], source: Source) -> list[_Segment]:
    """Cut at the separators outside delimiters, before leads, and at words."""
    segments = [_Segment()]
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.kind in _OPENS) - (token.kind in _CLOSES)
        cuts = not depth and token.kind in ("SEPARATOR", "WORDS", "LEAD")
        if cuts and segments[-1].tokens:
            segments.append(_Segment())
        if token.kind == "WORDS":
            _check_words(tokens, index, source)
        if cuts and token.kind == "WORDS" and _said(token) in commands.SUPPOSING_WORDS:
            segments[-1].tokens.append(Tok("LEAD", commands.SUPPOSING, token.span))
        elif cuts and token.kind == "WORDS" and _said(token) == "or":
            segments[-1].tokens.append(Tok("LEAD", commands.ALTERNATIVE, token.span))
        elif cuts and token.kind != "LEAD":
            segments[-1].before.append(token)
        else:
            segments[-1].tokens.append(token)
    return segments


def _said(token: Tok) -> str:
    return " ".join(token.text.lower().strip(" ,.;:()").split())


def _check_words(tokens: list[Tok], index: int, source: Source) -> None:
    """Refuse words that restrict a row, and words in the middle of one."""
    token = tokens[index]
    words = _said(token).split()
    followed = index + 1 < len(tokens) and tokens[index + 1].kind not in ("SEPARATOR", "WORDS", "DOT", "LEAD")
    preceded = index > 0 and tokens[index - 1].kind not in ("SEPARATOR", "WORDS", "DOT", "LEAD")
    universal = not followed and any(
        pair[0] == "for" and pair[1] in commands.FOR_ALL for pair in pairwise(words)
    )
    words = _OF_NOTHING.sub("", " ".join(words)).split()
    condition = "for" in words or not commands.LIMITING.isdisjoint(words)
    if condition and (followed or len(words) > 1) and not universal:
        message = f"a condition in words, `{token.text}`; write it in mathematics, `\\quad x > 0`"
        raise Worded(message, source, token.span)
    joins = bool(words) and all(word in commands.CONNECTIVES for word in words)
    if followed and preceded and not joins:
        message = f"the words `{token.text}` stand in the middle of a row and cannot be skipped"
        raise Worded(message, source, token.span)
    governs = bool(words) and words[-1] in commands.GOVERNING
    if followed and not preceded and not joins and (governs or tokens[index + 1].text == "-"):
        message = (
            f"`{token.text}` can be a quantity, or words before one; say it in a sentence beside the display"
        )
        raise Worded(message, source, token.span)
    harmless = joins or universal or not words or _is_reason(words) or is_remark(token.text)
    if not followed and not harmless and _adds(tokens, index):
        message = f"`{token.text}` may change what this line says; say it in a sentence beside the display"
        raise Worded(message, source, token.span)


_OF_NOTHING = regex(
    r"\bfor\s+(?:the\s+same\s+reasons?|(?:the\s+sake\s+of\s+)?(?:simplicity|brevity|clarity|convenience|completeness)"
    r"|short|later\s+use|later|reference|comparison|example|instance|now)\b"
)
"""Words with *for* that say nothing of a row."""


def _adds(tokens: list[Tok], index: int) -> bool:
    """Whether words stand after an equation, and neither alone nor in front of one."""
    before = [token.kind for token in tokens[:index] if token.kind not in ("SEPARATOR", "WORDS", "DOT")]
    return bool(before)


def _is_reason(words: list[str]) -> bool:
    """Whether words say why a row holds, or how it is called."""
    plain = [word.strip("(),:.") for word in words]
    after = plain[:1] in (["after"], ["upon"], ["on"]) and plain[-1].endswith("ing")
    return after or not commands.REASONS.isdisjoint(plain)


def is_remark(text: str) -> bool:
    """Whether words beside a row only remark on it, `(units suppressed)`: more than a unit, and nothing that
    makes it say something else, nor tells a reason. What they remark on may hold for some values alone."""
    plain = text.strip(" ,.;")
    words = [word.strip("(),:.") for word in plain.lower().split()]
    if "$" in text or words[:1] == ["for"] or _is_reason(words) or set(words) <= commands.CONNECTIVES:
        return False
    long = len(words) > 2 or (len(words) == 2 and plain.startswith("(") and plain.endswith(")"))
    return long and commands.CHANGING.isdisjoint(words)


def _continues(last: Tok, segment: _Segment) -> bool:
    """Whether a segment goes on with the row before it."""
    if last.kind == "LEAD":
        return True
    texts = [token.text for token in segment.before]
    broken = any(text in commands.BREAKS for text in texts)
    if not broken or any(text not in _BREAKS_OR_SPACE for text in texts):
        return False
    first = segment.tokens[0].kind
    goes_on = first == "SIGN" and (segment.tokens[0].text == "+" or not _is_related(segment.tokens))
    return last.kind in _UNFINISHED or first == "OPERATOR" or goes_on


def _is_related(tokens: list[Tok]) -> bool:
    """Whether a relation stands outside of delimiters: not the `=` of `\\sum_{i=1}`."""
    depth = 0
    for token in tokens:
        depth += (token.kind in _OPENS) - (token.kind in _CLOSES)
        if token.kind == "RELATION" and not depth:
            return True
    return False
