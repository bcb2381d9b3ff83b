"""Mail through a real Postfix and back: every reader has theirs once, DKIM holds, what bounces is known.

usage: postfix.py FANION (Debian: postfix; PyPI: dkimpy, PyNaCl). Its configuration, queue and log are in a folder of its own.
"""

import base64
import collections
import email
import email.policy
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import time

import dkim
import nacl.signing

FANION = pathlib.Path(sys.argv[1]).resolve()
PORT = int(os.environ.get("PORT", "2525"))
READERS, GONE = 100, 5
SIGNED = {"from", "to", "subject", "date", "message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post"}


def run(*command, code=0, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    assert done.returncode == code, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def project(folder, relay, selector, key):
    """A project whose outbox is filled: by the test that the other tests of the outbox share their readers with."""
    (folder / "brand").mkdir(parents=True)
    (folder / "brand/identity.yaml").write_text("name: Agora\ntagline: Together\nlanguages: [fr]\n")
    (folder / "dkim").write_text(key)
    (folder / "delivery.yaml").write_text(
        "from: { name: Agora, address: agora@horizon.example }\n"
        f"relay: {relay}\nconnections: 4\nbounces: verp\ndkim: {{ selector: {selector}, key_file: dkim }}\n"
    )
    fill = ["cargo", "test", "--quiet", "--test", "delivery", "--", "--ignored", "--exact", "outbox::fill_an_outbox"]
    run(*fill, env=os.environ | {"FANION_FILL": str(folder)})


def postfix(folder):
    """Postfix of its own: readers are delivered into Maildirs, `gone.example` is taken and bounces."""
    nobody = pwd.getpwnam("nobody")
    for name in ["queue", "data", "mail"]:
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    os.chown(folder / "mail", nobody.pw_uid, nobody.pw_gid)
    # Postfix's virtual(8) takes no `$1` from a regexp.
    boxes = "".join(f"/^reader{n}@/ reader{n}/\n" for n in range(READERS))
    (folder / "boxes").write_text(boxes + "/^agora[+@]/ bounces/\n")
    (folder / "routes").write_text("gone.example gone:\n")
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": folder / "queue",
        "data_directory": folder / "data",
        "maillog_file": folder / "log",
        "maillog_file_prefixes": folder,
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "myhostname": "mail.horizon.example",
        "mydestination": "",
        "mynetworks": "127.0.0.0/8",
        "smtputf8_enable": "no",
        "alias_maps": "",
        "local_recipient_maps": "",
        "recipient_delimiter": "+",
        "smtpd_relay_restrictions": "permit_mynetworks, reject",
        "virtual_mailbox_domains": "horizon.example",
        "virtual_mailbox_base": folder / "mail",
        "virtual_mailbox_maps": f"regexp:{folder / 'boxes'}",
        "virtual_uid_maps": f"static:{nobody.pw_uid}",
        "virtual_gid_maps": f"static:{nobody.pw_gid}",
        "transport_maps": f"texthash:{folder / 'routes'}",
    }
    (folder / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
    services = f"127.0.0.1:{PORT} inet n - n - - smtpd\npostlog unix-dgram n - n - 1 postlogd\n"
    for name, kind, wake, most, program in [
        ("pickup", "unix", "60", "1", "pickup"), ("cleanup", "unix", "-", "0", "cleanup"),
        ("qmgr", "unix", "300", "1", "qmgr"), ("rewrite", "unix", "-", "-", "trivial-rewrite"),
        ("bounce", "unix", "-", "0", "bounce"), ("defer", "unix", "-", "0", "bounce"), ("trace", "unix", "-", "0", "bounce"),
        ("verify", "unix", "-", "1", "verify"), ("proxymap", "unix", "-", "-", "proxymap"),
        ("error", "unix", "-", "-", "error"), ("retry", "unix", "-", "-", "error"), ("virtual", "unix", "-", "-", "virtual"),
        ("anvil", "unix", "-", "1", "anvil"), ("scache", "unix", "-", "1", "scache"), ("tlsmgr", "unix", "1000?", "1", "tlsmgr"),
    ]:
        private = "n" if name in {"pickup", "cleanup", "qmgr"} else "-"
        services += f"{name} {kind} {private} {'n' if name == 'virtual' else '-'} n {wake} {most} {program}\n"
    # A delivery that ends with EX_NOUSER (sysexits.h): 5.1.1 after the mail was taken.
    services += "gone unix - n n - - pipe\n  user=nobody argv=/bin/sh -c {exit 67}\n"
    (folder / "master.cf").write_text(services)


def maildirs(folder):
    found = collections.defaultdict(list)
    for path in folder.glob("*/new/*"):
        found[path.parts[-3]].append(path.read_bytes())
    return found


def signed(mail, record):
    message = email.message_from_bytes(mail, policy=email.policy.default)
    assert dkim.verify(mail, dnsfunc=lambda name, timeout=5: record), f"no valid signature: {message['To']}"
    tags = dict(part.strip().split("=", 1) for part in message["DKIM-Signature"].replace("\r\n", "").split(";") if "=" in part)
    covered = set(tags["h"].lower().replace(" ", "").split(":"))
    assert SIGNED <= covered, f"not signed: {SIGNED - covered}"
    # A change of what was signed is seen.
    assert not dkim.verify(mail.replace(b"Subject: ", b"Subject: x", 1), dnsfunc=lambda name, timeout=5: record)
    return message


def through_postfix(folder):
    made = subprocess.run(["openssl", "genrsa", "-traditional", "2048"], capture_output=True, text=True, check=True)
    key = made.stdout
    der = subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"], input=key.encode(), capture_output=True, check=True)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(der.stdout)
    ours, theirs = folder / "project", folder / "postfix"
    theirs.mkdir()
    folder.chmod(0o755)
    postfix(theirs)
    project(ours, f"smtp://127.0.0.1:{PORT}", "one", key)
    run("postfix", "-c", theirs, "start")
    try:
        said = run(FANION, "--project", ours, "outbox", "run", "--once")
        assert f"{READERS + GONE} sent, 0 deferred, 0 failed, 0 unknown" in said, said
        deadline = time.time() + 60
        while time.time() < deadline:
            boxes = maildirs(theirs / "mail")
            if len(boxes) == READERS + 1 and len(boxes["bounces"]) == GONE:
                break
            time.sleep(0.5)
    finally:
        run("postfix", "-c", theirs, "stop")
    bounces = boxes.pop("bounces", [])
    log = (theirs / "log").read_text()
    assert len(boxes) == READERS and all(len(mails) == 1 for mails in boxes.values()), f"{len(boxes)} readers\n{log[-3000:]}"
    assert len(bounces) == GONE, f"{len(bounces)} bounces\n{log[-3000:]}"
    for box, (mail,) in boxes.items():
        message = signed(mail, record)
        assert message["To"].addresses[0].addr_spec == f"{box}@horizon.example" and message["Auto-Submitted"] == "auto-generated"
        assert message["Subject"] == f"Bonjour Zoé {box[6:]}"
        assert "R&amp;D &lt;Lyon&gt;" in message.get_body(("html",)).get_content()
    told = run(FANION, "--project", ours, "bounces", "read", theirs / "mail/bounces")
    status = run(FANION, "--project", ours, "outbox", "status")
    assert f"{GONE}  bounced" in status and f"{READERS}  sent" in status, told + status
    print(f"Postfix: {READERS} readers once each, signed (RSA); {GONE} bounces known")


def into_files(folder):
    seed = os.urandom(32)
    public = nacl.signing.SigningKey(seed).verify_key.encode()
    record = b"v=DKIM1; k=ed25519; p=" + base64.b64encode(public)
    project(folder, "file:sent", "two", base64.b64encode(seed).decode())
    run(FANION, "--project", folder, "outbox", "run", "--once")
    mails = [path.read_bytes() for path in (folder / "sent").rglob("*.eml")]
    assert len(mails) == READERS + GONE
    for mail in mails:
        signed(mail, record)
    print(f"files: {len(mails)} mails signed (Ed25519)")


with tempfile.TemporaryDirectory() as name:
    through_postfix(pathlib.Path(name))
with tempfile.TemporaryDirectory() as name:
    into_files(pathlib.Path(name) / "files")
