"""Filter values of any text: they arrive whole, and select no row that was not asked for."""

from tests.session.ways import Way, perform
from tests.support import calls, client_of, new_user, query, settings_of, value

from timeback_core import evolve, field
from timeback_core.oneroster import create_user, list_users
from timeback_core.sandbox import Sandbox, Server

HOSTILE = (
    "O'Brien",
    "' OR '1'='1",
    "x' OR familyName!='",
    "''",
    "'",
    "a AND status='active'",
    "(a)",
    "\\",
    "\\'",
    "%27 OR %271%27=%271",
    "a&filter=status='active'",
    "a+b #c ?d",
    'double "quoted"',
    "é漢🎓",
    "line\nbreak",
    "'" * 200,
    "x" * 10_000,
)


def test_a_hostile_value_finds_its_row_and_no_other(way: Way, server: Server, sandbox: Sandbox) -> None:
    with client_of(server) as client:
        for number, text in enumerate(HOSTILE):
            user = evolve(new_user(f"h{number}", f"h{number}@example.com"), family_name=text)
            value(create_user(client.session, user))
    sandbox.forget_requests()
    pages = perform(way, settings_of(server), *(list_users.request(where={"family_name": each}) for each in HOSTILE))
    found = [[user.sourced_id for user in page.unwrap()] for page in pages]
    assert found == [[f"h{number}"] for number in range(len(HOSTILE))]
    sent = [query(request)["filter"] for request in calls(sandbox)]
    assert sent == ["familyName='" + each.replace("'", "''") + "'" for each in HOSTILE]


def test_a_hostile_value_widens_nothing(way: Way, server: Server) -> None:
    absent = field("given_name").eq("nobody")
    pages = perform(
        way,
        settings_of(server),
        *(list_users.request(where=absent & field("family_name").eq(each)) for each in HOSTILE),
        *(list_users.request(where={"given_name": {"in": [each, "nobody"]}}) for each in HOSTILE),
    )
    assert [len(page.unwrap()) for page in pages] == [0] * (2 * len(HOSTILE))
