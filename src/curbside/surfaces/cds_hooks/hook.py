"""The moments at which a record system asks: a chart is opened, an order is chosen, an order is signed."""

from __future__ import annotations

from enum import Enum


class Hook(Enum):
    """A hook of the specification that is answered here."""

    PATIENT_VIEW = "patient-view"
    ORDER_SELECT = "order-select"
    ORDER_SIGN = "order-sign"

    @property
    def has_orders(self) -> bool:
        """Does the context hold orders that are not signed yet?"""
        return self is not Hook.PATIENT_VIEW
