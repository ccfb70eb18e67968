"""A resource as a Common Cartridge file."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import File, described
from timeback_core.sandbox.messages import Reply
from timeback_core.sandbox.refusals import RefusalError

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier={identifier} xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1">
  <metadata><schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion></metadata>
  <organizations/>
  <resources><resource identifier={resource} type="imsqti_xmlv1p2/imscc_xmlv1p3/assessment">
    <title>{title}</title>
  </resource></resources>
</manifest>
"""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@described(File("application/zip"))
def export_resource(call: Call) -> Reply:
    """POST that answers a small ZIP file; an unknown resource is 400, not 404."""
    resource = call.world.store.get("resources", call.ids[0])
    if resource is None:
        raise RefusalError(400, "Resource not found.")
    manifest = _MANIFEST.format(
        identifier=quoteattr(f"manifest-{resource['sourcedId']}"),
        resource=quoteattr(resource["sourcedId"]),
        title=escape(resource["title"]),
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # A fixed date keeps equal resources equal byte for byte.
        archive.writestr(zipfile.ZipInfo("imsmanifest.xml", _FIRST_DAY), manifest)
    headers = (("content-type", "application/zip"), ("content-disposition", 'attachment; filename="assessment.imscc"'))
    return Reply(200, headers, file.getvalue())
