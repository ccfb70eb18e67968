"""The commands of `timeback profile`, as a shell sees them."""

from __future__ import annotations

from cyclopts import App

from timeback_core.cli.options import Form, Repeated, Switch

profile: App = App(name="profile", help="Named configurations: where the services are, and who asks.")


@profile.command
def add(
    name: str,
    *,
    env: str | None = None,
    platform: str | None = None,
    base_url: str | None = None,
    auth_url: str | None = None,
    service: Repeated = (),
    client_id: str | None = None,
    client_auth: str | None = None,
    access_token: Switch = False,
    scopes: str | None = None,
    timeout: float | None = None,
    max_concurrency: int | None = None,
    max_attempts: int | None = None,
    allow_insecure_http: Switch = False,
    masterytrack_email: str | None = None,
    masterytrack_base_url: str | None = None,
    replace: Switch = False,
) -> int:
    """Add a profile. Secrets are asked for on a terminal, and else read from standard input, one a line.

    They go into the keyring of the system where the library `keyring` finds one, else into the profile's file, which
    only its user can read.

    Parameters
    ----------
    name
        What the profile is called.
    env
        `staging` or `production`.
    platform
        `BEYOND_AI` (the default) or `LEARNWITH_AI`.
    base_url
        URL in front of every path, instead of an environment.
    auth_url
        Token URL.
    service
        URL of one service, as `oneroster=https://...`, instead of an environment; once for each.
    client_id
        Id of the credentials; their secret is asked for.
    client_auth
        How the token URL is told id and secret: `client_secret_basic` or `client_secret_post`.
    access_token
        Ask for a fixed token, in the place of a token URL.
    scopes
        Scopes to ask for, separated by blanks.
    timeout
        Deadline of one request with its retries, in seconds.
    max_concurrency
        Calls in flight at most.
    max_attempts
        Attempts of one call at most.
    allow_insecure_http
        Whether plain http may be spoken to hosts that are not loopback.
    masterytrack_email
        Account of MasteryTrack; its API key is asked for, after the other secrets.
    masterytrack_base_url
        URL of MasteryTrack.
    replace
        Replace the profile of that name.
    """
    from timeback_core.cli.complaints import complain
    from timeback_core.cli.profiles import commands

    services = commands.services(service)
    if not isinstance(services, dict):
        return complain(services)
    settings = {
        "env": env,
        "platform": platform,
        "base_url": base_url,
        "auth_url": auth_url,
        "services": services,
        "client_id": client_id,
        "client_auth": client_auth,
        "scopes": scopes,
        "timeout": timeout,
        "max_concurrency": max_concurrency,
        "max_attempts": max_attempts,
        "allow_insecure_http": allow_insecure_http or None,
        "masterytrack_email": masterytrack_email,
        "masterytrack_base_url": masterytrack_base_url,
    }
    return commands.add(name, settings, access_token=access_token, replace=replace)


@profile.command(name="list")
def list_all(*, format: Form = "text") -> int:  # noqa: A002 -- the option's name
    """List the profiles.

    Parameters
    ----------
    format
        Text for people, or JSON for programs: an object a line.
    """
    from timeback_core.cli.profiles import commands

    return commands.show_all(format)


@profile.command
def show(name: str, *, format: Form = "text") -> int:  # noqa: A002 -- the option's name
    """Show the settings of a profile, and of its secrets only where they are.

    Parameters
    ----------
    name
        What the profile is called.
    format
        Text for people, or JSON for programs.
    """
    from timeback_core.cli.profiles import commands

    return commands.show(name, format)


@profile.command
def check(*names: str, format: Form = "text") -> int:  # noqa: A002 -- the option's name
    """Fetch a token for each profile that is named, or for all of them.

    Parameters
    ----------
    names
        What the profiles are called.
    format
        Text for people, or JSON for programs: an object a line.
    """
    from timeback_core.cli.profiles import commands

    return commands.check(names, format)


@profile.command
def remove(name: str) -> int:
    """Remove a profile, with its secrets.

    Parameters
    ----------
    name
        What the profile is called.
    """
    from timeback_core.cli.profiles import commands

    return commands.remove(name)
