#!/usr/bin/env python3
"""Executes notebooks, as CI does: each must run without an error, open with a question and end with a plot.

    execute.py NOTEBOOK...             fails if one does not
    execute.py --as-shown NOTEBOOK...  also fails if it prints something else than the file shows
    execute.py --write NOTEBOOK...     keeps the new outputs in the file
    execute.py --plots FOLDER ...      also writes each last plot as a PNG

The package must be importable: PYTHONPATH=build/release/python.
"""
import argparse
import base64
import itertools
import os
import pathlib
import sys

import nbclient
import nbformat


def execute(path):
    notebook = nbformat.read(path, as_version=4)
    os.environ["NEARSIM_PROGRESS"] = "never"  # what is kept must not depend on how fast the machine was
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # ipykernel's debugger speaks up otherwise
    client = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3",
                                     resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it ran: different each time
        if cell.cell_type == "code":
            cell.outputs = in_one(cell.outputs)
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                raise RuntimeError(f"{path.name} printed to stderr: {output.text[:500]}")
    return notebook


def in_one(outputs):
    """What was printed arrives in pieces, cut differently each time."""
    out = []
    for output in outputs:
        if out and output.output_type == out[-1].output_type == "stream" and output.name == out[-1].name:
            out[-1].text += output.text
        else:
            out.append(output)
    return out


def words(notebook):
    """What is shown as text, cell by cell; pictures differ with the machine's fonts."""
    out = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            shown = output.get("data", {})
            texts = output.get("text", ""), shown.get("text/plain", ""), shown.get("text/html", "")
            out.append("".join(map("".join, texts)))
    return out


def as_shown(path, notebook):
    for before, now in itertools.zip_longest(words(nbformat.read(path, as_version=4)), words(notebook), fillvalue=""):
        if before != now:
            raise RuntimeError(f"{path.name} shows\n{before[:500]}\nbut what comes out is\n{now[:500]}\n"
                               f"look at it and keep it: execute.py --write {path.name}")


def last_plot(path, notebook):
    first = notebook.cells[0]
    if first.cell_type != "markdown" or "?" not in first.source.split("\n")[0]:
        raise RuntimeError(f"{path.name} does not open with a question")
    plots = [output.data["image/png"] for output in notebook.cells[-1].get("outputs", [])
             if "image/png" in output.get("data", {})]
    if not plots:
        raise RuntimeError(f"{path.name} does not end with a plot")
    return base64.b64decode(plots[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", nargs="+", type=pathlib.Path)
    parser.add_argument("--as-shown", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--plots", type=pathlib.Path)
    options = parser.parse_args()
    places = os.environ.get("PYTHONPATH", "").split(os.pathsep)  # a notebook runs in its own folder
    os.environ["PYTHONPATH"] = os.pathsep.join(os.path.abspath(place) for place in places if place)
    for path in map(pathlib.Path.resolve, options.notebooks):
        notebook = execute(path)
        plot = last_plot(path, notebook)
        if options.as_shown:
            as_shown(path, notebook)
        if options.write:
            nbformat.write(notebook, path)
        if options.plots:
            options.plots.mkdir(parents=True, exist_ok=True)
            (options.plots / f"{path.stem}.png").write_bytes(plot)
        print(f"{path.name}: {sum(c.cell_type == 'code' for c in notebook.cells)} cells, a plot of {len(plot)} bytes")


if __name__ == "__main__":
    sys.exit(main())
