"""A request for approval, taken by a mail server of this script and read by Python's email package: every version, no defects, and
each code in one mailbox only.

usage: approval.py FANION
"""

import email
import email.policy
import pathlib
import re
import socketserver
import subprocess
import sys
import tempfile
import threading

FANION = pathlib.Path(sys.argv[1]).resolve()
APPROVERS = ["rh@cap.example", "dsi@cap.example"]
SITES, LANGUAGES, MAILED = 7, ["fr", "en"], 12


class Relay(socketserver.StreamRequestHandler):
    """Takes whatever comes, and keeps it for its receiver."""

    mails = []

    def handle(self):
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"RCPT":
                receiver = re.search(rb"<(.*?)>", line)[1].decode()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
                self.mails.append((receiver, b"".join(lines)))
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return


def project(folder, port):
    def write(path, text):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)

    write("brand/identity.yaml", "name: Cap\ntagline: On y va.\nlanguages: [fr, en]\ncontact: cap@cap.example\n")
    write("delivery.yaml", f"from: {{ name: L’équipe, address: cap@cap.example }}\nrelay: smtp://127.0.0.1:{port}\n")
    sites = "".join(f"- {{ id: s{i}, name: Site {i} }}\n" for i in range(SITES))
    write("campaigns/a/campaign.yaml", (
        "title: Lancement\nlaunch: 2037-03-10\nrecipients: staff.csv\napproval: { by: [rh, dsi], tolerance: 10% }\npeople:\n"
        "- { id: rh, level: team, function: hr, name: RH, email: rh@cap.example }\n"
        f"- {{ id: dsi, level: team, function: it, name: DSI, email: dsi@cap.example }}\nsites:\n{sites}"
    ))
    rows = "".join(f"r{i}@cap.example,{LANGUAGES[i % 2]},s{i // 2 % SITES}\n" for i in range(2 * SITES))
    write("campaigns/a/staff.csv", "email,language,site\n" + rows)
    write("campaigns/a/newsletters/un.yaml", (
        "send: launch at 09:00\nsubject: Ça commence à {{ site.name }}\nblocks:\n- { type: text, text: \"On commence à {{ site.name }}.\" }\n"
    ))


def sound(message, at=""):
    """No part with a defect, neither in its header nor in its body."""
    for number, part in enumerate(message.walk()):
        assert not part.defects, f"{at}{number}: {part.defects}"
        for name, value in part.items():
            assert not value.defects, f"{at}{number}: {name}: {value.defects}"


def copy(message, receiver):
    """The version of a test copy."""
    sound(message)
    assert message["To"].addresses[0].addr_spec == receiver and message["X-Fanion-Test"] == "a/un", message.items()
    assert message["From"].addresses[0].display_name == "L’équipe"
    site = re.fullmatch(r"\[Test\] Ça commence à Site (\d)", message["Subject"])[1]
    text, html = (message.get_body((kind,)).get_content() for kind in ["plain", "html"])
    assert f"On commence à Site {site}." in text and f"Site {site}" in html
    return re.search(r'<html[^>]* lang="(..)', html)[1], site


with tempfile.TemporaryDirectory() as name, socketserver.ThreadingTCPServer(("127.0.0.1", 0), Relay) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = pathlib.Path(name)
    project(folder, server.server_address[1])
    asked = [FANION, "--quiet", "--project", folder, "approval", "request", "un"]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    server.shutdown()
    codes = {}
    for approver in APPROVERS:
        theirs = [email.message_from_bytes(mail, policy=email.policy.default) for to, mail in Relay.mails if to == approver]
        pages = [mail for mail in theirs if mail["Subject"] == "Approval: a/un"]
        assert len(pages) == 1 and len(theirs) == 1 + MAILED, [mail["Subject"] for mail in theirs]
        page = pages[0]
        sound(page)
        assert page["To"] == approver and page["Message-ID"] and page["Date"].datetime
        text = page.get_body(("plain",)).get_content().replace("\r\n", "\n")
        codes[approver] = re.search(r"^Your code: ([0-9A-Z]{5}-[0-9A-Z]{5})$", text, flags=re.M)[1]
        assert codes[approver] in page.get_body(("html",)).get_content()
        attached = [part.get_content() for part in page.iter_attachments()]
        versions = [copy(mail, approver) for mail in theirs if mail is not page] + [copy(mail, approver) for mail in attached]
        assert sorted(versions) == sorted((language, str(site)) for language in LANGUAGES for site in range(SITES)), versions
        assert len(re.findall(r": 1 reader\b", text)) == len(versions), text
    for receiver, mail in Relay.mails:
        assert receiver in APPROVERS
        for approver, code in codes.items():
            assert (code.encode() in mail) <= (receiver == approver), f"the code of {approver} is in a mail to {receiver}"
    print(f"approval: {len(Relay.mails)} mails to {len(APPROVERS)} approvers, {len(versions)} versions, no defects, codes apart")
