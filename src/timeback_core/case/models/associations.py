"""Associations: how items belong to each other and to their document."""

from datetime import datetime
from enum import StrEnum

from timeback_core.case.models.links import AnyLink, AnyLinkInput, LinkURI, LinkURIInput, SequenceNumber
from timeback_core.engine.codec import UNSET, Input, JsonObject, Loose, Open, Unset, model, non_empty, wire


class AssociationType(StrEnum):
    """What the origin of an association is to its destination; own ones begin with `ext:`."""

    IS_CHILD_OF = "isChildOf"
    IS_PEER_OF = "isPeerOf"
    IS_PART_OF = "isPartOf"
    EXACT_MATCH_OF = "exactMatchOf"
    PRECEDES = "precedes"
    IS_RELATED_TO = "isRelatedTo"
    REPLACED_BY = "replacedBy"
    EXEMPLAR = "exemplar"
    HAS_SKILL_LEVEL = "hasSkillLevel"
    IS_TRANSLATION_OF = "isTranslationOf"


@model
class CFAssociation(Loose):
    """That an item is the child, the match, the predecessor of another one, or of its document."""

    sourced_id: str = wire(default="", also=("identifier",))
    """Empty only where it was not asked for."""
    association_type: Open[AssociationType] | None = None
    sequence_number: SequenceNumber | None = None
    """The place of the origin among its siblings."""
    uri: str | None = None
    origin_node_uri: LinkURI | None = wire("originNodeURI", default=None)
    destination_node_uri: LinkURI | None = wire("destinationNodeURI", default=None)
    cf_association_grouping_uri: LinkURI | None = wire("CFAssociationGroupingURI", default=None)
    last_change_date_time: datetime | None = None
    notes: str | None = None
    extensions: JsonObject | None = None
    cf_document_uri: AnyLink | None = wire("CFDocumentURI", default=None)


@model
class CFAssociationInput(Input, reads=CFAssociation):
    """An association, as uploaded. The last three are of the standard; the platform may not keep them."""

    identifier: str = wire(check=non_empty, read="sourced_id")
    """Chosen by whoever uploads it: a UUID."""
    uri: str = wire(check=non_empty)
    last_change_date_time: datetime
    association_type: Open[AssociationType] = wire(check=non_empty)
    """The platform takes any text."""
    origin_node_uri: LinkURIInput = wire("originNodeURI")
    destination_node_uri: LinkURIInput = wire("destinationNodeURI")
    sequence_number: SequenceNumber | Unset = UNSET
    extensions: JsonObject | Unset | None = UNSET
    cf_association_grouping_uri: LinkURIInput | Unset = wire("CFAssociationGroupingURI", default=UNSET)
    notes: str | Unset = UNSET
    cf_document_uri: AnyLinkInput | Unset = wire("CFDocumentURI", default=UNSET)
