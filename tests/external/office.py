"""Office files judged by programs that are not ours: python-pptx, python-docx, the Office Open XML schemas by openxml-audit,
LibreOffice, and each part by the packaging rules.

Usage: office.py FANION
"""

import pathlib
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

from docx import Document
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LAYOUTS = 9
STYLES = (
    "Title", "Heading 1", "Heading 2", "Heading 3", "Normal", "List Bullet", "List Number", "Quote", "Caption", "Header",
    "Footer", "Table Grid",
)
DECKS = ("team-briefing", "steering-committee")


def packaging(path):
    """Content types, relationships and ids of a package; returns its parts."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None, path
        infos = archive.infolist()
        assert infos[0].filename == "[Content_Types].xml", path
        assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}, path
        # Bit 3 is a data descriptor, which some readers of streams do not take.
        assert not any(info.flag_bits & 8 for info in infos), path
        names = [info.filename for info in infos]
        assert len({name.lower() for name in names}) == len(names), path
        parts = {name: archive.read(name) for name in names}
    types = etree.fromstring(parts["[Content_Types].xml"])
    defaults = {node.get("Extension") for node in types.iter(CT + "Default")}
    overrides = {node.get("PartName").lstrip("/") for node in types.iter(CT + "Override")}
    assert overrides <= set(parts), (path, overrides - set(parts))
    reached = {"[Content_Types].xml"}
    for name, data in parts.items():
        assert name == "[Content_Types].xml" or name in overrides or name.rsplit(".", 1)[-1] in defaults, (path, name)
        if name.endswith((".xml", ".rels", ".svg")):
            tree = etree.fromstring(data)
        if not name.endswith(".rels"):
            if name.startswith(("ppt/", "word/")) and name.endswith(".xml"):
                ids(path, name, tree, parts)
            continue
        reached.add(name)
        folder = posixpath.dirname(posixpath.dirname(name))
        seen = set()
        for link in tree.iter(REL + "Relationship"):
            assert link.get("Id") not in seen, (path, name)
            seen.add(link.get("Id"))
            if link.get("TargetMode") == "External":
                assert re.match(r"(https?|mailto):", link.get("Target")), (path, link.get("Target"))
                continue
            target = posixpath.normpath(posixpath.join(folder, link.get("Target")))
            assert target in parts, (path, name, target)
            reached.add(target)
    assert reached == set(parts), (path, set(parts) - reached)
    return parts


def ids(path, name, tree, parts):
    """Shape ids are unique in a part, and every relationship that it names exists."""
    shapes = [node.get("id") for node in tree.iter(P + "cNvPr")]
    assert len(set(shapes)) == len(shapes), (path, name)
    folder, base = posixpath.split(name)
    links = parts.get(f"{folder}/_rels/{base}.rels")
    known = {node.get("Id") for node in etree.fromstring(links).iter(REL + "Relationship")} if links else set()
    for node in tree.iter():
        for key, value in node.attrib.items():
            if key.startswith(R):
                assert value in known, (path, name, value)
        if node.tag == A + "blip":
            described = node.getparent().getparent()
            properties = next(described.iter(P + "cNvPr"), None)
            if properties is not None:
                decorative = any("decorative" in str(child.tag) for child in properties.iter())
                assert properties.get("descr") or decorative, (path, name, properties.get("name"))


def theme(parts, folder):
    """The theme's colours and fonts."""
    tree = etree.fromstring(parts[f"{folder}/theme/theme1.xml"])
    scheme = next(tree.iter(A + "clrScheme"))
    colours = {etree.QName(slot).localname: slot[0].get("val") for slot in scheme}
    names = ["dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink"]
    assert list(colours) == names, colours
    assert len({colours[f"accent{n}"] for n in range(1, 7)}) == 6, colours
    fonts = {kind: [node.get("typeface") for node in next(tree.iter(A + kind))[:3]] for kind in ("majorFont", "minorFont")}
    assert all(all(face) for face in fonts.values()), fonts
    return colours, fonts


def slides(path, parts, language):
    deck = Presentation(path)
    assert (deck.slide_width, deck.slide_height) == (Emu(12192000), Emu(6858000))
    layouts = list(deck.slide_layouts)
    assert len(layouts) == LAYOUTS and len({layout.name for layout in layouts}) == LAYOUTS
    kinds = {layout.name: [p.placeholder_format.type for p in layout.placeholders] for layout in layouts}
    for layout in layouts[:-1]:
        assert any(str(kind).startswith(("TITLE", "CENTER_TITLE")) for kind in kinds[layout.name]), layout.name
    assert any("PICTURE" in str(kind) for kinds in kinds.values() for kind in kinds)
    for slide in deck.slides:
        assert slide.has_notes_slide and slide.notes_slide.notes_text_frame.text.strip(), path
    for slide in deck.slides:
        right, bottom = deck.slide_width + 1, deck.slide_height + 1
        placed = [shape for shape in slide.shapes if shape.left is not None]
        outside = [s for s in placed if min(s.left, s.top) < -1 or s.left + s.width > right or s.top + s.height > bottom]
        assert not outside, (path, [shape.name for shape in outside])
        for shape in slide.placeholders:
            wanted = {p.placeholder_format.idx for p in slide.slide_layout.placeholders}
            assert shape.placeholder_format.idx in wanted, (path, shape.name)
    assert deck.core_properties.title and deck.core_properties.language.startswith(language)
    if language == "ar":
        master = etree.fromstring(parts["ppt/slideMasters/slideMaster1.xml"])
        assert {level.get("rtl") for level in master.iter(A + "lvl1pPr")} == {"1"}
    return deck


def decks(folder, language):
    for name in DECKS:
        for path in folder.glob(f"*/decks/{name}.{language}.pptx"):
            parts = packaging(path)
            theme(parts, "ppt")
            deck = slides(path, parts, language)
            shapes = [shape for slide in deck.slides for shape in slide.shapes]
            tables = [shape.table for shape in shapes if shape.has_table]
            assert len(deck.slides) >= 4, path
            print(f"  {path.name}: {len(deck.slides)} slides, {len(tables)} tables")


def document(path, language):
    parts = packaging(path)
    theme(parts, "word")
    text = Document(path)
    names = {style.name for style in text.styles}
    for style in STYLES:
        assert style in names, (path, style)
    used = {paragraph.style.name for paragraph in text.paragraphs}
    assert used & {"Title", "Heading 1"} and "Quote" in used, (path, used)
    section = text.sections[0]
    assert section.different_first_page_header_footer and section.footer.paragraphs[0].text.strip(), path
    lang = next(etree.fromstring(parts["word/styles.xml"]).iter(W + "lang"))
    assert any(value.startswith(language) for value in lang.attrib.values()), (path, dict(lang.attrib))
    if language == "ar":
        body = etree.fromstring(parts["word/document.xml"])
        assert next(body.iter(W + "bidi"), None) is not None and next(body.iter(W + "rtl"), None) is not None
    return section.page_width.mm


def schemas(path):
    """The file is valid by the schemas of Microsoft 365."""
    command = [str(pathlib.Path(sys.executable).with_name("openxml-audit")), "-f", "microsoft365", "-m", "5", str(path)]
    judged = subprocess.run(command, capture_output=True, text=True)
    assert judged.returncode == 0 and "Errors: 0" in judged.stdout, (path, judged.stdout, judged.stderr)


def opened(path, folder):
    """LibreOffice opens the file and makes as many pages of it as it has slides."""
    if shutil.which("soffice") is None:
        return
    profile = pathlib.Path(folder, "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir", folder, str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pdf = pathlib.Path(folder, path.with_suffix(".pdf").name)
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", told)[1])
    wanted = len(Presentation(path).slides) if path.suffix == ".pptx" else pages
    assert pages == wanted > 0, (path, pages, wanted)


def main(fanion):
    for project in (".", "tests/mail/kitchen-sink"):
        with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
            for output in (first, second):
                command = [fanion, "--quiet", "--project", project, "build", "--only", "decks", "--only", "brand"]
                subprocess.run([*command, "--format", "concise", "--output", output], check=True)
            made = sorted(path for path in pathlib.Path(first).rglob("*") if path.suffix in (".pptx", ".potx", ".docx", ".dotx"))
            assert made, project
            for path in made:
                again = pathlib.Path(second) / path.relative_to(first)
                assert path.read_bytes() == again.read_bytes(), f"{path.name} differs from build to build"
                schemas(path)
            folder = pathlib.Path(first)
            languages = sorted({path.name.split(".")[1] for path in (folder / "brand/office").iterdir()})
            for language in languages:
                office = folder / "brand/office"
                path = office / f"presentation.{language}.pptx"
                parts = packaging(path)
                colours, fonts = theme(parts, "ppt")
                deck = slides(path, parts, language)
                assert [slide.slide_layout.name for slide in deck.slides] == [layout.name for layout in deck.slide_layouts]
                template = packaging(office / f"presentation.{language}.potx")
                assert b"template.main+xml" in template["[Content_Types].xml"]
                widths = {document(office / f"{name}.{language}.docx", language) for name in ("letter", "memo")}
                for name in ("letter", "memo"):
                    template = packaging(office / f"{name}.{language}.dotx")
                    assert b"template.main+xml" in template["[Content_Types].xml"]
                print(f"{project} {language}: {fonts['majorFont'][0]}, {colours['accent1']}, {widths}")
                decks(folder, language)
            if project == ".":
                for path in made:
                    if path.suffix in (".pptx", ".docx") and path.name.split(".")[1] == "fr":
                        opened(path, second)


if __name__ == "__main__":
    main(*sys.argv[1:])
