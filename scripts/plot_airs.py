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

COLOURS = {"Wi-Fi": "#0072b2", "AWDL": "#d55e00", "AWDL, hopping": "#e69f00", "Bluetooth": "#009e73"}
STYLES = {"Wi-Fi": "-", "AWDL": "-", "AWDL, hopping": "--", "Bluetooth": "-"}


def draw(rows, path):
    designs = list(dict.fromkeys(row["design"] for row in rows))
    columns = 3
    lines = -(-len(designs) // columns)
    figure, axes = plt.subplots(lines, columns, figsize=(11, 2.6 * lines), sharex=True, sharey=True, squeeze=False)
    for axis, design in zip(axes.flat, designs):
        timeout = 0.0
        for row in (r for r in rows if r["design"] == design):
            timeout = float(row["invitation_timeout"])
            shares = [int(key[1:]) for key in row if key.startswith("q") and row[key]]
            times = [float(row[f"q{share}"]) for share in shares]
            air = row["air"]
            axis.step(times, shares, where="post", color=COLOURS[air], linestyle=STYLES[air], label=air)
        axis.axvline(timeout, color="grey", linestyle=":", linewidth=1)
        axis.set_title(design, fontsize=10)
        axis.set_xscale("log")
        axis.set_xlim(0.5, 120)
        axis.set_ylim(0, 102)
        axis.set_xticks([0.5, 1, 2, 5, 10, 20, 50, 120], ["0.5", "1", "2", "5", "10", "20", "50", "120"])
        axis.minorticks_off()
        axis.grid(alpha=0.3)
    for axis in axes.flat[len(designs):]:
        axis.remove()
    for axis in axes[:, 0]:
        axis.set_ylabel("% of pairs connected")
    for axis in axes[-1, :]:
        axis.set_xlabel("seconds from the start")
    handles, labels = axes.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper center", ncols=4, frameon=False)
    figure.text(0.5, 0.005, "dotted: how long the design's invitations wait", ha="center", fontsize=8, color="grey")
    figure.tight_layout(rect=(0, 0.015, 1, 0.96))
    figure.savefig(path, metadata={"Date": None})


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    draw(rows, sys.argv[2])


if __name__ == "__main__":
    main()
