"""A sandbox whose district is that of files: bundles of OneRoster and JSON, and what is told of wrong ones."""

import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from tests.sandbox.conftest import authorized
from tests.sandbox.staying import everything

from timeback_core.sandbox import DataFileError, Request, Sandbox, SourceError
from timeback_core.sandbox.box import APIS
from timeback_core.sandbox.command import main
from timeback_core.sandbox.importing.problems import MOST_TOLD

ROSTER = "/ims/oneroster/rostering/v1p2"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def table(columns: str, *rows: str) -> str:
    """A file of CSV."""
    return "\n".join((columns.replace(" ", ","), *rows, ""))


BUNDLE = {
    "manifest.csv": table("propertyName value", "oneroster.version,1.1", "file.orgs,bulk", "file.courses,absent"),
    "orgs.csv": table(
        "\ufeffsourcedId status dateLastModified name type identifier parentSourcedId",
        "d,,,District,district,,",
        "s,active,2026-01-02,School,School,S1,d",
    ),
    "academicSessions.csv": table(
        "sourcedId status dateLastModified title type startDate endDate parentSourcedId schoolYear",
        "y,,,2025-26,schoolYear,2025-08-01,2026-07-31,,2026",
    ),
    "courses.csv": table(
        "sourcedId title schoolYearSourcedId grades subjects metadata.level", 'c,Math 1,y,"KG,01",math,easy'
    ),
    "classes.csv": table("sourcedId title courseSourcedId schoolSourcedId termSourcedIds", "k,Math A,c,s,y"),
    "users.csv": table(
        "sourcedId status enabledUser orgSourcedIds role username userIds givenName familyName email password",
        'u,active,TRUE,"s,d",student,ada,"{SIS:1},{LDAP:a}",Ada,"Ng, ""A""",ada@x.example,secret',
        "",
        "g,toBeDeleted,false,s,counselor,,,Bo,Ng,bo@x.example,",
    ),
    "enrollments.csv": table("sourcedId classSourcedId schoolSourcedId userSourcedId role primary", "e,k,s,u,student,"),
    "userProfiles.csv": table("sourcedId", "whatever"),
}


def put(folder: Path, files: Mapping[str, object]) -> Path:
    """A folder of these files: texts as they are, other values as JSON."""
    folder.mkdir(exist_ok=True)
    for name, value in files.items():
        (folder / name).write_bytes(value.encode() if isinstance(value, str) else orjson.dumps(value))
    return folder


def told(folder: Path, files: Mapping[str, object]) -> list[str]:
    """What is told of these files, line by line."""
    with pytest.raises(SourceError) as raised:
        Sandbox(source=put(folder, files))
    return f"{raised.value}".splitlines()


@pytest.fixture(scope="module")
def made_up() -> Sandbox:
    """A district to write files from."""
    return Sandbox(students=12, now=NOW)


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[httpx.Client]:
    """A client with a token of the small bundle's district."""
    sandbox = Sandbox(source=put(tmp_path, BUNDLE), now=NOW)
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        yield authorized(client, sandbox)


def test_documents_of_all_services_come_back_the_same(tmp_path: Path, made_up: Sandbox) -> None:
    names = [collection for api in APIS for collection in api().collections]
    held = {name: made_up.documents(name) for name in names}
    (tmp_path / "all.json").write_bytes(orjson.dumps(held))
    with Sandbox(source=tmp_path / "all.json", now=NOW) as sandbox:
        assert {name: sandbox.documents(name) for name in names} == held


def test_answers_of_lists_are_taken(tmp_path: Path, made_up: Sandbox) -> None:
    paths = ("orgs", "academicSessions", "courses", "classes", "users", "enrollments", "demographics", "terms")

    def answers(sandbox: Sandbox) -> dict[str, Any]:
        with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
            authorized(client, sandbox)
            return {path: client.get(f"{ROSTER}/{path}/?limit=1000").json() for path in paths}

    given = answers(made_up)
    put(tmp_path, {f"{name}.json": answer for name, answer in given.items() if name not in ("terms", "users")})
    put(tmp_path, {"users.json": given["users"]["users"]})
    with Sandbox(source=tmp_path, now=NOW) as sandbox:
        assert answers(sandbox) == given


def test_a_bundle_of_version_1_1(loaded: httpx.Client) -> None:
    user = loaded.get(f"{ROSTER}/users/u").json()["user"]
    assert [(role["role"], role["roleType"], role["org"]["sourcedId"]) for role in user["roles"]] == [
        ("student", "primary", "s"),
        ("student", "secondary", "d"),
    ]
    assert (user["familyName"], user["enabledUser"]) == ('Ng, "A"', "true")
    assert user["userIds"] == [{"type": "SIS", "identifier": "1"}, {"type": "LDAP", "identifier": "a"}]
    other = loaded.get(f"{ROSTER}/users/g").json()["user"]
    assert (other["status"], other["roles"][0]["role"]) == ("tobedeleted", "aide")
    course = loaded.get(f"{ROSTER}/courses/c").json()["course"]
    assert (course["grades"], course["subjects"], course["metadata"]) == (["0", "1"], ["Math"], {"level": "easy"})
    assert (course["org"]["sourcedId"], course["schoolYear"]["sourcedId"]) == ("d", "y")
    session = loaded.get(f"{ROSTER}/academicSessions/y").json()["academicSession"]
    assert (session["org"]["sourcedId"], session["schoolYear"]) == ("s", 2026)
    org = loaded.get(f"{ROSTER}/orgs/s").json()["org"]
    assert (org["dateLastModified"], org["type"], org["identifier"]) == ("2026-01-02T00:00:00.000Z", "school", "S1")
    assert loaded.get(f"{ROSTER}/users/").json()["totalCount"] == 2
    assert [each["id"] for each in loaded.get("/edubridge/subject-track").json()["subjectTrack"]] == [
        "Math:0",
        "Math:1",
    ]


ORGS = "sourcedId name type"
PEOPLE = "sourcedId enabledUser givenName familyName email"
OF_TYPE = "Invalid enum value. Expected 'department' | 'school' | 'district' | 'local' | 'state' | 'national', not"
OF_ONEROSTER = (
    "orgs.csv, academicSessions.csv, courses.csv, classes.csv, users.csv, enrollments.csv, demographics.csv, "
    "categories.csv, scoreScales.csv, lineItems.csv, results.csv, resources.csv, roles.csv"
)
PROBLEMS: list[tuple[dict[str, object], list[str]]] = [
    ({"a.txt": "x"}, [": holds no file of CSV or JSON"]),
    ({"people.csv": table("sourcedId")}, [f"people.csv: is no table of OneRoster, whose files are {OF_ONEROSTER}"]),
    ({"manifest.csv": table("file.orgs bulk")}, ["manifest.csv: tells of orgs.csv, which is not there"]),
    (
        {"orgs.csv": table(ORGS, "o,O,castle", ",P,school", "o,P,school")},
        [
            "orgs.csv, line 3, column sourcedId: Required",
            "orgs.csv, line 4, column sourcedId: The id 'o' comes twice",
            f"orgs.csv, line 2, column type: {OF_TYPE} 'castle'",
        ],
    ),
    (
        {"orgs.csv": table(f"{ORGS} nme", "o,O,school,x", "p,P,school,,z")},
        [
            "orgs.csv, line 1, column nme: is no column of this table",
            "orgs.csv, line 3: 5 cells where the header has 4",
        ],
    ),
    ({"orgs.csv": table(ORGS, 'o,"O,school')}, ["orgs.csv, line 2: is no row of CSV: unexpected end of data"]),
    (
        {"orgs.csv": table(f"{ORGS} parentSourcedId dateLastModified metadata.timeback", "o,O,school,x,never,7")},
        [
            "orgs.csv, line 2, column metadata.timeback: Expected a JSON object",
            "orgs.csv, line 2, column dateLastModified: Invalid datetime, not 'never'",
            "orgs.csv, line 2, column parentSourcedId: orgs hold no 'x'",
        ],
    ),
    (
        {
            "orgs.csv": table(ORGS, "s,S,school"),
            "users.csv": table(
                f"{PEOPLE} orgSourcedIds role",
                "u,maybe,A,B,ab,n,student",
                "g,true,A,B,a@x.example,s,student",
                "h,true,A,B,a@x.example,s,student",
            ),
        },
        [
            "users.csv, line 2, column enabledUser: Expected a boolean, 'true' or 'false', not 'maybe'",
            "users.csv, line 2, column email: Invalid email, not 'ab'",
            "users.csv, line 2, column orgSourcedIds: orgs hold no 'n'",
            "users.csv, line 4, column email: A user with this email exists already",
        ],
    ),
    (
        {
            "orgs.csv": table(ORGS, "o,O,school"),
            "users.csv": table(PEOPLE, "u,true,A,B,a@b"),
            "roles.csv": table(
                "sourcedId userSourcedId role orgSourcedId beginDate",
                "1,u,student,n,May",
                "2,,student,o,",
                "3,v,aide,o,",
            ),
        },
        [
            "roles.csv, line 3, column userSourcedId: Required",
            "roles.csv, line 4, column userSourcedId: No row of users.csv has the id 'v'",
            "roles.csv, line 2, column beginDate: Invalid date, not 'May'",
            "roles.csv, line 2, column orgSourcedId: orgs hold no 'n'",
        ],
    ),
    (
        {"demographics.csv": table("sourcedId birthDate", "u,2026-02-30")},
        [
            "demographics.csv, line 2, column birthDate: Invalid date, not '2026-02-30'",
            "demographics.csv, line 2, column sourcedId: users hold no 'u'",
        ],
    ),
    ({"orgs.json": f'[{{"sourcedId":"o","x":{10**30}}}]'}, ["orgs.json: has an integer of more than 64 bits"]),
    ({"orgs.json": "[" * 300 + "]" * 300}, ["orgs.json: is nested more than 250 levels deep"]),
    ({"orgs.json": "[{"}, ["orgs.json, line 1, character 3: is no JSON: unexpected end of data"]),
    (
        {"orgs.json": 7, "people.json": []},
        [
            "orgs.json, $: Expected an array of documents, or an object of such arrays",
            "people.json, $: 'people' is no collection",
        ],
    ),
    (
        {
            "all.json": {
                "orgs": [{"sourcedId": "o", "name": 7, "type": "school"}, {"sourcedId": 1}, 3],
                "totalCount": 3,
                "users": {},
                "facts": [{"x": 1}],
            }
        },
        [
            "all.json, $.orgs[1].sourcedId: Expected a filled string",
            "all.json, $.orgs[2]: Expected object",
            "all.json, $.users: Expected an array of documents",
            "all.json, $.facts[0].sourcedId: Required",
            "all.json, $.orgs[0].name: Expected string, received number, not 7",
        ],
    ),
    (
        {
            "classes.json": [{"sourcedId": "k", "title": "K", "terms": [{"sourcedId": "t"}]}],
            "courses.json": [{"sourcedId": "c"}],
        },
        [
            "courses.json, $[0].title: Required",
            "courses.json, $[0].org: Required",
            "classes.json, $[0].course: Required",
            "classes.json, $[0].school: Required",
            "classes.json, $[0].terms[0]: academicSessions hold no 't'",
        ],
    ),
]


@pytest.mark.parametrize(("files", "expected"), PROBLEMS)
def test_everything_that_is_wrong_is_told(tmp_path: Path, files: dict[str, object], expected: list[str]) -> None:
    lines = told(tmp_path, files)
    assert [line.removeprefix(f"{tmp_path}") for line in lines] == expected


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "orgs.csv").write_bytes(b"sourcedId,name\no,\xe9\n")
    (tmp_path / "no.zip").write_bytes(b"PK\5\6" + bytes(18))
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        for folder in ("a", "b"):
            archive.writestr(f"{folder}/orgs.csv", "sourcedId\n")
        archive.writestr("__MACOSX/._orgs.csv", "\0")
    (tmp_path / "list.txt").write_text("")
    for name, reason in (
        ("orgs.csv", "orgs.csv, line 2: is not in UTF-8"),
        ("no.zip", "{}: holds no file of CSV or JSON"),
        ("twice.zip", "{}: holds orgs.csv twice"),
        ("list.txt", "{}: is neither a folder, nor a ZIP archive, nor a file of CSV or JSON"),
        ("none", "{}: cannot be read: No such file or directory"),
        ("nu\0ll.csv", "{}: cannot be read: embedded null byte"),
    ):
        with pytest.raises(SourceError) as raised:
            Sandbox(source=tmp_path / name)
        assert f"{raised.value}" == reason.format(tmp_path / name)


def test_no_more_than_a_hundred_problems_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, {"orgs.csv": table(ORGS, *(f"{at},O,castle" for at in range(MOST_TOLD + 3)))})
    data = tmp_path / "district.db"
    assert main(["--from", f"{tmp_path}", "--data", f"{data}", "--port", "0"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert (len(lines), lines[-1]) == (MOST_TOLD + 1, "and 3 more")
    assert not data.exists()
    with pytest.raises(SourceError) as raised:
        Sandbox(source=tmp_path)
    assert [(each.file, each.place) for each in raised.value.problems[:1]] == [("orgs.csv", "line 2, column type")]


def test_it_stays_and_a_reset_leads_back_to_the_files(tmp_path: Path) -> None:
    files, data = put(tmp_path / "files", BUNDLE), tmp_path / "district.db"
    with Sandbox(source=files, data=data) as sandbox:
        first = everything(sandbox)["documents"]
        sandbox.handle(Request("POST", "/.sandbox/snapshot", body=b'{"name": "one"}'))
    put(files, {"orgs.csv": table(ORGS, "d,D,district", "s,S,school")})
    with pytest.raises(DataFileError, match=r"holds another district, of source '[0-9a-f]{16}' and not "):
        Sandbox(source=files, data=data)
    with pytest.raises(ValueError, match="files tell how large a district is, and not students, gradebook_classes"):
        Sandbox(source=files, students=5, gradebook_classes=1)
    put(files, BUNDLE)
    for source in (files, None):
        with Sandbox(source=source, data=data) as sandbox:
            assert everything(sandbox)["documents"] == first
            token = sandbox._world.tokens.issue(sandbox._world.clock.now(), 60, None)
            gone = Request("DELETE", f"{ROSTER}/users/u", (("authorization", f"Bearer {token}"),))
            assert sandbox.handle(gone).status == 204
            assert everything(sandbox)["documents"] != first
            sandbox.reset()
            assert everything(sandbox)["documents"] == first


def test_every_service_answers_for_a_district_without_courses(tmp_path: Path) -> None:
    sandbox = Sandbox(source=put(tmp_path, {"orgs.json": [{"sourcedId": "o", "name": "O", "type": "school"}]}))
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        authorized(client, sandbox)
        asked = [route.template for api in APIS for route in api().routes if route.verb == "GET"]
        for template in asked:
            path = "/".join("o" if part.startswith("{") else part.removesuffix("?") for part in template.split("/"))
            assert client.get(path).status_code < 500, path
