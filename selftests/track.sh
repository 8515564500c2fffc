#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The module without a free entry: it counts the sockets that it can't track, and all other
# numbers leave them out.

. "$(dirname "$0")/lib/lib.sh"

plan 4

namespace
load reserve=0
conns -n 10 ceSEC
check "connect() and births without an entry: TrackFailed, and nothing else" \
	counted TrackFailed=20
check "they are not in the gauges" equal alive 0 "$(alive)"
destroy
check "their ends: TrackUnknown" counted TrackFailed=20 TrackUnknown=10
unload

# Adopted sockets get their entries while the module is loaded.
conns -n 10 ceSEC
load reserve=0
check "adoption doesn't depend on the reserve" counted Adopted=10

ktap_finished
