"""Each newsletter of the example, as it is sent in each language, judged by SpamAssassin without a network: 0.5 points at most.

usage: spam.py FANION (Debian: spamassassin). Mails come out of `send --test`, by a relay that is a folder, and their marks are
taken off. Tests that ask the network (DNS lists, SPF, DKIM keys) are left out: they judge who sends, not what is sent.
"""

import email
import email.header
import email.policy
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FANION = pathlib.Path(sys.argv[1]).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST = 0.5


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, **options)
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stderr.decode()}"
    return done.stdout.decode()


def project(folder):
    """The example, sent to a folder."""
    for name in ["brand", "campaigns", "assets"]:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name)
    delivery = re.sub(r"^relay:.*", "relay: file:sent", (ROOT / "delivery.yaml").read_text(), flags=re.M)
    (folder / "delivery.yaml").write_text(delivery)


def points(mail):
    """What SpamAssassin gives a mail, and the rules that it gives it for."""
    told = run("spamassassin", "-L", "-t", input=mail)
    status = " ".join(email.message_from_string(told, policy=email.policy.default)["X-Spam-Status"].split())
    rules = re.findall(r"^\s*(-?\d+\.\d)\s+([A-Z][A-Z0-9_]+)\s", told, flags=re.M)
    return float(re.search(r"score=(-?[\d.]+)", status)[1]), [f"{rule} {value}" for value, rule in rules]


def unmarked(mail):
    """A mail without the marks of test mail; a subject in encoded words is encoded anew."""
    head, body = mail.split(b"\r\n\r\n", 1)
    subject = email.message_from_bytes(mail, policy=email.policy.default)["Subject"]
    assert subject.startswith("[Test] ") and b"\r\nX-Fanion-Test: " in b"\r\n" + head, head
    written = email.header.Header(subject.removeprefix("[Test] ")).encode(linesep="\r\n").encode()
    head = re.sub(rb"^X-Fanion-Test: .*\r\n", b"", head, flags=re.M)
    head = re.sub(rb"^Subject: .*\r\n(?:[ \t].*\r\n)*", lambda _: b"Subject: " + written + b"\r\n", head, flags=re.M)
    return head + b"\r\n\r\n" + body


with tempfile.TemporaryDirectory() as name:
    folder, judged = pathlib.Path(name), []
    project(folder)
    for path in sorted(folder.glob("campaigns/*/newsletters/*.yaml")):
        shutil.rmtree(folder / "sent", ignore_errors=True)
        command = ["send", path.stem, "--test", "lea.marchetti@horizon.example", "--all-variants"]
        run(FANION, "--quiet", "--project", folder, *command)
        # Variants of a language differ by a block: one of each is judged.
        mails = {re.match(r"test-(\w+)", mail.name)[1]: mail for mail in sorted((folder / "sent").glob("*.eml"))}
        for language, mail in mails.items():
            score, rules = points(unmarked(mail.read_bytes()))
            print(f"{score:5.1f}  {path.stem} {language}  {', '.join(rules)}", flush=True)
            judged.append((score, path.stem, language))
    assert len(judged) > 8 and max(judged)[0] <= MOST, f"more than {MOST}: {[j for j in judged if j[0] > MOST]}"
    print(f"SpamAssassin: {len(judged)} mails judged, at most {max(judged)[0]} points")
