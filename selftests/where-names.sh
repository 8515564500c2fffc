#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The names that twstat takes from the paths of cgroups, of each container engine and driver.
# shellcheck disable=SC2086 # these paths have no blanks

. "$(dirname "$0")/lib/lib.sh"

A=3f2a1b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708
B=90aabbccddee7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708
U=6dc01eec-1ae3-4a2b-9c3d-0123456789ab
V=${U//-/_}
H=0123456789abcdef0123456789abcdef	# of a static pod

# is_named KIND ENGINE CONTAINER POD NAME PATH...: the paths have this meaning
is_named()
{
	local want="$1 $2 $3 $4 $5" path

	shift 5
	for path; do
		equal "$path" "$want" "$("$here/cgroup_names" <<< "$path")" || return
	done
}

docker()
{
	is_named container docker $A - "docker ${A:0:12}" \
		/docker/$A \
		/system.slice/docker-$A.scope \
		/system.slice/docker-$A.scope/init \
		/user.slice/user-1000.slice/user@1000.service/app.slice/docker-$A.scope \
		/user.slice/user-1000.slice/user@1000.service/docker/$A \
		/system.slice:docker:$A \
		/../../docker/$A \
		/docker/$B/docker/$A &&
		is_named container container $A - "container ${A:0:12}" /ecs/$H/$A /$A
}

containerd()
{
	is_named container containerd $A - "containerd ${A:0:12}" \
		/default/$A /k8s.io/$A \
		/system.slice/nerdctl-$A.scope \
		/user.slice/user-1000.slice/user@1000.service/user.slice/nerdctl-$A.scope \
		/system.slice/cri-containerd-$A.scope
}

podman()
{
	is_named container podman $A - "podman ${A:0:12}" \
		/machine.slice/libpod-$A.scope \
		/machine.slice/libpod-$A.scope/container \
		/machine.slice/libpod-$A.scope/container/system.slice/nginx.service \
		/machine.slice/machine-libpod_pod_$B.slice/libpod-$A.scope \
		/libpod_parent/libpod-$A \
		/libpod_parent/$B/libpod-$A \
		/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-$A.scope/container \
		/user.slice/user-1000.slice/user@1000.service/user.slice/user-libpod_pod_$B.slice/libpod-$A.scope \
		/system.slice/web.service/libpod-payload-$A &&
		is_named unit - - - libpod-conmon-$A.scope /machine.slice/libpod-conmon-$A.scope
}

crio()
{
	is_named container cri-o $A - "cri-o ${A:0:12}" /system.slice/crio-$A.scope &&
		is_named unit - - - crio-conmon-$A.scope /system.slice/crio-conmon-$A.scope
}

lxc()
{
	is_named container lxc web - "lxc web" /lxc/web /lxc.payload.web /lxc.payload/web \
		/lxc/web/ns /lxc.payload.web/system.slice/nginx.service &&
		is_named container lxc 101 - "lxc 101" /lxc/101/ns/init.scope &&
		is_named container lxc project_web - "lxc project_web" /lxc.payload.project_web &&
		is_named other - - - - /lxc.monitor.web /lxc.pivot
}

kubernetes()
{
	local slice=kubepods-burstable.slice/kubepods-burstable-pod$V.slice

	is_named pod containerd $A $U "pod $U" \
		/kubepods.slice/$slice/cri-containerd-$A.scope \
		/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod$V.slice/cri-containerd-$A.scope \
		/kubepods.slice/kubepods-pod$V.slice/cri-containerd-$A.scope \
		/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/kubelet-kubepods-burstable-pod$V.slice/cri-containerd-$A.scope \
		/system.slice/containerd.service/kubepods-besteffort-pod$V.slice:cri-containerd:$A &&
		is_named pod container $A $U "pod $U" \
		/kubepods/burstable/pod$U/$A /kubepods/besteffort/pod$U/$A /kubepods/pod$U/$A \
		/docker/$B/kubelet/kubepods/besteffort/pod$U/$A &&
		is_named pod cri-o $A $U "pod $U" \
		/kubepods.slice/$slice/crio-$A.scope /kubepods.slice/$slice/crio-$A.scope/container \
		/kubepods/burstable/pod$U/crio-$A &&
		is_named pod docker $A $U "pod $U" /kubepods.slice/$slice/docker-$A.scope &&
		is_named pod container $A $H "pod $H" /kubepods/burstable/pod$H/$A &&
		is_named pod - - $U "pod $U" /kubepods.slice/$slice /kubepods/burstable/pod$U
}

units()
{
	is_named unit - - - php-fpm.service /system.slice/php-fpm.service \
		/system.slice/php-fpm.service/worker &&
		is_named unit - - - getty@tty1.service /system.slice/system-getty.slice/getty@tty1.service &&
		is_named unit - - - run-u12.scope /system.slice/run-u12.scope &&
		is_named unit - - - app-web.service \
		/user.slice/user-1000.slice/user@1000.service/app.slice/app-web.service &&
		is_named unit - - - user@1000.service \
		/user.slice/user-1000.slice/user@1000.service/init.scope &&
		is_named session - - - session-3.scope /user.slice/user-1000.slice/session-3.scope
}

# What looks like one of them, and is none.
others()
{
	is_named other - - - - / "" /init.scope /system.slice /docker /docker/${A:0:63} \
		/docker/${A}0 /kubepods /kubepods.slice/kubepods-burstable.slice \
		/kubepods/burstable/pod${U:0:35} /lxc /podinfo /docker/${A:0:63}g &&
		is_named unit - - - "w?b.service" $'/system.slice/w\eb.service'
}

plan 8

for what in docker containerd podman crio lxc kubernetes units others; do
	check $what $what
done

ktap_finished
