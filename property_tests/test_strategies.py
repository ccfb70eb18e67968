"""The strategies for tests of users: what they make keeps the rules of the models, and reaches their corners."""

import importlib
import inspect
import pkgutil

import pytest
from hypothesis import find, given, settings, strategies as st

from timeback_core import UNSET
from timeback_core.engine.codec import Model
from timeback_core.engine.codec.runtime import check, encode
from timeback_core.oneroster import EnrollmentPatch, UserInput, list_users, models
from timeback_core.testing.strategies import arguments, models as instances_of, requests

MODULES = [importlib.import_module(f"{models.__name__}.{each.name}") for each in pkgutil.iter_modules(models.__path__)]
MODELS = [
    each
    for module in MODULES
    for each in vars(module).values()
    if inspect.isclass(each) and issubclass(each, Model) and each.__module__ == module.__name__
]


@pytest.mark.parametrize("cls", MODELS, ids=[each.__name__ for each in MODELS])
@settings(max_examples=4)
@given(data=st.data())
def test_valid_instances_can_be_sent(cls: type[Model], data: st.DataObject) -> None:
    made = data.draw(instances_of(cls))
    assert type(made) is cls
    assert check(made) == ()
    assert isinstance(encode(made), dict)


def test_optional_fields_are_given_and_left_out() -> None:
    assert find(instances_of(UserInput), lambda user: user.pronouns is not None).pronouns is not None
    assert find(instances_of(UserInput), lambda user: user.pronouns is None).pronouns is None
    assert find(instances_of(EnrollmentPatch), lambda patch: patch.role is UNSET).role is UNSET


def test_instances_that_need_not_be_valid_break_rules() -> None:
    assert check(find(instances_of(UserInput, valid=False), lambda user: bool(check(user))))


def test_requests_name_every_option() -> None:
    for option in ("where", "sort", "order_by", "fields", "limit", "offset", "search"):
        _, named = find(arguments(list_users), lambda given, option=option: option in given[1])  # type: ignore[misc]  # a lambda's default
        assert option in named
    assert find(requests(list_users, valid=False), lambda request: bool(request.problems)).problems
