"""What a successful answer holds, as data: the type of an operation's value and where it lies in the body.

Keys are dotted where a value lies deeper (`data.user`). Expectations of JSON take two options: `statuses` are error
statuses whose body is nevertheless the result, where it can be read as one; `verdict` names a member that says of a
2xx, by `false` or `"error"`, that it is no success.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from timeback_core.engine.call.paging import OFFSET, Paging

if TYPE_CHECKING:  # the classes below name these in their bases, as text
    from timeback_core.engine.call.files import File  # noqa: F401
    from timeback_core.engine.call.paging import Page  # noqa: F401
    from timeback_core.engine.call.pairs import Created as CreatedPairs  # noqa: F401
    from timeback_core.engine.call.pairs import Saved  # noqa: F401
    from timeback_core.engine.codec import Unknown  # noqa: F401
    from timeback_core.engine.codec.json import JsonValue  # noqa: F401

T_co = TypeVar("T_co", covariant=True)
M = TypeVar("M")
R = TypeVar("R", bytes, str)


class Expect(Generic[T_co]):
    """The base of all expectations; `T_co` is the type of the operation's value."""

    __slots__ = ("statuses", "verdict")
    statuses: tuple[int, ...]
    verdict: str | None

    def __init__(self, *, statuses: tuple[int, ...] = (), verdict: str | None = None) -> None:
        self.statuses = statuses
        self.verdict = verdict

    @property
    def rows(self) -> Listed:
        """What `where`, `sort` and `fields` are about."""
        return Listed(object, OFFSET, ())


class Listed(NamedTuple):
    """A model, how its resource lists, and further names for its filters."""

    model: type[object]
    paging: Paging
    names: tuple[str, ...]


class One(Expect[M]):
    """One model: under `key`, under one of `also`, or the body itself where `key` is None.

    With `bare` a body without the envelope is taken as well. With `absent_is_missing` an answer that is empty, or
    holds nothing or an empty object under the key, means that the thing does not exist (`NotFound`).
    """

    __slots__ = ("absent_is_missing", "also", "bare", "key", "model")

    def __init__(
        self,
        key: str | None,
        model: type[M],
        *,
        also: tuple[str, ...] = (),
        bare: bool = False,
        absent_is_missing: bool = False,
        statuses: tuple[int, ...] = (),
        verdict: str | None = None,
    ) -> None:
        super().__init__(statuses=statuses, verdict=verdict)
        self.key: str | None = key
        self.model: type[M] = model
        self.also: tuple[str, ...] = also
        self.bare: bool = bare
        self.absent_is_missing: bool = absent_is_missing

    @property
    def rows(self) -> Listed:
        return Listed(self.model, OFFSET, ())


class Maybe(Expect["M | None"], Generic[M]):
    """What a write may or may not answer: the inner expectation's value where it decodes, else None."""

    __slots__ = ("inner",)

    def __init__(self, inner: Expect[M]) -> None:
        super().__init__(statuses=inner.statuses, verdict=inner.verdict)
        self.inner: Expect[M] = inner

    @property
    def rows(self) -> Listed:
        return self.inner.rows


class Stated(Expect["Saved[M]"], Generic[M]):
    """A value whose status tells whether it was created (201) or changed."""

    __slots__ = ("inner",)

    def __init__(self, inner: Expect[M]) -> None:
        super().__init__(statuses=inner.statuses, verdict=inner.verdict)
        self.inner: Expect[M] = inner

    @property
    def rows(self) -> Listed:
        return self.inner.rows


class Many(Expect["Page[M]"], Generic[M]):
    """A page of models under `key` (or one of `also`); `paging` tells how it goes on.

    `names` are field names beyond those of the model that filters and `sort` may use. With `bare` an array without
    the envelope is taken as well. With `absent_is_empty` a missing key or null means that there are no rows.
    """

    __slots__ = ("absent_is_empty", "also", "bare", "key", "model", "names", "paging")

    def __init__(
        self,
        key: str | None,
        model: type[M],
        *,
        paging: Paging = OFFSET,
        also: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
        bare: bool = False,
        absent_is_empty: bool = False,
        statuses: tuple[int, ...] = (),
        verdict: str | None = None,
    ) -> None:
        super().__init__(statuses=statuses, verdict=verdict)
        self.key: str | None = key
        self.model: type[M] = model
        self.also: tuple[str, ...] = also
        self.paging: Paging = paging
        self.names: tuple[str, ...] = names
        self.bare: bool = bare
        self.absent_is_empty: bool = absent_is_empty

    @property
    def rows(self) -> Listed:
        return Listed(self.model, self.paging, self.names)


class Created(Expect["CreatedPairs"]):
    """The id pairs of a create; `bulk` allows none."""

    __slots__ = ("bulk",)

    def __init__(
        self, *, bulk: bool = False, statuses: tuple[int, ...] = (), verdict: str | None = None
    ) -> None:
        super().__init__(statuses=statuses, verdict=verdict)
        self.bulk: bool = bulk


class Nothing(Expect[None]):
    """Nothing that matters: any 2xx is success."""

    __slots__ = ()


class Json(Expect["JsonValue"]):
    """The body as plain JSON."""

    __slots__ = ()


class Raw(Expect[R], Generic[R]):
    """The body as it came: `Raw(bytes)`, or `Raw(str)` for XML and CSV."""

    __slots__ = ("kind",)
    kind: type[R]

    def __init__(self, kind: type[R]) -> None:
        super().__init__()
        self.kind = kind


class Download(Expect["File"]):
    """A file: its bytes, name and media type."""

    __slots__ = ()


class Tagged(Expect["M | Unknown"], Generic[M]):
    """One of several models, told apart by the text in `tag`; an object with another tag is kept as `Unknown`.

    Write the union as a subscript, `Tagged[Cat | Dog]("kind", {"cat": Cat, "dog": Dog})`: a type checker
    cannot infer it from the mapping. The value lies under `key`, or is the body itself.
    """

    __slots__ = ("key", "models", "tag")

    def __init__(
        self,
        tag: str,
        models: Mapping[str, type[object]],
        *,
        key: str | None = None,
        statuses: tuple[int, ...] = (),
        verdict: str | None = None,
    ) -> None:
        super().__init__(statuses=statuses, verdict=verdict)
        self.tag: str = tag
        self.models: Mapping[str, type[object]] = models
        self.key: str | None = key
