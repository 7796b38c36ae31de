package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.ProbeLayout;
import dev.ringmark.runtime.layout.ProbeOpLayout;
import dev.ringmark.runtime.layout.QueryHeaderLayout;
import dev.ringmark.runtime.layout.QueryOpcodesLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.QueryOpcode;

/// What the kernel says of itself: PROBE and QUERY.
final class Introspection {

    private static final int OPCODES_MAX = 256;
    private static final short SUPPORTED = 1;
    private static final int CHAIN_MAX = 1000;

    private final SimulatedKernel kernel;

    Introspection(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    /// Fills a `struct io_uring_probe`.
    int probe(long argument, int count) {
        if (argument == 0 || count < 0 || count > OPCODES_MAX) {
            return Errno.EINVAL.negative();
        }
        int listed = Math.min(count, kernel.profile().opcodes());
        long size = ProbeLayout.SIZE + count * ProbeOpLayout.SIZE;
        if (!kernel.isMapped(argument, size)) {
            return Errno.EFAULT.negative();
        }
        if (!UserMemory.isZero(argument, ProbeLayout.SIZE + listed * ProbeOpLayout.SIZE)) {
            return Errno.EINVAL.negative();
        }
        int last = kernel.profile().opcodes() - 1;
        UserMemory.setByte(argument + ProbeLayout.LAST_OP, (byte) last);
        UserMemory.setByte(argument + ProbeLayout.OPS_LEN, (byte) listed);
        for (int opcode = 0; opcode < listed; opcode++) {
            long entry = argument + ProbeLayout.SIZE + opcode * ProbeOpLayout.SIZE;
            UserMemory.setByte(entry + ProbeOpLayout.OP, (byte) opcode);
            boolean has = kernel.operations().of(opcode) != null;
            UserMemory.setShort(entry + ProbeOpLayout.FLAGS, has ? SUPPORTED : 0);
        }
        return 0;
    }

    /// Answers a chain of questions.
    int query(long argument, int count) {
        if (count != 0) {
            return Errno.EINVAL.negative();
        }
        long header = argument;
        for (int asked = 0; header != 0; asked++) {
            if (asked == CHAIN_MAX) {
                return Errno.ERANGE.negative();
            }
            if (!kernel.isMapped(header, QueryHeaderLayout.SIZE)) {
                return Errno.EFAULT.negative();
            }
            int result = answer(header);
            UserMemory.setInt(header + QueryHeaderLayout.RESULT, result);
            header = UserMemory.getLong(header + QueryHeaderLayout.NEXT_ENTRY);
        }
        return 0;
    }

    private int answer(long header) {
        int question = UserMemory.getInt(header + QueryHeaderLayout.QUERY_OP);
        long data = UserMemory.getLong(header + QueryHeaderLayout.QUERY_DATA);
        int size = UserMemory.getInt(header + QueryHeaderLayout.DATA_SIZE);
        if (question != QueryOpcode.OPCODES.bits()) {
            return Errno.EOPNOTSUPP.negative();
        }
        if (!kernel.isMapped(data, size)) {
            return Errno.EFAULT.negative();
        }
        if (size < QueryOpcodesLayout.SIZE) {
            return Errno.EINVAL.negative();
        }
        Profile profile = kernel.profile();
        UserMemory.setInt(data + QueryOpcodesLayout.NR_REQUEST_OPCODES, profile.opcodes());
        UserMemory.setInt(data + QueryOpcodesLayout.NR_REGISTER_OPCODES, profile.registerOps());
        UserMemory.setLong(data + QueryOpcodesLayout.FEATURE_FLAGS, profile.features());
        UserMemory.setLong(data + QueryOpcodesLayout.RING_SETUP_FLAGS, profile.setupFlags());
        UserMemory.setLong(data + QueryOpcodesLayout.ENTER_FLAGS, profile.enterFlags());
        UserMemory.setLong(data + QueryOpcodesLayout.SQE_FLAGS, profile.sqeFlags());
        UserMemory.setInt(data + QueryOpcodesLayout.NR_QUERY_OPCODES, 1);
        UserMemory.setInt(header + QueryHeaderLayout.DATA_SIZE, (int) QueryOpcodesLayout.SIZE);
        return 0;
    }
}
