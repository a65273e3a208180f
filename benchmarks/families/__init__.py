"""Families of documents that grow, whose truth is known from how they are made."""

from families import derivatives, functions, indices, networks, polynomials, ranges, source, statements
from families.sheet import Family

GROUPS: dict[str, tuple[Family, ...]] = {
    "networks": networks.FAMILIES,
    "polynomials": polynomials.FAMILIES,
    "functions": functions.FAMILIES,
    "indices": indices.FAMILIES,
    "ranges": ranges.FAMILIES,
    "derivatives": derivatives.FAMILIES,
    "statements": statements.FAMILIES,
    "source": source.FAMILIES,
}
