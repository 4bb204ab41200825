"""What holds after every step. Written from the promises, not from the table: a fault in the table must show here."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from central.office import load_case
from registry.actions import GENESIS, Kind, link
from registry.case import Case
from registry.officers import Role
from registry.stock import Move, balance
from station.store.borrowed import is_open
from station.store.cases import CaseFilter
from sync.keys import Grants
from tests.invariants.world import BLANKS, STAFF, Place, World


def hold(world: World) -> None:
    """All of them; raises AssertionError with the first that does not. Looks again only where something was written."""
    one_good_card(world)
    turned = world.turned()
    if not turned:
        return
    books = centre_cases(world)
    for case in books.values() if "centre" in turned else ():
        assert case.refused == (), "the centre kept what the table refuses"
        two_persons(case)
    if "centre" in turned:
        known_hands(world, books)
    for name, place in world.places.items():
        if name not in turned and "centre" not in turned:
            continue
        here = station_cases(place)
        for case in here.values():
            two_persons(case)
        fold_alike(place, here, books)
        blanks_balance(world, name, place)
        nobody_stays_without_reason(place)
        chains_hold(world, name, place)


def centre_cases(world: World) -> dict[str, Case]:
    """Every case at the centre, folded anew."""
    with world.hall.ledger.writing() as book:
        rows = book._db.exec_driver_sql("SELECT DISTINCT \"case\" FROM actions WHERE refused = ''").scalars().all()
        return {case: load_case(book, case) for case in rows}


def station_cases(place: Place) -> dict[str, Case]:
    """Every case of a station's list, folded anew."""
    return {row.id: place.store.cases.get(row.id) for row in place.store.cases.page(CaseFilter(), limit=500)}


def two_persons(case: Case) -> None:
    """Nobody verifies or approves what he entered, and who prints is not who approved printing."""
    earlier: list[tuple[Kind, str]] = []
    forbidden = {
        Kind.VERIFIED: {Kind.SUBMITTED},
        Kind.RETURNED: {Kind.SUBMITTED},
        Kind.REJECTED: {Kind.SUBMITTED},
        Kind.PRINT_APPROVED: {Kind.SUBMITTED, Kind.PRINT_STARTED},
        Kind.PRINT_STARTED: {Kind.PRINT_APPROVED},
        Kind.IMPORT_CONFIRMED: {Kind.IMPORT_PROPOSED},
    }
    for action in case.actions:
        kind, author = action.header.kind, action.header.author
        own = {done for done, by in earlier if by == author}
        assert not own & forbidden.get(kind, set()), f"{author}: {kind} after his own {own}"
        earlier.append((kind, author))


def known_hands(world: World, books: dict[str, Case]) -> None:
    """Each act the centre took is signed by one whom it knows, in a role that is his."""
    with world.hall.ledger.writing() as book:
        grants = Grants(world.hall.keys.signing.public, book.grants())
    for action in (action for case in books.values() for action in case.actions if action.hash not in world.checked):
        said = action.header
        roles = grants.check(
            author=said.author, station=said.station, at=said.at, message=action.raw, signature=action.signature
        )
        assert said.role in roles, f"{said.author} as {said.role}"
        assert (said.role is Role.CENTRE) == (said.author not in STAFF.get(said.station, {}))
        world.checked.add(action.hash)


def fold_alike(place: Place, here: dict[str, Case], books: dict[str, Case]) -> None:
    """A case whose acts are the same on both ends, all with their numbers, is the same case."""
    for name, case in here.items():
        if name not in books or not place.store.cases.row(name).receipted:
            continue
        there = books[name]
        acts = [action.header.id for action in (*case.actions, *case.refused)]
        if set(acts) == {action.header.id for action in there.actions}:
            assert case.refused == ()
            assert acts == [action.header.id for action in there.actions]
            assert (case.status, case.holder, case.upstream) == (there.status, there.holder, there.upstream)


def one_good_card(world: World) -> None:
    """No release has two good cards, whatever stores were brought back; nor two bookings of one."""
    good = Counter(card.serial for card in world.tray if card.good)
    assert all(many == 1 for many in good.values()), f"two good cards: {good}"
    booked = Counter(card.job for card in world.tray)
    assert all(many == 1 for many in booked.values())


def blanks_balance(world: World, name: str, place: Place) -> None:
    """opening + in - out = closing, counted label by label; and every card booked good is a card of a job."""
    entries = place.store.blanks.entries()
    last = {entry.blank: entry.move for entry in entries if entry.move is not Move.RECEIVED}
    received = sum(entry.count for entry in entries if entry.move is Move.RECEIVED)
    out = Counter(last.values())
    gone = out[Move.TAKEN] + out[Move.GOOD] + out[Move.SPOILED]
    assert balance(entries).on_hand == received - gone
    assert received >= 2 * BLANKS
    if place.store.jobs.open():
        return
    jobs = Counter(_outcome(job.outcome) for case in place.store.cases.page(CaseFilter(), limit=500)
                   for job in place.store.jobs.of_case(case.id))  # fmt: skip
    assert out[Move.TAKEN] == 0, "a blank lies on the desk of no job"
    assert (out[Move.GOOD], out[Move.SPOILED]) == (jobs[Move.GOOD], jobs[Move.SPOILED])
    if not place.restored:
        made = Counter(card.good for card in world.tray if card.station == name)
        assert (out[Move.GOOD], out[Move.SPOILED]) == (made[True], made[False]), "cards and blanks differ"


def _outcome(word: str) -> Move:
    if word == "good":
        return Move.GOOD
    return Move.PUT_BACK if word == "tidak-tercetak" else Move.SPOILED


def nobody_stays_without_reason(place: Place) -> None:
    """Who does not live here is here for an open case or by a file, and the number asked for goes with the case."""
    files = {made.id for made in place.store.imports.all()}
    with place.store._cipher.reading() as db:
        lent = db.exec_driver_sql("SELECT about FROM borrowed").scalars().all()
        asked = db.exec_driver_sql("SELECT about FROM lookups WHERE number != ''").scalars().all()
        assert all(is_open(db, case) for case in {*lent, *asked} - files)
        strange = db.exec_driver_sql(
            "SELECT count(*) FROM residents WHERE nik LIKE '140807%' AND id NOT IN (SELECT resident FROM borrowed)"
        )
        assert strange.scalar_one() == 0


def chains_hold(world: World, name: str, place: Place) -> None:
    """The journal is whole and loses nothing; the centre's chain is the head it says, and every act hangs in it."""
    checked = place.store.cases.verify_journal()
    assert checked.broken_at == 0
    assert checked.count >= place.journal, "an acknowledged act is gone"
    place.journal = checked.count
    with world.hall.ledger.writing() as book:
        row, whole = book.station(name), book.fact(f"chain.{name}") or b""
        assert row is not None
        hashes = [whole[start : start + 32] for start in range(0, len(whole), 32)]
        query = "SELECT id, raw FROM actions"
        raws = [raw for _, raw in book._db.exec_driver_sql(query).all()]
    head = GENESIS
    for each in hashes:
        head = link(head, each)
    assert (row.chain_count, row.chain_head) == (len(hashes), head)
    assert len(set(hashes)) == len(hashes)
    hanging = set(hashes)
    ours = [raw for raw in raws if f'"station":"{name}"'.encode() in raw]
    assert all(sha256(raw).digest() in hanging for raw in ours), "an act outside the journal"
