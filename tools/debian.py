"""Files from the Debian archive, fetched and unpacked without root and without installing."""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from functools import cache
from pathlib import Path

from kit import HOME, Progress, Stop, key, made_once, run, say, setting, start

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
HELPER = "/usr/lib/apt/apt-helper"  # apt's own downloader, for its proxy settings


@cache
def mirrors():
    """Addresses of the Debian archive, as this machine's apt is set up."""
    if setting("DEBIAN_MIRROR"):
        return [setting("DEBIAN_MIRROR").rstrip("/")]
    found = []
    if shutil.which("apt-get"):
        for line in run("apt-get", "--print-uris", "update").splitlines():
            if match := re.match(r"'(.+?)/*/dists/.+/InRelease'", line):
                address = match[1]
                if address.startswith("mirror+file:"):
                    address = Path(address[12:]).read_text().split()[0].rstrip("/")
                if "security" not in address and address not in found:
                    found.append(address)
    return found


def _sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def download(address, target, sha256=None):
    """Fetch a file and say whether it is there and the right one; show progress if it is long."""
    part = target.with_name(target.name + ".part")
    if address.startswith("http") and os.path.exists(HELPER):
        child = start(
            HELPER,
            "-oAPT::Sandbox::User=",
            "download-file",
            address,
            part,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        tell = Progress()
        while child.poll() is None:
            time.sleep(0.05)
            tell(f"  {target.name}: {part.stat().st_size >> 20 if part.exists() else 0} MB")
        good = child.returncode == 0
    else:
        try:
            with urllib.request.urlopen(address) as source, open(part, "wb") as out:
                shutil.copyfileobj(source, out)
            good = True
        except (OSError, ValueError):
            good = False
    if not good or (sha256 and _sha256(part) != sha256):
        part.unlink(missing_ok=True)
        return False
    part.rename(target)
    return True


def pinned(path, sha256, folder):
    """A package by its path in the archive: any mirror will do, the checksum tells."""
    target = folder / Path(path).name
    if target.exists() and _sha256(target) == sha256:  # fetched by a run that was interrupted
        return target
    if any(download(f"{mirror}/{path}", target, sha256) for mirror in mirrors()):
        return target
    return None


def newest(package, folder):
    """The package as Debian sid has it now, by apt's signed index."""
    for mirror in mirrors():
        with (
            contextlib.suppress(Stop, StopIteration),
            tempfile.TemporaryDirectory(dir=folder) as state,
        ):
            sources = f"deb [signed-by={KEYRING}] {mirror} sid main\n"
            _apt(Path(state), "update", sources=sources)
            _apt(Path(state), "download", package, sources=sources, cwd=folder)
            return next(folder.glob(f"{package}_*.deb"))
    return None


def _apt(folder, *command, sources=None, cwd=None):
    """Run apt-get with lists and caches of our own: it needs no root and changes nothing."""
    for place in ("lists/partial", "cache/archives/partial"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    options = [
        f"-oDir::State::Lists={folder}/lists",
        f"-oDir::Cache={folder}/cache",
        "-oAPT::Sandbox::User=",
        "-oAcquire::Languages=none",
        "-oDebug::NoLocking=1",
    ]
    if sources:
        (folder / "sources.list").write_text(sources)
        options += [f"-oDir::Etc::SourceList={folder}/sources.list", "-oDir::Etc::SourceParts=-"]
    return run("apt-get", *options, *command, cwd=cwd)


def unpack(file, folder, leave_out=()):
    if file.suffix != ".deb":
        shutil.unpack_archive(file, folder)
        return
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", file], stdout=subprocess.PIPE) as deb:
        run("tar", "-x", "-C", folder, "--no-same-owner", *leave_out, stdin=deb.stdout)
    if deb.returncode:
        raise Stop(f"{file} is damaged: remove it and try again")


def borrowed(*packages, why):
    """Unpack packages, with those they need and this machine lacks, in a folder of ours."""
    folder = HOME / f"{packages[0]}-{key(*packages)}"
    with made_once(folder) as missing:
        if missing:
            say(f"Fetching {' '.join(packages)}, to {why} (once) ...")
            with tempfile.TemporaryDirectory(dir=HOME) as temporary:
                state = Path(temporary)
                _apt(state, "update")
                plan = _apt(state, "--simulate", "--no-install-recommends", "install", *packages)
                _apt(state, "download", *re.findall(r"^Inst (\S+)", plan, re.MULTILINE), cwd=state)
                for deb in state.glob("*.deb"):
                    unpack(deb, folder)
    needs = {"LD_LIBRARY_PATH": ":".join(sorted({str(p.parent) for p in folder.rglob("*.so*")}))}
    if not os.path.exists("/etc/fonts/fonts.conf"):
        needs["FONTCONFIG_FILE"] = f"{folder}/etc/fonts/fonts.conf"
    return folder, needs
