"""HTTPS on a closed network: an authority of the centre's own, that can vouch for one name and for nothing else."""

import contextlib
import datetime as dt
import http.client
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from granian_site import command, environment, free_port

from madoguchi.web import certificates

TODAY = dt.datetime.now(dt.UTC)


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def verified(authority: Path, certificate: Path, name: str, *, at: dt.datetime = TODAY) -> bool:
    verifier = PolicyBuilder().store(Store([read(authority)])).time(at)
    try:
        return bool(verifier.build_server_verifier(x509.DNSName(name)).verify(read(certificate), []))
    except VerificationError:
        return False


def test_whoever_knows_the_authority_believes_the_name_until_it_is_over(tmp_path: Path) -> None:
    made = certificates.make("desk.town.internal", tmp_path, at=TODAY)
    later = TODAY + dt.timedelta(days=certificates.SERVER_DAYS)
    assert verified(made.authority, made.certificate, "desk.town.internal")
    assert not verified(made.authority, made.certificate, "other.town.internal")
    assert not verified(made.authority, made.certificate, "desk.town.internal", at=later + dt.timedelta(1))
    assert made.until == later.date()


def test_a_stolen_authority_cannot_pass_for_another_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = certificates.make("desk.town.internal", tmp_path, at=TODAY)
    monkeypatch.setattr(certificates, "_permitted", lambda _: [x509.DNSName("bank.example")])
    forged = certificates.make("bank.example", tmp_path, at=TODAY)
    assert "bank.example" in certificates.names_of(forged.certificate, forged.key, at=TODAY)
    assert not verified(made.authority, forged.certificate, "bank.example")


def test_made_again_only_the_certificate_is_new(tmp_path: Path) -> None:
    first = certificates.make("desk.town.internal", tmp_path, at=TODAY)
    before = first.authority.read_bytes(), first.certificate.read_bytes()
    again = certificates.make("desk.town.internal", tmp_path, at=TODAY)
    assert before[0] == again.authority.read_bytes() and before[1] != again.certificate.read_bytes()
    assert verified(again.authority, again.certificate, "desk.town.internal")
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["", "a b", "-a", "a.", "窓口", "x" * 201, "a/b"])
def test_what_is_no_name_is_said(name: str, tmp_path: Path) -> None:
    with pytest.raises(certificates.BadCertificate, match="ホスト名"):
        certificates.make(name, tmp_path, at=TODAY)


def test_an_address_gets_one_too(tmp_path: Path) -> None:
    made = certificates.make("192.0.2.10", tmp_path, at=TODAY)
    assert certificates.names_of(made.certificate, made.key, at=TODAY) == ["192.0.2.10"]
    certificates.make("192.0.2.10", tmp_path, at=TODAY)
    with pytest.raises(certificates.BadCertificate, match="ほかの名前"):
        certificates.make("192.0.2.11", tmp_path, at=TODAY)


def spoilt(folder: Path, change: str) -> tuple[Path, Path]:
    """A certificate and a key that cannot be used together."""
    made = certificates.make(
        "localhost", folder, at=TODAY - dt.timedelta(days=800 if change == "over" else 0)
    )
    other = certificates.make("localhost", folder / "other", at=TODAY)
    if change == "another key":
        return made.certificate, other.key
    if change == "nonsense":
        made.certificate.write_text("x")
    return made.certificate, folder / "nothing" if change == "no file" else made.key


@pytest.mark.parametrize("change", ["another key", "over", "nonsense", "no file"])
def test_what_cannot_be_used_stops_the_start(change: str, tmp_path: Path) -> None:
    certificate, key = spoilt(tmp_path, change)
    done = started("--tls-cert", str(certificate), "--tls-key", str(key), "--data", str(tmp_path / "d"))
    assert done.returncode == 2 and str(tmp_path) in done.stderr and "Traceback" not in done.stderr


def started(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*options), env=environment(), capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--host", "192.0.2.1"), "--desk-only"),
        (("--host", "192.0.2.1", "--desk-only"), "tls make"),
        (("--public-only", "--desk-only"), "どちらか"),
        (("--tls-cert", "a"), "二つ一緒"),
    ],
)
def test_the_desk_is_not_shown_to_a_network_without_https(options: tuple[str, ...], said: str) -> None:
    done = started(*options)
    assert done.returncode == 2 and said in done.stderr


@contextlib.contextmanager
def desk_over_https(folder: Path) -> Iterator[tuple[http.client.HTTPSConnection, Path]]:
    """The desk by itself over HTTPS, and what it said while starting."""
    made, port = certificates.make("localhost", folder / "tls", at=TODAY), free_port()
    pair = ("--tls-cert", str(made.certificate), "--tls-key", str(made.key))
    options = ("--desk-only", "--port", str(port), "--data", str(folder / "data"), *pair)
    said = folder / "said.log"
    env = environment(MADOGUCHI_KEYS=str(folder / "keys"))
    with (
        said.open("wb") as log,
        subprocess.Popen(command(*options), stdout=log, stderr=log, env=env) as process,
    ):
        try:
            trusted = ssl.create_default_context(cafile=str(made.authority))
            line = http.client.HTTPSConnection("localhost", port, context=trusted, timeout=30)
            _wait(line, process)
            yield line, said
        finally:
            line.close()
            process.terminate()


def _wait(line: http.client.HTTPSConnection, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            line.connect()
            return
        time.sleep(0.1)
    raise AssertionError("the desk did not start")


def asked(line: http.client.HTTPSConnection, path: str) -> http.client.HTTPResponse:
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    return answer


def test_the_desk_by_itself_over_https_with_cookies_of_the_host(tmp_path: Path) -> None:
    with desk_over_https(tmp_path) as (line, _):
        page, first = asked(line, "/desk/sign-in/"), asked(line, "/")
        gone = [asked(line, path).status for path in ("/walk/who/", "/api/", "/again/")]
    cookie = page.getheader("Set-Cookie", "")
    assert page.status == 200 and "max-age" in page.getheader("Strict-Transport-Security", "")
    assert cookie.startswith("__Host-csrf=") and {"Secure", "HttpOnly"} <= set(cookie.split("; "))
    assert first.getheader("Location") == "/desk/" and gone == [404, 404, 404]


def test_the_first_start_prints_a_link_that_opens(tmp_path: Path) -> None:
    with desk_over_https(tmp_path) as (line, said):
        link = next(row for row in said.read_text().splitlines() if "/desk/link/" in row)
        assert link.startswith("https://localhost:")
        assert asked(line, link.partition(f":{line.port}")[2]).status == 200


def test_a_machine_that_does_not_know_the_authority_does_not_come(tmp_path: Path) -> None:
    with desk_over_https(tmp_path) as (line, _):
        stranger = http.client.HTTPSConnection("localhost", line.port, context=ssl.create_default_context())
        with pytest.raises(ssl.SSLCertVerificationError):
            stranger.connect()
        key = serialization.load_pem_private_key((tmp_path / "tls" / "ca.key").read_bytes(), None)
    assert key.key_size == 256
