"""The messages of a build or of previews, read by Python's mail parser and HTML parser, and its calendar files by PyPI's icalendar.

- no defect anywhere (strict policy); headers of printable ASCII, at most 998 bytes a line; one From, Subject, Date, Message-ID
- multipart/alternative of text and HTML, the HTML with the pictures that it shows
- each `cid:` names a part, each picture is named; no `src`, `background`, `srcset`, `url(…)` or `@import` leads out
- each link is an absolute https or mailto address without spaces or placeholders; each picture has `alt` and a width
- no script, form, frame or `on…`; `lang` and `dir` on the root; each layout table is `role="presentation"`
- the text part is at most 78 columns wide (but for what is one word), and tells every word of the HTML's headings
- attached calendar files parse, have one UID and one DTSTAMP an event, and lines of at most 75 bytes
- with two folders: the same files with the same bytes

Usage: python parts.py FOLDER [SECOND_BUILD_OF_THE_SAME]
"""

import email
import email.policy
import hashlib
import pathlib
import re
import sys
import unicodedata
from html.parser import HTMLParser

from icalendar import Calendar

STRICT = email.policy.default.clone(raise_on_defect=True)
PLACEHOLDERS = ("{{", "}}", "{%", "%7B", "TODO", "XXX", "…", "*|", "@@")
VOID = {"br", "hr", "img", "meta", "link", "input", "col"}


class Html(HTMLParser):
    """What an HTML part refers to, and what is wrong with it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.links, self.pictures, self.headings, self.wrong = [], [], [], []
        self.text, self.open = [], []

    def handle_starttag(self, name, attributes):
        given = dict(attributes)
        if name not in VOID:
            self.open.append(name)
        if name in ("script", "form", "iframe", "object", "embed", "base", "link", "video", "audio"):
            self.wrong.append(f"a <{name}>")
        if name == "html":
            self.wrong += [f"no {key} on the root" for key in ("lang", "dir") if not given.get(key)]
        if name == "table" and given.get("role") != "presentation":
            self.wrong.append("a table without role=presentation")
        if name == "img":
            self.pictures.append(given.get("src", ""))
            self.wrong += [f"a picture without {key}: {given}" for key in ("alt", "width") if given.get(key) is None]
        if name == "a":
            self.links.append(given.get("href"))
        for key, value in given.items():
            if key.startswith("on"):
                self.wrong.append(f"{key} on <{name}>")
            if key in ("background", "srcset", "poster") or (key == "src" and name != "img"):
                self.wrong.append(f"{key}={value!r} on <{name}>")
            if key == "style":
                self.style(value or "")

    def handle_endtag(self, name):
        if name not in VOID and name in self.open:
            while self.open.pop() != name:
                pass

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.style(data)
        elif "body" in self.open:
            self.text.append(data)
            if any(name in self.open for name in ("h1", "h2", "h3")):
                self.headings.append(data)

    def style(self, css):
        self.wrong += [f"style fetches: {css[:60]!r}" for sign in ("url(", "@import", "expression(") if sign in css.lower()]


def width(line):
    # Lam and alef are written as one letter, which takes one column in a terminal.
    line = re.sub("\u0644[\u064b-\u065f]*[\u0622\u0623\u0625\u0627]", "\u0644", line)
    return sum(0 if unicodedata.combining(c) or unicodedata.category(c) == "Cf" else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def words(text):
    # Typography may differ between the two parts: white space, invisible signs, case of headings.
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Mn"))
    return [word.lower() for word in re.findall(r"\w+", kept)]


def html_part(html, names):
    page = Html()
    page.feed(html)
    page.close()
    wrong = list(page.wrong)
    for link in page.links:
        if not link or not re.match(r"(https://[^/]|mailto:.+@|tel:)", link):
            wrong.append(f"a link to {link!r}")
        elif re.search(r"\s", link) or any(sign in link for sign in PLACEHOLDERS):
            wrong.append(f"a link with a placeholder or space: {link!r}")
    shown = {source.removeprefix("cid:") for source in page.pictures}
    wrong += [f"a picture from elsewhere: {source!r}" for source in page.pictures if not source.startswith("cid:")]
    wrong += [f"cid:{name} names no part" for name in sorted(shown - names)]
    wrong += [f"the picture {name} is not shown" for name in sorted(names - shown)]
    return wrong, page


def can_break(line):
    """Whether a line holds more than one word, the sign of a heading or an item aside."""
    words = re.sub(r"^\s*([*>•#-]+|\d+\.)\s+", "", line).strip()
    return re.search(r"\s", words) or any(unicodedata.east_asian_width(c) in "WF" for c in words)


def text_part(text, page):
    wrong = [f"a line of {width(line)} columns: {line!r}" for line in text.splitlines()
             if width(line) > 78 and can_break(line)]
    wrong += [f"the text still holds {sign!r}" for sign in ("{{", "{%", "**", "</") if sign in text]
    # Joined, since Japanese is written without spaces and lines may break anywhere within it.
    told = "".join(words(text))
    for heading in page.headings:
        missing = [word for word in words(heading) if word not in told]
        if missing:
            wrong.append(f"the text does not tell {missing} of the heading {heading.strip()!r}")
    return wrong


def calendar(data):
    wrong = [f"a line of {len(line)} bytes" for line in data.split(b"\r\n") if len(line) > 75]
    if b"\n" in data.replace(b"\r\n", b""):
        wrong.append("a bare line feed")
    events = [event for event in Calendar.from_ical(data).walk("VEVENT")]
    if not events:
        wrong.append("no event")
    for event in events:
        wrong += [f"no {key}" for key in ("UID", "DTSTAMP", "DTSTART", "SUMMARY") if key not in event]
        wrong += [f"an error: {error}" for error in getattr(event, "errors", [])]
    return wrong


def message(path):
    data = path.read_bytes()
    wrong = []
    if b"\n" in data.replace(b"\r\n", b"") or b"\r" in data.replace(b"\r\n", b""):
        wrong.append("a line that does not end in CR LF")
    if any(len(line) > 998 for line in data.split(b"\r\n")):
        wrong.append("a line of more than 998 bytes")
    head = data.split(b"\r\n\r\n", 1)[0]
    if any(byte > 126 or (byte < 32 and byte not in b"\r\n\t") for byte in head):
        wrong.append("a header that is not printable ASCII")
    parsed = email.message_from_bytes(data, policy=STRICT)
    parts = list(parsed.walk())
    wrong += [f"defects in {part.get_content_type()}: {part.defects}" for part in parts if part.defects]
    for name in ("From", "Subject", "Date", "Message-ID", "MIME-Version"):
        if len(parsed.get_all(name, [])) != 1:
            wrong.append(f"{len(parsed.get_all(name, []))} headers {name}")
    wrong += [f"defects in {name}: {value.defects}" for name, value in parsed.items() if value.defects]
    by_kind = {}
    for part in parts:
        by_kind.setdefault(part.get_content_type(), []).append(part)
    for kind in ("multipart/alternative", "text/plain", "text/html"):
        if len(by_kind.get(kind, [])) != 1:
            wrong.append(f"{len(by_kind.get(kind, []))} parts {kind}")
    names = {part["Content-ID"].strip("<>") for part in parts if part["Content-ID"]}
    html, page = html_part(by_kind["text/html"][0].get_content(), names)
    wrong += html + text_part(by_kind["text/plain"][0].get_content(), page)
    for part in by_kind.get("text/calendar", []):
        wrong += [f"calendar: {what}" for what in calendar(part.get_payload(decode=True))]
    for part in parts:
        if part.get_content_maintype() in ("image", "application"):
            payload = part.get_payload(decode=True)
            if not payload:
                wrong.append(f"an empty {part.get_content_type()}")
            if part.get_content_type() == "application/pdf" and not (payload.startswith(b"%PDF") and part.get_filename()):
                wrong.append(f"a PDF that is none, or without a name: {part.get_filename()!r}")
    return wrong


def same(first, second):
    hashes = [{str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
               for path in root.rglob("*") if path.is_file() and path.name != ".lock"} for root in (first, second)]
    differ = sorted(name for name in hashes[0].keys() | hashes[1].keys() if hashes[0].get(name) != hashes[1].get(name))
    return [f"{name} differs between two builds" for name in differ]


def main(folders):
    root = pathlib.Path(folders[0])
    drafts = sorted(root.rglob("*.eml"))
    problems = [] if drafts else [f"no .eml below {root}"]
    for path in drafts:
        try:
            found = message(path)
        except Exception as error:  # The strict policy raises what it meets.
            found = [f"{type(error).__name__}: {error}"]
        problems += [f"{path.relative_to(root)}: {what}" for what in found]
    for path in sorted(root.rglob("*.ics")):
        problems += [f"{path.relative_to(root)}: {what}" for what in calendar(path.read_bytes())]
    for other in folders[1:]:
        problems += same(root, pathlib.Path(other))
    for problem in problems:
        print(f"parts: {problem}", file=sys.stderr)
    print(f"parts: {len(drafts)} messages of {root}, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
