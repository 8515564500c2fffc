#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Reads metrics as Prometheus' own client library does, which refuses what its format does not
allow, and prints each sample on a line: name, labels sorted by name, value.

	metrics.py openmetrics|prometheus < METRICS
"""
import sys

from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client import parser as prometheus

parse = {"openmetrics": openmetrics, "prometheus": prometheus}[sys.argv[1]]
seen = set()
for family in parse.text_string_to_metric_families(sys.stdin.read()):
    if family.type in ("unknown", "untyped") or not family.documentation:
        sys.exit(f"{family.name} has no type or no text")
    for sample in family.samples:
        labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
        if (sample.name, labels) in seen:
            sys.exit(f"{sample.name} {labels} is there twice")
        seen.add((sample.name, labels))
        print(sample.name, labels or "-", int(sample.value)
              if sample.value == int(sample.value) else sample.value)
