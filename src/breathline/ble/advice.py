"""One line on what to do about the link, in plain words. They are read in a hurry: short, verb first where it helps."""

from __future__ import annotations

SEARCHING = "Looking for the oximeter. Put it on a finger."
NO_OXIMETER = "No oximeter found. Is it on the finger? Is a phone holding it?"
NO_ANSWER = "The oximeter does not answer. Is a phone holding it? Take it off and on again."
NOT_SUPPORTED = "This oximeter can't be read. Try another one. See: breathline families."
NOT_SUPPORTED_AS = "This oximeter can't be read: {}. Try another one."
"""With the reason."""
LOST = "Link lost. Keep the oximeter on the finger and near."
STILL_LOST = "Still no link. Is it on the finger? Is a phone holding it?"
SILENT = "The oximeter sends nothing. Take it off and put it on again."
ANOTHER = "Looking for another oximeter. Put it on the finger."
PAIRING = "The oximeter does not pair. Take its battery out and in, then put it on again."
NO_SLOT = "This adapter holds no more oximeters. Switch one off, or plug in a second adapter."
