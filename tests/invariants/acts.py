"""What officers do, honestly or not; each returns nothing and raises what the desk raises.

An honest officer books what lies in the tray. A forger signs with his own key what the desk would not let him sign.
"""

from __future__ import annotations

from dataclasses import replace

from registry.actions import Action, Header, Kind, Outcome, seal_payload
from registry.canonical import canonical
from registry.lifecycle import Status
from registry.numbers import Nik
from registry.officers import Role
from registry.people import Address, Resident
from registry.stock import Blank
from station.desk.checking import CheckingDesk
from station.desk.delivering import DeliveryDesk
from station.desk.importing import carry_out, examine
from station.desk.lookups import LookupDesk
from station.desk.pen import write
from station.desk.printing import LOKET, PrintDesk
from station.desk.releasing import ReleaseDesk
from station.store.cases import CaseFilter
from station.store.printing import Job
from tests.invariants.world import HERE, THERE, Card, World
from tests.station.store.making import person, recording

GOOD, SPOILED, NOTHING = "good", "spoiled", "nothing"
_BOOKED = {GOOD: Outcome.GOOD, SPOILED: Outcome.DAMAGED, NOTHING: Outcome.NOT_PRINTED}
FILE = b"""NIK,NO_KK,NAMA_LGKP,JENIS_KLMIN,TMPT_LHR,TGL_LHR,GOL_DRH,AGAMA,STAT_KWN,JENIS_PKRJN,PDDK_AKH,STAT_HBKEL,\
NAMA_LGKP_IBU,NAMA_LGKP_AYAH,NO_PROP,NO_KAB,NO_KEC,NO_KEL,ALAMAT,NO_RT,NO_RW
1408065203099004,1408061203159007,SUHAILA MARDIANI,2,SIAK,12-03-2009,4,1,1,3,4,4,YUSNI,MARDI,14,8,6,2001,JL. A,1,2
"""
_HANDS = {HERE: ("rina", "hendra", "adi"), THERE: ("yulianti", "murniati", "yulianti")}  # records, judges, prints
STAGES = ("begun", "spent", "booked")


def record(world: World, station: str, handle: str, who: int) -> str:
    """A whole recording of one of the residents."""
    session = world.session(station, handle)
    found = recording(person(who), f"{station[0]}-2611-{who:04d}")
    case = session.ids.next()
    payload = found.submission.to_bytes()
    act = write(session, None, Kind.SUBMITTED, "complete", payload, case_id=case, service="ktp-baru")
    session.store.cases.append((act,), blobs=found.blobs)
    return case


def mend(world: World, station: str, handle: str, case: str) -> None:
    """Hand in again what came back."""
    session = world.session(station, handle)
    before = session.store.cases.get(case)
    found = recording(person(1), "D-2611-0001")
    act = write(session, before, Kind.SUBMITTED, "complete", found.submission.to_bytes())
    session.store.cases.append((act,), blobs=found.blobs)


def check(world: World, station: str, handle: str, case: str, verdict: Kind) -> None:
    """A verifikator's verdict."""
    desk = CheckingDesk(world.session(station, handle))
    if verdict is Kind.VERIFIED:
        desk.approve(case, {})
    elif verdict is Kind.RETURNED:
        desk.send_back(case, ("name",), "ejaan")
    else:
        desk.reject(case, "ps 5", "bukan penduduk")


def cancel(world: World, station: str, handle: str, case: str) -> None:
    """End it at the applicant's wish."""
    session = world.session(station, handle)
    why = canonical({"v": 1, "reason": "pemohon menarik permohonan"})
    session.store.cases.append((write(session, session.store.cases.get(case), Kind.CANCELLED, "", why),))


def approve_print(world: World, station: str, handle: str, case: str) -> None:
    """Leave to print."""
    ReleaseDesk(world.session(station, handle), world.authority(station)).approve(case, "kartu pertama rusak")


def print_card(world: World, station: str, handle: str, case: str, truth: str, until: str, label: int = 0) -> None:
    """Begin a card, spend its release, let the machine do what it does (`truth`), and book it: up to a stage."""
    desk = PrintDesk(world.session(station, handle), world.authority(station))
    blank = Blank("B26-0417", label) if label else world.places[station].store.blanks.next_blank()
    assert blank is not None
    job, _ = desk.begin(case, blank, LOKET, -1)
    if until == "begun":
        return
    job = desk.sending(desk.spend(job))
    if truth != NOTHING:
        world.tray.append(Card(job.serial, station, job.id, truth == GOOD))
    if until == "booked":
        desk.book(job, _BOOKED[truth])


def settle(world: World, station: str, handle: str) -> None:
    """After a cut: book every open job by journal and tray."""
    desk = PrintDesk(world.session(station, handle), world.authority(station))
    for job in desk.unsettled():
        if not desk.resume(job):
            desk.book(job, desk.evidence(job, None).certain or _BOOKED[_in_tray(world, job)])


def _in_tray(world: World, job: Job) -> str:
    card = next((card for card in world.tray if card.job == job.id), None)
    return NOTHING if card is None else GOOD if card.good else SPOILED


def ship(world: World, station: str, handle: str, case: str) -> None:
    """On its way to where it was recorded."""
    DeliveryDesk(world.session(station, handle)).ship((case,), "PK-0001", HERE)


def count_in(world: World, station: str, handle: str, case: str) -> None:
    """Arrived."""
    DeliveryDesk(world.session(station, handle)).count_in((case,), "PK-0001")


def hand_over(world: World, station: str, handle: str, case: str) -> None:
    """Into the holder's hand, and everything erased."""
    DeliveryDesk(world.session(station, handle)).hand_over(case, "finger", {"finger": "7", "score": "120"})


def forge(world: World, station: str, handle: str, case: str, kind: Kind, variant: str, role: Role) -> None:
    """Sign what one likes, in a role one likes, past the desk and the table, and put it into the store."""
    session = world.session(station, handle)
    current = session.store.cases.get(case)
    salt, body = bytes(16), canonical({"v": 1, "note": "palsu"})
    header = Header(
        id=session.ids.next(),
        case=case,
        service=current.service,
        kind=kind,
        variant=variant,
        author=handle,
        role=role,
        station=station,
        after=current.actions[-1].header.id if current.actions else "",
        at=session.clock.stamp(),
        payload=seal_payload(salt, body),
    )
    raw = header.to_bytes()
    session.store.cases.append((Action(header, raw, session.key.sign(raw), salt, body),))


def ask_centre(world: World, station: str, handle: str, case: str, who: int) -> None:
    """Look somebody of elsewhere up for a case."""
    number = world.places[station].store.cases.row(case).number
    LookupDesk(world.session(station, handle)).ask(str(stranger(who).nik), number, "ikut pindah datang")


def import_file(world: World, station: str, first: str, second: str, line: int) -> None:
    """Take in a file of one resident."""
    plan = examine(FILE.replace(b"9004", b"%04d" % (9000 + line)), world.session(station, first))
    carry_out(plan, f"BAST {line}", world.session(station, first), world.session(station, second))


def stranger(number: int) -> Resident:
    """A resident of another kecamatan."""
    who = person(9000 + number)
    place = Address("Jl. A", "1", "1", "14.08.07.2001")
    return replace(who, nik=Nik(f"140807{str(who.nik)[6:]}"), address=place)


# the way of a case when everyone does his work ----------------------------------------------------------------------
def proceed(world: World, case: str, truth: str = GOOD) -> None:
    """The next lawful step, by whoever may take it; syncs where it waits for others."""
    for station in (HERE, THERE):
        rows = [row for row in world.places[station].store.cases.page(CaseFilter()) if row.id == case]
        if rows and rows[0].holder == station and _step(world, station, case, Status(rows[0].status), truth):
            return
    _round(world)


def proceed_alone(world: World, station: str, handle: str, case: str) -> None:
    """The next step of a case by one officer, whether it is his or not."""
    row = world.places[station].store.cases.row(case)
    _step(world, station, case, Status(row.status), GOOD, (handle, handle, handle))


def _step(
    world: World, station: str, case: str, status: Status, truth: str, hands: tuple[str, str, str] | None = None
) -> bool:
    operator, verifier, printing = hands or _HANDS[station]
    if status in (Status.RETURNED, Status.RERECORD, Status.INCOMPLETE):
        mend(world, station, operator, case)
    elif status is Status.SUBMITTED:
        check(world, station, verifier, case, Kind.VERIFIED)
    elif status in (Status.RELEASED, Status.PRINT_FAILED):
        approve_print(world, station, verifier, case)
    elif status is Status.PRINT_APPROVED:
        print_card(world, station, printing, case, truth, "booked")
    elif status in (Status.PRINTING, Status.UNCERTAIN, Status.PRINTED):
        settle(world, station, printing)
    elif status is Status.CHIP_VERIFIED:
        ship(world, station, operator, case)
    elif status is Status.SHIPPED and station == HERE:
        count_in(world, station, operator, case)
    elif status is Status.READY:
        hand_over(world, station, operator, case)
    else:
        return False
    return True


def _round(world: World) -> None:
    for station in (HERE, THERE):
        world.sync(station)
    with world.hall.ledger.writing() as book:
        while world.hall.office.ask_upstream(book):
            pass
    for station in (HERE, THERE):
        world.sync(station)
