"""A sealed packet: opened by its recipients and by stock programs, refused with its code when any part is changed."""

import hashlib
import io
import subprocess
import zipfile
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.canonical import canonical
from sync import age
from sync import seal as sealing
from sync.errors import BadPacket
from sync.keys import public_pem
from sync.seal import Manifest, seal, unseal
from sync.wire import actions_member
from tests.sync.making import STATION, action, identity, key, manifest, recipient

BLOB = b"\xff\xa0 a finger"
NAME = f"blobs/{hashlib.sha256(BLOB).hexdigest()}"
MEMBERS = {"actions.json": actions_member([(action(1), 0)]), NAME: BLOB}
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def sealed(members=None, *, signer=STATION, **changes):
    to = (recipient("centre"), recipient("recovery"))
    return seal(manifest(**changes), MEMBERS if members is None else members, key(signer), to)


@cache
def always_the_same():
    """age greases its headers: two sealed files differ in length."""
    return sealed()


def opened(data, who="centre", signer=STATION):
    return unseal(data, identity(who), key(signer).public)


def inside(data):
    """Name and bytes of every entry of the ZIP in a sealed file, in order."""
    with zipfile.ZipFile(io.BytesIO(age.unseal(data, identity("centre")))) as archive:
        return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]


def resealed(archive):
    return age.seal(archive, [recipient("centre")])


def built(entries):
    """A sealed file from entries, built as we build it."""
    return resealed(sealing.archive(dict(entries)))


def signed(body, members, mark=None):
    mark = key(STATION).sign(body) if mark is None else mark
    return built([("manifest.json", body), ("manifest.sig", mark), *members.items()])


@pytest.mark.parametrize("who", ["centre", "recovery"])
def test_both_recipients_open_it(who):
    found = opened(sealed(), who)
    assert found.manifest == manifest()
    assert found.members == MEMBERS
    assert found.blobs() == {NAME[6:]: BLOB}


def test_the_sender_cannot_open_it_again():
    with pytest.raises(BadPacket, match="not-for-us"):
        opened(sealed(), STATION)


@settings(max_examples=30)
@given(st.builds(Manifest, words, words, st.integers(0), *[words] * 4), st.lists(st.binary(max_size=99), max_size=4))
def test_any_content_survives(head, blobs):
    members = {f"blobs/{hashlib.sha256(blob).hexdigest()}": blob for blob in blobs}
    found = unseal(seal(head, members, key("x"), [recipient("centre")]), identity("centre"), key("x").public)
    assert (found.manifest, found.members) == (head, members)


def test_the_same_content_is_the_same_archive():
    turned = dict(reversed(MEMBERS.items()))
    assert inside(sealed()) == inside(sealed(turned))
    assert [name for name, _ in inside(sealed())] == ["manifest.json", "manifest.sig", "actions.json", NAME]
    one, other = (age.unseal(data, identity("centre")) for data in (sealed(), sealed(turned)))
    assert one == other


def test_the_archive_is_the_same_on_every_python_and_system():
    archive = sealing.archive({"manifest.json": b"x", "actions.json": b"y" * 1000})
    assert hashlib.sha256(archive).hexdigest()[:16] == "1bd62346c52e68e4"  # 3.11.7, 3.12.1 and 3.13.0 agree


@given(st.dictionaries(st.from_regex(r"[a-z]{1,9}(\.json|/[0-9a-f]{4})", fullmatch=True), st.binary(max_size=300)))
def test_the_archive_is_what_the_standard_library_writes(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as written:
        for name in sorted(files, key=lambda name: (not name.startswith("manifest."), name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            written.writestr(entry, files[name])
    assert sealing.archive(files) == out.getvalue()


@pytest.mark.tools
def test_stock_programs_open_and_verify_it(tmp_path):
    (tmp_path / "packet.age").write_bytes(sealed())
    (tmp_path / "identity.txt").write_text(identity("recovery") + "\n")
    (tmp_path / "station.pem").write_bytes(public_pem(key(STATION).public))

    def run(*command, code=0):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout

    run("age", "-d", "-i", "identity.txt", "-o", "packet.zip", "packet.age")
    with zipfile.ZipFile(tmp_path / "packet.zip") as archive:
        archive.extractall(tmp_path)
        assert archive.testzip() is None
    verify = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "station.pem", "-rawin"]
    verify += ["-in", "manifest.json", "-sigfile", "manifest.sig"]
    assert b"Verified Successfully" in run(*verify)
    assert hashlib.sha256((tmp_path / NAME).read_bytes()).hexdigest().encode() in run("cat", "manifest.json")
    (tmp_path / "manifest.json").write_bytes((tmp_path / "manifest.json").read_bytes().replace(b"DAYUN", b"DAYUM"))
    run(*verify, code=1)


@settings(max_examples=60)
@given(st.data())
def test_no_byte_of_the_file_can_be_changed(data):
    whole = bytearray(always_the_same())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadPacket, match="not-for-us"):
        opened(bytes(whole))


@settings(max_examples=60)
@given(st.data())
def test_no_byte_inside_can_be_changed_by_someone_who_seals_it_anew(data):
    archive = bytearray(age.unseal(sealed(), identity("centre")))
    place = data.draw(st.integers(0, len(archive) - 1))
    archive[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadPacket) as refused:
        opened(resealed(bytes(archive)))
    assert refused.value.code in {"not-a-packet", "bad-signature", "altered"}


@settings(max_examples=60)
@given(st.binary(min_size=1, max_size=200))
def test_whatever_is_sealed_to_us_is_refused_when_it_is_no_packet(noise):
    archive = age.unseal(sealed(), identity("centre"))
    for bad in (noise, noise + archive, archive + b"x" + noise, archive[: len(noise)]):
        with pytest.raises(BadPacket, match="not-a-packet"):
            opened(resealed(bad))
    with pytest.raises(BadPacket, match="not-for-us"):
        opened(noise)


def test_another_sender_is_refused():
    with pytest.raises(BadPacket, match="bad-signature"):
        opened(sealed(signer="UPTD-SIAK"))


@pytest.mark.parametrize("mark", [b"", bytes(64), b"x" * 65])
def test_a_manifest_without_its_signature_is_refused(mark):
    with pytest.raises(BadPacket, match="bad-signature"):
        opened(signed(inside(sealed())[0][1], MEMBERS, mark))


@pytest.mark.parametrize("missing", ["manifest.json", "manifest.sig"])
def test_a_packet_without_manifest_is_refused(missing):
    with pytest.raises(BadPacket, match="bad-signature"):
        opened(built([entry for entry in inside(sealed()) if entry[0] != missing]))


@pytest.mark.parametrize(
    "members",
    [
        {**MEMBERS, "actions.json": actions_member([(action(2), 0)])},
        {NAME: BLOB},
        {**MEMBERS, f"blobs/{'00' * 32}": b""},
        {**MEMBERS, NAME: b"another finger"},
    ],
)
def test_members_are_those_of_the_manifest(members):
    with pytest.raises(BadPacket, match="altered"):
        opened(signed(inside(sealed())[0][1], members))


def test_a_blob_bears_its_own_hash():
    with pytest.raises(BadPacket, match="altered"):
        opened(sealed({f"blobs/{'00' * 32}": BLOB}))


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"epoch": "1"},
        {"epoch": -1},
        {"packet": 5},
        {"extra": ""},
        {"members": []},
        {"members": "x"},
        {"members": {"actions.json": 5}},
    ],
)
def test_a_manifest_of_another_form_is_refused(change):
    fields = ("packet", "sender", "epoch", "kind", "case", "created", "software")
    record = {"v": 1, **{name: getattr(manifest(), name) for name in fields}, "members": {}}
    assert opened(signed(canonical(record), {})).members == {}
    with pytest.raises(BadPacket, match=r"bad-manifest|altered"):
        opened(signed(canonical({**record, **change}), {}))
    with pytest.raises(BadPacket, match="bad-manifest"):
        opened(signed(b"{}", {}))


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "blobs/x", "blobs/" + "A" * 64, "note.txt", "actions.json/"]
)
def test_only_known_members_come_in(name):
    with pytest.raises(BadPacket, match="not-a-packet"):
        opened(sealed({**MEMBERS, name: b"x"}))


def entries(*pairs, compress=zipfile.ZIP_STORED, comment=b"", **changes):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as archive:
        for name, content in pairs:
            info = zipfile.ZipInfo(name, changes.get("date", (1980, 1, 1, 0, 0, 0)))
            info.compress_type, info.create_system, info.external_attr = compress, 3, 0o600 << 16
            info.extra = changes.get("extra", b"")
            archive.writestr(info, content)
        archive.comment = comment
    return resealed(out.getvalue())


def test_one_content_has_one_archive_and_no_other():
    pairs = inside(sealed())
    assert opened(entries(*pairs)).members == MEMBERS
    for other in (
        entries(*pairs, compress=zipfile.ZIP_DEFLATED),
        entries(*reversed(pairs)),
        entries(*pairs, comment=b"hidden"),
        entries(*pairs, date=(2026, 11, 24, 0, 0, 0)),
        entries(*pairs, extra=b"\xfe\xca\x00\x00"),
    ):
        with pytest.raises(BadPacket, match="not-a-packet"):
            opened(other)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_does_not_come_twice():
    with pytest.raises(BadPacket, match="not-a-packet"):
        opened(entries(*inside(sealed()), ("actions.json", b"another")))


def test_a_small_file_cannot_grow():
    bomb = entries(("actions.json", bytes(10_000_000)), compress=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 20_000
    with pytest.raises(BadPacket, match="not-a-packet"):
        opened(bomb)


def test_members_cannot_share_their_bytes():
    """Many directory entries over one stored member: the 'better zip bomb' without compression."""
    name = "blobs/" + "00" * 32
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, bytes(100_000))
        first = archive.infolist()[0]
        for number in range(1, 50):
            twin = zipfile.ZipInfo(f"blobs/{number:064x}")
            twin.header_offset, twin.CRC = first.header_offset, first.CRC
            twin.file_size = twin.compress_size = first.file_size
            archive.filelist.append(twin)
        archive._didModify = True
    with pytest.raises(BadPacket, match="not-a-packet"):
        opened(resealed(out.getvalue()))


def test_what_is_too_large_is_neither_sealed_nor_opened(monkeypatch):
    monkeypatch.setattr(sealing, "LARGEST", 2000)
    with pytest.raises(BadPacket, match="too-large"):
        sealed({**MEMBERS, f"blobs/{hashlib.sha256(bytes(3000)).hexdigest()}": bytes(3000)})
    with pytest.raises(BadPacket, match="too-large"):
        opened(bytes(2001))
    monkeypatch.setattr(sealing, "MOST_MEMBERS", 3)
    with pytest.raises(BadPacket, match="too-large"):
        sealed({"actions.json": b"", "feed.json": b""})
    with pytest.raises(BadPacket, match="not-a-packet"):
        opened(entries(*((f"blobs/{n:064x}", b"") for n in range(4))))


def test_a_wrong_recipient_or_identity_is_told_apart_from_a_crash():
    for bad in ([], ["age1x"], [""]):
        with pytest.raises(BadPacket, match="bad-recipient"):
            age.seal(b"x", bad)
    with pytest.raises(BadPacket, match="bad-identity"):
        age.recipient_of("AGE-SECRET-KEY-1X")
    with pytest.raises(BadPacket, match="not-for-us"):
        age.unseal(sealed(), "AGE-SECRET-KEY-1X")
