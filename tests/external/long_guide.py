"""How long a guide of a hundred pages takes, and how much memory: made for the first time, found unchanged, and made anew after
one word was changed. What docs/performance.md says is printed by it.

Usage: python tests/external/long_guide.py PATH_TO_FANION [CHAPTERS]
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

SENTENCES = (
    "Somebody has already solved what you are looking for, and often only a few metres away. ",
    "Ask where everyone can read it, so that the answer stays **findable** for the next person. ",
    "An imperfect answer today is better than a perfect one next week, and it can be corrected. ",
    "Nobody counts who writes much and who writes little: what counts is that a question finds its answer. ",
)


def chapter(number):
    paragraph = "".join(SENTENCES[(number + i) % 4] for i in range(5))
    rows = "\n".join(f"| Step {i} | {SENTENCES[(number + i) % 4]}| {i} min |" for i in range(1, 7))
    return f"""# Chapter {number}

{paragraph}See [the first chapter](#chapter-1).[^{number}]

[^{number}]: A note to chapter {number}.

## What to do

{paragraph}

- [ ] The first thing
- [ ] The second thing

## Step by step

| Step | What you do | Time |
|---|---|--:|
{rows}

> [!TIP]
> {SENTENCES[number % 4]}

{paragraph}

## For later

{paragraph}

{paragraph}
"""


def build(fanion, project, output, *options):
    """Wall and processor time in seconds, peak memory in MiB, of one process of its own."""
    command = [str(fanion), "--quiet", "--project", str(project), "build", "--only", "guides", "--output", str(output), *options]
    start = time.perf_counter()
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    assert status == 0, f"exit {status}"
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    fanion = pathlib.Path(sys.argv[1]).resolve()
    chapters = int(sys.argv[2]) if len(sys.argv) > 2 else 49
    with tempfile.TemporaryDirectory() as folder:
        project, output = pathlib.Path(folder, "project"), pathlib.Path(folder, "output")
        guides = project / "campaigns/long/guides"
        guides.mkdir(parents=True)
        (project / "brand").mkdir()
        (project / "brand/identity.yaml").write_text("name: Agora\ntagline: Closer, together.\nlanguages: [en]\n")
        (project / "campaigns/long/campaign.yaml").write_text("title: Long\n")
        text = "---\ntitle: A long guide\n---\n" + "\n".join(chapter(i) for i in range(1, chapters + 1))
        (guides / "long.en.md").write_text(text)
        cold = build(fanion, project, output)
        warm = build(fanion, project, output)
        (guides / "long.en.md").write_text(text.replace("Ask where everyone", "Ask where anybody", 1))
        anew = build(fanion, project, output)
        done = subprocess.run(["pdfinfo", next(output.glob("*/guides/*.pdf"))], capture_output=True, text=True)
        pages = re.search(r"Pages:\s+(\d+)", done.stdout)[1]
        size = next(output.glob("*/guides/*.pdf")).stat().st_size
    print(f"{pages} pages, {size / 1024:.0f} KiB")
    for name, (wall, processor, memory) in {"cold": cold, "nothing changed": warm, "one word changed": anew}.items():
        print(f"| {name} | {wall:.2f} s | {processor:.2f} s | {memory:.0f} MiB |")


main()
