"""Makes the pictures of README.md, docs/templates.md and the tutorials again, from the example and from what the tutorials make.

usage: python docs/images/make.py FANION FOLDER [NAME…]

FOLDER is what `tests/external/tutorial.py FANION --keep FOLDER` left. Names are those of pictures, all where absent. Needs chromium,
pdftoppm (poppler) and Pillow (it is in `target/ci`, where `.ci/run` puts it). Look at each picture.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from PIL import Image, ImageDraw, ImageFont

HERE = pathlib.Path(__file__).parent
GROUND, EDGE, INK = "#eef1f5", "#dde2ea", "#12264f"
TITLES = HERE.parents[1] / "src/builtin/fonts/outfit/Outfit_600SemiBold.ttf"
GAP = 32
HEAVIEST = 250_000  # bytes

# What the example says in each family; its own pieces show a family in some formats only.
FAMILIES = {
    "horizon": "Ask. **Somebody knows.**",
    "manifesto": "Search alone, **or ask?**",
    "mosaic": "One question, **a thousand colleagues.**",
    "panorama": "One hour for **the bigger picture.**",
    "charter": "Your doubts deserve **real answers.**",
}


def page(pdf, number, width, work):
    """A page of a PDF."""
    out = work / "page"
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-f", str(number), "-l", str(number), "-scale-to-x", str(width),
                    "-scale-to-y", "-1", str(pdf), str(out)], check=True)
    return Image.open(f"{out}.png").convert("RGB")


def letter(html, height, work, width=640):
    """The upper part of a newsletter, as a browser shows it."""
    out = work / "letter.png"
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                    "--hide-scrollbars", f"--window-size={width},{height}", f"--screenshot={out}", html.resolve().as_uri()],
                   check=True, stderr=subprocess.DEVNULL)
    return Image.open(out).convert("RGB")


def keep(name, picture):
    path = HERE / name
    picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < HEAVIEST, f"{name} has {path.stat().st_size} bytes"
    print(name, picture.size, path.stat().st_size)


def fit(picture, width=None, height=None):
    """As wide, or as high."""
    width = width or picture.width * height / picture.height
    height = height or picture.height * width / picture.width
    return picture.resize((round(width), round(height)), Image.Resampling.LANCZOS)


def shown(name, rows, width, titles=()):
    """Rows of pictures on a calm ground, all rows equally wide, equal margins; a title above each of the first row."""
    above = 54 if titles else 0
    filled = []
    for row in rows:
        height = (width - GAP * (len(row) - 1)) / sum(p.width / p.height for p in row)
        filled.append([fit(p, height=height) for p in row])
    whole = Image.new("RGB", (width + 2 * GAP, sum(row[0].height + GAP for row in filled) + GAP + above), GROUND)
    draw = ImageDraw.Draw(whole)
    down = GAP + above
    for row in filled:
        at = GAP
        for picture in row:
            if titles and row is filled[0]:
                font = ImageFont.truetype(str(TITLES), 30)
                draw.text((at, GAP + 28), titles[row.index(picture)], INK, font, anchor="ls")
            draw.rectangle((at - 1, down - 1, at + picture.width, down + picture.height), outline=EDGE)
            whole.paste(picture, (at, down))
            at += picture.width + GAP
        down += row[0].height + GAP
    keep(name, whole)


def build(fanion, project, output, *selection):
    subprocess.run([fanion, "--quiet", "--project", project, "build", "--format", "concise", "--output", output, *selection],
                   check=True)


def first(folder, pattern):
    return sorted(folder.glob(pattern))[0]


def poster(made, work):
    shown("poster.png", [[page(first(made, "posters/annonce*A3.en.pdf"), 1, 560, work)]], 560)


def newsletter(made, work):
    # As high as the poster beside it; down to the end of a block.
    shown("newsletter.png", [[letter(made / "newsletters/01-pourquoi.en.html", 976, work, 690)]], 560)


def banner(made, _work):
    names = [["couverture-linkedin-cover"], ["attente-signage-1080p", "partage-open-graph"]]
    rows = [[Image.open(made / f"banners/{name}.en.png").convert("RGB") for name in row] for row in names]
    shown("banner.png", rows, 1000)


def guide(made, work):
    """The cover and two pages of the guide that ambassadors get."""
    shown("guide.png", [[page(made / "guides/ambassadeur.en.pdf", number, 640, work) for number in (1, 3, 7)]], 1044)


def families(made, work):
    """A poster and a banner of each."""
    posters = ["annonce-london-A3", "pourquoi-A3", "family-mosaic-A3", "ateliers-london-A3", "freins-london-A3"]
    upper = [page(made / f"posters/{name}.en.pdf", 1, 568, work) for name in posters]
    lower = [Image.open(made / f"banners/family-{name}-1200x480.en.png").convert("RGB") for name in FAMILIES]
    shown("families.png", [upper, lower], 1536, list(FAMILIES))


def proof(_made, work):
    """The contact sheet of the template that docs/templates.md makes."""
    sheet = Image.open(work / "proofs/poster-depart.png").convert("RGB")
    keep("proof.png", fit(sheet, width=1200))


KINDS = ("posters", "newsletters", "banners", "guides")
EXAMPLE = {"poster": poster, "newsletter": newsletter, "banner": banner, "guide": guide, "families": families, "proof": proof}


def project(folder):
    """The example, with a poster and banners that show each family alike, and the template of docs/templates.md."""
    for part in ("brand", "campaigns"):
        shutil.copytree(part, folder / part)
    shutil.copy("delivery.yaml", folder)
    campaign = folder / "campaigns/lancement"
    call = 'call_to_action: { fr: "Rejoignez Agora", en: "Join Agora" }'
    photo = "photo: { file: photos/crete-aube.jpg, alt: Ridges, focus: [78%, 42%] }"
    with (campaign / "banners.yaml").open("a", encoding="utf-8") as banners:
        for name, headline in FAMILIES.items():
            more = f"\n  {photo}" if name == "panorama" else ""
            banners.write(f'- id: family-{name}\n  template: {name}\n  headline: "{headline}"\n  {call}\n  formats: [1200x480]{more}\n')
    mosaic = f'template: mosaic\nkicker: "{{{{ launch | date }}}}"\nheadline: "{FAMILIES["mosaic"]}"\n{call}\n'
    (campaign / "posters/family-mosaic.yaml").write_text(mosaic + "messages: [trouver, partager, entraide]\n", encoding="utf-8")
    drawn = re.search(r"```svg\n(.*?)```", pathlib.Path("docs/templates.md").read_text(encoding="utf-8"), re.DOTALL)
    template = folder / "brand/templates/poster/depart.portrait.svg"
    template.parent.mkdir(parents=True)
    template.write_text(drawn.group(1), encoding="utf-8")


def example(fanion, work, wanted):
    """The pictures of README.md and docs/templates.md."""
    making = {name: make for name, make in EXAMPLE.items() if not wanted or f"{name}.png" in wanted}
    if not making:
        return
    folder = work / "project"
    project(folder)
    build(fanion, folder, folder / "output", "--language", "en", *(f"--only={kind}" for kind in KINDS))
    if "proof" in making:
        subprocess.run([fanion, "--quiet", "--project", folder, "proof", "depart", "--only=posters", "--formats=A3", "--texts=long,short",
                        "--output", work / "proofs"], check=True)
    for make in making.values():
        make(folder / "output/lancement", work)


def gallery(fanion, work, wanted):
    """The head of the gallery of everything in English."""
    if wanted and "gallery.png" not in wanted:
        return
    build(fanion, ".", work / "all", "--language", "en")
    out = work / "gallery.png"
    page = (work / "all/index.en.html").resolve().as_uri()
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars",
                    "--virtual-time-budget=15000", "--window-size=1440,1000", f"--screenshot={out}", page],
                   check=True, stderr=subprocess.DEVNULL)
    keep("gallery.png", fit(Image.open(out).convert("RGB"), width=1080))


def tutorials(fanion, kept, work, wanted):
    """What two lines make, and what is there at the end."""
    for name, language, start, site in [("tutorial", "en", "start", "leeds"), ("tutoriel", "fr", "debut", "lille")]:
        folder = next(path for path in (kept / name).iterdir() if path.is_dir())
        both = [f"{name}-{start}.png", f"{name}-pieces.png"]
        if not wanted or both[0] in wanted:
            two = [line for line in (folder / "brand/identity.yaml").read_text(encoding="utf-8").splitlines()
                   if line.startswith(("name:", "tagline:", "languages:"))]
            new = work / name
            (new / "brand").mkdir(parents=True)
            (new / "brand/identity.yaml").write_text("\n".join(two) + "\n", encoding="utf-8")
            build(fanion, new, new / "output", "--only=posters", "--only=newsletters")
            made = new / "output/starter"
            shown(both[0], [[page(made / f"posters/announcement-A3.{language}.pdf", 1, 560, work),
                            letter(made / f"newsletters/announcement.{language}.html", 1000, work)]], 1128)
        if not wanted or both[1] in wanted:
            made = folder / "output/launch"
            shown(both[1], [[page(made / f"posters/announcement-{site}-A3.{language}.pdf", 1, 560, work),
                            letter(made / f"newsletters/01-why.{language}.html", 1000, work)]], 1128)


def main(fanion, kept, *wanted):
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        example(pathlib.Path(fanion).resolve(), work, wanted)
        gallery(pathlib.Path(fanion).resolve(), work, wanted)
        tutorials(pathlib.Path(fanion).resolve(), pathlib.Path(kept), work, wanted)


main(*sys.argv[1:])
