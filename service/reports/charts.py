"""The charts of a report, as Vega-Lite with the data inside; PNG by vl-convert, offline."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import vl_convert

from service.reports.blocks import Chart

#: Fonts with every Vietnamese letter. The renderer brings Liberation Sans for machines without any; where the
#: machine has its own Liberation Sans, that one may lack letters, so it does not come first.
FONT = "DejaVu Sans, Liberation Sans, sans-serif"
#: Colours that differ in lightness too, for who does not see colours.
COLOURS = {"met": "#2c7a4b", "not_met": "#c0392b", "no_data": "#c9ced6", "line": "#1f5a96"}
WIDTH = 460
#: A chart by unit with more bars than this says nothing that its table does not say better.
MOST_BARS = 40
_SCALE = 2.0


def png(chart: Chart) -> bytes:
    """The chart as a PNG, drawn at twice its size for sharp screens."""
    return _drawn(json.dumps(chart.spec, ensure_ascii=False, sort_keys=True))


def svg(chart: Chart) -> bytes:
    """The chart as SVG, for paper."""
    return str(vl_convert.vegalite_to_svg(vl_spec=dict(chart.spec))).encode()


# One report goes to several people: its charts are drawn once.
@lru_cache(maxsize=16)
def _drawn(spec: str) -> bytes:
    return bytes(vl_convert.vegalite_to_png(vl_spec=spec, scale=_SCALE))


def _base(title: str, values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": title, "anchor": "start", "fontSize": 14, "fontWeight": "bold"},
        "background": "white",
        "padding": 8,
        "width": WIDTH,
        "data": {"values": [dict(value) for value in values]},
        "config": {
            "font": FONT,
            "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 220},
            "legend": {"labelFontSize": 12, "orient": "top", "title": None},
            "view": {"stroke": None},
        },
    }


def stacked(
    name: str, title: str, alt: str, values: Sequence[Mapping[str, Any]], states: Mapping[str, str]
) -> Chart:
    """Bars by unit, stacked by state. `values`: {"unit", "state", "count"}; `states`: colour key → words."""
    words = list(states.values())
    spec = _base(title, values) | {
        "height": {"step": 22},
        "transform": [{"calculate": _order(words), "as": "order"}],
        "mark": "bar",
        "encoding": {
            "y": {"field": "unit", "type": "nominal", "sort": None, "title": None},
            "x": {
                "field": "count",
                "type": "quantitative",
                "title": None,
                "axis": {"values": _ticks(values), "format": "d"},
            },
            "color": {
                "field": "state",
                "type": "nominal",
                "sort": words,
                "scale": {"domain": words, "range": [COLOURS[key] for key in states]},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    return Chart(name, spec, alt)


def _ticks(values: Sequence[Mapping[str, Any]]) -> list[int]:
    """Whole numbers from 0 to the longest bar, at most eight of them."""
    lengths: Counter[str] = Counter()
    for value in values:
        lengths[value["unit"]] += value["count"]
    longest = max(lengths.values(), default=0)
    return list(range(0, longest + 1, max(1, -(-longest // 7))))


def _order(words: Sequence[str]) -> str:
    listed = ",".join(repr(word) for word in words)
    return f"indexof([{listed}], datum.state)"


def whiskers(
    name: str, title: str, alt: str, values: Sequence[Mapping[str, Any]], axis: str, months: Sequence[str]
) -> Chart:
    """A line over months with an interval at each. `values`: {"month", "value", "low", "high"} in percent."""
    x: dict[str, Any] = {"field": "month", "type": "ordinal", "title": None}
    x |= {"scale": {"domain": list(months)}, "axis": {"labelAngle": 0}}
    y = {"type": "quantitative", "title": axis, "scale": {"zero": False, "nice": True}}
    colour = COLOURS["line"]
    spec = _base(title, values) | {
        "height": 200,
        "layer": [
            {
                "mark": {"type": "rule", "color": colour, "strokeWidth": 1.5},
                "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}},
            },
            *(
                {
                    "mark": {"type": "tick", "color": colour, "width": 10},
                    "encoding": {"x": x, "y": y | {"field": end}},
                }
                for end in ("low", "high")
            ),
            {
                "mark": {"type": "line", "color": colour, "point": {"size": 60, "color": colour}},
                "encoding": {"x": x, "y": y | {"field": "value"}},
            },
        ],
    }
    return Chart(name, spec, alt)


def shares(name: str, title: str, alt: str, values: Sequence[Mapping[str, Any]], axis: str) -> Chart:
    """Bars of shares by unit, the printed share beside. `values`: {"unit", "value" in percent, "text"}."""
    y = {"field": "unit", "type": "nominal", "sort": None, "title": None}
    x: dict[str, Any] = {"field": "value", "type": "quantitative", "title": axis}
    x |= {"scale": {"domain": [0, 110]}, "axis": {"values": [0, 20, 40, 60, 80, 100]}}
    spec = _base(title, values) | {
        "height": {"step": 24},
        "layer": [
            {"mark": {"type": "bar", "color": COLOURS["line"]}, "encoding": {"y": y, "x": x}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 12},
                "encoding": {"y": y, "x": x, "text": {"field": "text"}},
            },
        ],
    }
    return Chart(name, spec, alt)
