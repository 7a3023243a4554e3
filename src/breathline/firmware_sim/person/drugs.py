"""The drugs in one body and what they bind: opioid, naloxone, receptor.

Each naloxone product has its own published parameters. Where one person gets several, each runs its own course and the
concentrations add; that sum is ours, the publications give one product at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from breathline.firmware_sim.person.arithmetic import Arithmetic
from breathline.firmware_sim.person.intravenous import Intravenous
from breathline.firmware_sim.person.naloxone import Absorbed
from breathline.firmware_sim.person.number import Number
from breathline.firmware_sim.person.parameters import (
    ABSORBED,
    INJECTED,
    INJECTED_EXTRA,
    INJECTED_OVER_S,
    NALOXONE_BINDING,
    OPIOID_BINDING,
    OPIOIDS,
    AbsorbedKinetics,
    Binding,
    IntravenousKinetics,
)
from breathline.firmware_sim.person.receptor import Receptor
from breathline.firmware_sim.person.settings import INTO_VEIN


@dataclass(frozen=True, slots=True)
class DrugParameters(Generic[Number]):
    """How drugs move and bind in one person, or in each of many.

    Attributes:
        opioid: Kinetics of the opioid.
        opioid_binding: Its binding.
        naloxone_binding: Naloxone's.
        injected: Kinetics of naloxone into a vein.
        products: Naloxone by nose or muscle, by the product.
    """

    opioid: IntravenousKinetics[Number]
    opioid_binding: Binding[Number]
    naloxone_binding: Binding[Number]
    injected: IntravenousKinetics[Number]
    products: dict[str, AbsorbedKinetics[Number]]


def typical(opioid: str | None) -> DrugParameters[float]:
    """The typical person's parameters; for nobody's opioid (None) those of one that is never given."""
    name = opioid or "fentanyl"
    return DrugParameters(OPIOIDS[name], OPIOID_BINDING[name], NALOXONE_BINDING, INJECTED, ABSORBED)


class Drugs(Generic[Number]):
    """What was given and where it is; starts with nothing.

    Args:
        m: Arithmetic.
        parameters: Of the person or of each person.
    """

    def __init__(self, m: Arithmetic[Number], parameters: DrugParameters[Number]) -> None:
        self._m: Arithmetic[Number] = m
        self._parameters: DrugParameters[Number] = parameters
        self._nothing: Number = m.whole(0.0)
        self._opioid: Intravenous[Number] = Intravenous(parameters.opioid, self._nothing)
        self._absorbed: dict[str, Absorbed[Number]] = {}
        self._injected: Intravenous[Number] | None = None
        self._naloxone: list[Absorbed[Number] | Intravenous[Number]] = []
        self._receptor: Receptor[Number] = Receptor(m, parameters.opioid_binding, parameters.naloxone_binding)

    @property
    def opioid_bound(self) -> Number:
        """Fraction of receptors bound by opioid, 0 to 1."""
        return self._receptor.opioid

    @property
    def naloxone_bound(self) -> Number:
        """Fraction of receptors bound by naloxone, 0 to 1."""
        return self._receptor.naloxone

    def give_opioid(self, mg: Number, over_s: float = 0.0) -> None:
        """Opioid into a vein, at once or evenly over so many seconds."""
        self._opioid.give(mg, over_s)

    def give_naloxone(self, product: str, mg: Number, t: float) -> None:
        """Naloxone at `t` seconds: a product of the parameters, or "iv"; who is given 0 mg gets none."""
        if product == INTO_VEIN:
            self._vein().give(mg * INJECTED_EXTRA, INJECTED_OVER_S)
        else:
            self._depot(product).give(mg, t)

    def _vein(self) -> Intravenous[Number]:
        if self._injected is None:
            self._injected = Intravenous(self._parameters.injected, self._nothing)
            self._naloxone.append(self._injected)
        return self._injected

    def _depot(self, product: str) -> Absorbed[Number]:
        if product not in self._absorbed:
            self._absorbed[product] = Absorbed(self._m, self._parameters.products[product])
            self._naloxone.append(self._absorbed[product])
        return self._absorbed[product]

    def step(self, step_s: float, volumes: Number) -> None:
        """Go on by one step; central volumes are divided by `volumes` (the blood flow's factor on distribution)."""
        opioid_before, naloxone_before = self._opioid.effect, self._naloxone_pm()
        self._opioid.step(step_s, volumes)
        for each in self._naloxone:
            each.step(step_s, volumes)
        self._receptor.step(
            step_s, (opioid_before + self._opioid.effect) / 2, (naloxone_before + self._naloxone_pm()) / 2
        )

    def _naloxone_pm(self) -> Number:
        total = self._nothing
        for each in self._naloxone:
            total = total + each.effect
        return total
