"""Bundles as other programs write them: what is read of them, and what is told of the rest."""

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.rosters.bundles import COURSES, ORGS, SEATS, SESSIONS, SMALL, USERS, put, read, zipped
from tests.support import error, value

from timeback_core import encode, evolve
from timeback_core.rosters import Roster, read_bundle, write_bundle


def documents(rows: Any) -> list[Any]:
    """Rows as JSON."""
    return [encode(row).unwrap() for row in rows]


def test_a_bundle_of_version_1_1_is_read_whole(tmp_path: Path) -> None:
    bundle = read(tmp_path / "elm", SMALL)
    assert (bundle.version, bundle.bad, bundle.notes) == ("1.1", (), ())
    roster = bundle.roster
    assert len(roster) == 9
    assert roster.whole == {"orgs", "academic_sessions", "courses", "classes", "users", "enrollments"}
    assert documents(roster.users[1:]) == [
        {
            "sourcedId": "elm-p",
            "enabledUser": True,
            "roles": [
                {"role": "student", "roleType": "primary", "org": {"sourcedId": "elm-s"}},
                {"role": "student", "roleType": "secondary", "org": {"sourcedId": "elm-d"}},
            ],
            "username": "pim",
            "userIds": [{"type": "LDAP", "identifier": "12"}, {"type": "SIS", "identifier": "p-1"}],
            "givenName": "Pim",
            "familyName": "Park",
            "email": "pim@elm.example.com",
            "grades": ["0"],
        }
    ]
    (found,) = roster.classes
    assert (found.title, found.grades, found.periods) == ("Algebra, first", ("9", "10"), ("1", "2"))
    assert found.class_type == "scheduled"
    owners = (roster.academic_sessions[0].org, roster.courses[0].org)
    assert [owner and owner.sourced_id for owner in owners] == ["elm-s", "elm-d"]
    assert bundle.place_of("users", "elm-p") == "users.csv:3"


def test_an_archive_is_read_as_its_folder_is__wherever_its_members_would_lead(tmp_path: Path) -> None:
    archive = tmp_path / "elm.zip"
    archive.write_bytes(zipped({f"../../elm/{name}": text for name, text in SMALL.items()}))
    assert value(read_bundle(archive)).roster == read(tmp_path / "elm", SMALL).roster
    assert sorted(os.listdir(tmp_path)) == ["elm", "elm.zip"]


@pytest.mark.parametrize(
    ("name", "text", "kind", "told"),
    [
        ("orgs.csv", "\ufeffSOURCEDID, Name ,type,\r\n\r\no,Ash,School,\r\n,,,\r\n", "orgs", ["o", "Ash", "school"]),
        ("orgs.csv", f"{ORGS}\no,,,Ash".encode("utf-16"), "orgs", None),
        ("orgs.csv", "sourcedId,name,type\no,Café,school".encode("cp1252"), "orgs", ["o", "Café", "school"]),
        ("our_orgs.csv", "sourcedId,name,type\no,Ash,school", "orgs", ["o", "Ash", "school"]),
        (
            "orgs.csv",
            'sourcedId,name,type\no,"Ash, ""the"" one\nof two",school',
            "orgs",
            ["o", 'Ash, "the" one\nof two'],
        ),
        ("categories.csv", "sourcedId,title,weight\nc,Tests,0.5", "categories", ["c", "Tests", 0.5]),
        (
            "academicSessions.csv",
            f"{SESSIONS}\ns,inactive,1/2/2024,Fall,Term,8/27/2018,31/5/2019,,2019",
            "academic_sessions",
            ["s", "tobedeleted", "term", "2018-08-27", "2019-05-31", "2024-01-02T00:00:00.000Z"],
        ),
        ("courses.csv", f"{COURSES}\nc,,,,Rocks,,PK,o,Geology,", "courses", ["c", ["-1"], ["Other"]]),
        (
            "scoreScales.csv",
            'sourcedId,title,type,classSourcedId,scoreScaleValue\ns,A,b,c,"{9-10:A},{0-8:B}"',
            "score_scales",
            [[{"itemValueLHS": "9-10", "itemValueRHS": "A"}, {"itemValueLHS": "0-8", "itemValueRHS": "B"}]],
        ),
        (
            "users.csv",
            f"{USERS},metadata.team\nu,,,yes,o,principal,,,A,B,a@b.example.com,,07",
            "users",
            ["u", True, {"team": "07"}, [{"role": "administrator", "roleType": "primary", "org": {"sourcedId": "o"}}]],
        ),
        (
            "orgs.json",
            json.dumps({"organizations": [{"sourcedId": "o", "name": "Ash", "type": "school"}]}),
            "orgs",
            ["o"],
        ),
        (
            "03_courses.json",
            json.dumps({"courses": [{"sourcedId": "c", "title": "T", "subjects": ["Geology"]}]}),
            "courses",
            [["Other"]],
        ),
        (
            "results.jsonl",
            '{"sourcedId": "r", "lineItem": {"sourcedId": "l"}, "student": {"sourcedId": "s"}}',
            "results",
            ["r"],
        ),
    ],
)
def test_a_table_is_read_kindly(
    tmp_path: Path, name: str, text: str | bytes, kind: str, told: list[Any] | None
) -> None:
    bundle = read(tmp_path / "bundle", {name: text})
    rows = documents(getattr(bundle.roster, kind))
    if told is None:
        assert [problem.column for problem in bundle.bad] == ["type"]  # a row that was cut off
        return
    assert bundle.bad == ()
    assert [each for each in told if each not in rows[0].values()] == []
    assert "manifest.csv: is missing: no kind of rows counts as whole" in map(str, bundle.notes)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"orgs.csv": "sourcedId,name,type\n,Ash,school\no,,school\no,Ash,school"},
            ["orgs.csv:2 sourcedId: is missing", "orgs.csv:3 name: is missing (row o)"],
        ),
        (
            {"orgs.csv": "sourcedId,name,type\no,Ash,school\no,Ash,school"},
            ["orgs.csv:3 sourcedId: is the id of a row before it, which counts (row o)"],
        ),
        (
            {"orgs.csv": 'sourcedId,name,type\no,"A"sh,school\np,Elm,school'},
            ["orgs.csv:2: is no row of CSV: ',' expected after '\"'"],
        ),
        (
            {"orgs.csv": "sourcedId,name,type\no,Ash,school,Elm\np,Elm,school"},
            ["orgs.csv:2: has 4 cells where the header has 3"],
        ),
        ({"orgs.csv": "name,type\nAsh,school"}, ["orgs.csv:1 sourcedId: is a column that every table has"]),
        (
            {"enrollments.csv": f"{SEATS}\ne,,,c,s,u,student,perhaps,,\n"},
            ["enrollments.csv:2 primary: must be true or false (row e)"],
        ),
        (
            {"academicSessions.csv": f"{SESSIONS}\ns,,,Fall,term,13/13/2025,2025-12-19,,2026"},
            ["academicSessions.csv:2 startDate: must be a date, such as 2026-05-31 (row s)"],
        ),
        (
            {"academicSessions.csv": f"{SESSIONS}\ns,,,Fall,term,2025-08-18x,2025-12-19,,2026"},
            ["academicSessions.csv:2 startDate: must be a date, such as 2026-05-31 (row s)"],
        ),
        ({"orgs.csv": ""}, ["orgs.csv:1 sourcedId: is a column that every table has"]),
        ({"orgs.csv": "\ufeff\n,,\n"}, ["orgs.csv:1 sourcedId: is a column that every table has"]),
        (
            {"categories.csv": "sourcedId,title,weight\nc,Tests,nan"},
            ["categories.csv:2 weight: must be a number (row c)"],
        ),
        (
            {"users.csv": f"{USERS}\nu,,,,o,student,,LDAP 12,A,B,,"},
            ["users.csv:2 userIds: must be like {system:id},{system:id} (row u)"],
        ),
        (
            {
                "users.csv": "sourcedId,givenName,familyName\nu,A,B",
                "roles.csv": "sourcedId,userSourcedId,orgSourcedId\nr,u,o",
            },
            ["roles.csv:2 role: is missing (row r)", "users.csv:2: has a role that could not be read (row u)"],
        ),
        ({"orgs.json": "{"}, ["orgs.json:1: is no JSON"]),
        (
            {"orgs.csv": "sourcedId,name,type,metadata.timeback\no,Ash,school,[]"},
            ["orgs.csv:2 metadata.timeback: must be a JSON object (row o)"],
        ),
        (
            {"orgs.csv": f"sourcedId,name,type,metadata.timeback\no,Ash,school,{'[' * 60_000}"},
            ["orgs.csv:2 metadata.timeback: must be a JSON object (row o)"],
        ),
        *(
            (
                {
                    "users.csv": f'sourcedId,givenName,familyName,metadata.timeback\nu,A,B,\nv,A,B,"{user}"',
                    "roles.csv": (
                        "sourcedId,userSourcedId,role,orgSourcedId,metadata.timeback\n"
                        f'q,u,student,o,\nr,u,student,o,"{role}"'
                    ),
                },
                ["roles.csv:3 userSourcedId: is missing (row r)", "users.csv:3 sourcedId: must be string"],
            )
            for user, role in (
                ('{""sourcedId"":[1]}', '{""user"":5}'),
                ('{""sourcedId"":{}}', '{""user"":{}}'),
                ('{""sourcedId"":null}', '{""user"":{""sourcedId"":[1]}}'),
            )
        ),
    ],
)
def test_every_bad_row_is_told_with_its_place(tmp_path: Path, files: Mapping[str, str], told: list[str]) -> None:
    assert list(map(str, read(tmp_path / "bundle", files).bad)) == told


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"users.csv": f"{USERS},password,shoe\nu,,,,o,student,,,A,B,,,secret,\nv,,,,o,student,,,A,B,,,secret,9"},
            [
                "users.csv:2: password: was left out: it is not moved (and 1 more)",
                "users.csv:3: shoe: was left out: it is not moved",
            ],
        ),
        ({"userProfiles.csv": "sourcedId\np"}, ["userProfiles.csv: was left out: the platform takes no such rows"]),
        (
            {"orgs.csv": SMALL["orgs.csv"], "lunch.csv": "a\nb"},
            ["lunch.csv: is no table of the standard, and was left out"],
        ),
        (
            {"orgs.csv": SMALL["orgs.csv"], "subjects.json": '{"subjects": []}'},
            ["subjects.json: 'subjects' was left out: it is no kind of rows that the platform takes"],
        ),
        (
            {"roles.csv": "sourcedId,userSourcedId,role,orgSourcedId\nr,u,student,o"},
            ["roles.csv: tells a role of 'u', of whom users.csv has no row"],
        ),
        (
            {
                "manifest.csv": "propertyName,value\noneroster.version,1.2\nfile.roles,delta",
                "users.csv": "sourcedId,givenName,familyName\nu,A,B",
                "roles.csv": "sourcedId,userSourcedId,role,orgSourcedId\nr,u,student,o",
            },
            ["roles.csv: tells some roles only (delta): they take the place of all roles of their users"],
        ),
        (
            {"manifest.csv": "propertyName,value\nfile.orgs,bulk"},
            [
                "manifest.csv: tells version none of OneRoster, and was read as 1.2",
                "manifest.csv: tells of orgs.csv, which is missing",
            ],
        ),
    ],
)
def test_what_is_not_to_the_letter_is_told(tmp_path: Path, files: Mapping[str, str], told: list[str]) -> None:
    found = [str(note) for note in read(tmp_path / "bundle", files).notes]
    assert [each for each in found if not each.startswith("manifest.csv: is missing")] == told


def test_a_kind_with_a_bad_row_does_not_count_as_whole(tmp_path: Path) -> None:
    damaged = {**SMALL, "users.csv": SMALL["users.csv"] + "elm-x,,,TRUE,elm-s,student,,,,,,\n"}
    assert read(tmp_path / "elm", damaged).roster.whole == read(tmp_path / "elm", SMALL).roster.whole - {"users"}


def test_an_owner_can_be_given_for_what_has_none(tmp_path: Path) -> None:
    put(tmp_path / "elm", {"academicSessions.csv": SMALL["academicSessions.csv"]})
    assert value(read_bundle(tmp_path / "elm")).roster.academic_sessions[0].org is None
    (session,) = value(read_bundle(tmp_path / "elm", owner="elm-d")).roster.academic_sessions
    assert session.org is not None
    assert session.org.sourced_id == "elm-d"


def test_what_cannot_be_a_bundle_is_told(tmp_path: Path) -> None:
    bomb = zipped({"orgs.csv": b"," * 3_000_000})
    (tmp_path / "bomb.zip").write_bytes(bomb)
    assert len(bomb) < 10_000
    assert error(read_bundle(tmp_path / "bomb.zip", most_bytes=1_000_000)).reason == "holds more than may be read of it"
    (tmp_path / "cut.zip").write_bytes(zipped(SMALL)[:-30])
    assert "neither a folder" in error(read_bundle(tmp_path / "cut.zip")).reason
    broken = bytearray(zipped(SMALL))
    broken[60:80] = bytes(20)
    (tmp_path / "broken.zip").write_bytes(broken)
    assert "damaged" in error(read_bundle(tmp_path / "broken.zip")).reason
    (tmp_path / "orgs.parquet").write_bytes(b"PAR1")
    assert "no Parquet" in error(read_bundle(tmp_path / "orgs.parquet")).reason
    put(put(tmp_path / "above", {}) / "elm", SMALL)
    put(tmp_path / "other", {"prices.csv": "a,b\n1,2\n", "framework.json": '{"CFItems": [{}]}'})
    for place in ("above", "other"):
        assert error(read_bundle(tmp_path / place)).reason == "holds no table of a roster"
    assert error(read_bundle(tmp_path / "nothing")).reason == "No such file or directory"
    assert "null" in error(read_bundle("a\0b")).reason


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_equal_rosters_give_equal_bundles_in_place_of_older_ones(tmp_path: Path, form: Any, name: str) -> None:
    roster = read(tmp_path / "elm", SMALL).roster
    path = tmp_path / name

    def written() -> dict[str, bytes]:
        value(write_bundle(roster, path, format=form))
        return (
            {path.name: path.read_bytes()}
            if path.is_file()
            else {each.name: each.read_bytes() for each in path.iterdir()}
        )

    assert written() == written()
    assert value(read_bundle(path)).roster == roster
    assert path.stat().st_mode & 0o077 == 0
    assert sorted(os.listdir(tmp_path)) == ["elm", name]


def test_version_1_2_is_written_with_roles_of_their_own(tmp_path: Path) -> None:
    value(write_bundle(read(tmp_path / "elm", SMALL).roster, tmp_path / "out.zip"))
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        manifest = archive.read("manifest.csv").decode().splitlines()
        roles = archive.read("roles.csv").decode().splitlines()
        users = archive.read("users.csv").decode().splitlines()
    assert {"oneroster.version,1.2", "file.users,bulk", "file.roles,bulk", "file.results,absent"} <= set(manifest)
    assert roles[2] == "elm-p-role-1,,,elm-p,primary,student,,,elm-s,"
    assert users[0].startswith("sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName")


def test_metadata_of_any_name_is_read_back(tmp_path: Path) -> None:
    names = ("orgsourcedid", "ORGSOURCEDID", "timeback", "TimeBack", "a,b", 'a"b', "é\u2028", "sourcedId")
    session = read(tmp_path / "elm", SMALL).roster.academic_sessions[0]
    roster = Roster(academic_sessions=(evolve(session, metadata={name: f"of {name}" for name in names}),))
    value(write_bundle(roster, tmp_path / "out"))
    assert value(read_bundle(tmp_path / "out")).roster == roster


def test_what_lies_in_the_way_is_left_alone(tmp_path: Path) -> None:
    roster = read(tmp_path / "elm", SMALL).roster
    put(tmp_path / "home", {"thesis.txt": "years of work", "orgs.csv": ORGS})
    assert error(write_bundle(roster, tmp_path / "home")).message.endswith("holds 'thesis.txt', which no bundle does")
    assert sorted(os.listdir(tmp_path / "home")) == ["orgs.csv", "thesis.txt"]
    put(tmp_path / "own", {"grades.csv": "mine"})
    assert error(write_bundle(roster, tmp_path / "own")).message.endswith("holds 'grades.csv', which no bundle does")
    wrong: Any = "xlsx"
    assert error(write_bundle(roster, tmp_path / "out", format=wrong)).message.startswith(
        "invalid input: format: must be"
    )
    assert sorted(os.listdir(tmp_path)) == ["elm", "home", "own"]


def test_without_pyarrow_parquet_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    value(write_bundle(read(tmp_path / "elm", SMALL).roster, tmp_path / "out", format="parquet"))
    monkeypatch.setattr("timeback_core.rosters.parquet.find_spec", lambda _: None)
    assert "timeback-core[parquet]" in error(read_bundle(tmp_path / "out")).reason
    told = error(write_bundle(read(tmp_path / "elm", SMALL).roster, tmp_path / "out", format="parquet"))
    assert "timeback-core[parquet]" in told.message
