package dev.ringmark.conformance.checks.nvme;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;

/// An NVMe read, as `struct nvme_uring_cmd` of linux/nvme_ioctl.h has it in a SQE of 128 bytes:
///
/// ```
///   sqe.fd 4   /dev/ng0n1        cmd  0   1  opcode
///   sqe.off 8  the ioctl number  cmd  4   4  nsid
///                                cmd 24   8  addr
///                                cmd 36   4  data_len
///                                cmd 40  24  cdw10 to cdw15
/// ```
///
/// @param operation the ioctl number that says what kind of command it is
/// @param namespace the namespace it goes to
/// @param block the first block to read
record NvmeCommand(int operation, int namespace, long block) {

    /// `NVME_URING_CMD_IO`: an I/O command (5.19).
    static final int IO = 0xc048_4e80;

    /// How the status of a read beyond the last block ends: LBA Out of Range (NVMe base
    /// specification, generic command status).
    static final int LBA_OUT_OF_RANGE = 0x80;

    /// The bits of a result that are a status code and its type; the rest tells how to go on.
    static final int STATUS_MASK = 0x7ff;

    private static final long COMMAND = SqeLayout.ADDR3;
    private static final long NSID = COMMAND + 4;
    private static final long ADDR = COMMAND + 24;
    private static final long DATA_LEN = COMMAND + 36;
    private static final long CDW10 = COMMAND + 40;
    private static final long CDW12 = COMMAND + 48;
    private static final byte READ = 2;

    /// The only namespace of a VM's disk, and the first of most.
    private static final int FIRST_NAMESPACE = 1;

    /// A read of the disk's beginning.
    static NvmeCommand read() {
        return new NvmeCommand(IO, FIRST_NAMESPACE, 0);
    }

    NvmeCommand withOperation(int other) {
        return new NvmeCommand(other, namespace, block);
    }

    NvmeCommand toNamespace(int other) {
        return new NvmeCommand(operation, other, block);
    }

    NvmeCommand fromBlock(long other) {
        return new NvmeCommand(operation, namespace, other);
    }

    /// A ring whose entries have room for a command and for what comes back.
    static RingOptions wideRing() {
        return RingOptions.entries(8).with(SetupFlag.SQE128, SetupFlag.CQE32);
    }

    /// Puts it on a ring; on one with short entries, what fits of it.
    ///
    /// @return the memory that the disk's bytes go to
    MemorySegment prepare(TestRing ring, ScratchDisk disk, int fd, long userData) {
        TestKernel kernel = ring.testKernel();
        MemorySegment into = kernel.pages(ScratchDisk.SIZE);
        Sqe sqe = ring.sqe(Opcode.URING_CMD, fd, 0, 0, Integer.toUnsignedLong(operation));
        MemorySegment bytes = sqe.userData(userData).bytes();
        bytes.set(JAVA_BYTE, COMMAND, READ);
        bytes.set(JAVA_INT_UNALIGNED, NSID, namespace);
        if (bytes.byteSize() > SqeLayout.SIZE) {
            bytes.set(JAVA_LONG_UNALIGNED, ADDR, into.address());
            bytes.set(JAVA_INT_UNALIGNED, DATA_LEN, ScratchDisk.SIZE);
            bytes.set(JAVA_LONG_UNALIGNED, CDW10, block);
            bytes.set(JAVA_INT_UNALIGNED, CDW12, ScratchDisk.SIZE / disk.blockSize() - 1);
        }
        return into;
    }
}
