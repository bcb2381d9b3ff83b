"""The certificates of tests/delivery/transport.rs, valid until 2126 (PyPI: cryptography): python make.py, in this folder.

Each file holds a certificate and its key, which protects nothing: they are public. `ca.pem` signs the others but the last.
"""

import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

SOON, LATE = datetime.datetime(2026, 1, 1), datetime.datetime(2126, 1, 1)


def name(text):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def certificate(subject, issuer, names, begins=SOON, ends=LATE):
    """A certificate and its key, signed by an issuer, or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    signer, signing = issuer or (None, key)
    builder = x509.CertificateBuilder(
        name(signer) if signer else name(subject), name(subject), key.public_key(), x509.random_serial_number(), begins, ends
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True)
    if names:
        hosts = [x509.IPAddress(ipaddress.ip_address(n)) if n[0].isdigit() else x509.DNSName(n) for n in names]
        builder = builder.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
    return builder.sign(signing, hashes.SHA256()), key


def write(path, made, with_key=True):
    signed, key = made
    pem = signed.public_bytes(serialization.Encoding.PEM)
    if with_key:
        encoding, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        pem += key.private_bytes(serialization.Encoding.PEM, encoding, none)
    open(path, "wb").write(pem)


ca = certificate("Horizon Test CA", None, [])
issuer = ("Horizon Test CA", ca[1])
write("ca.pem", ca, with_key=False)
write("good.pem", certificate("relay", issuer, ["localhost", "127.0.0.1"]))
write("other-name.pem", certificate("relay", issuer, ["mail.elsewhere.example"]))
write("expired.pem", certificate("relay", issuer, ["localhost"], datetime.datetime(2020, 1, 1), datetime.datetime(2021, 1, 1)))
write("self-signed.pem", certificate("relay", None, ["localhost"]))
