"""Bundles that tests write, of lines as other programs spell them."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.support import calls, value

from timeback_core.rosters import Bundle, Plan, Roster, plan, read_bundle
from timeback_core.sandbox import Sandbox

ORGS = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId"
SESSIONS = "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear"
COURSES = (
    "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes"
)
CLASSES = (
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
    "termSourcedIds,subjects,subjectCodes,periods"
)
USERS = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,"
    "givenName,familyName,email,grades"
)
SEATS = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"

SMALL: Mapping[str, str] = {
    "manifest.csv": "\n".join(
        (
            "propertyName,value",
            "manifest.version,1.0",
            "oneroster.version,1.1",
            *(
                f"file.{name},bulk"
                for name in ("orgs", "academicSessions", "courses", "classes", "users", "enrollments")
            ),
        )
    ),
    "orgs.csv": f"{ORGS}\nelm-d,,,Elm District,district,,\nelm-s,,,Elm School,school,7,elm-d\n",
    "academicSessions.csv": f"{SESSIONS}\nelm-fall,,,Fall,term,2025-08-18,2025-12-19,,2026\n",
    "courses.csv": f'{COURSES}\nelm-alg,,,,Algebra,ALG,"09,10",,Math,\n',
    "classes.csv": (
        f'{CLASSES}\nelm-alg-1,,,"Algebra, first","09,10",elm-alg,A1,Scheduled,,elm-s,elm-fall,Math,,"1,2"\n'
    ),
    "users.csv": (
        f"{USERS}\nelm-t,,,TRUE,elm-s,teacher,tia,,Tia,Ito,tia@elm.example.com,\n"
        'elm-p,,,TRUE,"elm-s,elm-d",student,pim,"{LDAP:12},{SIS:p-1}",Pim,Park,pim@elm.example.com,KG\n'
    ),
    "enrollments.csv": (
        f"{SEATS}\nelm-1,,,elm-alg-1,elm-s,elm-t,teacher,true,2025-08-18,\nelm-2,,,elm-alg-1,elm-s,elm-p,student,,,\n"
    ),
}
"""A school of one class, as version 1.1 says it."""


def put(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The folder, with these files in it."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """An archive of these files."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return archive.getvalue()


def read(folder: Path, files: Mapping[str, str | bytes]) -> Bundle:
    """What is read of these files."""
    return value(read_bundle(put(folder, files)))


def small(tmp_path: Path) -> Roster:
    """The roster of a school of one class."""
    return read(tmp_path / "elm", SMALL).roster


def planned(roster: Roster, current: Any, **options: bool) -> Plan:
    """What it takes to write a roster."""
    return value(plan(roster, current, **options))


def written(sandbox: Sandbox) -> list[str]:
    """The writes that arrived, each by its verb and its kind."""
    return [f"{each.verb} {each.path.split('/')[5]}" for each in calls(sandbox) if each.verb != "GET"]
