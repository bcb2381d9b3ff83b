"""The calendar files and the packs, read by programs that are not ours.

calendars.py FANION
"""

import re
import subprocess
import sys
import tempfile
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import icalendar
import pikepdf

fanion = sys.argv[1]


class Links(HTMLParser):
    """What a page leads to."""

    def __init__(self):
        super().__init__()
        self.found, self.language = [], None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.language = attributes.get("lang") if tag == "html" else self.language
        self.found += [attributes[name] for name in ("href", "src") if attributes.get(name)]


def run(*arguments):
    return subprocess.run([fanion, "--quiet", *arguments], check=True, capture_output=True, text=True).stdout


def calendars(folder):
    uids = set()
    files = sorted(folder.glob("*/calendar*.ics"))
    assert files, "no calendar"
    for path in files:
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
        own = []
        for event in calendar.walk("VEVENT"):
            assert not event.errors, (path, event.errors)
            start, end = event.decoded("DTSTART"), event.get("DTEND") and event.decoded("DTEND")
            assert end is None or end > start, (path, event)
            assert event["SUMMARY"] and event["DTSTAMP"]
            own.append(str(event["UID"]))
        assert len(own) == len(set(own)) and own, path
        kinds = {str(event["CATEGORIES"].to_ical(), "utf-8") for event in calendar.walk("VEVENT")}
        assert {"launch", "phase", "newsletter", "training", "approval", "print-deadline", "milestone"} <= kinds, kinds
        uids.add(frozenset(own))
    # Two languages are one calendar.
    assert len(uids) == 1
    print(f"{len(files)} calendars of {len(next(iter(uids)))} entries")


def packs(folder):
    found = sorted(folder.glob("*.zip"))
    assert len(found) >= 2
    for path in found:
        with zipfile.ZipFile(path) as pack:
            assert pack.testzip() is None
            names = pack.namelist()
            assert len({name.lower() for name in names}) == len(names), "Windows takes some for others"
            assert not [name for name in names if re.search(r'[<>:"\\|?*]|[. ]$', name)], names
            assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in pack.infolist())
            page = Links()
            page.feed(pack.read("README.html").decode())
            assert page.language
            inside = [link for link in page.found if not re.match(r"(data|mailto|https):", link)]
            assert inside and set(inside) <= set(names), set(inside) - set(names)
            for name in names:
                if name.endswith(".pdf"):
                    with pikepdf.open(BytesIO(pack.read(name))) as pdf:
                        assert len(pdf.pages)
                elif name.endswith(".ics"):
                    icalendar.Calendar.from_ical(pack.read(name))
            limits = {"intranet": 600, "chat": 280, "signature": 90}
            for channel, most in limits.items():
                for post in pack.read(f"messages/{channel}.txt").decode().split("--------"):
                    post = post.strip().replace("\r\n", "\n")
                    assert 0 < len(post) <= most, (path, channel, len(post), post)
        print(path.name, len(names), "files")


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    run("build", "--only", "calendar", "--output", str(folder / "output"))
    calendars(folder / "output")
    if len(sys.argv) > 2:
        packs(Path(sys.argv[2]))
