"""A folder with a copy of some scripts and a PATH of fakes, so that a script is tested without doing what it does."""
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Sandbox:
    """Use as a context.  `fakes` go before the real PATH; each logs its call to `calls` before running its body."""

    def __init__(self, scripts=(), fakes=None, only_fakes=False):
        self._folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self._folder.name).resolve()
        self.bin = self.root / "fake-bin"
        self.bin.mkdir()
        self._path = str(self.bin) if only_fakes else f"{self.bin}:/usr/bin:/bin"
        for script in scripts:
            (self.root / script).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / script, self.root / script)
        for name, body in (fakes or {}).items():
            self.fake(name, body)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def fake(self, name, body, path=None):
        """An executable; a name with a slash is a path in the sandbox, any other is a program on PATH."""
        file = self.root / name if "/" in name else self.bin / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'#!/bin/bash\necho "{name} $*" >>"{self.root}/calls.txt"\n{body}\n')
        file.chmod(0o755)

    def link(self, *programs):
        """Real programs for a sandbox that sees nothing else."""
        for program in programs:
            (self.bin / program).symlink_to(shutil.which(program, path="/usr/bin:/bin"))

    def run(self, *command, cwd=None, **environment):
        env = {"PATH": self._path, "HOME": str(self.root), "LC_ALL": "C", **environment}
        for kept in ("TMPDIR",):
            if kept in os.environ:
                env[kept] = os.environ[kept]
        return subprocess.run(["/bin/bash", *command], cwd=cwd or self.root, env=env, text=True, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    @property
    def calls(self):
        file = self.root / "calls.txt"
        return file.read_text().splitlines() if file.exists() else []
