"""The official client of CASE."""

from typing import Any

from tests.case.frameworks import document, framework
from tests.official.trial import Trial
from timeback_case import CaseClient


async def run(trial: Trial, client: CaseClient) -> None:
    """Every method."""
    listed = await trial("documents.list", client.documents.list(), lambda it: len(it["CFDocuments"]) == 2)
    known = listed["CFDocuments"][0].sourced_id
    got = client.documents.get(known)
    await trial("documents.get", got, lambda it: it["CFDocument"].cf_package_uri.sourced_id == known)
    coded: dict[str, Any] = {"filter": "humanCodingScheme='Math 1'", "limit": 5}
    items = await trial("items.list", client.items.list(coded), lambda it: len(it["CFItems"]) == 1)
    item = items["CFItems"][0]
    got = client.items.get(item.sourced_id)
    await trial("items.get", got, lambda it: it["CFItem"].full_statement == item.full_statement)
    whole = client.packages.get(known)
    package = await trial("packages.get", whole, lambda it: len(it["CFPackage"].cf_items) == 9)
    association = package["CFPackage"].cf_associations[0]
    got = client.associations.get(association.sourced_id)
    await trial("associations.get", got, lambda it: it["CFAssociation"].association_type == "isChildOf")
    groups = client.packages.get_groups(known)
    await trial("packages.get_groups", groups, lambda it: "Domain" in it["CFPackageWithGroups"].structured_content)

    given = framework({"a": ["d"], "b": ["a"]})
    await trial("packages.create", client.packages.create(given), lambda it: it.result.stats.items == 2)
    renamed = {**given, "CFDocument": document(title="Renamed")}
    await trial("packages.update", client.packages.update("d", renamed), lambda it: it.result.document_id == "d")
    await trial("packages.upsert", client.packages.upsert("d", given), lambda it: it.success)
