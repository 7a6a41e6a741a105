"""Keeps the Chinese catalogue complete against the template; runs where polib is installed."""

import sys
import tempfile
from pathlib import Path

import polib

LANGUAGE = "zh_CN"
HEADER = {
    "Content-Transfer-Encoding": "8bit",
    "Language": LANGUAGE,
    "Plural-Forms": "nplurals=1; plural=0;",
}


def check(folder):
    """Print each term that keeps the catalogue from being complete."""
    [template] = folder.glob("*.pot")
    catalogue = polib.pofile(str(folder / f"{LANGUAGE}.po"))
    known = {entry.msgid for entry in catalogue if not entry.obsolete}
    wanted = {entry.msgid for entry in polib.pofile(str(template))}
    problems = {
        "not in the catalogue": wanted - known,
        "not in the template": known - wanted,
        "untranslated": {entry.msgid for entry in catalogue.untranslated_entries()},
        "fuzzy": {entry.msgid for entry in catalogue.fuzzy_entries()},
        "obsolete": {entry.msgid for entry in catalogue.obsolete_entries()},
    }
    for why, terms in problems.items():
        for term in sorted(terms):
            print(f"i18n/{LANGUAGE}.po: {why}: {term!r}")
    return int(any(problems.values()))


def renew(env, module, folder):
    """Export the terms of an installed module; translations and, for small diffs, headers stay."""
    from odoo.tools.translate import trans_export  # noqa: PLC0415  only here it is at hand

    with tempfile.NamedTemporaryFile(suffix=".pot") as file:
        trans_export(None, [module], file, "po", env)
        file.flush()
        terms = polib.pofile(file.name)
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    _save(folder / f"{module}.pot", terms, {})
    catalogue = folder / f"{LANGUAGE}.po"
    if catalogue.exists():
        known = {entry.msgid: entry for entry in polib.pofile(str(catalogue))}
        for entry in terms:
            if old := known.get(entry.msgid):
                entry.msgstr, entry.flags = old.msgstr, old.flags
    _save(catalogue, terms, HEADER)
    missing = [entry.msgid for entry in terms.untranslated_entries()]
    print(f"{len(terms)} terms, {len(missing)} without a Chinese translation")
    for term in missing:
        print(f"    {term!r}")


def _save(path, terms, header):
    old = polib.pofile(str(path)) if path.exists() else terms
    new = polib.POFile()
    new.header, new.metadata = old.header, {**old.metadata, **header}
    new.extend(terms)
    new.save(str(path))


if __name__ == "__main__":
    sys.exit(check(Path(sys.argv[1])))
