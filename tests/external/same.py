"""A piece looks the same as PNG and as PDF: pdftoppm draws each PDF as large as the PNG beside it, and less than
1 % of the pixels may differ by more than 24 levels in any channel.

pdftoppm draws with three pixels for one on each side and their mean is taken, since it makes the edges of shapes thinner than
they are (its anti-aliasing has a gamma of 1.5) and puts letters on quarters of a pixel: drawn directly, its picture of a
text-heavy A4 differs from pdftocairo's of the same file in 1.0 % of the pixels, and from ours in 1.2 %. What differs then is
edges alone: 0.97 % with two pixels for one, 0.84 % with three, 0.63 % with four.

Usage: python tests/external/same.py FOLDER_OF_A_BUILD
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops

Image.MAX_IMAGE_PIXELS = None
LEVELS, SHARE = 24, 0.01
FINER = 3
# Larger pictures take long and differ less: edges are a smaller share of them.
MOST_PIXELS = 10_000_000


def drawn(pdf, size, folder):
    stem = folder / "page"
    # A page is seldom a whole number of pixels wide: told its pixels, pdftoppm draws it as ours is drawn.
    width, height = (str(side * FINER) for side in size)
    subprocess.run(["pdftoppm", "-scale-to-x", width, "-scale-to-y", height, "-singlefile", str(pdf), str(stem)], check=True,
                   stderr=subprocess.DEVNULL)
    with Image.open(f"{stem}.ppm") as page:
        return page.resize(size, Image.BOX)


def inches(pdf):
    """Width and height of the trimmed page, that a picture's pixels and resolution must give too."""
    told = subprocess.run(["pdfinfo", "-box", str(pdf)], check=True, capture_output=True, text=True).stdout
    left, bottom, right, top = (float(side) for side in re.search(r"TrimBox:(.*)", told)[1].split())
    return (right - left) / 72, (top - bottom) / 72


def differing(png, pdf, folder):
    with Image.open(png) as picture:
        dpi = picture.info["dpi"][0]
        picture = picture.convert("RGB")
    assert all(abs(side * dpi - pixels) <= 1 for side, pixels in zip(inches(pdf), picture.size)), f"{pdf}: {picture.size}"
    page = drawn(pdf, picture.size, folder)
    difference = ImageChops.difference(picture, page)
    worst = ImageChops.lighter(ImageChops.lighter(*difference.split()[:2]), difference.split()[2])
    counts = worst.histogram()
    return sum(counts[LEVELS + 1:]) / (picture.size[0] * picture.size[1])


def main(output):
    entries = json.loads((output / "manifest.json").read_text(encoding="utf-8"))["artefacts"]
    # The kit's logos have no size of their own; a timeline is small text all over, whose edges each program draws its own way.
    names = {entry["path"] for entry in entries if entry["kind"] not in ("brand", "calendar")}
    pairs = [(name, f"{name[:-4]}.png") for name in sorted(names) if name.endswith(".pdf") and f"{name[:-4]}.png" in names]
    assert pairs, "no piece is made as PDF and as PNG"
    worst, compared = (0.0, ""), 0
    with tempfile.TemporaryDirectory() as folder:
        for pdf, png in pairs:
            with Image.open(output / png) as picture:
                if picture.size[0] * picture.size[1] > MOST_PIXELS:
                    continue
            compared += 1
            share = differing(output / png, output / pdf, pathlib.Path(folder))
            worst = max(worst, (share, pdf))
            assert share < SHARE, f"{pdf}: {share:.2%} of the pixels differ from the PNG"
    print(f"same as PNG and PDF: {compared} pieces, at most {worst[0]:.3%} of the pixels differ ({worst[1]})")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
