# Run by mcpbox in a sandbox without network after pip has put wheels into FOLDER/site: takes out whatever differs from machine to machine,
# compiles, and says how the package's program is started. No code of the packages is run.
# argv: FOLDER, package, program (empty for the package's own), the launcher's text, file for the answer.
import sys

sys.path = [folder for folder in sys.path if folder]

import base64
import compileall
import csv
import hashlib
import importlib.metadata
import json
import os
import py_compile
import re
import stat

FOLDER, PACKAGE, PROGRAM, LAUNCHER, ANSWER = sys.argv[1:6]
SITE = os.path.join(FOLDER, "site")
BIN = os.path.join(SITE, "bin")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def refuse(problem, hint):
    with open(ANSWER, "x") as answer:
        json.dump({"problem": problem, "hint": hint}, answer)
    sys.exit(0)


def distributions():
    found = {}
    for distribution in importlib.metadata.distributions(path=[SITE]):
        found[normal(distribution.metadata["Name"])] = distribution
    return found


def entries(distribution):
    return {entry.name: entry.value for entry in distribution.entry_points if entry.group == "console_scripts"}


def info(distribution):
    return str(distribution._path)


def records(distribution):
    with open(os.path.join(info(distribution), "RECORD"), newline="", encoding="utf-8") as record:
        return list(csv.reader(record))


# pip records scripts and data relative to a temporary folder: with --target they end up in site/bin, site/share and so on.
def placed(path):
    return re.sub(r"^(\.\./)+", "", path)


# A script of the packages' own gets the path of this machine's interpreter from pip: back to what the wheel had.
def restore(path):
    with open(path, "rb") as script:
        content = script.read()
    mine = b"#!" + sys.executable.encode()
    if content.startswith(mine):
        with open(path, "wb") as script:
            script.write(b"#!python" + content[len(mine):])


def tidy(distribution):
    for name in [entry.name for entry in distribution.entry_points if entry.group in ("console_scripts", "gui_scripts")]:
        path = os.path.join(BIN, os.path.basename(name))
        if os.path.lexists(path):
            os.unlink(path)
    for name in ("direct_url.json", "REQUESTED"):
        path = os.path.join(info(distribution), name)
        if os.path.lexists(path):
            os.unlink(path)
    rows = []
    for row in records(distribution):
        place = placed(row[0])
        path = os.path.join(SITE, place)
        if not os.path.isfile(path):
            continue
        if place.startswith("bin/"):
            restore(path)
        if row[1]:
            with open(path, "rb") as file:
                content = file.read()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            row = [place, "sha256=" + digest, str(len(content))]
        rows.append([place] + row[1:])
    with open(os.path.join(info(distribution), "RECORD"), "w", newline="", encoding="utf-8") as record:
        csv.writer(record, lineterminator="\n").writerows(sorted(rows))


def scripts(distribution):
    return [placed(row[0])[4:] for row in records(distribution) if placed(row[0]).startswith("bin/")]


def modules(distribution):
    tops = {row[0].split("/")[0] for row in records(distribution) if row[0].endswith("/__main__.py") and row[0].count("/") == 1}
    return sorted(tops)


def is_python(path):
    with open(path, "rb") as script:
        return script.readline(200).startswith(b"#!python")


def program(found):
    own = found.get(normal(PACKAGE))
    if own is None:
        refuse("is not among what was installed", "report this")
    functions, files, mains = entries(own), scripts(own), modules(own)
    names = sorted(set(functions) | set(files))
    wanted = PROGRAM
    if not wanted:
        called = [name for name in names if normal(name) == normal(PACKAGE)]
        mine = [name for name in mains if normal(name) == normal(PACKAGE)]
        if called:
            wanted = called[0]
        elif len(names) == 1:
            wanted = names[0]
        elif names:
            refuse("has several programs and none of its own name: " + ", ".join(names), "name one: %s#%s" % (PACKAGE, names[0]))
        elif mine or len(mains) == 1:
            return "module", (mine or mains)[0], (mine or mains)[0]
        else:
            refuse("has no program: neither an entry point nor a __main__ module", "is it a library, or a plugin of another package?")
    if wanted in functions:
        return "function", functions[wanted].split("[")[0].strip().replace(" ", ""), wanted
    if wanted in files:
        return ("script" if is_python(os.path.join(BIN, wanted)) else "file"), "", wanted
    if wanted in mains:
        return "module", wanted, wanted
    for other in found.values():
        if wanted in entries(other):
            return "function", entries(other)[wanted].split("[")[0].strip().replace(" ", ""), wanted
    refuse("has no program " + wanted, "it has: " + (", ".join(names + mains) or "none"))


def modes():
    for folder, folders, files in os.walk(SITE):
        for name in folders + files:
            path = os.path.join(folder, name)
            mode = os.lstat(path).st_mode
            if stat.S_ISLNK(mode):
                refuse("has a symbolic link: " + name, "no wheel can have one; report this")
            os.chmod(path, 0o755 if stat.S_ISDIR(mode) or mode & 0o111 else 0o644)


os.makedirs(SITE, exist_ok=True)
found = distributions()
for key in sorted(found):
    tidy(found[key])
if os.path.isdir(BIN) and not os.listdir(BIN):
    os.rmdir(BIN)
found = distributions()
kind, target, name = program(found)
compileall.compile_dir(SITE, maxlevels=100, ddir=None, force=True, quiet=2, stripdir=SITE, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
modes()
if kind != "file":
    head = "KIND, TARGET, NAME, VERSION = %r, %r, %r, %r\n" % (kind, target, name, sys.version_info[:2])
    with open(os.path.join(FOLDER, "start.py"), "x", encoding="utf-8") as launcher:
        launcher.write(head + LAUNCHER)
    os.chmod(os.path.join(FOLDER, "start.py"), 0o644)
with open(ANSWER, "x") as answer:
    json.dump({"kind": kind, "name": name}, answer)
