"""What a user at a prompt, or an editor, is told: names, help, signatures, annotations, and values that hold still."""

import inspect
import pydoc
from collections.abc import Callable
from typing import Any, get_type_hints

import attrs
import pytest
from tests.support import PERSON

from timeback_core import AsyncTimebackClient, Page, TimebackClient, catalogue, decode, oneroster
from timeback_core.engine.codec import Model
from timeback_core.engine.surface.namespace import Namespace, children_of
from timeback_core.oneroster import User, UserInput
from timeback_core.oneroster.api import OneRoster

CLIENT = TimebackClient.open(base_url="http://localhost", environ={}).unwrap()
ADA: User = decode(User, PERSON).unwrap()


def test_every_name_is_offered() -> None:
    assert {"oneroster", "check_auth", "using"} <= set(dir(CLIENT))
    assert children_of(OneRoster).keys() <= set(dir(CLIENT.oneroster))
    assert {"list", "get", "modify"} <= set(dir(CLIENT.oneroster.users))

    class Mine(Namespace):  # type: ignore[type-arg]  # no session is needed to look at it
        """A namespace of one's own."""

        people: "Users"

    class Users(Namespace):  # type: ignore[type-arg]  # as above
        """Another one."""

    assert "people" in dir(Mine(CLIENT.session))
    assert "people" not in dir(Users(CLIENT.session))


@pytest.mark.parametrize(
    "described",
    [
        oneroster.get_user,
        oneroster.modify_user,
        CLIENT.oneroster.users.get,
        CLIENT.oneroster.users.modify,
        AsyncTimebackClient.open(base_url="http://localhost", environ={}).unwrap().oneroster.users.get,
    ],
    ids=str,
)
def test_help_tells_signature_and_words(described: Callable[..., object]) -> None:
    said = pydoc.plain(pydoc.render_doc(described))
    assert "sourced_id: str" in said
    assert (inspect.getdoc(described) or "nothing").partition("\n")[0] in said


def test_annotations_can_be_evaluated_and_sources_found() -> None:
    for entry in catalogue():
        hints = get_type_hints(entry.operation)
        assert "return" not in hints, entry.name
        assert hints.keys() <= {*entry.signature.parameters, "options"}, entry.name
        assert "def " in inspect.getsource(entry.operation), entry.name


def test_an_option_may_be_given_as_the_default_that_is_shown() -> None:
    shown = inspect.signature(oneroster.list_users).parameters
    defaults = {name: each.default for name, each in shown.items() if each.default is not inspect.Parameter.empty}
    assert {"fields", "where", "sort", "order_by", "limit", "offset", "search"} == defaults.keys()
    assert oneroster.list_users.request(**defaults) == oneroster.list_users.request()
    assert all("None" in str(shown[name].annotation) for name in defaults)


def test_bound_operations_are_equal_as_bound_methods_are() -> None:
    users = CLIENT.oneroster.users
    assert users.get == users.get
    assert hash(users.get) == hash(users.get)
    assert users.get != users.list
    assert users.get != CLIENT.using(timeout=1).oneroster.users.get
    assert users.modify == users.modify
    assert users.get.__get__(3) == users.get


def test_a_page_cannot_be_changed() -> None:
    page = Page([1, 2], total=2)
    for name in ("total", "next", "items", "_items", "offset", "limit"):
        with pytest.raises(AttributeError):
            setattr(page, name, 99)
        with pytest.raises(AttributeError):
            delattr(page, name)
    assert page == Page([1, 2], total=2)


def test_hidden_parts_of_models_stay_hidden() -> None:
    made = UserInput(given_name="A", family_name="B", email="a@b", enabled_user=True, roles=())
    one: Any  # checkers do not see the protocol of attrs through `@model`
    for one in (ADA, made):
        assert not [name for name in attrs.asdict(one) if name.startswith("_")]
        assert not [field.name for field in attrs.fields(type(one)) if field.name.startswith("_")]
    assert "<function" not in pydoc.plain(pydoc.render_doc(User))
    assert issubclass(User, Model)
