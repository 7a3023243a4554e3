"""The description that goes with an export: a Frictionless data package with schema, units, dictionary and sources."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from breathline.events.export.fhir import MEDIA_TYPE
from breathline.events.export.tables import LAYOUT, LOINC, UCUM, Column, Type
from breathline.events.export.writers import Format

DESCRIPTOR = "datapackage.json"
FHIR_BUNDLE = "observations.fhir.json"

_MEDIA_TYPES = {
    Format.CSV: "text/csv",
    Format.JSON: "application/json",
    Format.PARQUET: "application/vnd.apache.parquet",
}

_KEYS: Mapping[str, Mapping[str, object]] = {
    "responses": {"primaryKey": ["response"]},
    "events": {
        "primaryKey": ["response", "n"],
        "foreignKeys": [{"fields": ["response"], "reference": {"resource": "responses", "fields": ["response"]}}],
    },
    "counts": {"primaryKey": ["variable", "value"]},
}

_SOURCES = (
    {
        "title": "LOINC, the codes of SpO2 (59408-5, 2708-6) and heart rate (8867-4). Free under loinc.org/license",
        "path": LOINC,
    },
    {"title": "UCUM, the codes of the units", "path": UCUM},
    {
        "title": "Health Canada, supervised consumption sites: the dashboard that holds back counts under 10",
        "path": "https://health-infobase.canada.ca/supervised-consumption-sites/",
    },
)


def descriptor(
    folder: Path, tables: Mapping[str, Sequence[Column]], formats: Sequence[Format], about: Mapping[str, object]
) -> dict[str, object]:
    """The data package of an export that has been written.

    Args:
        folder: Where its files are.
        tables: The tables' columns.
        formats: What each table was written as.
        about: What else is to be known: the kind, the limits, what was held back.
    """
    resources = [
        _table_resource(folder / f"{name}.{form}", columns, form)
        for form in formats
        for name, columns in tables.items()
    ]
    if (folder / FHIR_BUNDLE).exists():
        means = "SpO2 and pulse as Observations (FHIR R4B), one sample a second, without subject and moment."
        resources.append(_file(folder / FHIR_BUNDLE, "observations-fhir", "fhir", MEDIA_TYPE, means))
    return {
        "name": "breathline-export",
        "title": "Responses to overdoses, with nobody in them",
        "description": "Times are seconds since each response began. See docs/export.md of Breathline.",
        "sources": list(_SOURCES),
        "breathline": {"layout": LAYOUT, **about},
        "resources": resources,
    }


def _table_resource(path: Path, columns: Sequence[Column], form: Format) -> dict[str, object]:
    table = path.stem
    if form is not Format.CSV:
        # Frictionless reads these only with extras, and turns empty whole numbers of Parquet into decimals; so it is
        # given them as files, whose hash it checks, and the same rows as CSV to look into.
        means = f"The table {table}, as described under schema."
        schema = {"schema": {"fields": [_field(column) for column in columns]}}
        return {**_file(path, f"{table}-{form}", form.value, _MEDIA_TYPES[form], means), **schema}
    schema_of = {"fields": [_field(column) for column in columns], "missingValues": [""], **_KEYS[table]}
    whole = _file(path, table, form.value, _MEDIA_TYPES[form], f"The table {table}.")
    return {**whole, "type": "table", "encoding": "utf-8", "schema": schema_of}


def _file(path: Path, name: str, form: str, media_type: str, means: str) -> dict[str, object]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": name,
        "type": "file",
        "path": path.name,
        "format": form,
        "mediatype": media_type,
        "description": means,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
    }


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": column.type.value, "description": column.means}
    limits: dict[str, object] = {}
    if column.values:
        whole = column.type is Type.WHOLE
        limits["enum"] = [int(value) if whole else value for value in column.values]
    if column.pattern:
        limits["pattern"] = column.pattern
    if limits:
        field["constraints"] = limits
    if column.unit:
        field |= {"unit": column.unit, "unitSystem": UCUM}
    if column.code:
        field["rdfType"] = column.code
    return field
