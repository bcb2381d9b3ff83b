"""Makes the pictures of README.md and of the tutorials again, from the example and from what the tutorials make.

usage: python docs/images/make.py FANION FOLDER [NAME…]

FOLDER is what `tests/external/tutorial.py FANION --keep FOLDER` left. Names are those of pictures, all where absent. Needs chromium,
pdftoppm (poppler) and Pillow (it is in `target/ci`, where `.ci/run` puts it). Look at each picture.
"""

import pathlib
import subprocess
import sys
import tempfile

from PIL import Image

HERE = pathlib.Path(__file__).parent
GROUND = "#eef1f5"
HEAVIEST = 200_000  # bytes


def page(pdf, number, width, work):
    """A page of a PDF."""
    out = work / "page"
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-f", str(number), "-l", str(number), "-scale-to-x", str(width),
                    "-scale-to-y", "-1", str(pdf), str(out)], check=True)
    return Image.open(f"{out}.png").convert("RGB")


def letter(html, height, work):
    """The upper part of a newsletter, as a browser shows it."""
    out = work / "letter.png"
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                    "--hide-scrollbars", f"--window-size=640,{height}", f"--screenshot={out}", html.resolve().as_uri()],
                   check=True, stderr=subprocess.DEVNULL)
    return Image.open(out).convert("RGB")


def shown(name, pictures, gap=24):
    """Side by side on a light ground, as high as the first."""
    height = pictures[0].height
    pictures = [p.resize((round(p.width * height / p.height), height), Image.Resampling.LANCZOS) for p in pictures]
    whole = Image.new("RGB", (sum(p.width + gap for p in pictures) + gap, height + 2 * gap), GROUND)
    at = gap
    for picture in pictures:
        whole.paste(picture, (at, gap))
        at += picture.width + gap
    path = HERE / name
    whole.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < HEAVIEST, f"{name} has {path.stat().st_size} bytes"
    print(name, whole.size, path.stat().st_size)


def build(fanion, project, output, *selection):
    subprocess.run([fanion, "--quiet", "--project", project, "build", "--format", "concise", "--output", output, *selection],
                   check=True)


def first(folder, pattern):
    return sorted(folder.glob(pattern))[0]


def example(fanion, work, wanted):
    """The pictures of README.md."""
    kinds = {"poster.png": "posters", "newsletter.png": "newsletters", "banner.png": "banners", "guide.png": "guides"}
    kinds = {name: kind for name, kind in kinds.items() if not wanted or name in wanted}
    if not kinds:
        return
    build(fanion, ".", work / "example", "--language", "en", *(f"--only={kind}" for kind in kinds.values()))
    made = work / "example/lancement"
    for name in kinds:
        if name == "poster.png":
            shown(name, [page(first(made, "posters/annonce*A3.en.pdf"), 1, 520, work)])
        elif name == "newsletter.png":
            shown(name, [letter(made / "newsletters/01-pourquoi.en.html", 900, work)])
        elif name == "banner.png":
            shown(name, [Image.open(first(made, "banners/*linkedin-cover.en.png")).convert("RGB")])
        else:
            guide = first(made, "guides/*.en.pdf")
            shown(name, [page(guide, number, 300, work) for number in (1, 3, 4)])


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
    picture = Image.open(out).convert("RGB")
    shown("gallery.png", [picture.resize((1080, 750), Image.Resampling.LANCZOS)])


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
            shown(both[0], [page(made / f"posters/announcement-A3.{language}.pdf", 1, 480, work),
                            letter(made / f"newsletters/announcement.{language}.html", 1000, work)])
        if not wanted or both[1] in wanted:
            made = folder / "output/launch"
            shown(both[1], [page(made / f"posters/announcement-{site}-A3.{language}.pdf", 1, 480, work),
                            letter(made / f"newsletters/01-why.{language}.html", 1000, work)])


def main(fanion, kept, *wanted):
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        example(pathlib.Path(fanion).resolve(), work, wanted)
        gallery(pathlib.Path(fanion).resolve(), work, wanted)
        tutorials(pathlib.Path(fanion).resolve(), pathlib.Path(kept), work, wanted)


main(*sys.argv[1:])
