"""Dataclasses that cost next to nothing until they are used.

Takes and gives what `dataclass`, `field` and `replace` of the standard library do, and to whoever reads or
type-checks the package they are those. There, the source of six methods is written and compiled for each
class when its module is imported; for the two hundred of this package that was a third of the start of the
command. Here a method that is made of the fields is compiled when it is first called, and the rest is shared.

What the package has no use for is refused: fields of a base class, `ClassVar`, `InitVar`, order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace

FIELDS = "__record__"
"""Where a class keeps its fields: name → `Field`."""

_MISSING: Any = object()
_NO_FIELDS = (
    "ClassVar",
    "typing.ClassVar",
    "InitVar",
    "dataclasses.InitVar",
    "KW_ONLY",
    "dataclasses.KW_ONLY",
)


class Field(NamedTuple):
    """What is declared of a field; `hash` is `None` where it is as `compare`."""

    default: Any = _MISSING
    default_factory: Any = _MISSING
    init: bool = True
    repr: bool = True
    hash: bool | None = None
    compare: bool = True
    kw_only: bool = False

    @property
    def hashed(self) -> bool:
        return self.compare if self.hash is None else self.hash


Fields = Mapping[str, Field]


def is_record(kind: type) -> bool:
    """Whether a class was made by `dataclass` of this module."""
    return hasattr(kind, FIELDS)


def fields(record: type) -> Fields:
    """A record's fields by their names, in order."""
    found: Fields = getattr(record, FIELDS)
    return found


def _dataclass(
    *, frozen: bool = False, slots: bool = False, eq: bool = True, repr: bool = True
) -> Callable[[type], type]:
    return partial(_record, frozen=frozen, slots=slots, eq=eq, repr=repr)


def _field(**declared: Any) -> Field:
    return Field(**declared)


def _replace(record: Any, /, **changes: Any) -> Any:
    return record.__replace__(**changes)


if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, _field, _replace


def _record(cls: type, *, frozen: bool, slots: bool, eq: bool, repr: bool) -> type:
    """The class with methods; with slots another class of the same name, as slots can't be added to one."""
    fields = dict(_declared(cls))
    own = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    for name, field in fields.items():
        own.pop(name, None)
        if field.default is not _MISSING and not slots:
            own[name] = field.default
    own = {**_methods(fields, frozen=frozen, slots=slots, eq=eq, repr=repr), **own}
    if eq and own.get("__hash__") is None:
        own["__hash__"] = _hash if frozen else None
    if slots:
        own["__slots__"] = tuple(fields)
    return type(cls)(cls.__name__, cls.__bases__, {**own, "__qualname__": cls.__qualname__})


def _declared(cls: type) -> Iterator[tuple[str, Field]]:
    if hasattr(cls, FIELDS) or hasattr(cls, "__dataclass_fields__"):
        raise TypeError(f"{cls.__qualname__} has fields of a base class")
    for name, annotation in cls.__annotations__.items():
        if str(annotation).startswith(_NO_FIELDS):
            raise TypeError(f"{cls.__qualname__}.{name} is a {annotation}, which is no field")
        default = vars(cls).get(name, _MISSING)
        field = default if isinstance(default, Field) else Field(default)
        if type(field.default).__hash__ is None:
            raise ValueError(f"{cls.__qualname__}.{name} has a mutable default; use default_factory")
        yield name, field


def _methods(fields: Fields, *, frozen: bool, slots: bool, eq: bool, repr: bool) -> dict[str, object]:
    """What a class gets unless it has it of its own."""
    positional = tuple(name for name, field in fields.items() if field.init and not field.kw_only)
    methods: dict[str, object] = {
        FIELDS: fields,
        "__match_args__": positional,
        "__dataclass_fields__": _STANDARD,
        "__init__": _init,
        "__replace__": _replaced,
    }
    if repr:
        methods["__repr__"] = _repr
    if eq:
        methods["__eq__"] = _eq
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
    if frozen and slots:
        methods |= {"__getstate__": _getstate, "__setstate__": _setstate}
    return methods


# Methods that are the same for all


def _repr(self: object) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name, field in fields(type(self)).items() if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: object, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError  # takes longer than all that is here, for what never happens

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: object) -> list[object]:
    return [getattr(self, name) for name in fields(type(self))]


def _setstate(self: object, state: list[object]) -> None:
    for name, value in zip(fields(type(self)), state, strict=True):
        object.__setattr__(self, name, value)


class _Standard:
    """`__dataclass_fields__`: what the standard library wants of a dataclass, made when it is asked for."""

    def __get__(self, record: object, kind: type) -> dict[str, Any]:
        import dataclasses  # as above

        owner = next(base for base in kind.__mro__ if FIELDS in vars(base))
        fields: Fields = vars(owner)[FIELDS]
        body: dict[str, Any] = {"__annotations__": owner.__annotations__, "__module__": owner.__module__}
        for name, field in fields.items():
            given = {key: value for key, value in field._asdict().items() if value is not _MISSING}
            body[name] = dataclasses.field(**given)
        shadow: Any = type(owner.__name__, (), {"__doc__": "fields", **body})
        found: dict[str, Any] = dataclasses.dataclass(init=False, repr=False, eq=False)(
            shadow
        ).__dataclass_fields__
        owner.__dataclass_fields__ = found  # type: ignore[attr-defined]
        return found


_STANDARD = _Standard()


# Methods that are made of the fields


def _late(name: str, write: Callable[[Fields, type, dict[str, Any]], str]) -> Callable[..., Any]:
    """A method that, when it is first called, is compiled and takes its own place.

    `write` gives its source and puts into a mapping what that refers to.
    """

    def method(self: object, *arguments: Any, **named: Any) -> Any:
        kind = type(self)
        for owner in kind.__mro__:
            if vars(owner).get(name) is method:
                setattr(owner, name, _compiled(owner, name, write))
        return getattr(kind, name)(self, *arguments, **named)

    method.__name__ = method.__qualname__ = name
    return method


def _compiled(
    owner: type, name: str, write: Callable[[Fields, type, dict[str, Any]], str]
) -> Callable[..., Any]:
    space: dict[str, Any] = {"__name__": owner.__module__}
    exec(write(vars(owner)[FIELDS], owner, space), space)  # noqa: S102  names of fields, and nothing else
    found: Callable[..., Any] = space[name]
    found.__qualname__ = f"{owner.__qualname__}.{name}"
    return found


def _init_source(fields: Fields, owner: type, space: dict[str, Any]) -> str:
    frozen = "__setattr__" in vars(owner)
    slots = vars(owner).get("__slots__", ())
    lines = []
    space["_set"] = object.__setattr__
    for name, field in fields.items():
        space[f"_default_{name}"] = field.default
        space[f"_make_{name}"] = field.default_factory
        if name in slots:
            space[f"_put_{name}"] = vars(owner)[name].__set__
        made = f"_make_{name}()" if field.default_factory is not _MISSING else f"_default_{name}"
        value = name if field.init else made
        if field.init and field.default_factory is not _MISSING:
            value = f"{made} if {name} is _default_{name} else {name}"
        if field.init or (field.default, field.default_factory) != (_MISSING, _MISSING):
            lines.append(_put(name, value, frozen=frozen, slot=name in slots))
    if hasattr(owner, "__post_init__"):
        lines.append(" self.__post_init__()")
    taken = [_parameter(name, field) for name, field in fields.items() if field.init and not field.kw_only]
    named = [_parameter(name, field) for name, field in fields.items() if field.init and field.kw_only]
    parameters = ", ".join(["self", *taken, *(["*"] if named else []), *named])
    return "\n".join([f"def __init__({parameters}):", *lines, " pass"])


def _parameter(name: str, field: Field) -> str:
    needed = field.default is _MISSING and field.default_factory is _MISSING
    return name if needed else f"{name}=_default_{name}"


def _put(name: str, value: str, *, frozen: bool, slot: bool) -> str:
    if not frozen:
        return f" self.{name} = {value}"
    return f" _put_{name}(self, {value})" if slot else f" _set(self, '{name}', {value})"


def _replace_source(fields: Fields, owner: type, space: dict[str, Any]) -> str:
    names = [name for name, field in fields.items() if field.init]
    space["_same"] = _MISSING
    parameters = ", ".join(["self", "/", *(["*"] if names else []), *(f"{name}=_same" for name in names)])
    values = (f"{name}=self.{name} if {name} is _same else {name}" for name in names)
    return f"def __replace__({parameters}):\n return self.__class__({', '.join(values)})"


def _eq_source(fields: Fields, owner: type, space: dict[str, Any]) -> str:
    compared = [name for name, field in fields.items() if field.compare]
    return (
        "def __eq__(self, other):\n"
        " if other.__class__ is self.__class__:\n"
        f"  return {_tuple('self', compared)} == {_tuple('other', compared)}\n"
        " return NotImplemented"
    )


def _hash_source(fields: Fields, owner: type, space: dict[str, Any]) -> str:
    hashed = [name for name, field in fields.items() if field.hashed]
    return f"def __hash__(self):\n return hash({_tuple('self', hashed)})"


def _tuple(whose: str, names: list[str]) -> str:
    return f"({''.join(f'{whose}.{name}, ' for name in names)})"


_init = _late("__init__", _init_source)
_replaced = _late("__replace__", _replace_source)
_eq = _late("__eq__", _eq_source)
_hash = _late("__hash__", _hash_source)
