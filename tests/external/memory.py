"""A poster of A0 at 300 dpi, 139 million pixels, takes less than 200 MB of the whole process.

Usage: python tests/external/memory.py PATH_OF_FANION
"""

import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

from PIL import Image

Image.MAX_IMAGE_PIXELS = None
MOST = 200 << 20
POSTER = """template: horizon
languages: [fr]
messages: [trouver, partager, entraide]
formats: [A0]
dpi: 300
files: [png, jpeg]
print: none
"""


def main(program):
    with tempfile.TemporaryDirectory() as temporary:
        project = pathlib.Path(temporary)
        shutil.copytree("brand", project / "brand")
        (project / "campaigns/a/posters").mkdir(parents=True)
        (project / "campaigns/a/campaign.yaml").write_text("launch: 2027-03-09\n", encoding="utf-8")
        (project / "campaigns/a/posters/a0.yaml").write_text(POSTER, encoding="utf-8")
        subprocess.run([program, "--quiet", "--project", project, "build", "--only", "posters"], check=True)
        # Of the children waited for, the largest; on Linux in kilobytes.
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
        with Image.open(project / "output/a/posters/a0-A0.fr.png") as picture:
            assert picture.size == (9933, 14043), picture.size
        assert peak < MOST, f"A0 at 300 dpi took {peak >> 20} MB"
        print(f"A0 at 300 dpi: {peak >> 20} MB")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
