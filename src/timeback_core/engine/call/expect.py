"""What a successful answer holds, as data: the type of an operation's value, where it lies, and how it is read.

Keys are dotted where a value lies deeper (`data.user`). Expectations of JSON take two options, `statuses` and
`verdict`, which `Expect` describes. A kind of your own is a subclass with a `read` of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from timeback_core.engine.call.page import Page
from timeback_core.engine.call.paging import OF_PAGES, OFFSET, Paging, Totals
from timeback_core.engine.call.reading import BadRows, Missing, decoded, json_of, member, refuse_failure
from timeback_core.engine.call.request import Expect, Listed, Request
from timeback_core.engine.codec.json import MISSING, Bad, under
from timeback_core.engine.codec.model import as_partial
from timeback_core.engine.narrow import is_array, is_object

if TYPE_CHECKING:
    # Some of these stand in the bases of the classes below, as text.
    from timeback_core.engine.call import answers
    from timeback_core.engine.call.http import HttpResponse
    from timeback_core.engine.codec import Unknown
    from timeback_core.engine.codec.json import JsonObject, JsonValue
    from timeback_core.engine.codec.lane import Lane, Where
    from timeback_core.errors import BadRow

T = TypeVar("T")
M = TypeVar("M")
R = TypeVar("R", bytes, str)


class _Models(Expect[T], Generic[T, M]):
    """One model or a page of them, which the fast lane takes where nothing about an answer is unusual."""

    key: str | None
    model: type[M]
    paging: Paging
    _elsewhere: bool = False
    """Whether the last answer that was read the general way had its models under no key, or another one."""

    def __getstate__(self) -> dict[str, object]:
        """What is copied and pickled: a lane is found anew."""
        return {name: each for name, each in vars(self).items() if name != "_lane"}

    @cached_property
    def _lane(self) -> Lane | None:
        if os.environ.get("TIMEBACK_FAST_LANE") == "0" or (self.verdict is not None and self.key is None):
            return None
        try:
            from timeback_core.engine.codec.lane import lane_of
        except ImportError:  # this machine has no msgspec
            return None
        return lane_of(self.model)  # type: ignore[arg-type]  # mypy does not see that classes have a hash

    @cached_property
    def _where(self) -> Where:
        """Where the models are, and what stands beside them."""
        paging, verdict = self.paging, (self.verdict,) if self.verdict else ()
        of_pages = (*paging.total, *paging.pages, *paging.echo, *OF_PAGES) if self.paged else ()
        keys = () if self.key is None else tuple(self.key.split("."))
        beside = dict.fromkeys(name.partition(".")[0] for name in (*of_pages, *verdict))
        return keys, tuple(name for name in beside if keys and name != keys[0])

    def _taken(self, response: HttpResponse) -> tuple[Any, dict[str, Any]] | None:
        """What the lane takes of an answer, and what stands around it; raises `Verdict` as `json_of` does."""
        if self._lane is None or self._elsewhere:
            return None
        taken = self._lane.take(response.body, self._where, many=self.paged)
        if taken is not None:
            refuse_failure(taken[1], response, self)
        return taken

    def _learn(self, models: Sequence[object], key: str | None) -> None:
        """Show the lane what it did not take; it is not asked again while answers have it elsewhere than expected."""
        self._elsewhere = key != self.key
        if self._lane is not None and not self._elsewhere:
            self._lane.learn(models)

    def _in_part(self, request: Request[object]) -> bool:
        """Whether only some fields of the models were asked for, which these remember."""
        return any(name == self.paging.fields for name, _ in request.query)


class One(_Models[M, M]):
    """One model: under `key`, under one of `also`, or the body itself where `key` is None.

    With `bare` a body without the envelope is taken as well. With `absent_is_missing` an answer that is empty, or
    holds nothing or an empty object under the key, means that the thing does not exist (`NotFound`). `paging` says, of
    one model too, which parameter names its fields.
    """

    def __init__(
        self,
        key: str | None,
        model: type[M],
        *,
        also: tuple[str, ...] = (),
        bare: bool = False,
        absent_is_missing: bool = False,
        paging: Paging = OFFSET,
        statuses: tuple[int, ...] = (),
        verdict: str | None = None,
    ) -> None:
        super().__init__(statuses=statuses, verdict=verdict)
        self.key = key
        self.model = model
        self.also: tuple[str, ...] = also
        self.paging = paging
        self.bare: bool = bare
        self.absent_is_missing: bool = absent_is_missing

    @property
    def rows(self) -> Listed:
        return Listed(self.model, self.paging)

    def read(self, request: Request[object], response: HttpResponse) -> M:
        if self.absent_is_missing and not response.body.strip():
            raise Missing
        taken = None if self.absent_is_missing else self._taken(response)
        if taken is None:
            found, key = self._generally(response)
            self._learn((found,), key)
        else:
            found = taken[0]
        return as_partial(found) if self._in_part(request) else found

    def _generally(self, response: HttpResponse) -> tuple[M, str | None]:
        """The model that an answer holds, and under which key."""
        from timeback_core.engine.codec.runtime import decoder

        decode, body = decoder(self.model), json_of(response, self)
        if self.key is None:
            return decode(body), None
        if not isinstance(body, dict):
            raise Bad("object", body)
        for key in (self.key, *self.also):
            held = member(body, key)
            if held is not MISSING and not (self.absent_is_missing and held in (None, {})):
                return decoded(key, decode, held), key
        if self.absent_is_missing:
            raise Missing
        if self.bare and getattr(found := decode(body), "extra", None) != body:  # something of it is known
            return found, None
        raise Bad(f"member {self.key!r}", body)


class Many(_Models["Page[M]", M]):
    """A page of models under `key` (or one of `also`); `paging` tells how it goes on.

    `names` are field names beyond those of the model that filters and `sort` may use. With `bare` an array without
    the envelope is taken as well. With `absent_is_empty` a missing key or null means that there are no rows, with
    `one_or_many` an object that it is the only row.
    """

    paged = True

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
        one_or_many: bool = False,
        statuses: tuple[int, ...] = (),
        verdict: str | None = None,
    ) -> None:
        super().__init__(statuses=statuses, verdict=verdict)
        self.key = key
        self.model = model
        self.also: tuple[str, ...] = also
        self.paging = paging
        self.bare: bool = bare
        self.names: tuple[str, ...] = names
        self.absent_is_empty: bool = absent_is_empty
        self.one_or_many: bool = one_or_many

    @property
    def rows(self) -> Listed:
        return Listed(self.model, self.paging, self.names)

    def read(self, request: Request[object], response: HttpResponse) -> Page[M]:
        asked = cast("Request[Page[M]]", request)  # the request of a list
        return self.read_page(asked, response, BadRows.refuse_page)

    def read_page(
        self, request: Request[Page[M]], response: HttpResponse, tell: Callable[[BadRows], tuple[BadRow, ...]]
    ) -> Page[M]:
        """The page that an answer holds; `tell` says what becomes of rows that cannot be read."""
        taken = None if response.status == 204 else self._taken(response)
        if taken is None:
            body, items, bad = self._generally(response, tell)
        else:
            (items, body), bad = taken, ()
        if self._in_part(request):
            items = [as_partial(item) for item in items]
        paging, received = self.paging, len(items) + len(bad)
        at, totals = paging.asked(request.query_value), Totals.of(paging, body, response)
        start = paging.following(at, received, totals)
        return Page(
            items,
            total=received if paging.style == "none" else totals.total,
            next=None if start is None else request.with_query(paging.position, str(start)),
            offset=paging.before(at, totals),
            limit=totals.limit,
            linked=totals.linked,
            bad=bad,
        )

    def _generally(
        self, response: HttpResponse, tell: Callable[[BadRows], tuple[BadRow, ...]]
    ) -> tuple[object, list[M], tuple[BadRow, ...]]:
        """The body of an answer, its rows, and what is told of those that cannot be read."""
        from timeback_core.engine.codec.runtime import decode_rows, decoder

        if response.status == 204:
            return None, [], ()
        body = json_of(response, self)
        key, raw = self._list_in(body)
        items, wrong = decode_rows(raw, decoder(self.model))
        self._learn(items, key)
        return body, items, tell(BadRows(wrong, "$" if key is None else f"$.{key}")) if wrong else ()

    def _list_in(self, body: object) -> tuple[str | None, list[object]]:
        """The rows as they came, and under which key: the first that holds an array, else the first that is there."""
        bare = self.key is None or (self.bare and is_array(body))
        if not bare and not is_object(body):
            raise Bad("object", body)
        places = [(key, member(body, key)) for key in ((None,) if bare else (self.key, *self.also))]
        key, held = min(places, key=lambda place: (not is_array(place[1]), place[1] is MISSING))
        if self.absent_is_empty and (held is MISSING or held is None):
            return key, []
        if self.one_or_many and is_object(held):
            return key, [held]
        if held is MISSING:
            raise Bad(f"member {self.key!r}", body)
        if not is_array(held):
            raise under(key, Bad("array", held))
        return key, held


class _Around(Expect[T], Generic[T, M]):
    """Another expectation with a turn of its own."""

    def __init__(self, inner: Expect[M]) -> None:
        super().__init__(statuses=inner.statuses, verdict=inner.verdict)
        self.inner: Expect[M] = inner

    @property
    def rows(self) -> Listed:
        return self.inner.rows

    def make_ready(self) -> None:
        self.inner.make_ready()


class Maybe(_Around["M | None", M], Generic[M]):
    """What a write may or may not answer: the inner expectation's value where it decodes, else None."""

    def read(self, request: Request[object], response: HttpResponse) -> M | None:
        if not response.body.strip():
            return None
        try:
            return self.inner.read(request, response)
        except Bad:
            return None


class Stated(_Around["answers.Saved[M]", M], Generic[M]):
    """A value whose status tells whether it was created (201) or changed."""

    def read(self, request: Request[object], response: HttpResponse) -> answers.Saved[M]:
        from timeback_core.engine.call.answers import Saved

        return Saved(self.inner.read(request, response), response.status == 201)


class Created(Expect["answers.Created"]):
    """The id pairs of a create, made of the caller's ids where the answer has no body; `bulk` allows none."""

    def __init__(self, *, bulk: bool = False, statuses: tuple[int, ...] = (), verdict: str | None = None) -> None:
        super().__init__(statuses=statuses, verdict=verdict)
        self.bulk: bool = bulk

    def read(self, request: Request[object], response: HttpResponse) -> answers.Created:
        from timeback_core.engine.call.answers import Created, created_by_caller

        own = None if response.body.strip() else created_by_caller(request.body)
        return own or Created.of(json_of(response, self), bulk=self.bulk)


class Nothing(Expect[None]):
    """Nothing that matters: any 2xx is success."""

    reads_body = False

    def read(self, request: Request[object], response: HttpResponse) -> None:
        if self.verdict is not None and response.body.strip():
            json_of(response, self)


class Json(Expect["JsonValue"]):
    """The body as plain JSON."""

    def read(self, request: Request[object], response: HttpResponse) -> JsonValue:
        return json_of(response, self)


class Raw(Expect[R], Generic[R]):
    """The body as it came: `Raw(bytes)`, or `Raw(str)` for XML and CSV."""

    reads_json = False

    def __init__(self, kind: type[R]) -> None:
        super().__init__()
        self.kind: type[R] = kind

    def read(self, request: Request[object], response: HttpResponse) -> R:
        if issubclass(self.kind, bytes):
            return self.kind(response.body)
        try:
            return self.kind(response.body, "utf-8")
        except UnicodeDecodeError:
            raise Bad("text in UTF-8", response.body) from None


class Download(Expect["answers.File"]):
    """A file: its bytes, name and media type."""

    reads_json = False

    def read(self, request: Request[object], response: HttpResponse) -> answers.File:
        from timeback_core.engine.call.answers import File

        return File.of(response)


class Tagged(Expect["M | Unknown"], Generic[M]):
    """One of several models, told apart by the text in `tag`; an object with another tag is kept as `Unknown`.

    Write the union as a subscript, `Tagged[Cat | Dog]("kind", {"cat": Cat, "dog": Dog})`: a type checker
    cannot infer it from the mapping. The value lies under `key`, or is the body itself.
    """

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

    def make_ready(self) -> None:
        from timeback_core.engine.codec.sound import refuse_unsound

        for model in self.models.values():
            refuse_unsound(model)

    def read(self, request: Request[object], response: HttpResponse) -> M | Unknown:
        from timeback_core.engine.codec import Unknown
        from timeback_core.engine.codec.runtime import decoder

        body = json_of(response, self)
        held = member(body, self.key)
        if held is MISSING:
            raise Bad(f"member {self.key!r}", body)
        if not is_object(held):
            raise under(self.key, Bad("object", held))
        tag = held.get(self.tag)
        model = self.models.get(tag) if isinstance(tag, str) else None
        if model is None:
            return Unknown(cast("JsonObject", held))  # parsed JSON
        decode = cast("Callable[[object], M]", decoder(model))  # the subscript of `Tagged` names the union
        return decoded(self.key, decode, held)
