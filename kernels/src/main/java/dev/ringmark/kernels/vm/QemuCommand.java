package dev.ringmark.kernels.vm;

import dev.ringmark.kernels.image.RuntimeImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The emulator's command line for one job.
final class QemuCommand {
    // panic=-1 with -no-reboot ends the emulator; loglevel=5 shows warnings, which quiet hides;
    // poll queues let IOPOLL work on the disks; the timer's check at boot is against broken
    // boards, and panics where an emulator gets too little of a busy host's time; for the same
    // reason a stall of RCU is one only after two minutes (seen with 30 s on a host of load 20).
    private static final List<String> KERNEL_WORDS =
            List.of(
                    "console=ttyS0",
                    "root=PARTUUID=" + RuntimeImage.PART_UUID,
                    "rootfstype=ext4",
                    "ro",
                    "rootwait",
                    "init=/init",
                    "panic=-1",
                    "oops=panic",
                    "loglevel=5",
                    "no_timer_check",
                    "rcupdate.rcu_cpu_stall_timeout=120",
                    "nvme.poll_queues=1");

    /// The serial lines, by number.
    static final int LINES = 4;

    private QemuCommand() {}

    /// @param folder where the disks and the sockets of this VM are
    static List<String> of(Machine machine, VmJob job, Path folder) {
        List<String> words = new ArrayList<>();
        words.addAll(List.of(machine.qemu().toString(), "-nodefaults", "-no-user-config"));
        words.addAll(List.of("-display", "none", "-no-reboot", "-machine", "pc"));
        words.addAll(List.of("-accel", machine.accelerator().option()));
        words.addAll(List.of("-cpu", machine.accelerator().cpu()));
        words.addAll(List.of("-smp", "" + job.cpus(), "-m", job.memoryMib() + "M"));
        words.addAll(List.of("-kernel", job.kernel().toString()));
        disk(words, "root", machine.image().file(), "readonly=on");
        disk(words, "job", VmFolder.jobDisk(folder), "readonly=on");
        disk(words, "result", VmFolder.resultDisk(folder), "cache=unsafe");
        disk(words, "scratch", VmFolder.scratchDisk(folder), "cache=unsafe");
        for (int line = 0; line < LINES; line++) {
            String id = "line" + line;
            words.add("-chardev");
            words.add(
                    job.shell() && line == 1
                            ? "stdio,signal=off,id=" + id
                            : "socket,id=" + id + ",path=" + VmFolder.socket(folder, line));
            words.addAll(List.of("-serial", "chardev:" + id));
        }
        words.add("-append");
        words.add(String.join(" ", KERNEL_WORDS) + " " + String.join(" ", job.append()));
        return words;
    }

    private static void disk(List<String> words, String name, Path file, String options) {
        words.add("-drive");
        words.add(
                "if=none,format=raw,id="
                        + name
                        + ",file="
                        + file.toString().replace(",", ",,")
                        + ","
                        + options);
        words.add("-device");
        words.add("nvme,serial=" + name + ",drive=" + name);
    }
}
