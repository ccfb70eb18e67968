"""The start of timeback-sandbox.pyz, any Python's: unpacks what fits this one, once, and runs the sandbox from there.

Compiled modules cannot be imported from an archive, and whatever can would be compiled anew at each start.
"""

import atexit
import json
import os
import platform
import shutil
import sys
import sysconfig
import tempfile
import zipfile


def place():
    """What compiled modules have to be made for, such as `cp312-linux-x86_64`."""
    version = f"{sys.version_info[0]}{sys.version_info[1]}{'t' if sysconfig.get_config_var('Py_GIL_DISABLED') else ''}"
    system = {"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    if system == "linux" and platform.libc_ver()[0] != "glibc":
        system = "musl"
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    interpreter = "cp" if sys.implementation.name == "cpython" else sys.implementation.name
    return f"{interpreter}{version}-{system}-{machine}{'' if sys.maxsize > 2**32 else '-32'}"


def unpacked(archive, here, digest):
    """The folder with what fits: made by the first start, whole or not at all, and the same for all others."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = os.path.join(home, "timeback-sandbox", f"{digest}-{here}")
    if os.path.isdir(folder):
        return folder
    try:
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        made = tempfile.mkdtemp(dir=os.path.dirname(folder))
    except OSError:  # a home that cannot be written
        made = tempfile.mkdtemp(prefix="timeback-sandbox-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)  # unless it is renamed
    for name in archive.namelist():
        for part in ("all/", here + "/"):
            if name.startswith(part):
                target = os.path.join(made, *name[len(part) :].split("/"))
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with archive.open(name) as source, open(target, "wb") as file:
                    shutil.copyfileobj(source, file)
    try:
        os.rename(made, folder)
    except OSError:  # another start was faster, or there is no such home
        return folder if os.path.isdir(folder) else made
    return folder


def main():
    """Run the sandbox, or say what is missing."""
    with zipfile.ZipFile(os.path.dirname(__file__)) as archive:
        contents, here = json.loads(archive.read("contents.json").decode()), place()
        if here not in contents["places"]:
            pythons, platforms = ({each.partition("-")[at] for each in contents["places"]} for at in (0, 2))
            sys.exit(
                f"{os.path.basename(sys.argv[0])} has nothing for {here}, only for {', '.join(sorted(pythons))} on "
                f"{', '.join(sorted(platforms))}; where that is not at hand, install timeback-core with its extra "
                "`sandbox`, and run: python -m timeback_core.sandbox"
            )
        try:
            sys.path[0] = unpacked(archive, here, contents["digest"])
        except OSError as error:
            sys.exit(f"{os.path.basename(sys.argv[0])} cannot be unpacked: {error}")
    from timeback_core.sandbox.command import main as run

    return run(sys.argv[1:], program=f"python3 {os.path.basename(sys.argv[0])}")


if __name__ == "__main__":
    sys.exit(main())
