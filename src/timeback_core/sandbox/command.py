"""The sandbox as a command: `python -m timeback_core.sandbox`, which `timeback sandbox` is too."""

import gc
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypedDict, Unpack, get_args

import attrs

from timeback_core.sandbox.access_log import FORMATS, AccessLog
from timeback_core.sandbox.box import Sandbox, Server
from timeback_core.sandbox.chaos import PROFILES
from timeback_core.sandbox.data_file import DataFileError
from timeback_core.sandbox.faces.listener import until_told_to_end
from timeback_core.sandbox.moments import read_moment
from timeback_core.sandbox.reaching import cli_text
from timeback_core.sandbox.request_log import LoggedRequest
from timeback_core.sandbox.saying import say
from timeback_core.sandbox.tenants import TENANT_NAME, Tenants, TenantsServer
from timeback_core.sandbox.world import Platform


class _Credentials(TypedDict, total=False):
    """What tells one of several sandboxes from another."""

    client_id: str
    client_secret: str
    masterytrack_api_key: str


def _whole(least: int, most: int, bounds: str = "") -> Callable[[str], int]:
    def read(text: str) -> int:
        with suppress(ValueError):
            if least <= int(text) <= most:
                return int(text)
        raise ArgumentTypeError(f"must be a whole number {bounds or f'from {least} to {most}'}, not {text!r}")

    return read


_seed = _whole(-(2**63), 2**63 - 1, "of 64 bits")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"must be a number, not {text!r}") from None


def _moment(text: str) -> datetime:
    try:
        return read_moment(text)
    except ValueError:
        raise ArgumentTypeError(f"must be a time such as 2026-03-02T08:00:00Z, not {text!r}") from None


def _something(text: str) -> str:
    if not text:
        raise ArgumentTypeError("must not be empty")
    return text


def _tenant_name(text: str) -> str:
    if TENANT_NAME.fullmatch(text) is None:
        raise ArgumentTypeError(f"must be at most 64 letters, digits, dots, `_` and `-`, not {text!r}")
    return text


@attrs.frozen
class Option:
    """An option of the command."""

    names: tuple[str, ...]
    """Such as `--size`, the main one first."""
    help: str
    kind: type | None = str
    """What it is given; None for one that is there or not."""
    read: Callable[[str], object] | None = None
    """Makes its value of what is written, where its kind alone does not; raises `ValueError`."""
    default: object = None
    choices: Sequence[str] | None = None
    is_repeated: bool = False
    goes_with: tuple[str, ...] = ("", "compare")
    """What else may be asked for beside it; nothing where it is empty."""
    needs: str = ""
    """The option without which it says nothing."""

    @property
    def name(self) -> str:
        """Under which its value is found."""
        return self.names[0].removeprefix("--").replace("-", "_")


OPTIONS: Final = (
    Option(
        ("--port",),
        "Where it listens; 0 takes a free port.",
        int,
        _whole(0, 65535),
        8080,
        goes_with=("", "record", "replay"),
    ),
    Option(
        ("--host",),
        "The address that it listens at; 0.0.0.0 lets other machines and containers in.",
        read=_something,
        default="127.0.0.1",
        goes_with=("", "record", "replay"),
    ),
    Option(
        ("--public-url",),
        "How addresses in answers begin; by default they lead to the host of the request.",
        goes_with=("",),
    ),
    Option(
        ("--data",), "A file in which all of it stays, made where there is none; what else is given has to fit.", Path
    ),
    Option(
        ("--from",),
        "Files that tell of the district: a OneRoster bundle, or JSON; a folder, a ZIP archive or a single file.",
        Path,
    ),
    Option(
        ("--platform",),
        "Whose paths it serves; BEYOND_AI by default.",
        choices=get_args(Platform),
        goes_with=("", "compare", "record"),
    ),
    Option(("--size", "--students"), "Size of the district, in students; 50 by default.", int, _whole(0, 10_000_000)),
    Option(("--seed",), "Equal seeds give equal districts; 1 by default.", int, _seed),
    Option(("--id-prefix",), "Begins every id."),
    Option(("--now",), "The time from which its clock goes on, such as 2026-03-02T08:00:00Z.", datetime, _moment),
    Option(("--token-seconds",), "How long a token is good for.", float, _number, default=3600.0),
    Option(
        ("--scopes",),
        "What tokens may be asked for, once for each; by default scopes are not checked.",
        read=_something,
        is_repeated=True,
    ),
    Option(
        ("--cors",),
        "An origin whose pages may call it, such as https://app.example, once for each; * for all.",
        is_repeated=True,
        goes_with=("",),
    ),
    Option(("--ui-public",), "Show its page to other machines too.", None, goes_with=("",)),
    Option(("--chaos",), "A profile of what goes wrong.", choices=tuple(PROFILES), goes_with=("",)),
    Option(
        ("--chaos-seed",),
        "What goes wrong by chance goes by it; by the seed of the district without it.",
        int,
        _seed,
        goes_with=("",),
        needs="--chaos",
    ),
    Option(
        ("--tenant",),
        "The name of one of several sandboxes at this address, once for each.",
        read=_tenant_name,
        is_repeated=True,
        goes_with=("",),
    ),
    Option(("--access-log",), "Print a line for each request.", None, goes_with=("",)),
    Option(
        ("--access-log-format",),
        "The same, and how a line looks; text without it.",
        choices=tuple(FORMATS),
        goes_with=("",),
    ),
    Option(("--record",), "Pass requests on to the server at this address, and keep what is exchanged.", goes_with=()),
    Option(
        ("--to",), "The new file that is recorded to.", Path, default=Path("recording.jsonl"), goes_with=("record",)
    ),
    Option(
        ("--record-auth-url",),
        "The token endpoint of the recorded server, where it is elsewhere.",
        goes_with=("record",),
    ),
    Option(("--replay",), "Answer from this recording.", Path, goes_with=()),
    Option(
        ("--compare",), "Put the requests of this recording to a sandbox, and tell what differs.", Path, goes_with=()
    ),
    Option(
        ("--format",), "How differences are told.", default="text", choices=("text", "json"), goes_with=("compare",)
    ),
)
"""All of them, in the order of the help page."""


def main(words: Sequence[str], program: str = "python -m timeback_core.sandbox") -> int:
    """Serve as the words ask for, until interrupted or told to end; gives the exit status."""
    parser = _parser(program)
    given = parser.parse_args(words)
    mode = _mode(given, parser)
    with until_told_to_end(), _access_log(given) as tell:
        try:
            if mode:
                from timeback_core.sandbox.recording.running import run

                return run(given, lambda: _built(given, tell))
            with _served(given, tell) as sandbox:
                # The district stays until the end: the garbage collector need not look through it, which takes a while.
                gc.freeze()
                sandbox.serve_forever(given.port, given.host, public_url=given.public_url, ready=_announce)
        except (ValueError, DataFileError) as error:
            print(error, file=sys.stderr)
            return 1
        except OSError as error:
            print(f"cannot listen on {given.host} port {given.port}: {error.strerror or error}", file=sys.stderr)
            return 1
    return 0


def _mode(given: Namespace, parser: ArgumentParser) -> str:
    """What is asked for instead of a sandbox; ends the program where something is given that does not go with it."""
    said = [option for option in OPTIONS if _is_said(given, option)]
    mode = next((option.name for option in said if not option.goes_with), "")
    others = [option for option in said if option.name != mode and mode not in option.goes_with]
    if others and mode:
        parser.error(f"{', '.join(option.names[0] for option in others)}: not allowed with --{mode}")
    if others:
        parser.error("; ".join(f"{option.names[0]}: goes with --{option.goes_with[0]} alone" for option in others))
    names = {option.names[0] for option in said}
    alone = [option for option in said if option.needs and option.needs not in names]
    if alone:
        parser.error("; ".join(f"{option.names[0]}: goes with {option.needs} alone" for option in alone))
    return mode


def _is_said(given: Namespace, option: Option) -> bool:
    value = getattr(given, option.name)
    return value is not None and value is not False and value not in (option.default, [])


def _served(given: Namespace, tell: Callable[[LoggedRequest], object]) -> Sandbox | Tenants:
    if not given.tenant:
        return _built(given, tell)
    repeated = sorted({name for name in given.tenant if given.tenant.count(name) > 1})
    if repeated:
        raise ValueError(f"tenants that are named twice: {', '.join(repeated)}")
    return Tenants({name: _built(_of_tenant(given, name), tell, **_credentials_of(name)) for name in given.tenant})


def _of_tenant(given: Namespace, name: str) -> Namespace:
    """What is given, as it is for one of several sandboxes."""
    data: Path | None = given.data
    own = {
        "data": None if data is None else data.with_name(f"{data.stem}.{name}{data.suffix}"),
        "id_prefix": f"{given.id_prefix or ''}{name}-",
    }
    return Namespace(**{**vars(given), **own})


def _credentials_of(tenant: str) -> _Credentials:
    return {
        "client_id": f"{tenant}-client",
        "client_secret": f"{tenant}-secret",
        "masterytrack_api_key": f"{tenant}-key",
    }


def _built(given: Namespace, tell: Callable[[LoggedRequest], object], **credentials: Unpack[_Credentials]) -> Sandbox:
    return Sandbox(
        **credentials,
        data=given.data,
        source=vars(given)["from"],
        seed=given.seed,
        students=given.size,
        platform=given.platform,
        id_prefix=given.id_prefix,
        now=given.now,
        token_seconds=given.token_seconds,
        scopes=given.scopes or None,
        cors=given.cors,
        ui_public=given.ui_public,
        chaos=given.chaos,
        chaos_seed=given.chaos_seed,
        on_request=tell,
    )


def _parser(program: str) -> ArgumentParser:
    parser = ArgumentParser(
        prog=program, description="Run a local Timeback until it is interrupted or terminated.", allow_abbrev=False
    )
    for option in OPTIONS:
        how: dict[str, Any] = {"action": "store_true"}
        if option.kind is not None:
            how = {"type": option.read or option.kind, "default": option.default, "choices": option.choices}
            if option.choices is None:
                how["metavar"] = option.kind.__name__.upper()
            if option.is_repeated:
                how |= {"action": "append", "default": []}
        parser.add_argument(*option.names, dest=option.name, help=option.help, **how)
    return parser


@contextmanager
def _access_log(given: Namespace) -> Generator[Callable[[LoggedRequest], object]]:
    """What is told of each request."""
    if not (given.access_log or given.access_log_format):
        yield lambda _: None
        return
    with AccessLog(sys.stderr, FORMATS[given.access_log_format or "text"]) as log:
        yield log.tell


def _announce(server: Server | TenantsServer) -> None:
    if isinstance(server, Server):
        say(cli_text(server))
        return
    for name, sandbox in server.tenants.sandboxes.items():
        say(f"tenant:         {name}\n{cli_text(sandbox)}\n")
