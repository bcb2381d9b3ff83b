"""The guided start, on a pseudo-terminal: six answers make a project that has no problem, in three languages; Ctrl-C at any question
ends with the cursor shown, exit code 130, and nothing written.

Usage: python tests/external/start.py PATH_TO_FANION
"""

import json
import os
import pathlib
import pty
import select
import subprocess
import sys
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SHOW_CURSOR, HIDE_CURSOR = b"\x1b[?25h", b"\x1b[?25l"


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, fanion, folder, locale):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("LC_")}
        environment |= {"LANG": locale, "TERM": "xterm-256color"}
        self.seen, self.at = b"", 0
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.chdir(folder)
            os.execve(fanion, [fanion, "init"], environment)
        self.pid = pid

    def read(self, seconds):
        """What comes within a time; False at the end."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            data = b""
        self.seen += data
        return bool(data)

    def wait_for(self, text, seconds=240):
        """Waits for words after those that were waited for last."""
        end = time.monotonic() + seconds
        while text.encode() not in self.seen[self.at:]:
            alive = self.read(1)
            assert alive or text.encode() in self.seen[self.at:], f"`{text}` never came:\n{self.shown()}"
            assert time.monotonic() < end, f"`{text}` did not come in time:\n{self.shown()}"
        self.at = self.seen.index(text.encode(), self.at) + len(text.encode())
        # The question stands before the terminal listens to keys.
        time.sleep(0.15)

    def type(self, text):
        os.write(self.terminal, text.encode())

    def end(self):
        while self.read(60):
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def shown(self):
        return self.seen.decode(errors="replace")


QUESTIONS = {
    "en_GB.UTF-8": ["called?", "tagline", "languages", "logo", "look?", "launch", "Open the result?"],
    "fr_FR.UTF-8": ["le projet", "signature", "langues", "logo", "style", "lancement", "Ouvrir"],
    "de_DE.UTF-8": ["das Projekt", "Leitsatz", "Sprachen", "Logo", "aussehen", "Start", "öffnen"],
}


def answered(fanion, locale, folder):
    questions = QUESTIONS[locale]
    terminal = Terminal(fanion, folder, locale)
    logo = REPOSITORY / "examples/moment/brand/logo.svg"
    # One wrong answer to each question that has wrong ones: it is told, and the question stays.
    terminal.wait_for(questions[0]); terminal.type("Agora\r")
    terminal.wait_for(questions[1]); terminal.type("Closer, together.\r")
    terminal.wait_for(questions[2]); terminal.type("\r")
    terminal.wait_for(questions[3]); terminal.type("none.svg\r")
    terminal.wait_for("`none.svg`"); terminal.type("\x15" + "\x7f" * 8 + str(logo) + "\r")
    terminal.wait_for("#0e3b36")
    terminal.wait_for(questions[4]); terminal.type("\x1b[B\r")
    terminal.wait_for(questions[5]); terminal.type("9.3.2027\r")
    terminal.wait_for(questions[6]); terminal.type("\x1b[B\r")  # no
    code = terminal.end()
    assert code == 0, f"exit {code}:\n{terminal.shown()}"
    assert terminal.seen.rfind(SHOW_CURSOR) >= terminal.seen.rfind(HIDE_CURSOR), "the cursor is hidden"
    campaign = (folder / "campaigns/launch/campaign.yaml").read_text()
    assert "launch: 2027-03-09" in campaign, campaign
    assert "template: mosaic" in (folder / "campaigns/launch/posters/announcement.yaml").read_text()
    assert (folder / "brand/logo.svg").read_bytes() == logo.read_bytes()
    checked = subprocess.run([fanion, "check", "--strict"], cwd=folder, capture_output=True)
    assert checked.returncode == 0, checked.stdout.decode() + checked.stderr.decode()
    kinds = {entry["kind"] for entry in json.loads((folder / "output/manifest.json").read_text())["artefacts"]}
    assert {"newsletters", "posters", "banners", "guides", "brand"} <= kinds, kinds


def interrupted(fanion, question, folder):
    questions = QUESTIONS["en_GB.UTF-8"]
    answers = ["Agora\r", "Closer.\r", "en\r", "\r", "\r", "\r"]
    terminal = Terminal(fanion, folder, "en_GB.UTF-8")
    for number in range(question):
        terminal.wait_for(questions[number])
        terminal.type(answers[number])
    terminal.wait_for(questions[question])
    terminal.type("\x03")
    code = terminal.end()
    assert code == 130, f"question {question}: exit {code}:\n{terminal.shown()}"
    assert terminal.shown().count("nothing was written") == 1, terminal.shown()
    assert terminal.seen.rfind(SHOW_CURSOR) > terminal.seen.rfind(HIDE_CURSOR), "the cursor is hidden"
    assert not list(folder.iterdir()), list(folder.iterdir())


def main():
    fanion = str(pathlib.Path(sys.argv[1]).resolve())
    for question in range(6):
        with tempfile.TemporaryDirectory() as folder:
            interrupted(fanion, question, pathlib.Path(folder))
    # Building takes its time: in one language all of it, in the others the questions.
    with tempfile.TemporaryDirectory() as folder:
        answered(fanion, "de_DE.UTF-8", pathlib.Path(folder))
    for locale in ("en_GB.UTF-8", "fr_FR.UTF-8"):
        with tempfile.TemporaryDirectory() as folder:
            terminal = Terminal(fanion, folder, locale)
            for question, answer in zip(QUESTIONS[locale][:5], ["Agora\r", "Closer.\r", "en\r", "\r", "\r"]):
                terminal.wait_for(question)
                terminal.type(answer)
            terminal.wait_for(QUESTIONS[locale][5])
            terminal.type("soon\r")
            terminal.wait_for("2027-03-09,")
            terminal.type("\x03")
            assert terminal.end() == 130
    print("the guided start: six questions answered in German, asked in English and French, interrupted at each")


main()
