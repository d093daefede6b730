"""Message lanes as SVG: a vertical line per device, an arrow per message, a dot per decision."""
from __future__ import annotations

import html
from typing import Any, Sequence

WIDTH, ROW, MARGIN, TOP = 260, 22, 76, 34  # ours: what reads well in a notebook
LETTER = 7.4  # a little more than one of 12 px monospace is wide
_STYLE = "font: 12px ui-monospace, monospace"


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = "#333") -> str:
    where = f'x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" style="{_STYLE}"'
    words = html.escape(text)
    # A white rim below, so that it can be read across a line; by itself, as not every viewer knows paint-order.
    return (f'<text {where} fill="#fff" stroke="#fff" stroke-width="3">{words}</text>'
            f'<text {where} fill="{colour}">{words}</text>')


def _arrow(x1: float, x2: float, y: float, label: str) -> str:
    way = 1 if x2 > x1 else -1
    return (f'<line x1="{x1}" y1="{y}" x2="{x2 - 6 * way}" y2="{y}" stroke="#1769aa"/>'
            f'<path d="M{x2},{y} l{-9 * way},-4 v8 z" fill="#1769aa"/>'
            + _text((x1 + x2) / 2, y - 3, label, "middle", "#1769aa"))


def _words(scene: tuple[Any, ...]) -> str:
    """What stands beside a dot."""
    _, _, _, _, label, why, about, _, _ = scene
    return str(label) + (f" {about}" if about else "") + (f" ({why})" if why else "")


def _scene(scene: tuple[Any, ...], x: Sequence[float], y: float) -> str:
    kind, _, node, peer, label, _, _, took, count = scene
    if kind in ("arrow", "exchange") and node != peer:
        label += f" x{count}" if count > 1 else f" {took / 1e6:g} ms" if took else ""
        return _arrow(x[node], x[peer], y, label)
    if kind == "outside":
        return (f'<line x1="{x[0]}" y1="{y}" x2="{x[-1]}" y2="{y}" stroke="#b00" stroke-dasharray="4 3"/>'
                + _text((x[0] + x[-1]) / 2, y - 3, label, "middle", "#b00"))
    text = _words(scene)
    fill = "#333" if kind == "decision" else "#fff"
    return (f'<circle cx="{x[node]}" cy="{y}" r="4" fill="{fill}" stroke="#333"/>'
            + _text(x[node] + 9, y + 4, text, colour="#333" if kind == "decision" else "#777"))


def svg(devices: Sequence[str], scenes: Sequence[tuple[Any, ...]], most: int) -> str:
    """The first `most` scenes; more than eight devices are not drawn."""
    if len(devices) > 8:
        return f"<p>lanes are drawn for up to 8 devices, and there are {len(devices)}</p>"
    x = [MARGIN + i * WIDTH for i in range(len(devices))]
    shown = scenes[:most]
    height = TOP + ROW * (len(shown) + 1)
    parts = [_text(x[i], 16, name, "middle", "#000") for i, name in enumerate(devices)]
    parts += [f'<line x1="{at}" y1="24" x2="{at}" y2="{height - 8}" stroke="#bbb"/>' for at in x]
    for row, scene in enumerate(shown):
        y = TOP + ROW * row + 8
        parts.append(_text(MARGIN - 12, y + 4, f"{scene[1] / 1e9:.3f}s", "end", "#777"))
        parts.append(_scene(scene, x, y))
    if len(scenes) > most:
        parts.append(_text(MARGIN, height - 4, "...", "middle"))
    ends = [x[scene[2]] + 9 + LETTER * len(_words(scene)) for scene in shown if scene[2] < len(x)]
    width = round(max([x[-1] + 160, *ends])) + 8
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img"><rect width="100%" height="100%" fill="#fff"/>'
            f'{"".join(parts)}</svg>')
