"""A newsletter of 30 kB for many readers: Fanion beside npm's mjml with a merge for each reader, in one run.

Writes the MJML of the example's newsletters, fills one for so many readers (`benches/newsletter.rs`), and has npm's mjml do the
same (`peer.mjs`). Fails where a reader costs Fanion 5 µs or more, or where memory grows with the number of readers. What is
timed runs in one thread, so the time that passes is at least its processor time.

Usage: readers.py [--readers 100000] [--rendered 200] [--profile bench] [--mail target/ci/mail]
       (from the repository's folder, after `.ci/run`, or `npm ci` beside a copy of these scripts)
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

MOST_MICROSECONDS = 5.0
# What an allocator may keep for itself between the first reader and the last.
MOST_GROWTH_KB = 1024

options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("--readers", type=int, default=100_000)
options.add_argument("--rendered", type=int, default=200, help="readers for whom mjml renders anew")
options.add_argument("--profile", default="bench", help="cargo's profile; figures that count are of `bench`")
options.add_argument("--mail", type=Path, default=Path("target/ci/mail"), help="where npm's packages are")
asked = options.parse_args()


def run(command, **environment):
    """What a command writes; its own messages stay visible."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    if done.returncode != 0:
        sys.exit(f"readers: `{' '.join(command)}` failed")
    return done.stdout


folder = Path("target/ci/mjml")
test = "render::email::tests::peer::the_mjml_of_every_newsletter"
run(["cargo", "test", "--lib", "--quiet", "--", "--ignored", "--exact", test], FANION_MJML=str(folder))
bench = ["cargo", "bench", "--quiet", "--profile", asked.profile, "--bench", "newsletter", "--"]
ours = run([*bench, "--readers", str(asked.readers)])
source = next(iter(sorted(folder.glob("lancement-01-*.fr.mjml"))), None) or sys.exit("readers: no MJML was written")
theirs = run(["node", str(asked.mail / "peer.mjs"), str(source), str(asked.rendered)])

print(f"Fanion, profile `{asked.profile}`\n{ours}\nnpm's mjml\n{theirs}")
each = float(re.search(r"([\d.]+) µs each", ours).group(1))
problems = []
if each >= MOST_MICROSECONDS:
    problems.append(f"a reader costs {each} µs, not less than {MOST_MICROSECONDS}")
memory = re.search(r"memory: (\d+) kB before the first, (\d+) kB after the last", ours)
if memory and int(memory.group(2)) - int(memory.group(1)) > MOST_GROWTH_KB:
    problems.append(f"memory grows from {memory.group(1)} to {memory.group(2)} kB")
rendered, merged = (float(figure) for figure in re.findall(r"([\d.]+) µs CPU a reader", theirs))
print(f"rendering anew takes mjml {rendered / each:,.0f} times as long, merging into its HTML {merged / each:,.0f} times")
for problem in problems:
    print(f"readers: {problem}", file=sys.stderr)
sys.exit(1 if problems else 0)
