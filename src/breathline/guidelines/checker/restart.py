"""A power cut at any moment: what is read back from JSON says the same as what was never written."""

from __future__ import annotations

import json

from breathline.guidelines.engine import Engine
from breathline.guidelines.state import State, from_plain, to_plain


def changed(engine: Engine, again: Engine, state: State) -> str:
    """What a restart changes in this state; "" for nothing.

    Args:
        engine: The engine that led here.
        again: One that has seen nothing of this response.
        state: Where the response stands.
    """
    back = from_plain(json.loads(json.dumps(to_plain(state))))
    if back != state:
        return "the state read back is not the one written"
    coming = engine.next_deadline(state)
    if coming is None:
        return ""
    if again.wait(back, coming[0]) != engine.wait(state, coming[0]):
        return "after a restart the guide goes on differently"
    return ""
