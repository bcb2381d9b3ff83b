"""Programs that are not ours judge the files for print shops and office printers.

A project with one poster of known parts (swatches, greys, a photo, a QR code, black text) and the example are built. Of each
print file: `qpdf --check` is clean; a walk of every object by pikepdf finds process inks, declared Separations and, in soft
masks, grey, and nothing else; boxes are exact; the output intent is the profile of a printing condition; fonts are embedded;
Ghostscript's separations show the marks on every plate, ink that reaches the whole bleed and no more ink than the limit. Of
the known poster they also show each part on the plates that it belongs to. Sheets to assemble are put together again, and
the poster comes out.

Usage: python tests/external/print.py PATH_TO_FANION
"""

import base64
import io
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import numpy
import pikepdf
from PIL import Image, ImageChops

Image.MAX_IMAGE_PIXELS = None
FORMATS = {"A5": (148, 210), "A4": (210, 297), "A3": (297, 420), "A2": (420, 594), "rollup-85x200": (850, 2000)}
PROCESS = ["Cyan", "Magenta", "Yellow", "Black"]
# What paper takes, and the rounding of four plates of 8 bits.
LIMIT = 300 + 4 * 100 / 255


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True)
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}"
    return done.stdout.decode(errors="replace")


def points(millimetres):
    return millimetres / 25.4 * 72


# What is in the file


class Walk:
    """Every content stream that a page reaches, and the colour spaces of all that it names."""

    def __init__(self, path):
        self.path, self.spots, self.seen = path, set(), set()

    def space(self, space, masked):
        if isinstance(space, pikepdf.Name):
            allowed = {"/DeviceCMYK", "/Pattern"} | ({"/DeviceGray"} if masked else set())
            assert str(space) in allowed, f"{self.path}: {space}"
        else:
            assert str(space[0]) == "/Separation" and str(space[2]) == "/DeviceCMYK", f"{self.path}: {space[0]}"
            self.spots.add(str(space[1])[1:])

    def content(self, stream, resources, masked):
        for operands, operator in pikepdf.parse_content_stream(stream):
            name = str(operator)
            assert name not in ("rg", "RG", "BI", "INLINE IMAGE"), f"{self.path}: {name}"
            assert masked or name not in ("g", "G"), f"{self.path}: grey outside of a mask"
            if name in ("cs", "CS"):
                own = resources.get("/ColorSpace", {}).get(str(operands[0]))
                self.space(operands[0] if own is None else own, masked)
        self.resources(resources, masked)

    def resources(self, resources, masked):
        for space in resources.get("/ColorSpace", {}).values():
            self.space(space, masked)
        for kind in ("/XObject", "/Pattern", "/Shading", "/ExtGState"):
            for found in resources.get(kind, {}).values():
                if (found.objgen, masked) not in self.seen or found.objgen == (0, 0):
                    self.seen.add((found.objgen, masked))
                    self.found(kind, found, masked)
        for font in resources.get("/Font", {}).values():
            for glyph in font.get("/CharProcs", {}).values():
                self.content(glyph, font.Resources, masked)

    def found(self, kind, found, masked):
        if kind == "/Shading":
            self.space(found.ColorSpace, masked)
        elif kind == "/ExtGState":
            assert not set(found.keys()) & {"/OP", "/op", "/OPM", "/TR", "/TR2", "/HT", "/BG", "/UCR"}, f"{self.path}: {found}"
            mask = found.get("/SMask")
            if isinstance(mask, pikepdf.Dictionary):
                self.content(mask.G, mask.G.get("/Resources", {}), True)
        elif found.get("/Subtype") == "/Image":
            self.space(found.ColorSpace, masked)
            if "/SMask" in found:
                assert found.SMask.ColorSpace == "/DeviceGray", self.path
            assert not {"/LZWDecode", "/JBIG2Decode"} & {str(found.get("/Filter"))}, self.path
        elif found.get("/PatternType") == 2:
            self.space(found.Shading.ColorSpace, masked)
        else:
            group = found.get("/Group", {}).get("/CS")
            if group is not None:
                self.space(group, masked)
            self.content(found, found.get("/Resources", {}), masked)


def walk(path, millimetres, bleed):
    run("qpdf", "--check", path)
    with pikepdf.open(path) as pdf:
        assert pdf.pdf_version == "1.6" and not pdf.is_encrypted and len(pdf.pages) == 1, path
        page, root = pdf.pages[0].obj, pdf.Root
        walk = Walk(path)
        walk.space(page.Group.CS, False)
        walk.content(pdf.pages[0], page.Resources, False)
        assert "All" in walk.spots, f"{path}: no marks"
        assert not {"/Annots", "/AA", "/Rotate", "/UserUnit", "/CropBox", "/ArtBox"} & set(page.keys()), path
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm", "/OCProperties", "/StructTreeRoot"} & set(root.keys()), path
        boxes(path, page, millimetres, bleed)
        intent, xmp = root.OutputIntents[0], root.Metadata.read_bytes().decode()
        profile = intent.DestOutputProfile.read_bytes()
        assert intent.S == "/GTS_PDFX" and str(intent.OutputConditionIdentifier) == "FOGRA39", path
        assert str(intent.RegistryName) == "http://www.color.org" and len(root.OutputIntents) == 1, path
        assert profile[12:16] == b"prtr" and profile[16:20] == b"CMYK" and intent.DestOutputProfile.N == 4, path
        assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in xmp, path
        info = pdf.trailer.Info
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == str(info.Title) and str(info.Title), path
            assert metadata["pdf:Trapped"] == "False" and info.Trapped == "/False", path
            for key in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
                assert metadata[key].replace("-", "")[:8] == str(info.ModDate)[2:10], path
            assert metadata["xmpMM:DocumentID"] and metadata["xmpMM:VersionID"] and metadata["xmpMM:RenditionClass"], path
        assert len(pdf.trailer.ID) == 2, path
    for font in run("pdffonts", path).splitlines()[2:]:
        assert font.split()[-5:-3] == ["yes", "yes"], f"{path}: {font}"
    return sorted(walk.spots - {"All"})


def boxes(path, page, millimetres, bleed):
    media, bleeds, trim = ([float(edge) for edge in page[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
    for i in (0, 1):
        assert abs(trim[i + 2] - trim[i] - points(millimetres[i])) < 0.01, f"{path}: {trim}"
        assert abs(trim[i] - bleeds[i] - points(bleed)) < 0.01 and abs(bleeds[i + 2] - trim[i + 2] - points(bleed)) < 0.01, path
        assert media[i] <= bleeds[i] and media[i + 2] >= bleeds[i + 2], path


# What is on the plates


class Plates:
    """Ghostscript's separations of a print file: a share of ink, 0 to 100, for each pixel of each plate."""

    def __init__(self, path, spots, dpi, bleed, folder):
        self.path, self.dpi, self.bleed = path, dpi, bleed
        for old in folder.glob("plate*"):
            old.unlink()
        run("gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4",
            f"-r{dpi}", f"-sOutputFile={folder}/plate%d.tif", path)
        names = {found.name.split("(")[1][:-5] for found in folder.glob("plate1(*.tif")}
        assert names == set(PROCESS) | set(spots), f"{path}: plates {names}, not {spots}"
        self.ink = {name: self.read(folder / f"plate1({name}).tif") for name in names}
        with pikepdf.open(path) as pdf:
            self.boxes = {key: [float(edge) for edge in pdf.pages[0].obj[f"/{key}"]] for key in ("MediaBox", "TrimBox")}

    @staticmethod
    def read(path):
        with Image.open(path) as plate:
            return (255 - numpy.asarray(plate.convert("L"), dtype=numpy.float32)) * (100 / 255)

    def area(self, plate, x, y, width, height):
        """Of the trimmed page, in millimetres from its upper left corner."""
        scale, trim, media = self.dpi / 72, self.boxes["TrimBox"], self.boxes["MediaBox"]
        left, top = trim[0] + points(x), media[3] - trim[3] + points(y)
        edges = [left, top, left + points(width), top + points(height)]
        left, top, right, bottom = (round(edge * scale) for edge in edges)
        return self.ink[plate][top:bottom, left:right]

    def size(self):
        trim = self.boxes["TrimBox"]
        return [(trim[i + 2] - trim[i]) / 72 * 25.4 for i in (0, 1)]

    def limits(self):
        """The most ink of a pixel; the marks outside of the bleed are of every ink."""
        (width, height), b = self.size(), self.bleed
        most = float(sum(self.area(name, -b, -b, width + 2 * b, height + 2 * b) for name in PROCESS).max())
        assert most <= LIMIT, f"{self.path}: {most:.1f} % of ink"
        return most

    def marks(self):
        """Two lines at each corner, on every plate, and nothing else outside of the bleed."""
        width, height = self.size()
        reach = max(self.bleed, 3)
        for plate in self.ink:
            for x in (0, width):
                for y in (-reach - 4.5, height + reach + 0.5):
                    assert self.area(plate, x - 0.4, y, 0.8, 4).max() > 40, f"{self.path}: no mark on {plate}"
            for y in (0, height):
                for x in (-reach - 4.5, width + reach + 0.5):
                    assert self.area(plate, x, y - 0.4, 4, 0.8).max() > 40, f"{self.path}: no mark on {plate}"
            # Between the bleed's corner and the marks.
            assert self.area(plate, -reach - 5, -reach - 5, 4.5, 4.5).max() == 0, self.path

    def ring(self, grounded):
        """Ink between the trimmed edge and the edge of the bleed: everywhere if the poster has a ground, else as much as
        on the other side of the trimmed edge, since white art is paper."""
        width, height = self.size()
        b, hair = self.bleed, 25.4 / self.dpi
        outside = [(-b, -b, width + 2 * b, b), (-b, height, width + 2 * b, b), (-b, 0, b, height), (width, 0, b, height)]
        inside = [(0, 0, width, b), (0, height - b, width, b), (0, 0, b, height), (width - b, 0, b, height)]
        def inked(x, y, w, h):
            ink = sum(self.area(plate, x + hair, y + hair, w - 2 * hair, h - 2 * hair) for plate in self.ink)
            return float((ink > 0).mean())
        for strip, beside in zip(outside, inside):
            least = 1 if grounded else inked(*beside) - 0.05
            assert inked(*strip) >= least, f"{self.path}: paper shows in the bleed at {strip}: {inked(*strip)}, not {least}"

    def means(self, x, y, width, height):
        return {plate: float(self.area(plate, x, y, width, height).mean()) for plate in self.ink}


def close(found, expected, what):
    for plate, share in found.items():
        assert abs(share - expected.get(plate, 0)) < 1.5, f"{what}: {plate} has {share:.1f} %, not {expected.get(plate, 0)} %"


# A poster of known parts

PARTS = """{# Lengths are millimetres; the format is A5. #}
<svg xmlns="http://www.w3.org/2000/svg" xmlns:f="urn:fanion:layout:1" viewBox="0 0 {{ width }} {{ height }}">
  <defs>
    <linearGradient id="sky" y2="1" x2="0"><stop offset="0" stop-color="#12264f"/><stop offset="1" stop-color="#ff6b4a"/></linearGradient>
    <linearGradient id="fade"><stop offset="0" stop-color="#12264f"/><stop offset="1" stop-color="#12264f" stop-opacity="0"/></linearGradient>
  </defs>
  <rect f:bleed="true" x="0" y="0" width="{{ width }}" height="{{ height }}" fill="#f7f9fc"/>
  <rect x="10" y="10" width="20" height="20" fill="#12264f"/>
  <rect x="35" y="10" width="20" height="20" fill="#ff6b4a"/>
  <rect x="60" y="10" width="20" height="20" fill="#000"/>
  <rect x="85" y="10" width="20" height="20" fill="#808080"/>
  <rect x="110" y="10" width="20" height="20" fill="#fff"/>
  <rect x="10" y="35" width="20" height="40" fill="url(#sky)"/>
  <rect x="35" y="35" width="20" height="20" fill="url(#fade)"/>
  <text x="60" y="45" font-family="Inter" font-size="9" fill="#000">Black text</text>
  <image x="10" y="80" width="60" height="60" href="data:image/png;base64,PHOTO"/>
  <rect x="80" y="80" width="50" height="50" fill="#fff"/>
  <f:qr x="85" y="85" data="https://agora.horizon.example/a" size="40"/>
</svg>
"""


def photo():
    """Every kind of dark and strong colour."""
    random.seed(7)
    image = Image.new("RGB", (120, 120))
    image.putdata([tuple(random.choice((0, 20, 60, 128, 255)) for _ in range(3)) for _ in range(120 * 120)])
    out = io.BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def known_parts(fanion, folder):
    project = folder / "parts"
    (project / "brand/templates/poster").mkdir(parents=True)
    (project / "campaigns/c/posters").mkdir(parents=True)
    (project / "brand/identity.yaml").write_text("""name: Agora
tagline: Ensemble
languages: [fr]
link: https://agora.horizon.example
brand:
  color:
    palette: { nuit: "#12264f", corail: "#ff6b4a" }
    primary: nuit
guidelines:
  print:
    nuit: { cmyk: [100, 85, 35, 30], spot: PANTONE 281 C }
    corail: { cmyk: [0, 70, 70, 0] }
""")
    (project / "campaigns/c/campaign.yaml").write_text("title: C\nlaunch: 2027-03-09\n")
    (project / "campaigns/c/posters/p.yaml").write_text("template: parts\nheadline: Agora\nformats: [A5]\n")
    (project / "brand/templates/poster/parts.portrait.svg").write_text(PARTS.replace("PHOTO", photo()))
    run(fanion, "--project", project, "build", "--only", "posters")
    path = project / "output/c/posters/p-A5.fr-print.pdf"
    spots = walk(path, FORMATS["A5"], 3)
    assert spots == ["PANTONE 281 C"], spots
    plates = Plates(path, spots, 300, 3, folder)
    plates.marks()
    plates.ring(grounded=True)
    most = plates.limits()
    inside = lambda x, y: plates.means(x + 1, y + 1, 18, 18)
    close(inside(10, 10), {"PANTONE 281 C": 100}, "a spot ink")
    close(inside(35, 10), {"Magenta": 70, "Yellow": 70}, "a swatch")
    close(inside(60, 10), {"Black": 100}, "black")
    grey = inside(85, 10)
    close({plate: share for plate, share in grey.items() if plate != "Black"}, {}, "grey")
    assert 55 < grey["Black"] < 75, grey
    close(inside(110, 10), {}, "white")
    # A blend begins and ends in the swatches' process inks.
    close(plates.means(12, 35.1, 16, 0.3), {"Cyan": 100, "Magenta": 85, "Yellow": 35, "Black": 30}, "a blend's beginning")
    close(plates.means(12, 74.6, 16, 0.3), {"Magenta": 70, "Yellow": 70}, "a blend's end")
    # What fades in one colour stays in its ink.
    fade = plates.means(35, 36, 3, 10)
    assert fade["PANTONE 281 C"] > 85 and max(fade[name] for name in PROCESS) < 4, fade
    text = {plate: plates.area(plate, 60, 36, 60, 12) for plate in plates.ink}
    black = text["Black"] > 95
    assert black.sum() > 500, "no black text"
    assert all(text[plate][black].max() == 0 for plate in text if plate != "Black"), "black text is not of black ink alone"
    code = {plate: plates.area(plate, 83, 83, 44, 44) for plate in plates.ink}
    assert code["Black"].max() == 100 and all(code[p].max() == 0 for p in code if p != "Black"), "a QR code in other inks"
    scanned = folder / "code.png"
    Image.fromarray((255 - code["Black"] * 2.55).astype("uint8")).save(scanned)
    assert run("zbarimg", "--quiet", "--raw", scanned).strip().startswith("https://agora.horizon.example/a"), "the QR code"
    print(f"known parts: each on its plates, {most:.0f} % of ink at most")


# The example


def example(fanion, folder):
    project = folder / "agora"
    project.mkdir()
    for name in ("brand", "campaigns", "delivery.yaml"):
        source = pathlib.Path(name)
        shutil.copytree(source, project / name) if source.is_dir() else shutil.copy(source, project / name)
    run(fanion, "--project", project, "build", "--only", "posters")
    output = project / "output"
    entries = json.loads((output / "manifest.json").read_text(encoding="utf-8"))["artefacts"]
    most, separated, walked, assembled = 0, set(), 0, 0
    for entry in entries:
        path = output / entry["path"]
        if path.name.endswith("-print.pdf"):
            millimetres = FORMATS[entry["format"]]
            bleed = 5 if max(millimetres) > 594.5 else 3
            spots = walk(path, millimetres, bleed)
            walked += 1
            # One of each poster and format: sites differ in words only.
            if (entry["id"], entry["format"]) not in separated:
                separated.add((entry["id"], entry["format"]))
                plates = Plates(path, spots, 30 if bleed == 5 else 72, bleed, folder)
                plates.ring(grounded=False)
                most = max(most, plates.limits())
        elif "-tiles-" in path.name:
            sheets(path, output / entry["path"].replace(path.name, path.name.split("-tiles-")[0] + ".pdf"), entry, folder)
            assembled += 1
        elif path.name.startswith("print-order") and path.suffix == ".pdf":
            run("qpdf", "--check", path)
            text = run("pdftotext", "-layout", path, "-")
            assert "PDF/X-4" in text and "annonce-lyon-A3.fr-print.pdf" in text, text
            assert "Tagged:          yes" in run("pdfinfo", path), path
    assert walked >= 8 and assembled >= 1, (walked, assembled)
    print(f"example: {walked} print files walked, {len(separated)} separated, {most:.0f} % of ink at most, {assembled} assembled")


# Sheets to assemble

MARGIN, STRIP, OVERLAP, DPI = 5, 5, 10, 100


def divided(poster, paper):
    """Columns, rows and the sheet's size: the fewest sheets, upright ones first."""
    def ways(sheet):
        most = [side - 2 * (MARGIN + STRIP) for side in sheet]
        return [-(-(poster[i] - OVERLAP - 0.01) // (most[i] - OVERLAP)) for i in (0, 1)], sheet
    return min((ways(sheet) for sheet in (paper, paper[::-1])), key=lambda way: way[0][0] * way[0][1])


def page(path, number, folder):
    stem = folder / "sheet"
    run("pdftoppm", "-r", DPI, "-f", number, "-l", number, "-singlefile", "-png", path, stem)
    with Image.open(f"{stem}.png") as image:
        return image.convert("RGB")


def sheets(path, poster, entry, folder):
    """Cuts every sheet as its marks say, puts one over the other, and compares with the poster."""
    run("qpdf", "--check", path)
    millimetres = FORMATS[entry["format"]]
    paper = FORMATS[path.stem.split("-tiles-")[1]]
    (columns, rows), sheet = divided(millimetres, paper)
    columns, rows = int(columns), int(rows)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1 + columns * rows, f"{path}: {len(pdf.pages)} pages"
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None", path
        for one in pdf.pages[1:]:
            assert all(abs(float(one.MediaBox[i + 2]) - points(sheet[i])) < 0.01 for i in (0, 1)), path
    pixel = lambda length: round(length / 25.4 * DPI)
    whole = Image.new("RGB", [pixel(side) for side in millimetres], "white")
    part = [(millimetres[i] + (n - 1) * OVERLAP) / n for i, n in ((0, columns), (1, rows))]
    corner = [(sheet[i] - part[i]) / 2 for i in (0, 1)]
    for row in range(rows):
        for column in range(columns):
            image = page(path, 2 + row * columns + column, folder)
            edge = pixel(MARGIN) - 1
            for strip in ((0, 0, image.width, edge), (0, 0, edge, image.height), (image.width - edge, 0, image.width, image.height),
                          (0, image.height - edge, image.width, image.height)):
                assert image.crop(strip).getextrema() == ((255, 255),) * 3, f"{path}: something in the margin of {row}, {column}"
            box = [corner[0], corner[1], corner[0] + part[0], corner[1] + part[1]]
            cut = image.crop([pixel(side) for side in box])
            whole.paste(cut, (pixel(column * (part[0] - OVERLAP)), pixel(row * (part[1] - OVERLAP))))
    expected = page(poster, 1, folder).crop((0, 0, *whole.size))
    # Half a pixel of rounding at each sheet: small pictures are compared.
    small = [image.resize((whole.width // 8, whole.height // 8), Image.BOX) for image in (whole, expected)]
    difference = numpy.asarray(ImageChops.difference(*small)).max(axis=2)
    share = float((difference > 40).mean())
    assert share < 0.01, f"{path}: assembled, {share:.1%} of it differs from the poster"
    text = run("pdftotext", path, "-")
    assert all(f"{chr(65 + row)}{column + 1}" in text for row in range(rows) for column in range(columns)), path


with tempfile.TemporaryDirectory() as temporary:
    program = pathlib.Path(sys.argv[1]).resolve()
    known_parts(program, pathlib.Path(temporary))
    example(program, pathlib.Path(temporary))
