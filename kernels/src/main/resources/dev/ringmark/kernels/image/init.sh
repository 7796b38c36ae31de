#!/bin/sh
# PID 1 of a Ringmark VM: makes a system of a read-only root, runs the job, seals its result.
#
# ttyS0  the kernel's console; nothing of ours goes there
# ttyS1  the job's standard output (with a terminal behind it: its standard input, too)
# ttyS2  the job's standard error
# ttyS3  lines to the host: `ringmark WORD ...` are ours, all others are the job's
export PATH=/opt/java/bin:/usr/bin HOME=/tmp TERM=dumb LANG=C.UTF-8
export RINGMARK_RESULT=/result RINGMARK_STREAM=/dev/ttyS3

mount -t proc proc /proc
mount -t devtmpfs dev /dev # before any >/dev/null: distributions leave DEVTMPFS_MOUNT off
mount -t sysfs sys /sys
mkdir -p /dev/pts /dev/shm
mount -t devpts -o mode=620,ptmxmode=666 pts /dev/pts
for folder in /dev/shm /tmp /run /job /result; do
    mount -t tmpfs -o mode=1777,size=75% tmpfs "$folder"
done
mount -t cgroup2 cgroup /sys/fs/cgroup 2>/dev/null
mount -t debugfs debug /sys/kernel/debug 2>/dev/null
ln -s /proc/self/fd /dev/fd
ln -s /proc/self/fd/0 /dev/stdin
ln -s /proc/self/fd/1 /dev/stdout
ln -s /proc/self/fd/2 /dev/stderr

now() { read -r up _ </proc/uptime && echo "$up"; }
say() { echo "ringmark $*" >/dev/ttyS3; }
stop() {
    sync
    poweroff -f
}

for line in 1 2 3; do
    stty -F /dev/ttyS$line raw -echo
done
say init "$(now)"

# NVMe controllers are numbered in the order in which they answer: only serial numbers are sure.
disk() {
    for controller in /sys/class/nvme/nvme*; do
        read -r serial <"$controller/serial"
        if [ "$serial" = "$1" ]; then
            echo "/dev/${controller##*/}n1"
            return
        fi
    done
}

ip link set lo up
hostname ringmark
ulimit -l unlimited
ulimit -n 1048576
ulimit -c 0

export RINGMARK_SCRATCH="$(disk scratch)"
result=$(disk result)
if ! tar xf "$(disk job)" -C /job 2>/run/tar; then
    say failed "the job does not fit into the guest's memory: $(tail -n 1 /run/tar)"
    stop
fi

cd /job
say start "$(now)"
if [ -e .ringmark/shell ]; then
    stty -F /dev/ttyS1 sane
    export TERM=vt100 PS1='ringmark \w # '
    setsid sh -c 'exec sh .ringmark/run </dev/ttyS1 >/dev/ttyS1 2>&1'
else
    setsid sh .ringmark/run </dev/null >/dev/ttyS1 2>/dev/ttyS2
fi
status=$?
kill -9 -1
say end "$status" "$(now)"

# A JVM that dies leaves its story in its working folder, or in /tmp.
for story in /tmp/hs_err_pid*.log /job/hs_err_pid*.log; do
    [ ! -f "$story" ] || mv "$story" /result
done

# The tar from the disk's beginning, then in its last 4096 bytes what makes it a result.
sectors=$(cat "/sys/class/block/${result##*/}/size")
blocks_max=$((sectors / 128 - 1))
mkfifo /run/copy /run/count
sha256sum </run/copy >/run/digest &
wc -c </run/count >/run/length &
tar cf - -C /result . | tee /run/copy | tee /run/count |
    dd of="$result" bs=65536 count="$blocks_max" iflag=fullblock conv=notrunc,fsync 2>/run/dd
written=$?
wait
read -r digest _ </run/digest
read -r length </run/length
if [ "$written" -ne 0 ] || [ "$length" -ge $((blocks_max * 65536)) ]; then
    say failed "the result of $length bytes could not be written: $(tail -n 1 /run/dd)"
    stop
fi
echo "ringmark-result 1 status=$status length=$length sha256=$digest end" |
    dd of="$result" bs=4096 seek=$((sectors / 8 - 1)) conv=notrunc,sync,fsync 2>/run/dd ||
    say failed "the trailer could not be written: $(tail -n 1 /run/dd)"
stop
