"""The generated reference holds everything that users can call, read, write, get as an error or set."""

import importlib
import inspect
import re
import typing
from types import ModuleType

import pytest
from docs._ext.reference import pages
from docs._ext.reference.calls import gives
from docs._ext.reference.library import public
from tests.api_listing import public_modules, public_names

from timeback_core import Namespace, Settings, TimebackError, catalogue
from timeback_core.engine.codec import Model, fields_of
from timeback_core.engine.surface.catalogue import services

PAGES = {path: "\n".join(lines) for path, lines in pages().items()}
EVERYTHING = "\n".join(PAGES.values())
ENTRIES = catalogue()
FACES = [importlib.import_module(f"timeback_core.{service}") for service in services()]
PUBLIC = [getattr(face, name) for face in FACES for name in face.__all__]
MODELS = [value for value in PUBLIC if inspect.isclass(value) and issubclass(value, Model)]


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next one."""
    found = re.search(rf"^##+ {re.escape(title)}\n(.*?)(?=^##? |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found is not None, title
    return found[1]


def test_a_value_is_told_by_itself() -> None:
    assert "str(object" not in EVERYTHING
    assert "### GET\n\n`'GET'`\n" in EVERYTHING
    assert re.search(r"### S_co\n\nA type variable: \[`Session`\]\(.*\) or \[`AsyncSession`\]\(.*\)\.\n", EVERYTHING)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.qualified)
def test_a_call_is_told_whole(entry: typing.Any) -> None:
    told = section(PAGES[f"{entry.service}/{entry.resource}"], entry.member)
    words = re.sub(r"\]\([^)]*\)", "", told).replace("[`", "`")

    assert f"client.{entry.qualified}(" in words
    assert f"`{entry.name}(session" in words
    assert (f"`{entry.verb} {entry.path}`" if entry.verb else "Performs") in words
    assert f": `{gives(entry)}`" in words
    names = [name for name in entry.signature.parameters if name != "session"]
    assert [name for name in names if f"`{name}`" not in words] == []


def test_what_a_call_gives_has_a_type() -> None:
    vague = re.compile(r"~|\bobject\b|\bAny\b|\bGenerator\b|^$|\[\]")

    assert [entry.qualified for entry in ENTRIES if vague.search(gives(entry))] == []
    told = {entry.name: gives(entry) for entry in ENTRIES}
    assert told["list_users"] == "Page[User]"
    assert told["update_user"] == "User | None"
    assert told["modify_user"] == "User"
    assert told["delete_user"] == "None"


def test_arguments_are_told_without_the_rules_of_their_values() -> None:
    calls = "".join(PAGES[page] for page in {f"{entry.service}/{entry.resource}" for entry in ENTRIES})
    assert "Annotated[" not in calls
    assert "Optional[" not in calls
    words = section(PAGES["powerpath/lesson_plans"], "create")
    assert "- `user_id` (`str`)" in words
    assert "`class_id` (`str | None`, can be left out)" in words


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.__module__}.{model.__name__}")
def test_a_model_is_told_whole(model: type[Model]) -> None:
    models = f"{model.__module__.split('.')[1]}/models/"
    (page,) = (text for path, text in PAGES.items() if path.startswith(models) and f"\n## {model.__name__}\n" in text)
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", section(page, model.__name__), re.MULTILINE))

    assert list(rows) == [field.name for field in fields_of(model)]
    assert {name for name, meaning in rows.items() if meaning.startswith("**Required.**")} == {
        field.name for field in fields_of(model) if field.required
    }


def test_every_error_is_told() -> None:
    for error in typing.get_args(TimebackError):
        assert section(PAGES["errors"], error.__name__).strip()


def test_every_setting_is_told() -> None:
    told = section(PAGES["settings"], "Settings of a client")

    assert [name for name in Settings.__annotations__ if f"| `{name}` |" not in told] == []
    assert "Default: `30.0`" in told


def test_every_public_name_is_told() -> None:
    names = public(importlib.import_module("timeback_core"))

    assert [name for name in names if f"\n### {name}\n" not in PAGES["timeback_core"]] == []


@pytest.mark.parametrize("module", [*public_modules()], ids=lambda module: module.__name__)
def test_every_public_name_has_a_place(module: ModuleType) -> None:
    """Calls have that of their entry, namespaces that of their resource."""
    told = {entry.name for entry in ENTRIES} | set(re.findall(r"^##+ (\w+)$", EVERYTHING, re.MULTILINE))
    offered = {name: getattr(module, name) for name in public_names(module)}
    others = {name: each for name, each in offered.items() if not inspect.ismodule(each) and not is_namespace(each)}

    assert sorted(others.keys() - told) == []


def is_namespace(value: object) -> bool:
    return inspect.isclass(value) and issubclass(value, Namespace)


def test_a_signature_is_told_as_it_is_written() -> None:
    assert re.findall(r".* at 0x.*", EVERYTHING) == []
    assert "actor: Ref, object: AssessmentItem | str" in PAGES["caliper/helpers"]


def test_a_name_leads_to_its_own_api() -> None:
    assert "[`Page[Class]`](#timeback-core-class-page)" in PAGES["oneroster/classes"]
    assert "[`Enrollment`](#oneroster-model-enrollment)" in PAGES["oneroster/enrollments"]
    assert "[`Enrollment`](#edubridge-model-enrollment)" in PAGES["edubridge/enrollments"]
    assert "[`AssessmentItem`](#qti-model-assessmentitem)" in PAGES["qti/assessment_items"]


def test_every_link_leads_somewhere() -> None:
    targets = re.findall(r"^\(([\w-]+)\)=$", EVERYTHING, re.MULTILINE)

    assert len(targets) == len(set(targets))
    assert set(re.findall(r"\]\(#([\w-]+)\)", EVERYTHING)) - set(targets) == set()


def test_the_path_of_a_call_begins_at_the_operation_and_passes_policy_and_transport() -> None:
    walked = re.findall(r"^\d+\. `([\w.]+)`: \S", PAGES["path-of-a-call"], re.MULTILINE)

    assert len(walked) == len(set(walked)) == len(re.findall(r"^\d+\.", PAGES["path-of-a-call"], re.MULTILINE))
    assert walked[0] == "engine.surface.operation"
    assert {"call", "codec", "policy", "session", "transport"} < {name.split(".")[1] for name in walked if "." in name}
