"""Both sides of a family talk to each other without a radio."""

from breathline.ble.drivers.nonin import Nonin
from breathline.ble.drivers.viatom import Viatom
from breathline.firmware_sim.conversation import Conversation
from breathline.words import Frame, Reading


def said(t: float, spo2: float = 97.0) -> Reading:
    return Reading(t, Frame.VALUES, spo2, 72.0, 5.5, battery=75)


def test_what_a_streaming_oximeter_measures_is_heard_at_once() -> None:
    heard = Conversation(Nonin()).hear(said(1.0))  # its battery, then its values

    assert [(one.t, one.spo2) for one in heard if isinstance(one, Reading)] == [(1.0, None), (1.0, 97.0)]


def test_an_oximeter_that_has_to_be_asked_is_asked() -> None:
    conversation = Conversation(Viatom(), t=10.0)
    spoken = [conversation.hear(said(10.0 + step / 2, 90.0 + step)) for step in range(6)]

    # Each second the values and the pleth; the very first answer came before anything was measured.
    assert [[(one.t, one.spo2) for one in pieces if isinstance(one, Reading)] for pieces in spoken] == [
        [(10.0, None), (10.0, 90.0)],
        [],
        [(11.0, 92.0), (11.0, 92.0)],
        [],
        [(12.0, 94.0), (12.0, 94.0)],
        [],
    ]


def test_asking_needs_no_new_measurement() -> None:
    conversation = Conversation(Viatom())
    conversation.hear(said(0.0))

    assert conversation.ask(0.5) == []
    assert [one.t for one in conversation.ask(1.0)] == [1.0, 1.0]
