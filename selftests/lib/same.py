#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Check that netlink, /proc, nstat, lnstat and ss agree about this network namespace.

Prints the differences, and fails if there are any. Nothing may change while this runs.
"""
import os
import re
import socket
import subprocess
import sys

import family

PROC = '/proc/net/twstat'
FAMILIES = {2: 'inet', 10: 'inet6'}
differences = 0


def hyphens(name):
    """Turn EnterFinWait2, enter_fin_wait2 or ENTER_FIN_WAIT2 into enter-fin-wait2."""
    if not name.isupper():
        name = re.sub('(?<=.)([A-Z])', r'-\1', name)
    return name.lower().replace('_', '-')


def equal(what, want, got):
    global differences
    if want == got:
        return
    differences += 1
    if not isinstance(want, dict) or not isinstance(got, dict):
        print(f'# {what}: {got}, should be {want}')
        return
    for key in {**want, **got}:
        if want.get(key) != got.get(key):
            print(f'# {what}: {key}: {got.get(key)}, should be {want.get(key)}')


def table(name):
    """Read a file in /proc: a dict for each row."""
    with open(f'{PROC}/{name}', encoding='ascii') as file:
        columns = file.readline().split()
        # The last column of hooks is a sentence.
        return [dict(zip(columns, line.strip().split(' ', len(columns) - 1)))
                for line in file]


def numbers(row, names):
    """Read the numbers of a row, without unknown ones."""
    return {hyphens(name): int(row[name]) for name in names if row[name] != '-'}


def run(*command, **environment):
    return subprocess.run(command, check=False, capture_output=True, text=True,
                          env={**os.environ, **environment}).stdout


def counters(netlink):
    with open(f'{PROC}/counters', encoding='ascii') as file:
        names = file.readline().split()[1:]
        values = [int(value) for value in file.readline().split()[1:]]
    equal('counters in /proc', netlink['counters'],
          dict(zip(map(hyphens, names), values)))

    lines = run('nstat', '-asz', PROC_NET_NETSTAT=f'{PROC}/counters',
                PROC_NET_SNMP='/dev/null', PROC_NET_SNMP6='/dev/null',
                NSTAT_HISTORY=f'/tmp/nstat.{os.getpid()}').splitlines()
    equal('counters in nstat', netlink['counters'],
          {hyphens(line.split()[0].removeprefix('TimeWait')): int(line.split()[1])
           for line in lines if line.startswith('TimeWait')})

    with open('/proc/net/stat/twstat', encoding='ascii') as file:
        names = [hyphens(name) for name in file.readline().split()[1:]]
        rows = [line.split()[1:] for line in file]
    sums = [sum(int(value, 16) for value in column) for column in zip(*rows)]
    equal('counters for lnstat', {name: netlink['counters'][name] for name in names},
          dict(zip(names, sums)))


def gauges(netlink):
    ours = {}
    for row in table('gauges'):
        name = hyphens(row['state']).replace('-wait-2', '-wait2')
        name += 's' if name in ('destination', 'service') else ''
        ours[name] = int(row['now'])
        ours[f'{name}-peak'] = int(row['peak'])
    equal('gauges', netlink, ours)


def histograms(netlink):
    ours = {}
    for row in table('histograms'):
        what = hyphens(row['histogram'])
        of = hyphens(row['of']).removeprefix('exit-')
        buckets = [value for name, value in row.items()
                   if name.isdigit() or name == 'inf']
        ours[what.removesuffix('-us'), of] = (
            'us' if what.endswith('-us') else 'ms', row['count'], row['sum'],
            [name for name in row if name.isdigit()], buckets)
    theirs = {}
    for one in netlink:
        of = one.get('cause', one.get('state', '-'))
        theirs[one['kind'], of] = (
            one['unit'], str(one['count']), str(one['sum']),
            [str(bucket['bound']) for bucket in one['bucket'] if 'bound' in bucket],
            [str(bucket['count']) for bucket in one['bucket']])
    # The time that is left shrinks between two reads: leave out the sum and the buckets.
    for one in ours, theirs:
        for of in 'time-wait', 'fin-wait2':
            one['left-now', of] = one['left-now', of][:2] + one['left-now', of][3:4]
    equal('histograms', theirs, ours)


def states(netlink):
    ours = {}
    for row in table('states'):
        for to, count in row.items():
            if to != 'from' and int(count):
                ours[hyphens(row['from']), hyphens(to)] = int(count)
    equal('states', {(one['from'], one['to']): one['count'] for one in netlink}, ours)


def address(one):
    return (FAMILIES[one['family']],
            one.get('local4', one.get('local6')),
            one.get('remote4', one.get('remote6')))


def endpoints(name, netlink):
    ours = {}
    for row in table(name):
        key = (row['family'], row['local'], row.get('remote'), int(row['port']),
               int(row.get('device', 0)))
        ours[key] = numbers(row, [column for column in row if column not in
                                  ('family', 'local', 'remote', 'port', 'device')])
    theirs = {}
    for one in netlink:
        # What /proc does not have, or what has moved on since it was read.
        keys = ('family', 'local4', 'local6', 'remote4', 'remote6', 'port', 'ports', 'device',
                'program', 'unnamed', 'peak-at', 'exhausted-first', 'exhausted-last',
                'refused-first', 'refused-last')
        ports = one['time-wait'] + one['fin-wait2'] + one.get('live', 0)
        equal('ports', ports, one.get('ports', ports))
        theirs[*address(one), one['port'], one.get('device', 0)] = {
            name: value for name, value in one.items() if name not in keys}
    equal(name, theirs, ours)


def hooks(netlink):
    ours = []
    for row in table('hooks'):
        # Reading the files may itself have hit hooks.
        one = {name: value for name, value in row.items()
               if name not in ('hits', 'found') and value != '-'}
        one['missed'] = int(one['missed'])
        if row['found'] == 'yes':
            one['found'] = True
        ours.append(one)
    for one in netlink:
        one.pop('hits', None)
    equal('hooks', netlink, ours)


def sockets(netlink, gauge):
    def end(text):
        host, port = text.rsplit(':', 1)
        return re.sub(r'[][]', '', host).removeprefix('::ffff:'), int(port)

    theirs = {}
    for one in netlink:
        _, local, remote = address(one)
        if 'device' in one:
            local += '%' + socket.if_indextoname(one['device'])
        theirs[(local, one['local-port']), (remote, one['remote-port'])] = one['state']
    equal('sockets', len(netlink), len(theirs))
    listed = {}
    for line in run('ss', '-Htan', 'state', 'time-wait').splitlines():
        words = line.split()
        listed[end(words[2]), end(words[3])] = 'time-wait'
    equal('sockets', listed, {ends: state for ends, state in theirs.items()
                              if state == 'time-wait'})
    equal('FIN_WAIT2', gauge, sum(one == 'fin-wait2' for one in theirs.values()))


def main():
    twstat = family.join()
    stats = twstat.do('counters-get', {})
    counters(stats)
    gauges(stats['gauges'])
    histograms(twstat.dump('histogram-get', {}))
    states(twstat.dump('transition-get', {}))
    endpoints('destinations', twstat.dump('destination-get', {}))
    endpoints('services', twstat.dump('service-get', {}))
    hooks(twstat.dump('hook-get', {}))
    sockets(twstat.dump('socket-get', {}), stats['gauges']['fin-wait2'])
    return differences > 0


sys.exit(main())
