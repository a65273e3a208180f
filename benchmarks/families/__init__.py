"""Families of documents that grow, whose truth is known from how they are made."""

from families import derivatives, functions, indices, networks, polynomials, source, statements
from families.sheet import Family

FAMILIES: tuple[Family, ...] = (
    *networks.FAMILIES,
    *polynomials.FAMILIES,
    *functions.FAMILIES,
    *indices.FAMILIES,
    *derivatives.FAMILIES,
    *statements.FAMILIES,
    *source.FAMILIES,
)
