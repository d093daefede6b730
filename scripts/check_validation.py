#!/usr/bin/env python3
"""Holds results/validation.md to the list of published figures: each has its rows, and each row says how it went.

    scripts/check_validation.py [ROOT]      prints what is wrong; fails if anything is

A figure is a target (A5, M12) and, in our words, what rows of it must speak of.  A row is inside its bound, or says
why nothing here repeats it.
"""
import pathlib
import re
import sys

TABLE = "results/validation.md"

RATES_A = ["6", "12", "24", "36", "54"]
STATIONS = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50]
CASES = ([f"802.11b {r} Mbit/s, DIFS" for r in ("1", "2", "5.5", "11")] + ["802.11b 11 Mbit/s, EIFS"]
         + [f"802.11a {r} Mbit/s, DIFS" for r in RATES_A] + [f"802.11a {r} Mbit/s, EIFS" for r in ("6", "54")]
         + [f"802.11ax MCS {m}, {w} MHz, DIFS" for m, w in ((0, 20), (7, 20), (11, 20), (7, 80))])
PAPER = ["basic, W 32, m 3", "basic, W 32, m 5", "basic, W 128, m 3", "RTS, W 32, m 3", "RTS, W 128, m 3"]
SCANS = ["20, scan 300/30", "211.25, scan 300/30", "270, scan 300/30", "318.75, scan 300/30", "417.5, scan 300/30",
         "546.25, scan 300/30", "760, scan 300/30", "852.5, scan 300/30", "1022.5, scan 300/30", "100, scan 1000/100",
         "100, scan 100/50", "270, scan 40/30", "1022.5, scan 40/30", "1022.5, scan 1280/11.25"]

TARGETS = {
    "C-D": [f"{case}, n = {n}" for case in CASES for n in STATIONS]
           + [f"paper's set, {which}, n = {n}" for which in PAPER for n in (5, 10, 20, 50)]
           + [f"W {w}, m {m}, n = {n}: {what}" for w, m in ((16, 6), (32, 5)) for n in (2, 5, 10, 20, 50)
              for what in ("transmits in a slot", "collides")]
           + ["802.11g", "2 Mbit/s, n without end", "11 Mbit/s, n without end"],
    "M/D/1": ["load 0.3", "load 0.5", "load 0.8"],
    "ALOHA": ["n = 10, q = 0.1", "n = 20, q = 0.05", "n = 20, q = 0.1"],
    "A1": ["availability window", "slot", "cycle", "synchronisation frames of a master", "of a slave", "no master after",
           "step of the counter"],
    "A2": ["4 of 16 slots", "9 of 16 slots", "captured on channel 149 in 45 s"],
    "A3": ["TU to the next slot", "metric 60 follows 1000", "metric 1001 follows 1000", "counter 0 follows 1",
           "counter 1 follows 0", "follows a tree of ten", "follows its own follower"],
    "A4": ["(510, 68364) follows (520, 608)", "least metric after 2 s", "greatest"],
    "A5": ["errors within 3 TU", "within 3 TU of its master's"],
    "A6": ["between its guards", "after a change of channel", "of a bare window"]
          + [f"AWGN, MCS {m}," for m in range(10)] + ["LDPC"]
          + [f"multipath, {r} Mbit/s" for r in (6, 9, 12, 18, 24, 36, 48, 54)],
    "A7": ["at 50 %, different access points", "at 50 % and 100 %", "unsynchronised"],
    "A8": ["only slot 8 in common", "all slots in common"],
    "A9": ["no listening: soonest", "listening for 2 s: soonest", "latest"],
    "A10": ["locked: AWDL stops", "needs AWDL no more"],
    "A11": ["bring-up off-network", "timeout of 5 s", "of 20 s"],
    "M1": ["never answered", "declined"],
    "M2": ["channels blocked"],
    "M3": ["one interface blocked"],
    "M5": ["silent peer", "clean disconnect"],
    "M6": [f"queries sent by {s} s" for s in (0, 1, 4, 13, 40, 121, 364, 1093, 3280, 6880)]
          + [f"announcement {n}" for n in (1, 2, 3, 4)] + ["a new name is claimed"],
    "M7": [f"refresh queries from {s}" for s in (3600, 3825, 4050, 4275)] + ["removed after"],
    "M8": ["doubted ghost gone after", "RFC 6762", "after a goodbye"],
    "M9": ["loss 30 %", "loss 50 %"],
    "M10": ["found again", "then connected", "lost again"],
    "M11": ["twelve in a room", "twelve invite each other"],
    "M12": [f"SYN {n} to a dead host" for n in range(2, 12)] + ["a dead host: errno", "a closed port: errno"]
           + [f"DTLS flight, again ({n})" for n in range(1, 8)],
    "M13": ["libwebrtc: disconnected", "libwebrtc: failed", "consent expires", "unanswered requests",
            "pion: disconnected", "pion: failed"],
    "M14": [f"transmission {n}" for n in range(2, 8)] + ["given up after"],
    "C-B": [f"interval {scan}, no delay" for scan in SCANS] + [f"interval {scan}: {what}" for scan in SCANS
            for what in ("mean", "median", "95 %", "99 %")] + ["begun anywhere", "interval times (scan / window - 1)"],
    "B2": ["each 15 ms", "each 30 ms", "measured"],
    "B3": ["missed meetings", "noticed after"],
    "R2": ["longest absence", "longest wait", "the next one waits less"],
    "R3": ["fail", "5 s"],
    "R4": ["mean delay", "spikes", "lost, share", "in a row"],
    "L1": ["closed form", "simulated", "mean good run"],
    "L2": ["5 % in bursts of 4", "1 % in bursts of 10", "1 % in bursts of 3", "10 % in bursts of 20"],
    "L3": ["p .01, r .08", "p .01, r .5", "p .08, r .5"],
    "L4": [f"{f} MHz, N = {n}, {d} m" for f, n in ((2437, 28), (2437, 30), (5220, 28), (5220, 30), (5745, 30))
           for d in (1, 5, 10, 20, 30)] + [f"one floor, {b}" for b in ("residential", "office", "commercial")],
    "L5": [f"log-distance, {d} m" for d in (1, 5, 10, 20, 30)] + [f"free space, {f} MHz" for f in (2437, 5220, 5745)],
    "L6": ["received across 20 m", "ratio to the noise", "PER of MCS 7", "PER of MCS 8"],
    "L7": ["-0.23 dB", "0.3 dB", "0.92 dB", "1.56 dB"] + [f"AWGN, MCS {m}," for m in range(10)],
}


def rows_of(text):
    """(line number, target, input, how it went) of each row of each table."""
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.split(" | ")]
        if line.startswith("| ") and len(cells) == 7 and cells[0] not in ("| target", "| ---"):
            yield number, cells[0][2:], cells[1], cells[6].removesuffix(" |")


def check(root):
    rows = list(rows_of((root / TABLE).read_text(encoding="utf-8")))
    wrong = []
    for number, target, what, how in rows:
        if target not in TARGETS:
            wrong.append(f"{number}: no target is called {target}")
        if how != "yes" and not re.match(r"not repeated: \S", how):
            wrong.append(f"{number}: {target}, {what}: {how or 'says nothing'}")
    for target, figures in TARGETS.items():
        inputs = [what for _, name, what, _ in rows if name == target]
        wrong += [f"{target}: no row of it speaks of '{figure}'" for figure in figures
                  if not any(figure in what for what in inputs)]
    return wrong


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[1]
    wrong = check(root)
    for what in wrong:
        print(f"{TABLE}: {what}")
    figures = sum(len(f) for f in TARGETS.values())
    print(f"check_validation: {len(TARGETS)} targets, {figures} figures, {len(wrong)} findings", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
