"""Whether a candidate is an initiative: a logistic model over its features.

The weights are in data/reference/initiative_model.json; `geodata.training` makes them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geodata.errors import DataFileError

# Sums are compared with more room than adding in another order can take.
ROUNDING = 1e-6
_DIGITAL = {"digital": 1.0, "digital_stem": 1.0}


class _Weights(dict[str, float]):
    """Weights by feature; one that the model doesn't know weighs nothing."""

    def __missing__(self, feature: str) -> float:
        return 0.0


@dataclass(frozen=True, slots=True)
class Judge:
    """The model: P(initiative) = 1 / (1 + exp(-sum of weight * feature))."""

    weights: Mapping[str, float]
    threshold: float
    hopeless: float = field(init=False)
    """A sum of weights below which no owner lifts a candidate over the threshold."""
    digital: float = field(init=False)
    """What a digital name would add to it."""
    _known: _Weights = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Settle once what every candidate would ask for again."""
        object.__setattr__(self, "_known", _Weights(self.weights))
        owners = (weight for name, weight in self.weights.items() if name.startswith("owner="))
        hopeless = -math.inf
        if 0.0 < self.threshold < 1.0:
            enough = math.log(self.threshold / (1.0 - self.threshold))
            hopeless = enough - max(0.0, *owners, 0.0) - ROUNDING
        object.__setattr__(self, "hopeless", hopeless)
        object.__setattr__(self, "digital", self.weigh(_DIGITAL))

    @classmethod
    def load(cls, path: Path) -> Judge:
        """Read the weights.

        Raises:
            DataFileError: If the file is missing or malformed.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(dict(content["weights"]), float(content["threshold"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataFileError(
                f"{path}: not a model ({error}). Restore it, or run `python -m geodata check`."
            ) from error

    def probability(self, features: Mapping[str, float], start: float = 0.0) -> float:
        """How likely a candidate is an initiative whose other features weigh `start`."""
        total = self.weigh(features, start)
        if not -30.0 <= total <= 30.0:
            total = math.copysign(30.0, total)
        return 1.0 / (1.0 + math.exp(-total))

    def weigh(self, features: Mapping[str, float], start: float = 0.0) -> float:
        """The sum of weight * feature, on top of `start`."""
        total, weights = start, self._known
        for name, value in features.items():
            total += weights[name] * value
        return total

    def is_hopeless(self, features: Mapping[str, float], total: float) -> bool:
        """Whether evidence is too weak whoever the owner, and were the name a digital one.

        Args:
            features: All but those of the owner.
            total: What they weigh.
        """
        digital = total if "digital" in features else total + self.digital
        return digital < self.hopeless


def explain_rejection(
    features: Mapping[str, float], judge: Judge, probability: float | None = None
) -> str:
    """Why a candidate below the threshold, or without an owner in China, is rejected.

    "foreign" and "company's own" where a country's or a company's name governs it; "no place" if
    that is all it lacks; "not digital" where it would pass if its name spoke of the digital; else
    "weak evidence". `probability` is the judge's, if that is known already; 0.0, which it never
    gives, is that of a candidate found hopeless, which no digital name would help.
    """
    for sign, reason in (("of_foreign", "foreign"), ("of_company", "company's own")):
        if sign in features:
            return reason
    if probability is None:
        probability = judge.probability(features)
    if probability >= judge.threshold:
        return "no place"
    if probability and "digital" not in features:
        digital = {**features, **_DIGITAL}
        if judge.probability(digital) >= judge.threshold:
            return "not digital"
    return "weak evidence"
