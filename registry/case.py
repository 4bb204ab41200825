"""A case: frozen actions, folded to a status in one order on both ends (docs/decisions/0003).

Order: actions with a receipt number of the centre come first, by that number; then each action after the one its
writer had seen (`after`), ties by UUIDv7. What the table refuses in that order is kept in `refused`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from registry.actions import Action, Kind
from registry.errors import RegistryError
from registry.lifecycle import Rule, Side, Status, find
from registry.officers import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is about to act: handle, the roles held, station, and on which side."""

    officer: str
    roles: frozenset[Role]
    station: str
    side: Side = Side.STATION


class NotAllowed(RegistryError):
    """The act is refused. `code`: no-such-step, other-service, wrong-side, wrong-role, same-person or not-holder by the
    table; no-reason where the table wants a written one; no-reference where it wants the upstream's; locked
    where the officer's key is gone."""

    def __init__(self, code: str, status: Status, kind: Kind) -> None:
        super().__init__(f"{kind} in {status}: {code}")
        self.code, self.status, self.kind = code, status, kind


@dataclass(frozen=True, slots=True)
class Case:
    """The actions of one case in fold order, and what they amount to."""

    id: str
    actions: tuple[Action, ...]
    refused: tuple[Action, ...]
    status: Status
    holder: str  # the station that may write next

    @classmethod
    def of(cls, actions: Iterable[Action], receipts: Mapping[str, int] | None = None) -> Case:
        """Fold any number of actions of one case; `receipts` maps action ids to the centre's numbers."""
        ordered = in_order(actions, receipts or {})
        if not ordered:
            raise RegistryError("a case has at least one action")
        status, holder = Status.NEW, ordered[0].header.station
        kept: list[Action] = []
        refused: list[Action] = []
        for action in ordered:
            rule = refusal_or_rule(tuple(kept), status, holder, action)
            if isinstance(rule, NotAllowed):
                refused.append(action)
                continue
            kept.append(action)
            status = rule.target
            holder = action.header.variant if action.header.kind is Kind.ROUTED else holder
        return cls(ordered[0].header.case, tuple(kept), tuple(refused), status, holder)

    @property
    def course(self) -> tuple[tuple[Action, Status], ...]:
        """Each action with the status it led to."""
        found: list[tuple[Action, Status]] = []
        status = Status.NEW
        for action in self.actions:
            rule = find(status, action.header.kind, action.header.variant)
            status = rule.target if rule else status  # what stands in `actions` was taken by the table
            found.append((action, status))
        return tuple(found)

    @property
    def service(self) -> str:
        """The service asked for, such as `ktp-baru`."""
        return self.actions[0].header.service

    @property
    def last(self) -> str:
        """The id of the last action: the `after` of the next one."""
        return self.actions[-1].header.id

    def latest(self, kind: Kind) -> Action | None:
        """The newest action of a kind, or None."""
        return next((action for action in reversed(self.actions) if action.header.kind is kind), None)

    def authors(self, kinds: Iterable[Kind]) -> frozenset[str]:
        """Who wrote the actions of these kinds."""
        wanted = frozenset(kinds)
        return frozenset(a.header.author for a in self.actions if a.header.kind in wanted)

    @property
    def upstream(self) -> str:
        """The last SIAK status name answered, or ""."""
        answer = self.latest(Kind.UPSTREAM_ANSWERED)
        return answer.header.variant if answer else ""


def permit(case: Case | None, kind: Kind, variant: str, actor: Actor) -> Rule:
    """The row under which `actor` may do this now; raises NotAllowed with the reason."""
    status = case.status if case else Status.NEW
    holder = case.holder if case else actor.station
    earlier = case.actions if case else ()
    found = _judge(earlier, status, holder, kind, variant, actor)
    if isinstance(found, NotAllowed):
        raise found
    return found


def refusal_or_rule(earlier: tuple[Action, ...], status: Status, holder: str, action: Action) -> Rule | NotAllowed:
    """The row that takes `action` after `earlier`, or why none does."""
    header = action.header
    side = Side.CENTRE if header.role is Role.CENTRE else Side.STATION
    actor = Actor(header.author, frozenset({header.role}), header.station, side)
    return _judge(earlier, status, holder, header.kind, header.variant, actor)


def in_order(actions: Iterable[Action], receipts: Mapping[str, int]) -> tuple[Action, ...]:
    """The fold order described above; an `after` that is not here counts as seen."""
    pool = {action.header.id: action for action in actions}
    numbered = sorted((a for a in pool.values() if a.header.id in receipts), key=lambda a: receipts[a.header.id])
    rest = {key: action for key, action in pool.items() if key not in receipts}
    waiting: dict[str, list[str]] = {}
    ready: list[str] = []
    for key, action in rest.items():
        if action.header.after in rest:
            waiting.setdefault(action.header.after, []).append(key)
        else:
            ready.append(key)
    heapify(ready)
    ordered: list[Action] = []
    while ready:
        key = heappop(ready)
        ordered.append(rest[key])
        for follower in waiting.pop(key, ()):
            heappush(ready, follower)
    return (*numbered, *ordered)


def _judge(
    earlier: tuple[Action, ...], status: Status, holder: str, kind: Kind, variant: str, actor: Actor
) -> Rule | NotAllowed:
    rule = find(status, kind, variant)
    if rule is None or not rule.needs <= {action.header.kind for action in earlier}:
        return NotAllowed("no-such-step", status, kind)
    if earlier and not rule.serves(earlier[0].header.service):
        return NotAllowed("other-service", status, kind)
    if rule.side is not actor.side:
        return NotAllowed("wrong-side", status, kind)
    if not rule.roles & actor.roles:
        return NotAllowed("wrong-role", status, kind)
    anywhere = kind is Kind.ERASED  # each station that has captures erases its own, wherever the case is held now
    if rule.side is Side.STATION and actor.station != holder and not anywhere:
        return NotAllowed("not-holder", status, kind)
    if any(a.header.kind in rule.not_by and a.header.author == actor.officer for a in earlier):
        return NotAllowed("same-person", status, kind)
    return rule
