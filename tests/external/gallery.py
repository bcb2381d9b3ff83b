"""A gallery of more than a thousand pieces, of the example's output.

Usage: gallery.py FANION PROJECT OUTPUT LARGE

Copies what the example's build left and repeats its posters for invented sites until there are a thousand pieces and more,
with their entries in the manifest; then a build of one kind alone makes the page of all that stands there.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ENOUGH = 1000


def main(fanion, project, output, large):
    shutil.rmtree(large, ignore_errors=True)
    shutil.copytree(output, large, ignore=shutil.ignore_patterns(".lock"))
    file = large / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    posters = [e for e in manifest["artefacts"] if e["kind"] == "posters" and e["path"].endswith((".jpg", ".txt"))]
    count = sum(e["path"].endswith(".txt") for e in posters)
    assert count, "the example has no poster"
    # With what else the example has it is a thousand pieces.
    for site in range((ENOUGH - 130) // count):
        for entry in posters:
            path = entry["path"].replace("/posters/", f"/posters/s{site}-", 1).replace(f"s{site}-thumbnails/", f"thumbnails/s{site}-")
            shutil.copyfile(large / entry["path"], large / path)
            manifest["artefacts"].append({**entry, "path": path, "site": f"site-{site}-{entry['site']}", "with": []})
    file.write_text(json.dumps(manifest), encoding="utf-8")
    command = [fanion, "--project", project, "build", "--only", "decks", "--output", large, "--format", "concise"]
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = (large / "index.html").stat().st_size
    print(f"gallery: a page of {page / 1e6:.1f} MB tells of {ENOUGH} pieces and more")


main(*(Path(argument) for argument in sys.argv[1:5]))
