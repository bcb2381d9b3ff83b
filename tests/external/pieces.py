"""Programs that are not ours judge the pieces of a project: those of the example, those of a project of two lines, or any.

Every file of the manifest exists with its hash; PNGs have their stated size and resolution; PDFs pass `qpdf --check`, their
fonts are embedded and subset, their text can be read; QR codes are decoded by zbar; e-mails are parsed by Python's own parser
without a defect; a second build makes nothing; one changed word makes one newsletter.

What a project's pieces are to say and where their codes lead is read from its identity.yaml, what there is from the manifest.

Usage: python tests/external/pieces.py PATH_TO_FANION [FOLDER_TO_KEEP_THE_EXAMPLE_IN]
       python tests/external/pieces.py --built PROJECT OUTPUT     judges what is built already
"""

import email
import email.policy
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml
from PIL import Image

import same

Image.MAX_IMAGE_PIXELS = None
SCREENS = {
    "linkedin-cover": (1128, 191), "linkedin-profile-cover": (1584, 396), "viva-engage-cover": (1680, 320),
    "teams-background": (1920, 1080), "signage-1080p": (1920, 1080), "signage-portrait": (1080, 1920),
    "email-header": (1200, 400), "1200x630": (1200, 630), "square": (1080, 1080),
    "open-graph": (1200, 630), "slack-cover": (1600, 400), "signature": (600, 120),
}
PAPERS = {"A5": (148, 210), "A4": (210, 297), "A3": (297, 420), "A2": (420, 594), "rollup-85x200": (850, 2000)}


def run(*command, code=0):
    done = subprocess.run([str(c) for c in command], capture_output=True)
    assert done.returncode == code, f"{command}: exit {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}"
    return done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def png(path, entry, _):
    with Image.open(path) as image:
        image.load()
        size, dpi = image.size, image.info.get("dpi")
    if entry["kind"] == "newsletters" and "-signage-" not in path.name:
        assert path.stat().st_size <= 200_000, f"{path}: too heavy for a mail"
        return
    assert dpi, f"{path}: no resolution"
    if entry["kind"] == "calendar":
        assert min(size) >= 600, f"{path}: {size}"
    elif entry["format"] in SCREENS:
        assert size == SCREENS[entry["format"]], f"{path}: {size}"
    else:
        millimetres = PAPERS[entry["format"]]
        expected = [side / 25.4 * dpi[0] for side in millimetres]
        assert all(abs(a - b) <= 1 for a, b in zip(size, expected)), f"{path}: {size} at {dpi}"


def pdf(path, entry, identity):
    run("qpdf", "--check", path)
    fonts = run("pdffonts", path)[0].splitlines()[2:]
    assert fonts, f"{path}: no live text"
    for font in fonts:
        flags = font.split()[-5:-2]  # emb sub uni, before the object id
        assert flags[0] == "yes" and flags[1] == "yes", f"{path}: {font}"
        assert font[6] == "+", f"{path}: not subset: {font}"
    if path.name.endswith("-print.pdf") or "-tiles-" in path.name:
        return
    text = run("pdftotext", path, "-")[0]
    readable = any(word in text for word in (identity["name"], identity["organisation"]))
    assert readable, f"{path}: the text cannot be read: {text[:200]!r}"
    info = run("pdfinfo", path)[0]
    assert "Title:" in info, f"{path}: no title"
    notice = path.name.split(".")[0].endswith("-notice")
    if entry["kind"] in ("guides", "brand") or notice or path.name.startswith("print-order"):
        assert "Tagged:          yes" in info, f"{path}: not tagged"
    if notice:
        assert "Pages:           1\n" in info, f"{path}: a notice is one page"
    if entry["kind"] not in ("guides", "brand", "calendar") and not path.name.startswith("print-order"):
        width, height = (side / 25.4 * 72 for side in PAPERS[entry["format"]])
        size = [line for line in info.splitlines() if line.startswith("Page size")][0].split()
        assert abs(float(size[2]) - width) < 0.5 and abs(float(size[4]) - height) < 0.5, f"{path}: {size}"


def eml(path, *_):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    kinds = []
    for part in message.walk():
        assert not part.defects, f"{path}: {part.defects}"
        kinds.append(part.get_content_type())
        if part.get_content_maintype() == "text":
            assert part.get_content().strip(), f"{path}: an empty {part.get_content_type()}"
    assert message["X-Unsent"] == "1" and message["Subject"] and message["From"] and message["Date"], path
    assert "text/plain" in kinds and "text/html" in kinds, f"{path}: {kinds}"


def html(path, _, identity):
    text = path.read_text(encoding="utf-8")
    assert text.lower().startswith("<!doctype html") and identity["name"] in text, path
    assert "http://www.w3.org/1999/xhtml" in text and " lang=" in text and " dir=" in text, path


def qr(output, entries, identity, folder):
    """Every poster's code leads to the same place on the PNG and on the PDF, drawn by poppler."""
    decoded = 0
    for entry in entries:
        if entry["kind"] != "posters" or not entry["path"].endswith(".png"):
            continue
        path = output / entry["path"]
        # Grey and not compressed: quick to write and to read.
        drawn = folder / "drawn.pgm"
        with Image.open(path) as picture:
            # As a phone sees it: some 2,000 pixels.
            picture.thumbnail((2000, 2000))
            picture.convert("L").save(drawn)
        dpi = 2000 / max(PAPERS[entry["format"]]) * 25.4
        run("pdftoppm", "-r", f"{dpi:.1f}", "-gray", "-singlefile", path.with_suffix(".pdf"), folder / "page")
        texts = [run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture)[0].strip() for picture in (drawn, folder / "page.pgm")]
        assert texts[0] == texts[1] and texts[0].startswith(identity["link"]), f"{entry['path']}: {texts}"
        decoded += 2
    return decoded


def invented_readers():
    """Whom newsletters greet where no reader of the list is meant."""
    words = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in pathlib.Path("src/builtin/words").glob("*.yaml")]
    return {"Camille"} | {f"{word['sample_first_name']} {word['sample_last_name']}" for word in words}


def notices(output, entries, folder):
    """The code of every notice and signage picture leads to the letter's own page, and nothing on them is a reader's."""
    decoded = 0
    readers = invented_readers()
    for entry in entries:
        path = output / entry["path"]
        stem, _, kind = path.name.split(".")[0].rpartition("-notice" if "-notice." in path.name else "-signage-")
        # Banners are made in formats of screens too.
        if entry["kind"] != "newsletters" or not stem or path.suffix not in (".pdf", ".png"):
            continue
        picture = path
        if path.suffix == ".pdf":
            run("pdftoppm", "-r", "150", "-gray", "-singlefile", path, folder / "notice")
            picture = folder / "notice.pgm"
            text = run("pdftotext", path, "-")[0]
            assert not any(word in text for word in ("{{", *readers)), f"{path}: {text}"
        found = run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture)[0].strip()
        expected = f"/newsletters/{stem}.{entry['language']}.html"
        assert found.split("?")[0].endswith(expected), f"{path}: {found}"
        decoded += 1
    return decoded


def txt(path, *_):
    text = path.read_text(encoding="utf-8")
    assert len(text.strip()) > 20 and "{{" not in text and "**" not in text, f"{path}: {text}"


def manifest(output):
    entries = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert entries["version"] == 1
    for entry in entries["artefacts"]:
        data = (output / entry["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"] and len(data) == entry["bytes"], entry["path"]
    return entries["artefacts"]


def judge(project, output, folder):
    """The pieces of a built project, each by its kind; how many of each, and how many codes of posters and of notices."""
    identity = yaml.safe_load((project / "brand/identity.yaml").read_text(encoding="utf-8"))
    entries = manifest(output)
    judges = {".png": png, ".pdf": pdf, ".eml": eml, ".html": html, ".txt": txt}
    counts = {}
    for entry in entries:
        if entry["kind"] in ("brand", "gallery"):
            # kit.py and gallery.mjs look at these.
            continue
        path = output / entry["path"]
        counts[path.suffix] = counts.get(path.suffix, 0) + 1
        if look := judges.get(path.suffix):
            look(path, entry, identity)
    missing = set(judges) - set(counts)
    assert not missing, f"no piece is {missing}"
    codes, letters = qr(output, entries, identity, folder), notices(output, entries, folder)
    assert codes and letters, f"{codes} codes of posters, {letters} of notices"
    return entries, counts, codes, letters


def example(fanion, folder, kept):
    project = folder / "agora"
    project.mkdir()
    for name in ("brand", "campaigns", "delivery.yaml"):
        source = pathlib.Path(name)
        shutil.copytree(source, project / name) if source.is_dir() else shutil.copy(source, project / name)
    run(fanion, "--project", project, "build", "--strict")
    output = project / "output"
    entries, counts, codes, letters = judge(project, output, folder)
    assert codes >= 40, f"only {codes} QR codes were decoded"
    assert letters >= 40, f"only {letters} codes of notices were decoded"
    same.main(output)
    if kept:
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(output, kept)

    told = run(fanion, "--project", project, "build")[1]
    assert "0 pieces made" in told, told
    newsletter = project / "campaigns/lancement/newsletters/01-pourquoi.yaml"
    before = {entry["path"]: entry["sha256"] for entry in entries}
    newsletter.write_text(newsletter.read_text(encoding="utf-8").replace("Bonjour", "Bonsoir"), encoding="utf-8")
    told = run(fanion, "--project", project, "build")[1]
    after = {entry["path"]: entry["sha256"] for entry in manifest(output)}
    # The gallery tells how large files are.
    changed = {path for path in after if after[path] != before.get(path) and not path.startswith("index.")}
    stem = "lancement/newsletters/01-pourquoi.fr"
    assert {path for path in changed if not path.endswith(".segments")} == {f"{stem}.html", f"{stem}.txt", f"{stem}.eml"}, changed
    segments = {path for path in after if path.startswith(stem) and path.endswith(".segments")}
    assert segments and segments == {path for path in changed if path.endswith(".segments")}, changed
    assert "1 piece made" in told, told
    print(f"example: {counts}, {codes} QR codes decoded, a changed word makes one newsletter")


def two_lines(fanion, folder):
    project = folder / "two"
    (project / "brand").mkdir(parents=True)
    (project / "brand/identity.yaml").write_text('name: Cap 2030\ntagline: "On y va."\n', encoding="utf-8")
    run(fanion, "--project", project, "build")
    kinds = {(entry["kind"], entry["language"]) for entry in manifest(project / "output") if entry["kind"] not in ("brand", "gallery")}
    wanted = {(kind, language) for kind in ("newsletters", "posters", "banners", "guides", "decks") for language in ("fr", "en")}
    assert kinds == wanted, kinds
    started = folder / "demo"
    run(fanion, "init", started, "--name", "Cap 2030", "--tagline", "On y va.", "--languages", "fr,en")
    run(fanion, "--project", started, "build", "--only", "guides")
    print("two lines: a newsletter, poster, banner, guide and deck in each language; init starts a project that builds")


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        if sys.argv[1] == "--built":
            project, output = map(pathlib.Path, sys.argv[2:4])
            _, counts, codes, letters = judge(project, output, folder)
            print(f"{project}: {counts}, {codes} QR codes of posters and {letters} of notices decoded")
            return
        program = pathlib.Path(sys.argv[1]).resolve()
        example(program, folder, pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None)
        two_lines(program, folder)


main()
