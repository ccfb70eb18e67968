"""MasteryTrack, the one service with a host, credentials and a token of its own."""

from timeback_core.engine.config import variables as names
from timeback_core.engine.config.modes import Endpoint, Location
from timeback_core.engine.config.options import Given, Problems, credential_option, text_option, url_option
from timeback_core.engine.config.paths import Profile, is_offered
from timeback_core.engine.config.urls import Url
from timeback_core.engine.config.values import TokenSource
from timeback_core.engine.config.variables import Variables
from timeback_core.engine.platforms import Platform
from timeback_core.problems import Problem


class MasteryTrackPlanner:
    """Finds MasteryTrack's place and token; configured only where its credentials or URL are given."""

    def __init__(
        self,
        location: Location,
        platform: Platform,
        profile: Profile,
        variables: Variables,
        problems: Problems,
        *,
        api_key: object,
        email: object,
        base_url: object,
        allow_insecure_http: bool,
    ) -> None:
        self._location = location
        self._platform = platform
        self._profile = profile["masterytrack"]
        self._variables = variables
        self._problems = problems
        self._allow_insecure_http = allow_insecure_http
        self._endpoint = location.endpoints.get("masterytrack")
        self._base_url = text_option(base_url, "masterytrack_base_url", problems)
        self._credentials = {
            "masterytrack_email": text_option(email, "masterytrack_email", problems),
            "masterytrack_api_key": text_option(api_key, "masterytrack_api_key", problems),
        }
        self._by_arguments = self._base_url is not None or any(self._credentials.values())

    def plan(self) -> tuple[Url, TokenSource | None] | None:
        """MasteryTrack's base URL and token source, or nothing if it is not configured."""
        by_name = {
            "masterytrack_email": names.MASTERYTRACK_EMAIL,
            "masterytrack_api_key": names.MASTERYTRACK_API_KEY,
        }
        credentials = {
            path: given or self._variables.first(*by_name[path]) for path, given in self._credentials.items()
        }
        if self._endpoint is None and self._base_url is None and not any(credentials.values()):
            return None
        base = self._base()
        if base is None:
            return None
        if self._endpoint is not None and self._takes_no_token(self._endpoint):
            return base, None
        good: list[str] = []
        for path, given in credentials.items():
            if given is None:
                text = f"is required for MasteryTrack (or {' or '.join(by_name[path])})"
                self._problems.append(Problem(path, text))
            elif (value := credential_option(given, path, self._problems)) is not None:
                good.append(value)
        if len(good) < len(credentials):
            return None
        email, api_key = good
        if "@" not in email:
            self._problems.append(Problem("masterytrack_email", "must be an e-mail address"))
        path = dict(self._profile)["base"] or ""
        return base, TokenSource("masterytrack", base.below(f"{path}/authorizer"), email, api_key)

    def _base(self) -> Url | None:
        if self._endpoint is not None:
            return self._endpoint.base
        if not is_offered(self._profile):
            if self._by_arguments:
                text = f"platform {self._platform.name} does not offer MasteryTrack; give its path in `paths`"
                self._problems.append(Problem("masterytrack_api_key", text))
            return None
        given = self._given_base()
        if given is None:
            if self._by_arguments:
                text = "is required for MasteryTrack here"
                self._problems.append(Problem("masterytrack_base_url", text))
            return None
        url = url_option(
            given, "masterytrack_base_url", self._problems, allow_insecure_http=self._allow_insecure_http
        )
        return None if url is None else url.as_base()

    def _given_base(self) -> Given | None:
        """The argument, a base URL that is an argument, the variable, then the platform's table."""
        if self._base_url is not None:
            return self._base_url
        location = self._location
        shared = location.shared_base
        if shared is not None and location.by_arguments:
            return Given(str(shared))
        if location.mode == "services" and location.by_arguments and not self._by_arguments:
            return None
        variable = self._variables.first(*names.MASTERYTRACK_BASE_URL)
        if variable is not None:
            return variable
        if location.env is not None:
            hosted = self._platform.hosts[location.env].services.get("masterytrack")
            return None if hosted is None else Given(hosted)
        return None if shared is None else Given(str(shared))

    def _takes_no_token(self, endpoint: Endpoint) -> bool:
        """Whether its entry in `services` says so; that entry can name no other token."""
        spec, at = endpoint.spec, endpoint.at
        for key in ("client_id", "client_secret", "scopes"):
            if spec.get(key) is not None:
                text = "is not for MasteryTrack: give masterytrack_api_key and masterytrack_email"
                self._problems.append(Problem(f"{at}.{key}", text))
        if spec.get("auth_url") is not None:
            text = "may only be None for MasteryTrack: its token URL is below its base URL"
            self._problems.append(Problem(f"{at}.auth_url", text))
        return "auth_url" in spec
