"""Programs that are not ours judge the guides of the example and of `tests/guides`, or of any project.

Each is tagged, has a title and a language, says that it is PDF/UA-1 and PDF/A-2a; its heads of tables have a scope, its pictures
say what they show, its headings skip no level and are its bookmarks, in the order in which they are read; no heading stands at a
page's end, no word beyond the margin, no page is nearly empty; the code on the back leads to the project. PyPI's `pdfua` has
nothing to say.

Where the code leads is read from the project's identity.yaml.

Usage: python tests/external/guides.py PATH_TO_FANION
       python tests/external/guides.py --built PROJECT OUTPUT     judges what is built already
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import pikepdf
import yaml
from PIL import Image

HEADINGS = {f"/H{level}": level for level in range(1, 7)}
# Of the page's height: where a heading may begin at the latest, and how far down a page's content must reach.
LATEST_HEADING, LEAST_FILL = 0.86, 0.22
# Lines on the outside stay free; the narrowest margin of a guide is 22 mm wide.
MARGIN = 20 / 25.4 * 72


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True)
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}"
    return done.stdout.decode(errors="replace")


def elements(node):
    """The elements of the structure in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def attributes(element):
    found = element.get("/A", [])
    found = [found] if isinstance(found, pikepdf.Dictionary) else found
    return [part for part in found if isinstance(part, pikepdf.Dictionary)]


def structure(pdf, path):
    root = pdf.Root
    assert root.MarkInfo.Marked and "/Lang" in root and root.ViewerPreferences.DisplayDocTitle, path
    assert str(root.Lang).split("-")[0] == path.name.split(".")[-2].split("-")[0], f"{path}: {root.Lang}"
    with pdf.open_metadata() as about:
        assert about.get("dc:title"), f"{path}: no title"
        standards = (about.get("pdfuaid:part"), about.get("pdfaid:part"), about.get("pdfaid:conformance"))
        assert standards == ("1", "2", "A"), f"{path}: {standards}"
    levels, last = [], 0
    for element in elements(root.StructTreeRoot.K):
        kind = str(element.S)
        if kind == "/TH":
            assert any("/Scope" in part for part in attributes(element)), f"{path}: a head without a scope"
        if kind == "/Figure":
            assert str(element.get("/Alt", "")).strip(), f"{path}: a picture that says nothing"
        if kind in HEADINGS:
            level = HEADINGS[kind]
            assert level <= last + 1, f"{path}: a heading of level {level} after {last}"
            last = level
            levels.append(level)
    return levels


def bookmarks(pdf, path):
    """Each bookmark's title, level, page and place from the page's head, as a part of its height."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    found = []

    def walk(items, level):
        for item in items:
            destination = item.destination if item.destination is not None else item.action.D
            page, _, _, top = list(destination)[:4]
            height = float(pdf.pages[pages[page.objgen]].mediabox[3])
            found.append((item.title, level, pages[page.objgen], 1 - float(top) / height))
            walk(item.children, level + 1)

    with pdf.open_outline() as outline:
        walk(outline.root, 1)
    assert found, f"{path}: no bookmarks"
    return found


def plain(text):
    """Letters and figures alone: how lines break and what quotes look like is not what is compared."""
    return re.sub(r"[^\w]", "", text.replace("\u00ad", "")).casefold()


def order(path, marks):
    """The bookmarks' titles stand on their pages in their order."""
    pages = run("pdftotext", path, "-").split("\f")
    at = {}
    # What the script joins may be written in forms of its own: Arabic is compared by its bookmarks alone.
    if ".ar." in path.name:
        return
    for title, _, page, _ in marks:
        text = plain(pages[page])
        place = text.find(plain(title), at.get(page, 0))
        assert place >= 0, f"{path}: `{title}` is not read on page {page + 1} after what stands before it"
        at[page] = place + len(plain(title))


def words(path):
    """No word reaches into the outer margin."""
    page = 0
    for line in run("pdftotext", "-bbox", path, "-").splitlines():
        if found := re.search(r'<page width="([\d.]+)"', line):
            width, page = float(found[1]), page + 1
        if found := re.search(r'<word xMin="([-\d.]+)".*?xMax="([-\d.]+)".*?>(.*)</word>', line):
            inside = float(found[1]) >= MARGIN - 1 and float(found[2]) <= width - MARGIN + 1
            assert inside, f"{path}: `{found[3]}` on page {page} stands beyond the margin"


def looks(path, count, folder):
    """No page is nearly empty, and the code on the back can be scanned."""
    run("pdftoppm", "-r", "20", "-gray", path, folder / "page")
    for number, file in enumerate(sorted(folder.glob("page*.pgm")), 1):
        if 1 < number < count:
            with Image.open(file) as image:
                # Between the running head and the page's number.
                body = image.crop((0, int(image.height * 0.1), image.width, int(image.height * 0.91)))
                ink = body.point(lambda level: 255 if level < 225 else 0).getbbox()
                fill = ink[3] / body.height if ink else 0
            assert fill >= LEAST_FILL, f"{path}: page {number} is nearly empty ({fill:.2f})"
        file.unlink()
    run("pdftoppm", "-r", "100", "-f", count, "-l", count, "-singlefile", "-png", path, folder / "back")
    return run("zbarimg", "--quiet", "--raw", folder / "back.png").strip()


def guide(path, link):
    run("qpdf", "--check", path)
    run("pdfua", "check", path)
    with pikepdf.open(path) as pdf:
        levels, marks, count = structure(pdf, path), bookmarks(pdf, path), len(pdf.pages)
    assert [level for _, level, _, _ in marks] == levels, f"{path}: headings {levels} are not the bookmarks"
    for title, _, page, top in marks:
        assert top <= LATEST_HEADING, f"{path}: `{title}` stands at the end of page {page + 1}"
    order(path, marks)
    words(path)
    with tempfile.TemporaryDirectory() as folder:
        scanned = looks(path, count, pathlib.Path(folder))
    assert scanned.rstrip("/") == link, f"{path}: the code on the back leads to `{scanned}`"
    return count


def judge(project, output):
    """How many guides and pages a built project has, each judged."""
    link = yaml.safe_load(pathlib.Path(project, "brand/identity.yaml").read_text(encoding="utf-8"))["link"]
    pages = [guide(path, link) for path in sorted(output.glob("*/guides/*.pdf"))]
    assert pages, f"{output}: no guides"
    return len(pages), sum(pages)


def main():
    if sys.argv[1] == "--built":
        guides, pages = judge(sys.argv[2], pathlib.Path(sys.argv[3]))
    else:
        fanion = pathlib.Path(sys.argv[1]).resolve()
        guides = pages = 0
        with tempfile.TemporaryDirectory() as folder:
            for project in (".", "tests/guides"):
                output = pathlib.Path(folder, pathlib.Path(project).name or "example")
                run(fanion, "--quiet", "--project", project, "build", "--only", "guides", "--output", output)
                found = judge(project, output)
                guides, pages = guides + found[0], pages + found[1]
        assert guides >= 20, f"only {guides} guides"
    print(f"{guides} guides, {pages} pages: tagged, read in order, bookmarks are headings, nothing beyond its page")


main()
