"""Levels that forces share: what they gave on an action in published rounds, for those alone whose offer says so.

Nothing here is read of a force that does not share. Published rounds only: what a force is just answering is its own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from analytics import standing, trends
from analytics.scale import Measure
from nvap import rounds
from nvap.models import ActionVersion, Round

EDITIONS = 3


@dataclass(frozen=True)
class Edition:
    """A published round, and the action as its plan has it."""

    round: Round
    version: int

    @property
    def year(self) -> int:
        """By which people name the round."""
        return self.round.opens_at.year


@dataclass(frozen=True)
class Told:
    """What a force shares of itself on the action: its level in the newest round, and the lower one it came from."""

    now: int
    year: int
    before: int | None = None
    since: int | None = None

    @property
    def rose(self) -> bool:
        """Whether it moved up between published rounds."""
        return self.before is not None


Levels = Mapping[Edition, Mapping[int, int]]


def editions(version: ActionVersion) -> list[Edition]:
    """The newest published rounds that asked about the action, back to where the plan's succession breaks."""
    found: list[Edition] = []
    for round_ in rounds.published()[:EDITIONS]:
        if round_.plan_id == version.plan_id:
            found.append(Edition(round_, version.pk))
            continue
        trace = trends.traces(version.plan, round_.plan).get(version.pk)
        if trace is None or trace.broken or len(trace.before) != 1:
            break
        found.append(Edition(round_, trace.before[0]))
    return found


def levels(found: Collection[Edition], forces: Collection[int], measure: Measure) -> Levels:
    """Edition → force → published level, of these forces."""
    told: dict[Edition, dict[int, int]] = {edition: {} for edition in found}
    places = {(edition.round.pk, edition.version): edition for edition in found}
    answers = standing.published([edition.round for edition in found], forces, {edition.version for edition in found})
    for (round_, force, action), own in answers.items():
        level = own.level(measure.code)
        if (edition := places.get((round_, action))) is not None and level is not None:
            told[edition][force] = level
    return told


def told_by(force: int, known: Levels) -> Told | None:
    """A force's newest shared level, and the nearest lower one before it."""
    row = [(edition.year, scores[force]) for edition, scores in known.items() if force in scores]
    if not row:
        return None
    (year, now), *earlier = row
    for since, level in earlier:
        if level < now:
            return Told(now, year, level, since)
        if level > now:
            break
    return Told(now, year)
