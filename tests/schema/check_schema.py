#!/usr/bin/env python3
"""The generated schema is a schema, accepts every valid scenario of the tree and refuses what the reader refuses.

    check_schema.py PRINT_SCHEMA ROOT

Without python3-jsonschema and python3-yaml only the schema's own structure is checked, and the last line says so.
"""
import json
import pathlib
import subprocess
import sys

try:
    import jsonschema
    import yaml
except ImportError:
    jsonschema = yaml = None

# Malformed in a way that a schema can see; the others are wrong by what they mean, or are no YAML.
REFUSED = """no_version unknown_key no_devices bare_number bare_zero unknown_unit space_before_unit decimal_comma
no_leading_zero exponent zero_run negative list_for_a_time loss_without_unit none_not_possible quoted_true mpc_enum
mpc_unknown mpc_nested drift_without_unit name_with_space name_number name_missing no_device_in_list devices_as_map
count_zero count_too_large platform persisted_number with_unknown_gate with_unknown_setting unknown_symptom
unused_profile_is_read_too pair_of_three fault_without_time fault_two_times fault_without_effect fault_two_effects
fault_unknown partition_without_list cut_incomplete busy_unknown_queue when_unknown_fact send_size
never_unknown usable_one_device usable_by_name unknown_reason filter_of_another_counter during_one_time meter_over_what
meter_of_another_filter meter_of_a_queue_to
per_unknown invariant_unknown invariant_yes radio_model radio_unknown_preset radio_area_of_three
radio_limits newer_version certificates_word""".split()


def core_loader():
    """YAML 1.2's core schema, which the reader uses: PyYAML's own is 1.1, where `off` is a boolean."""
    class Loader(yaml.SafeLoader):
        pass
    keep = {"tag:yaml.org,2002:null", "tag:yaml.org,2002:float", "tag:yaml.org,2002:merge"}
    Loader.yaml_implicit_resolvers = {
        first: [(tag, regex) for tag, regex in resolvers if tag in keep]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    import re
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), "tf")
    Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), "-+0123456789")
    return Loader


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def check_structure(schema):
    problems = []
    used = {ref.removeprefix("#/definitions/") for ref in references(schema)}
    problems += [f"undefined: {name}" for name in sorted(used - set(schema["definitions"]))]
    for key, value in schema["properties"].items():
        if not value.get("description"):
            problems.append(f"no description: {key}")
    return problems


def check_files(schema, root):
    problems, checked = [], 0
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    loader = core_loader()
    valid = sorted(root.glob("scenarios/**/*.yaml")) + sorted(root.glob("tests/fuzz/corpus/reader/*.yaml"))
    for path in valid:
        checked += 1
        for error in validator.iter_errors(yaml.load(path.read_text(encoding="utf-8"), loader)):
            problems.append(f"{path.relative_to(root)}: {'.'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    for what in REFUSED:
        checked += 1
        found = list(root.glob(f"tests/bad/[0-9][0-9][0-9]_{what}.yaml"))
        if len(found) != 1:
            problems.append(f"no malformed scenario is called {what}")
        elif validator.is_valid(yaml.load(found[0].read_text(encoding="utf-8"), loader)):
            problems.append(f"{found[0].name}: the schema accepts it")
    return problems, checked


def main():
    schema = json.loads(subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout)
    problems = check_structure(schema)
    if jsonschema:
        more, checked = check_files(schema, pathlib.Path(sys.argv[2]))
        problems += more
        print(f"{checked} scenarios checked")
    else:
        print("python3-jsonschema or python3-yaml is missing: only the schema's structure was checked")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
