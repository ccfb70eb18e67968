"""The filter language: its grammar, and what each comparison finds."""

import httpx
import pytest

from timeback_core.sandbox.query.compare import predicate
from timeback_core.sandbox.query.syntax import (
    AllOf,
    AnyOf,
    Comparison,
    FilterSyntaxError,
    Literal,
    comparisons,
    parse_filter,
    without_field,
)
from timeback_core.sandbox.store import values_at

ROSTERING = "/ims/oneroster/rostering/v1p2"
GRADEBOOK = "/ims/oneroster/gradebook/v1p2"


def eq(field: str, text: str, *, quoted: bool = True) -> Comparison:
    return Comparison(field, "=", Literal(text, quoted))


A, B, C = eq("a", "1"), eq("b", "2"), eq("c", "3")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a='1'", A),
        ("  a = '1'  ", A),
        ("a=''", eq("a", "")),
        ("a='O''Brien'", eq("a", "O'Brien")),
        ("a='x'' OR ''1''=''1'", eq("a", "x' OR '1'='1")),
        ("a='(b) AND c'", eq("a", "(b) AND c")),
        ("a.sourcedId='1'", eq("a.sourcedId", "1")),
        ("a=true", eq("a", "true", quoted=False)),
        ("a=-1.5e3", eq("a", "-1.5e3", quoted=False)),
        ("a='1' AND b='2'", AllOf((A, B))),
        ("a='1' and b='2' And c='3'", AllOf((A, B, C))),
        ("a='1' or b='2'", AnyOf((A, B))),
        ("a='1' AND b='2' OR c='3'", AnyOf((AllOf((A, B)), C))),
        ("a='1' AND (b='2' OR c='3')", AllOf((A, AnyOf((B, C))))),
        ("((a='1'))", A),
        ("order='1'", eq("order", "1")),
        ("a._b='1'", eq("a._b", "1")),
    ],
)
def test_parses(text: str, tree: object) -> None:
    assert parse_filter(text) == tree


@pytest.mark.parametrize("sign", ["=", "!=", ">", ">=", "<", "<=", "~"])
def test_operators(sign: str) -> None:
    assert parse_filter(f"a{sign}'1'") == Comparison("a", sign, Literal("1", quoted=True))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a",
        "a=",
        "='1'",
        "a='1",
        "a='1' AND",
        "a='1' b='2'",
        "(a='1'",
        "a='1')",
        "a=x",
        "a=None",
        "a==1",
        "a@'1'",
        "a' OR b='1'",
        "1a='1'",
        "a..b='1'",
        "a=1x",
        "a='1'; DROP",
        "(" * 200 + "a='1'" + ")" * 200,
    ],
)
def test_no_filter(text: str) -> None:
    with pytest.raises(FilterSyntaxError):
        parse_filter(text)


def test_comparisons_come_in_order_and_fields_can_be_taken_out() -> None:
    tree = parse_filter("a='1' AND (b='2' OR c='3')")
    assert [found.field for found in comparisons(tree)] == ["a", "b", "c"]
    assert without_field(tree, "c") == AllOf((A, B))
    assert without_field(tree, "a") == AnyOf((B, C))
    assert without_field(A, "a") is None


DOCUMENT = {
    "text": "O'Brien",
    "number": 90,
    "numeral": "9",
    "flag": True,
    "time": "2026-09-01T08:00:00.000Z",
    "list": ["3", "4"],
    "reference": {"sourcedId": "x"},
    "many": [{"sourcedId": "y"}, {"sourcedId": "z"}],
    "metadata": {"appName": "Math Academy"},
    "null": None,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text='O''Brien'", True),
        ("text='o''brien'", False),
        ("text~'BRI'", True),
        ("text!='x'", True),
        ("number=90", True),
        ("number>=80 AND number<100", True),
        ("number='90'", True),
        ("number>9", True),
        ("numeral<10", True),
        ("flag=true", True),
        ("flag='true'", True),
        ("flag!=false", True),
        ("time>='2026-09-01'", True),
        ("time<'2026-09-01'", False),
        ("time='2026-09-01T10:00:00+02:00'", True),
        ("time>'2026-09-01T09:00:00+02:00'", True),
        ("list='4'", True),
        ("list!='4'", False),
        ("reference='x'", False),
        ("reference!='y'", False),
        ("reference.sourcedId='x'", True),
        ("many.sourcedId='z'", True),
        ("many.sourcedId!='z'", False),
        ("metadata.appName='Math Academy'", True),
        ("null='x'", False),
        ("null!='x'", True),
        ("nothing~''", False),
        ("nothing!='x'", True),
        ("nothing>0", False),
        ("metadata.nothing='x' OR text~'brien'", True),
    ],
)
def test_holds(text: str, expected: bool) -> None:
    holds = predicate(parse_filter(text), lambda document, field: values_at(document, field.split(".")))
    assert holds(DOCUMENT) is expected


def found(api: httpx.Client, path: str, text: str) -> list[str]:
    answer = api.get(path, params={"filter": text, "limit": 3000})
    assert answer.status_code == 200, answer.text
    key = path.rstrip("/").rpartition("/")[2]
    rows = next(value for name, value in answer.json().items() if name in {key, "users", "orgs"})
    return [row["sourcedId"] for row in rows]


def test_roles_of_users(api: httpx.Client) -> None:
    users = f"{ROSTERING}/users/"
    assert found(api, users, "role='guardian'") == ["guardian-1", "guardian-2"]
    assert found(api, users, "role='student' AND roles.org.sourcedId='school-2'")[:2] == ["student-2", "student-4"]
    assert "student-1" not in found(api, users, "role!='student'")
    assert found(api, users, "enabledUser=true AND sourcedId='student-1'") == ["student-1"]


def test_references_and_derived_members(api: httpx.Client) -> None:
    enrollments = f"{ROSTERING}/enrollments/"
    own = found(api, enrollments, "user.sourcedId='student-1' AND status='active'")
    assert own
    assert found(api, enrollments, "user='student-1'") == []
    in_school = found(api, enrollments, "school.sourcedId='school-1' AND user.sourcedId='student-1'")
    assert set(own) <= set(in_school)
    assert found(api, enrollments, "course.sourcedId='course-7'") == found(
        api, enrollments, "class.sourcedId='class-7'"
    )
    assert found(api, f"{ROSTERING}/classes/", "school.sourcedId='school-2'")[0] == "class-7"
    assert found(api, f"{ROSTERING}/orgs/", "children.sourcedId='school-2'") == ["district-1"]


def test_metadata_and_times(api: httpx.Client) -> None:
    results = f"{GRADEBOOK}/assessmentResults/"
    for answer in api.get(results).json()["assessmentResults"][:3]:
        score = answer["metadata"]["xp"]
        assert answer["sourcedId"] in found(api, results, f"metadata.xp={score}")
        assert answer["sourcedId"] in found(api, results, f"scoreDate>='{answer['scoreDate'][:10]}'")


@pytest.mark.parametrize("text", ["status=", "status='active' AND", "nonsense", "", "a@'b'"])
def test_bad_syntax_is_400(api: httpx.Client, text: str) -> None:
    answer = api.get(f"{ROSTERING}/users/", params={"filter": text})
    assert (answer.status_code, answer.json()["imsx_description"]) == (400, "Invalid data")
    assert answer.json()["imsx_error_details"][0]["path"] == "filter"


def test_an_unknown_member_matches_nothing_but_unequal(api: httpx.Client) -> None:
    assert found(api, f"{ROSTERING}/orgs/", "name2='x'") == []
    assert len(found(api, f"{ROSTERING}/orgs/", "name2!='x'")) == 3


def test_status_is_ignored_on_the_classes_of_a_person(api: httpx.Client) -> None:
    api.delete(f"{ROSTERING}/classes/class-1")
    for people in ("users", "students"):
        path = f"{ROSTERING}/{people}/student-1/classes"
        everything = [row["sourcedId"] for row in api.get(path).json()["classes"]]
        assert found(api, path, "status='active'") == everything
        assert found(api, path, "status='active' AND sourcedId='class-x'") == []
    teacher = f"{ROSTERING}/teachers/teacher-1/classes"
    assert "class-1" not in found(api, teacher, "status='active'")


@pytest.mark.parametrize("name", ["strict_filters", "learnwith"])
def test_the_limits_of_the_other_platform(api: httpx.Client, other_api: httpx.Client, name: str) -> None:
    two = "status='active' AND givenName~'a'"
    mixed = "status='active' OR a='b' AND c='d'"
    client, path = (other_api, "/rostering/1.0/users/") if name == "learnwith" else (api, f"{ROSTERING}/users/")
    if name == "strict_filters":
        assert api.get(path, params={"filter": mixed}).status_code == 200
        api.post("/.sandbox/switches", json={"strict_filters": True})
    assert client.get(path, params={"filter": two}).status_code == 200
    assert client.get(path, params={"filter": f"{two} AND familyName~'b'"}).status_code == 400
    assert client.get(path, params={"filter": mixed}).status_code == 400


@pytest.mark.parametrize("query", [{"filter": "nothing='x'"}, {"sort": "nothing"}, {"fields": "sourcedId,nothing"}])
def test_strict_filters_know_the_members(api: httpx.Client, query: dict[str, str]) -> None:
    path = f"{ROSTERING}/users/"
    assert api.get(path, params=query).status_code == 200
    api.post("/.sandbox/switches", json={"strict_filters": True})
    assert api.get(path, params=query).status_code == 400
    assert api.get(path, params={"filter": "role='student'", "sort": "primaryOrg.name"}).status_code == 200
