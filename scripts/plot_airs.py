#!/usr/bin/env python3
"""Draws results/airs.svg from the quantiles that nearsim_airs wrote.

    scripts/plot_airs.py QUANTILES.csv PLOT.svg
"""

import csv
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "nearsim"  # the same file from the same numbers
matplotlib.rcParams["svg.fonttype"] = "none"
import matplotlib.pyplot as plt  # noqa: E402

# In the order of drawing: where the two AWDL lie on each other, the broad one is seen under the dashes.
AIRS = {
    "Wi-Fi": {"color": "#0072b2", "linewidth": 1.6},
    "AWDL": {"color": "#d55e00", "linewidth": 3.2},
    "AWDL, hopping": {"color": "#f0e442", "linewidth": 1.4, "linestyle": (0, (3, 2))},
    "Bluetooth": {"color": "#009e73", "linewidth": 1.6},
}
FIRST, LAST = 0.5, 120  # seconds that are shown; a run lasts two minutes
BRING_UP = (10, 20)     # of AWDL without an access point, seconds


def distribution(row):
    """Where the share of connected pairs rises, from nothing and on to the end of the run."""
    points = [(float(row[key]), int(key[1:])) for key in row if key.startswith("q") and row[key]]
    reached = points[-1][1] if points else 0
    return [FIRST, *(at for at, _ in points), LAST], [0, *(share for _, share in points), reached], reached


def draw_design(axis, design, rows):
    axis.axvspan(*BRING_UP, color="0.93", linewidth=0)
    short = []
    for row in rows:
        times, shares, reached = distribution(row)
        axis.step(times, shares, where="post", label=row["air"], solid_capstyle="butt", **AIRS[row["air"]])
        if reached < 100:
            short.append(row["air"])
    patience = float(rows[0]["invitation_timeout"])
    axis.axvline(patience, color="0.35", linestyle=":", linewidth=1.2)
    axis.annotate(f"{patience:g} s", (patience, 2), xytext=(3, 0), textcoords="offset points", fontsize=7, color="0.35")
    if all(not row["q0"] for row in rows):
        axis.text(0.28, 0.5, "no pair is ever connected,\nwhatever the air", transform=axis.transAxes, ha="center",
                  va="center", fontsize=8.5)
    elif short:
        axis.text(0.24, 0.28, "not all within 120 s:\n" + "\n".join(short), transform=axis.transAxes, ha="left", va="center",
                  fontsize=7.5)
    axis.set_title(design, fontsize=10)


def draw(rows, path):
    designs = list(dict.fromkeys(row["design"] for row in rows))
    columns = 3
    lines = -(-len(designs) // columns)
    figure, axes = plt.subplots(lines, columns, figsize=(11, 2.8 * lines + 0.8), sharex=True, sharey=True, squeeze=False)
    for axis, design in zip(axes.flat, designs):
        draw_design(axis, design, [row for row in rows if row["design"] == design])
        axis.set_xscale("log")
        axis.set_xlim(FIRST, LAST)
        axis.set_ylim(0, 103)
        axis.set_xticks([0.5, 1, 2, 5, 10, 20, 50, 120], ["0.5", "1", "2", "5", "10", "20", "50", "120"])
        axis.tick_params(labelbottom=True, labelsize=8)
        axis.minorticks_off()
        axis.grid(alpha=0.3)
    for axis in axes.flat[len(designs):]:
        axis.remove()
    for axis in axes[:, 0]:
        axis.set_ylabel("pairs connected, %")
    for axis in axes[-1, :]:
        axis.set_xlabel("time since all started, s (logarithmic)")
    figure.suptitle("Four phones of one design in one room: how long until a pair is connected, by the air between them",
                    fontsize=12, y=0.995)
    handles, labels = axes.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper center", bbox_to_anchor=(0.5, 0.978), ncol=4, frameon=False)
    figure.text(0.5, 0.006, "grey: AWDL without an access point comes up after 10 to 20 s      dotted: how long an invitation of "
                "this design waits, counted from the start", ha="center", fontsize=8, color="0.35")
    figure.tight_layout(rect=(0, 0.02, 1, 0.965))
    figure.savefig(path, metadata={"Date": None})


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    draw(rows, sys.argv[2])


if __name__ == "__main__":
    main()
