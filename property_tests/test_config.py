"""Law 3: configuring is total on any input, equal inputs give equal values, and problems are complete."""

import pickle
from typing import Any

from hypothesis import given, strategies as st
from returns.pipeline import is_successful

from timeback_core.engine.config import Config, configure
from timeback_core.errors import ConfigError

rubbish: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(st.characters(), max_size=8),
        st.binary(max_size=3),
        st.just(object()),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4) | st.integers(), inner, max_size=3)
    ),
    max_leaves=5,
)
urls = st.sampled_from(
    [
        "http://localhost:1",
        "https://example.com/x/",
        "http://example.com",
        "https://u:p@example.com",
        "https://example.com?x",
        "https://[::1",
        "https://é.example",
        " ",
        "x",
    ]
)
names = st.sampled_from(["oneroster", "qti", "caliper", "masterytrack", "webhooks", "onroster", ""])
tokens = st.sampled_from(["key", "a b", "", len])
ways = st.sampled_from(["client_secret_basic", "client_secret_post", "basic", ""])
spec = st.fixed_dictionaries(
    {},
    optional={
        "base_url": urls | rubbish,
        "auth_url": urls | rubbish,
        "client_id": st.sampled_from(["id", "a:b", " x"]) | rubbish,
        "client_secret": st.sampled_from(["secret", "\n"]) | rubbish,
        "scopes": st.sampled_from(["a b", [], ["a"]]) | rubbish,
        "access_token": tokens | rubbish,
        "client_auth": ways | rubbish,
        "other": rubbish,
    },
)
options = st.fixed_dictionaries(
    {},
    optional={
        "env": st.sampled_from(["staging", "production", "prod", ""]) | rubbish,
        "platform": st.sampled_from(["BEYOND_AI", "LEARNWITH_AI", "beyond"]) | rubbish,
        "base_url": urls | rubbish,
        "auth_url": urls | rubbish,
        "client_id": st.sampled_from(["id", "a:b", " x"]) | rubbish,
        "client_secret": st.sampled_from(["secret", "\n"]) | rubbish,
        "services": st.dictionaries(names, urls | spec | rubbish, max_size=3) | rubbish,
        "scopes": st.sampled_from(["a b", [], ["a"]]) | rubbish,
        "access_token": tokens | rubbish,
        "client_auth": ways | rubbish,
        "timeout": st.floats() | rubbish,
        "max_concurrency": st.integers() | rubbish,
        "proxy": st.sampled_from(["http://p:1", "socks5://p", "p"]) | rubbish,
        "transport": rubbish,
        "allow_insecure_http": st.booleans() | rubbish,
        "path_profile": st.sampled_from(["BEYOND_AI", "LEARNWITH_AI", "x"]) | rubbish,
        "paths": st.dictionaries(names, st.dictionaries(st.text(max_size=5), rubbish) | rubbish, max_size=2) | rubbish,
        "masterytrack_api_key": st.sampled_from(["key", "ä"]) | rubbish,
        "masterytrack_email": st.sampled_from(["a@b.c", "x"]) | rubbish,
        "masterytrack_base_url": urls | rubbish,
        "max_attempts": st.integers() | rubbish,
        "max_body_bytes": st.integers() | rubbish,
    },
)
VARIABLES = [
    "TIMEBACK_ENV",
    "TIMEBACK_API_BASE_URL",
    "TIMEBACK_BASE_URL",
    "TIMEBACK_TOKEN_URL",
    "TIMEBACK_CLIENT_ID",
    "TIMEBACK_CLIENT_SECRET",
    "QTI_BASE_URL",
    "QTI_TOKEN_URL",
    "MASTERYTRACK_API_KEY",
    "MASTERYTRACK_EMAIL",
    "MASTERYTRACK_BASE_URL",
]
environs = st.dictionaries(
    st.sampled_from(VARIABLES), urls | st.sampled_from(["staging", "id", ""]) | rubbish, max_size=5
)


@given(options, environs | rubbish.filter(lambda value: value is not None))
def test_configuring_is_total_and_a_function(given_options: dict[str, Any], environ: Any) -> None:
    result = configure(environ=environ, **given_options)
    assert configure(environ=environ, **given_options) == result
    if is_successful(result):
        config = result.unwrap()
        assert isinstance(config, Config)
        assert hash(config) == hash(configure(environ=environ, **given_options).unwrap())
        assert config.configured == tuple(sorted(config.configured))
        assert config.timeout > 0
        assert pickle.loads(pickle.dumps(config)) == config  # noqa: S301  # our own bytes
    else:
        error = result.failure()
        assert isinstance(error, ConfigError)
        assert error.problems
        assert all(problem.path and problem.text for problem in error.problems)
        assert len(set(error.problems)) == len(error.problems)


@given(options, environs)
def test_no_secret_is_told(given_options: dict[str, Any], environ: Any) -> None:
    hidden = "tOp-s3cret\t"
    given_options |= {"client_secret": hidden, "masterytrack_api_key": hidden, "access_token": hidden}
    result = configure(environ=environ, **given_options)
    assert "s3cret" not in repr(result)


GOOD: dict[str, Any] = {
    "env": "staging",
    "platform": "BEYOND_AI",
    "auth_url": "https://idp.example/token",
    "client_id": "id",
    "client_secret": "secret",
    "scopes": ["a"],
    "timeout": 5,
    "max_concurrency": 3,
    "proxy": "http://proxy:1",
    "path_profile": "BEYOND_AI",
    "masterytrack_api_key": "key",
    "masterytrack_email": "a@b.c",
    "masterytrack_base_url": "https://m.example",
    "max_attempts": 2,
    "max_body_bytes": 1000,
    "allow_insecure_http": False,
}
BAD: dict[str, Any] = {
    "env": "stage",
    "platform": "BEYOND",
    "auth_url": "http://idp.example",
    "client_id": "a:b",
    "client_secret": " secret",
    "scopes": 5,
    "timeout": 0,
    "max_concurrency": 0,
    "proxy": "proxy",
    "path_profile": "x",
    "masterytrack_api_key": "kéy",
    "masterytrack_email": "nobody",
    "masterytrack_base_url": "ftp://m.example",
    "max_attempts": 1.5,
    "max_body_bytes": None,
    "allow_insecure_http": 1,
}
# These two are judged only where the key they belong with is good.
TOGETHER = {"masterytrack_email": {"masterytrack_api_key", "masterytrack_base_url"}}
TOGETHER |= {"masterytrack_api_key": {"masterytrack_base_url"}}


@given(st.sets(st.sampled_from(sorted(BAD))))
def test_problems_are_complete(broken: set[str]) -> None:
    result = configure(environ={}, **{**GOOD, **{name: BAD[name] for name in broken}})
    if not broken:
        assert is_successful(result)
        return
    found = {problem.path for problem in result.failure().problems}
    assert found <= broken
    assert {name for name in broken if not TOGETHER.get(name, set()) & broken} <= found
