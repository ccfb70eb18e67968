"""Changed copies as type checkers know them from Python 3.13 on; `evolve` is the same at run time, everywhere."""

import copy
import sys
from typing import assert_type

from timeback_core import evolve
from timeback_core.oneroster import User, UserInput


def on_every_python(user: User) -> None:
    assert_type(evolve(user, given_name="Ada"), User)


if sys.version_info >= (3, 13):

    def by_the_method(user: User, body: UserInput) -> None:
        assert_type(user.__replace__(given_name="Ada"), User)
        assert_type(body.__replace__(grades=["9"]), UserInput)
        user.__replace__(given_name=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        user.__replace__(given_nam="Ada")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]

    def by_the_module(user: User) -> None:
        assert_type(copy.replace(user, given_name="Ada"), User)
        copy.replace(user, given_name=5)  # type: ignore[arg-type]  # pyright does not look at the names
        copy.replace(user, given_nam="Ada")  # type: ignore[call-arg]  # as above
