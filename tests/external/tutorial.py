"""Follows docs/tutorial.md and docs/tutoriel.md to the letter, each in an empty folder, up to a test mail that a server of this
script's own receives.

usage: tutorial.py FANION [--keep DIR]

What stands in the pages, and what is done:

    <!-- file: PATH -->     the fenced block that follows becomes that file
    <!-- relay -->          127.0.0.1:2525 in that file is this script's server
    ```sh                   each line is a command, run where the last one left off; it must succeed
    <!-- fails -->          the commands of the next block must report problems (exit code 1)
    ```text                 what the block before printed: these lines, or their beginnings, in this order; … stands for any others
"""

import asyncio
import email
import email.policy
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import threading

RELAY = "127.0.0.1:2525"


class Server:
    """Takes mail on a loopback port and keeps it: what RFC 5321 asks of a server at the least."""

    def __init__(self):
        self.mails, self.port = [], None
        ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self.serve(ready)), daemon=True).start()
        assert ready.wait(10), "no server"

    async def serve(self, ready):
        server = await asyncio.start_server(self.talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    async def talk(self, reader, writer):
        def say(line):
            writer.write(line.encode() + b"\r\n")

        say("220 tutorial.example ESMTP")
        envelope = []
        while line := (await reader.readline()).decode().strip():
            verb = line.split(":")[0].upper()
            if verb == "DATA":
                say("354 go on")
                lines = []
                while (data := await reader.readline()) not in (b".\r\n", b""):
                    lines.append(data.removeprefix(b"."))
                self.mails.append((envelope, b"".join(lines)))
                envelope = []
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                break
            else:
                envelope += [line] if verb in ("MAIL FROM", "RCPT TO") else []
                say("250 8BITMIME" if verb.startswith("EHLO") else "250 ok")
        writer.close()


def steps(page):
    """The page as steps: ("file", path, text, relay), ("sh", text, fails), ("text", text)."""
    notes, fence, lines = [], None, []
    for number, line in enumerate(page.splitlines(), 1):
        if fence is None and (note := re.fullmatch(r"<!-- (.+?) -->", line)):
            notes.append(note.group(1))
        elif fence is None and line.startswith("```"):
            fence, lines = line[3:], []
        elif fence is not None and line == "```":
            text = "\n".join(lines) + "\n"
            path = next((note.removeprefix("file: ") for note in notes if note.startswith("file: ")), None)
            if path:
                yield number, "file", path, text, "relay" in notes
            elif fence in ("sh", "text"):
                yield number, fence, text, "fails" in notes
            else:
                raise AssertionError(f"line {number}: a block that is neither a file nor commands")
            fence, notes = None, []
        elif fence is not None:
            lines.append(line)
        elif line.strip():
            assert not notes, f"line {number}: a note without a block: {notes}"


def run(command, folder, path):
    """One command, as a shell of any system would run it."""
    words = shlex.split(command)
    if words[0] == "cd":
        return (folder / words[1]).resolve(), "", 0
    env = os.environ | {"PATH": f"{path}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}
    done = subprocess.run(words, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    return folder, done.stdout, done.returncode


def expect(wanted, printed, where):
    at = 0
    # French is printed with its no-break spaces, which nobody types.
    printed = printed.replace("\u202f", " ").replace("\u00a0", " ")
    for line in wanted.splitlines():
        if line.strip() == "…":
            continue
        found = printed.find(line.strip(), at)
        assert found >= 0, f"{where}: `{line.strip()}` was not printed, but\n{printed}"
        at = found + len(line.strip())


def follow(name, folder, fanion, server):
    printed = ""
    for number, kind, *rest in steps(pathlib.Path("docs", name).read_text(encoding="utf-8")):
        where = f"docs/{name}, block that ends at line {number}"
        if kind == "file":
            path, text, relay = rest
            assert not relay or RELAY in text, f"{where}: no {RELAY}"
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace(RELAY, f"127.0.0.1:{server.port}") if relay else text, encoding="utf-8")
        elif kind == "sh":
            text, fails = rest
            printed = ""
            for command in text.splitlines():
                folder, output, code = run(command, folder, fanion.parent)
                assert code == (1 if fails else 0), f"{where}: `{command}` ended with {code}\n{output}"
                printed += output
        else:
            expect(rest[0], printed, where)
    return folder


def test_mail(mails, subject, greeting, why):
    assert len(mails) == 1, f"{len(mails)} mails"
    (envelope, raw) = mails[0]
    assert len(envelope) == 2 and envelope[1].upper().startswith(("RCPT TO:<ME@", "RCPT TO:<MOI@")), envelope
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects, mail.defects
    assert mail["Subject"] == f"[Test] {subject}", mail["Subject"]
    assert mail["X-Fanion-Test"] == "launch/01-why" and "@" in mail["To"], mail["To"]
    html, text = (mail.get_body((kind,)).get_content() for kind in ("html", "plain"))
    for part in (html, text):
        plain = re.sub(r"\s+", " ", part.replace("&#x27;", "'").replace("’", "'"))
        assert greeting in plain and why in plain, plain[:2000]
    return len(raw)


def main(fanion, keep):
    expected = {
        "tutorial.md": ("What if we cycled in?", "Hello Alex, how was the road", "should not be spent in a traffic jam"),
        "tutoriel.md": ("Et si on venait à vélo ?", "Bonjour Camille, la route", "ne se passe pas dans les bouchons"),
    }
    for name, (subject, *words) in expected.items():
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(keep, name.removesuffix(".md")) if keep else pathlib.Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            assert not any(folder.iterdir()), f"{folder} is not empty"
            server = Server()
            follow(name, folder, fanion, server)
            size = test_mail(server.mails, subject.replace(" ?", "\u202f?"), *words)
            print(f"docs/{name}: followed; a test mail of {size // 1000} kB received")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[3] if sys.argv[2:3] == ["--keep"] else None)
