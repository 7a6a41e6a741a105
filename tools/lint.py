"""The checks that need no database."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import fetch
from kit import HOME, MODULE, ROOT, TOOLS, Stop, key, made_once, run, run_folder, say

FOR_PRETTIER = {".css", ".js", ".mjs", ".scss", ".xml"}
CONCISE = "--output-format=concise"
NOT_OURS = "prefer-readme-rst,xml-field-numeric-without-eval"


def lint(action="check"):
    """Check a copy of the files, after letting the tools mend them if that is asked."""
    if action not in ("check", "fix"):
        raise Stop("Usage: ./dev lint [fix]")
    python, node = _python(), _node()
    with run_folder() as folder:
        files = _stage(folder)
        stage = folder / MODULE
        if node:
            (folder / "node_modules").symlink_to(node)
        if action == "fix":
            _all(_fixes(python, node, files), stage)
            _bring_back(files, stage)
        good = _all(_checks(python, node, files), stage)
    if not node:
        print("\n*** NOT CHECKED: XML and JavaScript, as this machine has no Node (node, npm)\n")
    return int(not good)


def _python():
    wanted = TOOLS / "lint.txt"
    folder = HOME / f"lint-{key(wanted.read_text(), sys.version, sys.executable)}"
    with made_once(folder) as missing:
        if missing:
            say("Fetching the checkers for Python (30 MB, once) ...")
            fetch.make_venv(folder)
            fetch.pip(folder, "--no-deps", "--only-binary=:all:", "-r", wanted)
    return folder / "bin"


def _node():
    """The folder of the checkers for XML and JavaScript, or None where Node is missing."""
    if not (shutil.which("node") and shutil.which("npm")):
        return None
    wanted = TOOLS / "package.json"
    folder = HOME / f"node-{key(wanted.read_text())}"
    with made_once(folder) as missing:
        if missing:
            say("Fetching the checkers for XML and JavaScript (once) ...")
            shutil.copy(wanted, folder)
            cache = fetch.DOWNLOADS / "npm"
            run(
                *("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"),
                *("--no-package-lock", "--cache", cache),
                cwd=folder,
            )
            shutil.rmtree(cache, ignore_errors=True)
    return folder / "node_modules"


def _stage(folder):
    """Copy what git knows to a subfolder, as the OCA checks see no module at a repository's top."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    files = {}
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            files[name] = (ROOT / name).read_bytes()
            target = folder / MODULE / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files[name])
    run("git", "init", "-q", folder)
    return files


def _prettier(node, files, how):
    names = [name for name in files if os.path.splitext(name)[1] in FOR_PRETTIER]
    return [node / ".bin/prettier", how, "--log-level=warn", *names] if node and names else None


def _fixes(python, node, files):
    return {
        "ruff fix": [python / "ruff", "check", "--fix-only", "--quiet", "."],
        "ruff format": [python / "ruff", "format", "--quiet", "."],
        "prettier": _prettier(node, files, "--write"),
    }


def _checks(python, node, files):
    scripts = [name for name in files if name.endswith((".js", ".mjs"))]
    catalogues = [name for name in files if name.endswith((".po", ".pot"))]
    return {
        "pylint-odoo": [python / "pylint", "."],
        "OCA module": [python / "oca-checks-odoo-module", f"--disable={NOT_OURS}", "."],
        # its format empties a translation that equals its term, and so makes it incomplete
        "OCA catalogue": catalogues
        and [python / "oca-checks-po", "--disable=po-pretty-format", *catalogues],
        "translations": [python / "python", TOOLS / "translations.py", "i18n"],
        "prettier": _prettier(node, files, "--check"),
        "eslint": node
        and [node / ".bin/eslint", "-c", "tools/eslint.config.mjs", "--max-warnings=0", *scripts],
        "ruff": [python / "ruff", "check", "--quiet", CONCISE, "."],
        "ruff format": [python / "ruff", "format", "--check", "--quiet", CONCISE, "."],
    }


def _all(commands, stage):
    """Run the commands, two at a time; show what the failing ones said."""

    def call(name):
        return name, subprocess.run(
            list(map(str, commands[name])),
            cwd=stage,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )

    good = True
    with ThreadPoolExecutor(2) as pool:
        for name, done in pool.map(call, (name for name in commands if commands[name])):
            say(f"{name}: {'FAILED' if done.returncode else 'good'}")
            if done.returncode:
                good = False
                print(done.stdout, flush=True)
    return good


def _bring_back(files, stage):
    """Copy what was mended to the checkout, unless somebody changed the file meanwhile."""
    for name, before in files.items():
        after = (stage / name).read_bytes()
        if after != before and (ROOT / name).read_bytes() == before:
            (ROOT / name).write_bytes(after)
            print(f"mended {name}")
