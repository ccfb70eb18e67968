"""Frameworks of any shape: each item is where its associations say, and two versions tell the way between them."""

import json
import pickle
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from property_tests.strategies_models import bodies
from tests.case.frameworks import Json, association, document, item

from timeback_core import decode, encode
from timeback_core.case import (
    CFAssociation,
    CFDocument,
    CFItem,
    CFPackage,
    LinkURI,
    compare_packages,
    read_package,
    tree_of,
    write_package,
)

IDS = st.sampled_from("abcdef")
NODES = st.sampled_from("abcdefdxy")
"""Items that may not be there, the document, and what is never there."""
ROOT = "root"

items = st.lists(
    st.builds(CFItem, sourced_id=IDS, human_coding_scheme=st.none() | st.sampled_from(["", "A", "A.1", "A.10", "B"])),
    max_size=7,
)
links = st.none() | st.builds(LinkURI, sourced_id=NODES | st.sampled_from(["", ROOT]))
associations = st.lists(
    st.builds(
        CFAssociation,
        sourced_id=st.sampled_from("0123456789"),
        association_type=st.sampled_from(["isChildOf", "isChildOf", "isChildOf", "precedes", None]),
        sequence_number=st.none() | st.integers(-2, 3) | st.just(1.5),
        origin_node_uri=links,
        destination_node_uri=links,
    ),
    max_size=14,
)
packages = st.builds(
    CFPackage,
    cf_document=st.builds(CFDocument, sourced_id=st.just(ROOT), title=st.sampled_from(["", "T"])),
    cf_items=items.map(tuple),
    cf_associations=associations.map(tuple),
)


def told(package: CFPackage) -> Mapping[tuple[str, str], int]:
    """Who is the child of whom, of what the package holds, by the place among siblings that comes first."""
    known = {each.sourced_id for each in package.cf_items}
    children = [each for each in package.cf_associations if each.association_type == "isChildOf"]
    ordered = sorted(children, key=lambda each: (each.sequence_number is None, each.sequence_number or 0))
    pairs = [(id_of(each.origin_node_uri), id_of(each.destination_node_uri)) for each in ordered]
    inside = [(child, parent) for child, parent in pairs if child in known and parent in known | {ROOT}]
    return {pair: index for index, pair in reversed(list(enumerate(inside)))}


def id_of(link: LinkURI | None) -> str:
    """Where a link leads."""
    return "" if link is None else link.sourced_id


def ids(entities: Iterable[CFItem]) -> list[str]:
    """The ids of items."""
    return [each.sourced_id for each in entities]


@settings(max_examples=so_many(20))
@given(packages)
def test_every_item_is_in_the_tree_exactly_where_its_associations_say(package: CFPackage) -> None:
    tree, pairs = tree_of(package), told(package)
    known = set(ids(package.cf_items))
    for parent in known | {ROOT}:
        wanted = sorted((index, child) for (child, other), index in pairs.items() if other == parent)
        assert ids(tree.children_of(parent)) == [child for _, child in wanted]
    firsts = [place.item.sourced_id for place in tree.places if not place.again]
    assert sorted(firsts) == sorted(known)
    above: list[str] = []
    seen: list[tuple[str, str]] = []
    for place in tree.places:
        del above[place.depth :]
        if place.depth:
            seen.append((place.item.sourced_id, above[-1]))
        above.append(place.item.sourced_id)
    assert sorted(seen) == sorted(pair for pair in pairs if pair[1] != ROOT)
    assert [each for each in ids(tree.roots) if (each, ROOT) in pairs] == ids(tree.children_of(ROOT))


@settings(max_examples=so_many(20))
@given(packages)
def test_what_is_odd_is_told(package: CFPackage) -> None:
    tree, pairs = tree_of(package), told(package)
    placed = {child for child, _ in pairs}
    assert ids(tree.orphans) == [each for each in dict.fromkeys(ids(package.cf_items)) if each not in placed]
    assert len(tree.repeated) == len(package.cf_items) - len(set(ids(package.cf_items)))
    children = [each for each in package.cf_associations if each.association_type == "isChildOf"]
    inside = [each for each in children if (id_of(each.origin_node_uri), id_of(each.destination_node_uri)) in pairs]
    assert len(tree.dangling) == len(children) - len(inside)
    sorter = TopologicalSorter[str]()
    for child, parent in pairs:
        sorter.add(child, parent)
    try:
        sorter.prepare()
        assert tree.loops == ()
    except CycleError:
        assert tree.loops
        assert all((child.sourced_id, parent.sourced_id) in pairs for child, parent in tree.loops)


@settings(max_examples=so_many(20))
@given(packages)
def test_a_path_goes_from_the_top_to_the_item(package: CFPackage) -> None:
    tree, pairs = tree_of(package), told(package)
    for each in ids(package.cf_items):
        path = ids(tree.path_of(each))
        assert path[-1] == each
        assert path[0] in ids(tree.roots)
        assert all((child, parent) in pairs for parent, child in pairwise(path))
    assert tree.path_of("x") == ()
    assert pickle.loads(pickle.dumps(tree)) == tree  # noqa: S301 -- made here


@settings(max_examples=so_many(20))
@given(packages, st.sampled_from(["", "A", "A.1", "A.10", "C"]))
def test_a_code_leads_to_every_item_that_has_it(package: CFPackage, code: str) -> None:
    tree = tree_of(package)
    firsts = {each.sourced_id: each for each in reversed(package.cf_items)}.values()
    coded = [each for each in firsts if each.human_coding_scheme]
    assert set(ids(tree.with_code(code))) == {each.sourced_id for each in coded if each.human_coding_scheme == code}
    beginning = {each.sourced_id for each in coded if (each.human_coding_scheme or "").startswith(code)}
    assert set(ids(tree.with_prefix(code))) == beginning


@settings(max_examples=so_many(20))
@given(packages, packages)
def test_the_changes_lead_from_one_version_to_the_other(old: CFPackage, new: CFPackage) -> None:
    assert not compare_packages(old, old, ignoring=())
    changes = compare_packages(old, new, ignoring=())
    items_by_id = {each.sourced_id: each for each in reversed(old.cf_items)}
    for gone in changes.removed:
        del items_by_id[gone.sourced_id]
    items_by_id |= {each.sourced_id: each for each in changes.added}
    for changed in changes.changed:
        assert items_by_id[changed.after.sourced_id] == changed.before
        items_by_id[changed.after.sourced_id] = changed.after
        assert all(getattr(changed.before, name) != getattr(changed.after, name) for name in changed.fields)
    assert items_by_id == {each.sourced_id: each for each in reversed(new.cf_items)}
    there = {each.sourced_id: each for each in reversed(old.cf_associations)}
    for lost in changes.removed_associations:
        del there[lost.sourced_id]
    there |= {each.sourced_id: each for each in changes.added_associations}
    there |= {each.after.sourced_id: each.after for each in changes.changed_associations}
    assert there == {each.sourced_id: each for each in reversed(new.cf_associations)}
    assert (changes.document is None) is (old.cf_document == new.cf_document)


@settings(max_examples=so_many(20))
@given(packages, packages)
def test_what_has_other_parents_has_moved(old: CFPackage, new: CFPackage) -> None:
    def parents(package: CFPackage, child: str) -> set[str]:
        return {
            id_of(each.destination_node_uri)
            for each in package.cf_associations
            if each.association_type == "isChildOf" and id_of(each.origin_node_uri) == child
        }

    moved = {each.item.sourced_id: (set(each.before), set(each.after)) for each in compare_packages(old, new).moved}
    for each in {*ids(old.cf_items)} & {*ids(new.cf_items)}:
        before, after = parents(old, each), parents(new, each)
        assert moved.get(each, (before, before)) == (before, after if each in moved else before)
        assert (each in moved) is (before != after)


odd = st.fixed_dictionaries(
    {}, optional={name: st.none() | st.text(max_size=2) | st.just({"identifier": "u"}) for name in ("new", "odd URI")}
)
files = st.builds(
    lambda ids, more, links: {
        "CFDocument": document(**more),
        "CFItems": [item(each, **more) for each in ids],
        "CFAssociations": [association(child, parent, **more) for child, parent in links],
        **more,
    },
    st.lists(IDS, max_size=3),
    odd,
    st.lists(st.tuples(IDS, NODES), max_size=3),
)


@settings(max_examples=so_many(20))
@given(files)
def test_a_file_is_written_as_it_was_read(file: Json) -> None:
    read = read_package(json.dumps(file)).unwrap()
    assert json.loads(write_package(read).unwrap()) == file
    assert read_package({"CFPackage": file}).unwrap() == read


@settings(max_examples=so_many(6))
@given(bodies(CFPackage))
def test_what_was_written_is_read_alike(body: Json) -> None:
    read = decode(CFPackage, body).unwrap()
    again = decode(CFPackage, write_package(read).unwrap()).unwrap()
    assert encode(again) == encode(read)
