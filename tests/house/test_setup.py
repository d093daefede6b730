#!/usr/bin/env python3
"""scripts/setup installs exactly what is missing, and says plainly when it cannot."""
import unittest

from sandbox import Sandbox

ALL_PRESENT = "echo -n installed"
# Two are missing: one unknown to dpkg, one removed with its configuration left behind.
TWO_MISSING = ('case "${@: -1}" in ccache) exit 1 ;; libfmt-dev) echo -n config-files ;; '
               'clang-14) exit 1 ;; *) echo -n installed ;; esac')


class Setup(unittest.TestCase):
    def sandbox(self, **fakes):
        fakes = {"dpkg-query": ALL_PRESENT, "apt-get": "", "id": "echo 0", "sudo": '"$@"', **fakes}
        return Sandbox(["scripts/setup"], {name.replace("_", "-"): body for name, body in fakes.items()})

    def apt(self, sandbox):
        return [call for call in sandbox.calls if call.startswith("apt-get")]

    def test_nothing_missing_means_no_apt(self):
        with self.sandbox() as box:
            done = box.run("scripts/setup")
            self.assertEqual(done.returncode, 0)
            self.assertEqual(self.apt(box), [])
            self.assertEqual(done.stdout, "")

    def test_exactly_what_is_missing_is_installed(self):
        with self.sandbox(**{"dpkg-query": TWO_MISSING}) as box:
            done = box.run("scripts/setup")
            self.assertEqual(done.returncode, 0)
            self.assertIn("missing: ccache libfmt-dev\n", done.stderr)
            update, install = self.apt(box)
            self.assertTrue(update.endswith(" update -q"))
            self.assertTrue(install.endswith(" ccache libfmt-dev"))
            self.assertFalse(any(call.startswith("sudo") for call in box.calls))

    def test_all_adds_the_matrix(self):
        with self.sandbox(**{"dpkg-query": TWO_MISSING}) as box:
            self.assertEqual(box.run("scripts/setup", "--all").returncode, 0)
            self.assertTrue(self.apt(box)[1].endswith(" ccache libfmt-dev clang-14"))

    def test_check_installs_nothing_and_fails(self):
        with self.sandbox(**{"dpkg-query": TWO_MISSING}) as box:
            self.assertEqual(box.run("scripts/setup", "--check").returncode, 1)
            self.assertEqual(self.apt(box), [])

    def test_sudo_when_not_root(self):
        with self.sandbox(**{"dpkg-query": TWO_MISSING, "id": "echo 1000"}) as box:
            self.assertEqual(box.run("scripts/setup").returncode, 0)
            self.assertEqual(sum(call.startswith("sudo env DEBIAN_FRONTEND=noninteractive apt-get") for call in box.calls), 2)

    def test_a_failing_apt_fails(self):
        for body, words in (('[[ $* != *update* ]]', "update failed"), ('[[ $* != *install* ]]', "could not install: ccache")):
            with self.sandbox(**{"dpkg-query": TWO_MISSING, "apt-get": body}) as box:
                done = box.run("scripts/setup")
                self.assertEqual(done.returncode, 1)
                self.assertIn(words, done.stderr)

    def test_a_machine_without_apt_is_told_what_to_install(self):
        with Sandbox(["scripts/setup"], only_fakes=True) as box:
            done = box.run("scripts/setup")
            self.assertEqual(done.returncode, 1)
            self.assertIn("not Debian-like", done.stderr)
            self.assertIn("libyaml-cpp-dev", done.stderr)

    def test_root_without_sudo(self):
        with Sandbox(["scripts/setup"], {"dpkg-query": TWO_MISSING, "apt-get": "", "id": "echo 1000"}, only_fakes=True) as box:
            done = box.run("scripts/setup")
            self.assertEqual(done.returncode, 1)
            self.assertIn("there is no sudo", done.stderr)

    def test_an_unknown_argument_is_an_error(self):
        with self.sandbox() as box:
            self.assertEqual(box.run("scripts/setup", "--everything").returncode, 2)


if __name__ == "__main__":
    unittest.main()
