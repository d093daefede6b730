#!/usr/bin/env python3
"""Demands that every build gives every scenario the same fingerprint.

A fingerprint is the hash of a run's whole trace.  If gcc and clang, -O0 and -O3, or a sanitizer build disagree about one,
then something that is not in the scenario has reached the trace: an iteration order, a libm, an uninitialised value.

    compare_fingerprints.py build/release build/clang ...
"""
import concurrent.futures
import pathlib
import subprocess
import sys


def fingerprint_lines(build):
    """The lines "file seed fingerprint" of one build folder.  The only place that knows the command."""
    command = [str(pathlib.Path(build, "nearsim").resolve()), "fingerprints", "scenarios"]
    root = pathlib.Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True, timeout=1800)
    return done.stdout.splitlines()


def fingerprints(build):
    """{(file, seed): fingerprint}.  A malformed or repeated line raises ValueError."""
    found = {}
    for line in fingerprint_lines(build):
        *file, seed, fingerprint = line.split()
        key = (" ".join(file), seed)
        if not file or key in found:
            raise ValueError(f"unexpected line {line!r}")
        found[key] = fingerprint
    if not found:
        raise ValueError("printed no fingerprint")
    return found


def differences(by_build):
    """One line per (file, seed) that some build lacks or hashes differently."""
    keys = sorted(set().union(*by_build.values()))
    for key in keys:
        values = {build: found.get(key, "missing") for build, found in by_build.items()}
        if len(set(values.values())) > 1:
            yield f"{key[0]} seed {key[1]}: " + ", ".join(f"{b} {v}" for b, v in values.items())


def main(builds):
    if len(builds) < 2:
        print("compare_fingerprints: name two build folders or more", file=sys.stderr)
        return 2
    by_build, errors = {}, []
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for build, job in {build: pool.submit(fingerprints, build) for build in builds}.items():
            try:
                by_build[build] = job.result()
            except (OSError, ValueError, subprocess.SubprocessError) as error:
                errors.append(f"{build}: {error}")
    if len(by_build) > 1:
        errors += differences(by_build)
    for error in errors:
        print(f"compare_fingerprints: {error}", file=sys.stderr)
    if not errors:
        print(f"{len(next(iter(by_build.values())))} fingerprints agree across {', '.join(builds)}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
