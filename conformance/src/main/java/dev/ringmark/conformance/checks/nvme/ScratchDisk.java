package dev.ringmark.conformance.checks.nvme;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.ProcFile;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// An NVMe disk that may be spoiled: the one that every VM of Ringmark has (`RINGMARK_SCRATCH`), or
/// one that somebody gave away (`-Dringmark.scratch=/dev/nvme1n1`).
///
/// @param kernel whose disk it is
/// @param path its block device
record ScratchDisk(TestKernel kernel, String path) {

    /// What one transfer has: a page, and a whole number of blocks of any disk.
    static final int SIZE = 4096;

    private static final String PROPERTY = "ringmark.scratch";
    private static final String VARIABLE = "RINGMARK_SCRATCH";
    private static final String BLOCK_DEVICE = "/dev/nvme";
    private static final String CHARACTER_DEVICE = "/dev/ng";
    private static final int O_RDWR = 2;
    private static final int O_DIRECT = 0x4000;
    private static final int O_CLOEXEC = 0x80000;

    /// The disk of this machine.
    ///
    /// @throws CheckBlocked when nobody named one
    static ScratchDisk of(TestKernel kernel) {
        @Nullable String path = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        if (path == null || !path.startsWith(BLOCK_DEVICE)) {
            throw new CheckBlocked(
                    "needs an NVMe disk to spoil: check a kernel in a VM (--kernel), or give one"
                            + " away with -D"
                            + PROPERTY
                            + "=/dev/nvme1n1");
        }
        return new ScratchDisk(kernel, path);
    }

    /// Opens the block device past the page cache.
    int openDirect() {
        return open(path, O_RDWR | O_DIRECT | O_CLOEXEC);
    }

    /// Opens the character device that takes NVMe commands.
    int openForCommands() {
        return open(CHARACTER_DEVICE + path.substring(BLOCK_DEVICE.length()), O_RDWR | O_CLOEXEC);
    }

    /// Requires a queue that can be polled.
    ScratchDisk polled() {
        if (queue("io_poll") == 0) {
            throw new CheckBlocked(
                    path + " has no queue to poll: boot with nvme.poll_queues=1, or more");
        }
        return this;
    }

    /// How many bytes a block has.
    int blockSize() {
        return queue("logical_block_size");
    }

    /// How many blocks there are.
    long blocks() {
        // The size is in sectors of 512 bytes, whatever a block has.
        return number("size") * 512L / blockSize();
    }

    /// Puts bytes that no one else would at the disk's beginning, in memory that O_DIRECT takes.
    MemorySegment fill(int direct) {
        MemorySegment pattern = kernel.pages(SIZE);
        for (int at = 0; at < SIZE; at++) {
            pattern.set(JAVA_BYTE, at, (byte) (at * 7 + at / 256));
        }
        int written = TestKernel.require("write " + path, kernel.calls().write(direct, pattern));
        if (written != SIZE) {
            throw new IllegalStateException("write " + path + ": " + written + " bytes taken");
        }
        return pattern;
    }

    /// Memory must have got the disk's bytes.
    static void mustHold(TestKernel kernel, MemorySegment memory, MemorySegment pattern) {
        long at = memory.mismatch(pattern);
        String saw = at < 0 ? "the same bytes" : "another byte at " + at;
        kernel.evidence().holds("the bytes that write(2) put there", at < 0, saw);
    }

    private int queue(String attribute) {
        return Math.toIntExact(number("queue/" + attribute));
    }

    private long number(String attribute) {
        String file = path.replace("/dev/", "/sys/class/block/") + "/" + attribute;
        return new ProcFile(kernel, file)
                .read()
                .map(Long::parseLong)
                .orElseThrow(() -> new CheckBlocked("there is no " + file));
    }

    private int open(String device, int flags) {
        int fd = kernel.calls().open(device, flags, 0);
        if (fd == Errno.ENOENT.negative() || fd == Errno.EACCES.negative()) {
            throw new CheckBlocked(
                    "open " + device + " returned " + Errno.describe(fd) + ": run it as root");
        }
        return kernel.own(TestKernel.require("open " + device, fd));
    }
}
