"""Registering, looking up and removing clients; the same for both kinds of manager."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import pytest
from returns.result import Failure, Success

from timeback_core import AsyncTimebackClient, AsyncTimebackManager, Config, TimebackClient, TimebackManager
from timeback_core.errors import ConfigError, DuplicateClient, UnknownClient
from timeback_core.problems import Problem

Manager: TypeAlias = TimebackManager | AsyncTimebackManager
LOCAL: Any = {"base_url": "http://localhost:1", "environ": {}}


@pytest.fixture(params=[TimebackManager, AsyncTimebackManager])
def kind(request: pytest.FixtureRequest) -> type[Manager]:
    """Either class."""
    chosen: type[Manager] = request.param
    return chosen


def paths(error: object) -> list[str]:
    assert isinstance(error, ConfigError)
    return [problem.path for problem in error.problems]


def test_registering_gives_the_manager_itself(kind: type[Manager], config: Config) -> None:
    manager = kind()
    assert manager.register("by-config", config) == Success(manager)
    assert manager.register("by-settings", LOCAL) == Success(manager)
    assert manager.register("by-keywords", base_url="http://localhost:2", environ={}) == Success(manager)
    assert manager.names == ("by-config", "by-settings", "by-keywords")
    assert manager.size == 3


def test_registrations_can_be_chained() -> None:
    manager = TimebackManager()
    chained = manager.register("a", LOCAL).bind(lambda m: m.register("b", LOCAL))
    assert chained == Success(manager)
    assert manager.names == ("a", "b")


def test_names_keep_the_order_of_registration(kind: type[Manager]) -> None:
    manager = kind()
    for name in ("z", "a", "m", "env/staging", "env:production", ""):
        assert isinstance(manager.register(name, LOCAL), Success)
    assert manager.names == ("z", "a", "m", "env/staging", "env:production", "")
    assert isinstance(manager.get(""), Success)


def test_a_client_is_the_same_object_every_time(kind: type[Manager]) -> None:
    manager = kind.of({"alpha": LOCAL}).unwrap()
    client = manager.get("alpha").unwrap()
    assert isinstance(client, TimebackClient if kind is TimebackManager else AsyncTimebackClient)
    assert manager.get("alpha").unwrap() is client
    assert manager.has("alpha")
    assert not manager.has("beta")


def test_an_unknown_name_tells_which_there_are(kind: type[Manager]) -> None:
    manager = kind.of({"z": LOCAL, "a": LOCAL}).unwrap()
    assert manager.get("b") == Failure(UnknownClient("b", ("z", "a")))
    assert kind().get("b") == Failure(UnknownClient("b", ()))


def test_a_name_is_registered_once(kind: type[Manager]) -> None:
    manager = kind.of({"alpha": LOCAL}).unwrap()
    client = manager.get("alpha").unwrap()
    assert manager.register("alpha", LOCAL) == Failure(DuplicateClient("alpha"))
    # Found before the configuration is looked at.
    assert manager.register("alpha", base_url="no url") == Failure(DuplicateClient("alpha"))
    assert manager.get("alpha").unwrap() is client


def test_a_bad_configuration_registers_nothing(kind: type[Manager]) -> None:
    manager = kind()
    failed = manager.register("alpha", base_url="no url", timeout=-1, environ={})
    assert sorted(paths(failed.failure())) == ["base_url", "timeout"]
    assert manager.size == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, ""),
        ("staging", ""),
        (TimebackClient.open(**LOCAL).unwrap(), ""),
        ({"base_url": "http://localhost:1", "timout": 3, "environ": {}}, "timout"),
        ({"base_url": "http://localhost:1", 3: 3, "environ": {}}, "3"),
    ],
)
def test_what_is_no_configuration_is_a_problem(kind: type[Manager], given: Any, expected: str) -> None:
    assert paths(kind().register("alpha", given).failure()) == [expected]
    assert paths(kind.of({"alpha": given}).failure()) == [f"alpha.{expected}".rstrip(".")]


def test_a_misspelt_setting_is_told_with_the_nearest() -> None:
    given: Any = {"base_url": "no url", "timout": 3, "environ": {}}
    error = TimebackManager().register("alpha", given).failure()
    assert isinstance(error, ConfigError)
    assert error.problems[0] == Problem("timout", "unknown setting 'timout'; did you mean 'timeout'?")
    assert paths(error) == ["timout", "base_url"]


def test_configuration_and_keywords_exclude_each_other(config: Config) -> None:
    manager: Any = TimebackManager()
    assert paths(manager.register("alpha", config, env="staging").failure()) == ["config"]
    assert manager.size == 0


def test_a_name_must_be_text(kind: type[Manager]) -> None:
    manager: Any = kind()
    assert paths(manager.register(3, LOCAL).failure()) == ["name"]
    of: Any = kind.of
    assert paths(of({3: LOCAL}).failure()) == ["name"]
    assert paths(of(["alpha"]).failure()) == [""]


def test_of_tells_every_problem_of_every_client(kind: type[Manager]) -> None:
    clients: Mapping[str, Any] = {
        "alpha": {"base_url": "no url", "timeout": -1, "environ": {}},
        "good": LOCAL,
        "env/staging": {"env": "nowhere", "environ": {}},
    }
    found = paths(kind.of(clients).failure())
    assert "alpha.base_url" in found
    assert "alpha.timeout" in found
    assert "env/staging.env" in found
    assert not any(path.startswith("good") for path in found)


def test_settings_fall_back_on_the_environment(kind: type[Manager], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEBACK_API_BASE_URL", "http://localhost:7")
    manager = kind()
    assert isinstance(manager.register("alpha"), Success)
    assert manager.get("alpha").unwrap().config.services[0].base.port == 7


def test_unregistering_closes_the_client(kind: type[Manager]) -> None:
    manager = kind.of({"a": LOCAL, "b": LOCAL}).unwrap()
    first, second = manager.get("a").unwrap(), manager.get("b").unwrap()
    assert manager.unregister("a") is True
    assert manager.unregister("a") is False
    assert (first.closed, second.closed) == (True, False)
    assert list(manager.names) == ["b"]
    assert isinstance(manager.register("a", LOCAL), Success)
    assert manager.names == ("b", "a")


def test_a_closed_manager_is_empty_and_can_be_used_again(kind: type[Manager]) -> None:
    manager = kind.of({"a": LOCAL, "b": LOCAL}).unwrap()
    clients = [manager.get(name).unwrap() for name in manager.names]
    manager.close()
    manager.close()
    assert all(client.closed for client in clients)
    assert manager.size == 0
    assert isinstance(manager.register("a", LOCAL), Success)
    assert not manager.get("a").unwrap().closed


def test_all_are_closed_even_if_one_fails(
    kind: type[Manager], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    manager = kind.of({"a": LOCAL, "b": LOCAL, "c": LOCAL}).unwrap()
    first, broken, last = (manager.get(name).unwrap() for name in manager.names)

    def fail() -> None:
        raise OSError("no")

    monkeypatch.setattr(broken, "close", fail)
    manager.close()
    assert (first.closed, last.closed) == (True, True)
    assert manager.size == 0
    assert "client 'b' could not be closed" in caplog.text


def test_clients_share_connections_where_they_go_the_same_way() -> None:
    proxied: Any = {**LOCAL, "proxy": "http://localhost:3128"}
    manager = TimebackManager.of({"a": LOCAL, "b": LOCAL, "c": proxied}).unwrap()
    a, b, c = (manager.get(name).unwrap().session._core.connections() for name in manager.names)
    assert a is b
    assert a is not c


def test_its_repr_names_the_clients(kind: type[Manager]) -> None:
    assert repr(kind.of({"a": LOCAL, "b": LOCAL}).unwrap()) == f"<{kind.__name__} of a, b>"
    assert repr(kind()) == f"<{kind.__name__} of nothing>"
