"""Keep a report's content as JSON in its snapshot, and read it again, so that it can be made anew years later."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from ledger_app.reports import model

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        model.Words,
        model.Figure,
        model.Heading,
        model.Paragraph,
        model.Column,
        model.Row,
        model.ReportTable,
        model.FormCell,
        model.FormRow,
        model.FormPart,
        model.FormPage,
        model.ChartSeries,
        model.Chart,
        model.Signature,
        model.Head,
        model.Imprint,
        model.Annex,
        model.PageSetting,
        model.Properties,
        model.ReportModel,
    )
}


def model_to_json(report: model.ReportModel) -> str:
    """Return a report's content as JSON text; what has its default value is left out."""
    return json.dumps(_plain(report), ensure_ascii=False, separators=(",", ":"))


def model_from_json(text: str) -> model.ReportModel:
    """Return the report of `model_to_json`.

    Raises:
        ValueError: it is no kept report, or one of a newer version.
    """
    try:
        report = _rebuilt(json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no kept report") from error
    if not isinstance(report, model.ReportModel):
        raise ValueError("no kept report")  # noqa: TRY004 - a damaged text, not a wrong call
    return report


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of a report
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: getattr(value, one.name) for one in fields(value)}
        defaults = {one.name: one.default for one in fields(value)}
        kept = {name: _plain(part) for name, part in parts.items() if part != defaults[name]}
        return {"is": type(value).__name__, **kept}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def _rebuilt(value: Any) -> Any:  # noqa: ANN401 - any part of a report
    if isinstance(value, dict):
        kind = _KINDS[value["is"]]
        parts = {name: _rebuilt(part) for name, part in value.items() if name != "is"}
        if parts.get("face") is not None:
            parts["face"] = model.FaceStyle(parts["face"])
        return kind(**parts)
    if isinstance(value, list):
        return tuple(_rebuilt(part) for part in value)
    return value
