"""An independent validator (PyPI jsonschema) reads every schema that `fanion schema` prints, accepts the example with it
and rejects an unknown key anywhere in it.

Usage: python tests/external/schemas.py PATH_TO_FANION
"""

import glob
import json
import re
import subprocess
import sys

import jsonschema
import yaml


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it: dates are texts, `no` is a text."""


Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))

FILES = {
    "identity": ["brand/identity.yaml"],
    "campaign": glob.glob("campaigns/*/campaign.yaml"),
    "newsletter": glob.glob("campaigns/*/newsletters/*.yaml") + glob.glob("tests/mail/*/campaigns/*/newsletters/*.yaml"),
    "poster": glob.glob("campaigns/*/posters/*.yaml"),
    "banners": glob.glob("campaigns/*/banners.yaml"),
    "guide": glob.glob("campaigns/*/guides/*.md"),
    "delivery": ["delivery.yaml"],
    "brand": [],
}


def groups(value):
    """Every group of keys whose keys the schema fixes: those with a key that only the format can have given."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from groups(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from groups(inner)


def main(fanion):
    checked = rejected = 0
    for kind, paths in FILES.items():
        schema = json.loads(subprocess.run([fanion, "schema", kind], check=True, capture_output=True).stdout)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema", kind
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for path in paths:
            text = open(path, encoding="utf-8").read()
            document = yaml.load(text.split("---\n")[1] if path.endswith(".md") else text, Core)
            errors = [f"{path}: {error.json_path}: {error.message}" for error in validator.iter_errors(document)]
            assert not errors, "\n".join(errors)
            checked += 1
            for group in groups(document):
                free = all(re.fullmatch("[a-z]{2}(-[A-Z]{2})?", str(key)) for key in group)  # one text per language
                chosen = any(key in ("nuit", "craie", "A3") for key in group)  # names of the user's own
                if free or chosen:
                    continue
                group["unknwon_key"] = "x"
                assert not validator.is_valid(document), f"{path}: an unknown key is accepted beside {list(group)}"
                del group["unknwon_key"]
                rejected += 1
    assert checked >= 7 and rejected >= 40, (checked, rejected)
    print(f"schemas: {len(FILES)} valid, {checked} files accepted, {rejected} unknown keys rejected")


main(sys.argv[1])
