"""What every card printer must do: our IPP driver on our simulator and on Debian's `ippeveprinter`, and the folder."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import pytest

from devices.catalog import Catalog, known_drivers
from devices.errors import Denied, DeviceFault, NotFound
from devices.printer import folder as folder_printer
from devices.printer.folder import FolderPrinter
from devices.printer.ipp import IppPrinter
from devices.printer.ipp_simulator import IppSimulator
from devices.printer.port import JobPhase
from tests.devices.printers import CARD, PDF, Bench, ended, eventually

EVE = "ippeveprinter"


@pytest.fixture(params=["simulator", "folder", pytest.param(EVE, marks=pytest.mark.tools)])
def bench(request, tmp_path):
    with ExitStack() as stack:
        match request.param:
            case "simulator":
                simulator = stack.enter_context(IppSimulator(spool=tmp_path, card_s=0.05))
                yield Bench(IppPrinter(simulator.uri, timeout_s=5), tmp_path)
            case "folder":
                yield Bench(FolderPrinter(tmp_path), tmp_path)
            case _:
                uri = request.getfixturevalue("eve")
                yield Bench(IppPrinter(uri, timeout_s=5), tmp_path.parent / "eve-out", counts_cards=False)


def test_it_says_who_it_is(bench):
    identity = bench.printer.identify()
    assert identity.model
    assert identity.serial


def test_at_rest_it_is_idle_and_well(bench):
    state = bench.printer.state()
    assert (state.state, state.reasons, state.accepting) == ("idle", (), True)
    assert (state.cards_printed is not None) == bench.counts_cards


def test_it_takes_cards(bench):
    bench.printer.validate(CARD)


def test_a_card_is_printed_to_the_last_byte(bench):
    document = PDF + os.urandom(200_000)
    before = bench.printer.state().cards_printed
    job = ended(bench.printer, bench.printer.submit(document, name="D-2611-0418", media=CARD))
    assert (job.state, job.printed, job.impressions) == (JobPhase.COMPLETED, True, 1)
    assert document in bench.documents()
    if before is not None:
        assert bench.printer.state().cards_printed == before + 1


def test_every_job_has_its_own_number_and_is_found_by_its_name(bench):
    first = bench.printer.submit(PDF, name="D-2611-0419 / 1", media=CARD)
    assert ended(bench.printer, first).printed
    second = bench.printer.submit(PDF, name="D-2611-0420 / 1", media=CARD)
    assert ended(bench.printer, second).printed
    found = [bench.printer.find(name) for name in ("D-2611-0419 / 1", "D-2611-0420 / 1")]
    assert [job.id for job in found if job] == [first, second]
    assert first != second


def test_of_two_jobs_with_one_name_the_latest_is_found(bench):
    jobs = []
    for _ in range(2):
        jobs.append(bench.printer.submit(PDF, name="twice", media=CARD))
        ended(bench.printer, jobs[-1])
    assert bench.printer.find("twice").id == jobs[-1]


def test_what_was_never_sent_is_not_found(bench):
    assert bench.printer.find("D-9999-9999") is None
    for question in (bench.printer.job, bench.printer.cancel):
        with pytest.raises(DeviceFault) as caught:
            question(987654)
        assert caught.value.reason == "job-not-found"


def test_what_is_printed_cannot_be_canceled(bench):
    job = bench.printer.submit(PDF, name="done", media=CARD)
    assert ended(bench.printer, job).printed
    with pytest.raises(DeviceFault) as caught:
        bench.printer.cancel(job)
    assert caught.value.reason == "not-possible"


def test_more_copies_than_it_can_are_refused(bench):
    with pytest.raises(DeviceFault) as caught:
        bench.printer.submit(PDF, name="many", media=CARD, copies=1000)
    assert caught.value.reason == "attributes-or-values-not-supported"
    assert "copies" in caught.value.detail


def test_it_may_be_closed_twice(bench):
    bench.printer.close()
    bench.printer.close()


# ---- ippeveprinter, with a bus and an Avahi of its own that see the loopback only

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/><allow user="*"/>
</policy></busconfig>"""
AVAHI = "[server]\nallow-interfaces=lo\nuse-ipv6=no\nenable-dbus=yes\n"
# The daemon's process id file has a fixed place; a mount of our own keeps it out of the way of another one.
PRIVATE_RUN = "mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon && exec avahi-daemon -f {conf} "
PRIVATE_RUN += "--no-drop-root --no-chroot --no-rlimits"
ABLE = f"""ATTR text printer-make-and-model "Test Card Printer"
ATTR text printer-device-id "MFG:Test;MDL:Card Printer;SN:EVE-1;"
ATTR mimeMediaType document-format-supported "application/pdf","application/octet-stream"
ATTR mimeMediaType document-format-default "application/pdf"
ATTR keyword media-supported "{CARD}"
ATTR keyword media-default "{CARD}"
ATTR keyword media-ready "{CARD}"
ATTR rangeOfInteger copies-supported 1-1
ATTR integer copies-default 1
ATTR name marker-names "YMCKO ribbon","Cleaning"
ATTR keyword marker-types "ribbon","cleaner-unit"
ATTR integer marker-levels 73,40
"""
COMMAND = """#!/bin/sh
cp "$1" "{out}/$$.pdf"
if [ -f "{out}/fault" ]; then cat "{out}/fault" >&2; exit 1; fi
echo "ATTR: job-impressions-completed=1" >&2
"""


@pytest.fixture(scope="module")
def eve(tmp_path_factory):
    """The URI of a running `ippeveprinter`; its spool lies in the tests' folder, for it keeps what it prints."""
    missing = [name for name in (EVE, "avahi-daemon", "dbus-daemon", "unshare") if not shutil.which(name)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    if os.geteuid() != 0:
        pytest.skip("a private Avahi needs a mount of its own, so root")
    folder = tmp_path_factory.getbasetemp()
    with ExitStack() as stack:
        yield _start_eve(stack, folder)


def _start_eve(stack, folder):
    out, socket = folder / "eve-out", folder / "bus"
    out.mkdir()
    for name, text in [("bus.conf", BUS.format(socket=socket)), ("avahi.conf", AVAHI), ("card.conf", ABLE)]:
        (folder / name).write_text(text)
    command = folder / "card.sh"
    command.write_text(COMMAND.format(out=out))
    command.chmod(0o700)
    env = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={socket}"}
    bus = ["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--nopidfile"]
    avahi = ["unshare", "--mount", "sh", "-c", PRIVATE_RUN.format(conf=folder / "avahi.conf")]
    stack.enter_context(_running(bus, env, folder / "bus.log", socket.exists))
    avahi_log = folder / "avahi.log"
    stack.enter_context(_running(avahi, env, avahi_log, lambda: "startup complete" in avahi_log.read_text()))
    spool = folder / "eve-spool"
    spool.mkdir()
    port = _free_port()
    eve = [EVE, "-r", "off", "-n", "localhost", "-p", str(port), "-a", str(folder / "card.conf")]
    eve += ["-c", str(command), "-d", str(spool), "-k", "Cards"]
    uri = f"ipp://localhost:{port}/ipp/print"
    stack.enter_context(_running(eve, env, folder / "eve.log", lambda: _answers(uri)))
    return uri


def _free_port():
    simulator = IppSimulator()
    simulator.start()
    simulator.stop()
    return int(simulator.uri.rsplit(":", 1)[1].split("/")[0])


def _answers(uri):
    try:
        return bool(IppPrinter(uri, timeout_s=2).identify())
    except NotFound:
        return False


@contextmanager
def _running(command, env, log, ready):
    with log.open("w") as out:
        process = subprocess.Popen(command, env=env, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    try:
        eventually(lambda: process.poll() is not None or ready(), bool)
        if process.poll() is not None:
            pytest.skip(f"{command[0]} does not run here: {log.read_text()[-300:]}")
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


@pytest.mark.tools
@pytest.mark.parametrize("reason", ["marker-supply-empty", "media-jam", "cover-open"])
def test_a_fault_of_another_makers_printer_is_understood(eve, tmp_path_factory, reason):
    fault = tmp_path_factory.getbasetemp() / "eve-out" / "fault"
    fault.write_text(f"STATE: +{reason}\nERROR: {reason}\n")
    printer = IppPrinter(eve, timeout_s=5)
    try:
        job = ended(printer, printer.submit(PDF, name=reason, media=CARD))
        assert (job.state, job.printed) == (JobPhase.ABORTED, False)
        assert reason in printer.state().reasons
    finally:
        fault.write_text(f"STATE: -{reason}\n")
        ended(printer, printer.submit(PDF, name="mend", media=CARD))
        fault.unlink()
    assert printer.state().reasons == ()


@pytest.mark.tools
def test_another_makers_ribbon_is_seen(eve):
    assert [(marker.type, marker.level) for marker in IppPrinter(eve).state().markers] == [
        ("ribbon", 73),
        ("cleaner-unit", 40),
    ]


# ---- the folder's own


def test_the_number_goes_on_when_the_files_are_taken_away(tmp_path):
    first = FolderPrinter(tmp_path).submit(PDF, name="a", media=CARD)
    for path in tmp_path.glob("*.pdf"):
        path.unlink()
    printer = FolderPrinter(tmp_path)
    assert printer.submit(PDF, name="b", media=CARD) == first + 1
    assert printer.find("a") is None


def test_a_counter_behind_the_files_after_a_crash_is_put_right(tmp_path):
    printer = FolderPrinter(tmp_path)
    printer.submit(PDF, name="a", media=CARD)
    counter = (tmp_path / folder_printer.COUNTER).read_bytes()
    printer.submit(PDF, name="b", media=CARD)
    (tmp_path / folder_printer.COUNTER).write_bytes(counter)
    assert FolderPrinter(tmp_path).state().cards_printed == 2


def test_a_damaged_counter_is_not_begun_anew(tmp_path):
    printer = FolderPrinter(tmp_path)
    printer.submit(PDF, name="a", media=CARD)
    (tmp_path / folder_printer.COUNTER).write_bytes(b"{")
    with pytest.raises(DeviceFault) as caught:
        printer.submit(PDF, name="b", media=CARD)
    assert caught.value.reason == "counter-unreadable"


def test_a_name_cannot_leave_the_folder(tmp_path):
    folder = tmp_path / "cards"
    folder.mkdir()
    printer = FolderPrinter(folder)
    printer.submit(PDF, name="../../etc/passwd", media=CARD)
    assert [path.name for path in tmp_path.iterdir()] == ["cards"]
    assert printer.find("../../etc/passwd").printed


def test_what_is_no_pdf_is_refused(tmp_path):
    with pytest.raises(DeviceFault) as caught:
        FolderPrinter(tmp_path).submit(b"GIF89a", name="a", media=CARD)
    assert caught.value.reason == "document-format-error"


def test_a_missing_folder_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        Catalog(known_drivers()).printer((tmp_path / "gone").as_uri()).state()


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    draft = tmp_path / ".000001~a.pdf.part"
    draft.symlink_to("/dev/full")
    with pytest.raises(DeviceFault) as caught:
        FolderPrinter(tmp_path).submit(PDF, name="a", media=CARD)
    assert caught.value.reason == "spool-area-full"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_someone_else_is_denied(tmp_path, monkeypatch):
    # By a patch: root, who runs these tests in a container, may write anywhere.
    monkeypatch.setattr(folder_printer.os, "access", lambda *_: False)
    with pytest.raises(Denied):
        FolderPrinter(tmp_path).submit(PDF, name="a", media=CARD)
