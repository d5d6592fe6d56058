"""HTTPS without anybody from outside: an authority of the centre's own, and the certificate that it gives to one name.

The authority may vouch for that name alone (name constraints), so that whoever steals its key cannot pass for other sites.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS, SERVER_DAYS = 3_650, 730
AUTHORITY, SERVER = "ca", "server"
_BACK = dt.timedelta(days=1)  # clocks on a closed network are not always right


class BadCertificate(ValueError):
    """A certificate or key that cannot be used; says why and how to mend it (Japanese)."""


@dataclass(frozen=True, slots=True)
class Made:
    """``authority``: to be installed on the machines that come, where Windows shows its ``thumbprint``; ``certificate`` and ``key``: for
    ``serve``; ``until``: its last day.
    """

    authority: Path
    thumbprint: str
    certificate: Path
    key: Path
    until: dt.date


def make(name: str, folder: Path, *, at: dt.datetime) -> Made:
    """Makes a certificate for ``name`` (a host name or an address) in ``folder``, and the authority where there is none.

    Made again, the authority stays, and no machine needs anything new. Raises BadCertificate, OSError.
    """
    said = _name_of(name)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority, signs = _authority(folder, said, at=at)
    key = ec.generate_private_key(ec.SECP256R1())
    until = at + dt.timedelta(days=SERVER_DAYS)
    made = (
        _begun(name[:64], key, issuer=authority.subject, at=at, until=until)
        .add_extension(x509.SubjectAlternativeName([said]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signs.public_key()), critical=False)
        .sign(signs, hashes.SHA256())
    )
    paths = _paths(folder, SERVER)
    _write(paths[1], _pem_of_key(key))
    _write(paths[0], made.public_bytes(serialization.Encoding.PEM))
    thumbprint = authority.fingerprint(hashes.SHA1()).hex()  # noqa: S303 (what Windows shows; nothing rests on it)
    return Made(_paths(folder, AUTHORITY)[0], thumbprint, *paths, until.date())


def _paths(folder: Path, what: str) -> tuple[Path, Path]:
    return folder / f"{what}.crt", folder / f"{what}.key"


def _name_of(name: str) -> x509.DNSName | x509.IPAddress:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        pass
    fits = 0 < len(name) <= 200 and name.isascii() and name.replace("-", "").replace(".", "").isalnum()
    if not fits or name[0] in "-." or name[-1] in "-.":
        raise BadCertificate(
            f"{name}: 名前は、ほかのパソコンから呼ぶホスト名（例: soudan.town.internal）にしてください。"
        )
    return x509.DNSName(name.lower())


def _authority(
    folder: Path, said: x509.DNSName | x509.IPAddress, *, at: dt.datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """The authority of ``folder``; the first who asks makes it, for ``said`` alone."""
    paths = _paths(folder, AUTHORITY)
    if paths[0].exists():
        found, key = _read(*paths)
        if _only(said) not in _permitted(found):
            raise BadCertificate(
                f"{paths[0]}: この認証局は、ほかの名前のために作ったものです。別のフォルダーを --out で渡してください。"
            )
        return found, key
    key = ec.generate_private_key(ec.SECP256R1())
    until = at + dt.timedelta(days=AUTHORITY_DAYS)
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    name = f"madoguchi CA {said.value}"[:64]
    made = (
        _begun(name, key, issuer=None, at=at, until=until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints([_only(said)], None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(paths[1], _pem_of_key(key))
    _write(paths[0], made.public_bytes(serialization.Encoding.PEM))
    return made, key


def _only(said: x509.DNSName | x509.IPAddress) -> x509.GeneralName:
    return x509.IPAddress(ip_network(str(said.value))) if isinstance(said, x509.IPAddress) else said


def _permitted(authority: x509.Certificate) -> list[x509.GeneralName]:
    named = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    return list(named.permitted_subtrees or ())


def _begun(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    *,
    issuer: x509.Name | None,
    at: dt.datetime,
    until: dt.datetime,
) -> x509.CertificateBuilder:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _BACK)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _pem_of_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, for its owner alone."""
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, data)
        os.fsync(file)
    finally:
        os.close(file)
    beside.replace(path)


def _read(certificate: Path, key: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        held = serialization.load_pem_private_key(key.read_bytes(), None)
    except (ValueError, TypeError):
        raise BadCertificate(
            f"{certificate} と {key}: 証明書と鍵として読めません。PEM の形で、鍵は暗証番号なしにしてください。"
        ) from None
    if not isinstance(held, ec.EllipticCurvePrivateKey):
        raise BadCertificate(f"{key}: この認証局の鍵は使えません。別のフォルダーを --out で渡してください。")
    return found, held


def names_of(certificate: Path, key: Path, *, at: dt.datetime) -> list[str]:
    """Returns the names that ``certificate`` stands for. Raises BadCertificate where it is over or the key is another's, OSError."""
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        held = serialization.load_pem_private_key(key.read_bytes(), None)
        named = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, TypeError, x509.ExtensionNotFound):
        raise BadCertificate(
            f"{certificate} と {key}: 証明書と鍵として読めません。PEM の形で、鍵は暗証番号なし、証明書には名前（SAN）が要ります。"
        ) from None
    if held.public_key() != found.public_key():
        raise BadCertificate(f"{key}: この証明書の鍵ではありません。同じ組のファイルを渡してください。")
    if not found.not_valid_before_utc <= at <= found.not_valid_after_utc:
        raise BadCertificate(
            f"{certificate}: 期限が過ぎたか、まだ始まっていません（{found.not_valid_after_utc:%Y-%m-%d} まで）。"
            "madoguchi desk tls make で作り直してください。"
        )
    hosts = named.get_values_for_type(x509.DNSName)
    return [*hosts, *(str(one) for one in named.get_values_for_type(x509.IPAddress))]
