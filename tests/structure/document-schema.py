#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""document-schema.py CLI: whether data/downhill-document.schema.json says what the program does.

It must name the members that the tables in core/document name, take the documents of the fuzzer's
corpus and one that the program writes, and refuse those with a planted mistake.  Only the parts of
JSON Schema that it uses are known here; another keyword is a mistake, too.
"""
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / 'data/downhill-document.schema.json').read_text(encoding='utf-8'))
CORPUS = ROOT / 'tests/fuzz/corpus/document'
TYPES = {'object': dict, 'array': list, 'string': str, 'boolean': bool, 'integer': int,
         'number': (int, float)}
WORDS = {'$schema', '$defs', 'title', 'description'}


def has_type(value, name):
    return isinstance(value, TYPES[name]) and (name == 'boolean') == isinstance(value, bool)


def check_object(value, schema, fail):
    for name in schema.get('required', []):
        if name not in value:
            fail(f'{name} is missing')
    for name, member in value.items():
        rest = schema.get('additionalProperties', {})
        rule = schema.get('properties', {}).get(name, rest)
        if rule is False:
            fail(f'there is no {name}')
        check(member, rule, fail)


def is_valid(value, schema):
    faults = []
    check(value, schema, faults.append)
    return not faults


CHECKS = {
    'type': lambda value, rule: has_type(value, rule),
    'const': lambda value, rule: value == rule,
    'enum': lambda value, rule: value in rule,
    'minimum': lambda value, rule: not has_type(value, 'number') or value >= rule,
    'maximum': lambda value, rule: not has_type(value, 'number') or value <= rule,
    'exclusiveMinimum': lambda value, rule: not has_type(value, 'number') or value > rule,
    'minItems': lambda value, rule: not isinstance(value, list) or len(value) >= rule,
    'maxItems': lambda value, rule: not isinstance(value, list) or len(value) <= rule,
    'maxLength': lambda value, rule: not isinstance(value, str) or len(value) <= rule,
    'maxProperties': lambda value, rule: not isinstance(value, dict) or len(value) <= rule,
    'pattern': lambda value, rule: not isinstance(value, str) or re.search(rule, value),
    '$ref': lambda value, rule: is_valid(value, SCHEMA['$defs'][rule.removeprefix('#/$defs/')]),
    'anyOf': lambda value, rule: any(is_valid(value, one) for one in rule),
    'items': lambda value, rule: not isinstance(value, list) or all(is_valid(one, rule)
                                                                     for one in value),
}


def check(value, schema, fail):
    if schema is False:
        return
    for word, rule in schema.items():
        if word in CHECKS:
            if not CHECKS[word](value, rule):
                fail(f'{json.dumps(value)[:60]} is against {word}: {json.dumps(rule)[:60]}')
        elif word not in WORDS | {'properties', 'required', 'additionalProperties'}:
            sys.exit(f'the schema uses {word}, which this check does not know')
    if isinstance(value, dict):
        check_object(value, schema, fail)


def collect_names(schema, names):
    if isinstance(schema, dict):
        names |= set(schema.get('properties', {}))
        for value in schema.values():
            collect_names(value, names)
    elif isinstance(schema, list):
        for value in schema:
            collect_names(value, names)
    return names


def compare_names():
    in_code = set()
    for path in (ROOT / 'core/document').glob('document-*.c'):
        in_code |= set(re.findall(r'\.name = "(\w+)"', path.read_text(encoding='utf-8')))
    different = in_code ^ collect_names(SCHEMA, set())
    if different:
        sys.exit(f'only in the schema or only in core/document: {", ".join(sorted(different))}')


def check_document(name, document):
    faults = []
    check(document, SCHEMA, faults.append)
    if faults:
        sys.exit(f'{name}: {faults[0]}')


def check_planted(document):
    plants = [('seed', -1), ('seed', 'x'), ('version', 2), ('people', ['alder']), ('unknown', 1),
              ('preset', 'q'), ('people', ['alder', '../x']), ('lanes', []), ('lanes', [{'rate': 0}]),
              ('lanes', [{'changes': [{'rate': 1}]}]), ('window', {'page': 'hill'}),
              ('window', {'hills': {'camera': {}}}), ('lanes', [{'ball': {'shown': 1}}])]
    for name, value in plants:
        wrong = copy.deepcopy(document)
        wrong[name] = value
        if is_valid(wrong, SCHEMA):
            sys.exit(f'the schema takes {name}: {json.dumps(value)}')


def write_document(cli):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, 'a.downhill')
        subprocess.run([cli, 'train', '--lane', 'mse', '--lane', 'ssim+50%mae:1e-3:sgd', '--eyes', '3',
                        '--iterations', '1', '--save', path], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        return json.loads(path.read_text(encoding='utf-8'))


def main():
    compare_names()
    for name in ('full', 'least', 'changes', 'escapes'):
        check_document(name, json.loads((CORPUS / name).read_text(encoding='utf-8')))
    written = write_document(sys.argv[1])
    check_document('written by the program', written)
    check_planted(written)


main()
