package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.IovecLayout;
import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;

/// Memory that a request transfers to or from.
///
/// @param address where
/// @param size in bytes
record Span(long address, int size) {

    private static final int IOVECS_MAX = 1024;

    /// One transfer into or out of a file.
    @FunctionalInterface
    interface Transfer {
        int run(long address, int size, long done);
    }

    /// Reads an array of iovecs, which may change afterwards.
    ///
    /// @param into receives them
    /// @return 0 or `-errno`
    static int readVector(SimulatedKernel kernel, long iovecs, long count, List<Span> into) {
        if (count < 0 || count > IOVECS_MAX) {
            return Errno.EINVAL.negative();
        }
        if (!kernel.isMapped(iovecs, count * IovecLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        for (int index = 0; index < count; index++) {
            long at = iovecs + index * IovecLayout.SIZE;
            long size = UserMemory.getLong(at + IovecLayout.IOV_LEN);
            if (size < 0 || size > Integer.MAX_VALUE) {
                return Errno.EINVAL.negative();
            }
            into.add(new Span(UserMemory.getLong(at + IovecLayout.IOV_BASE), (int) size));
        }
        return 0;
    }

    /// The first bytes of several.
    static List<Span> first(List<Span> spans, int most) {
        List<Span> result = new ArrayList<>(spans.size());
        int left = most;
        for (Span span : spans) {
            int size = Math.min(left, span.size);
            result.add(new Span(span.address, size));
            left -= size;
        }
        return result;
    }

    /// What comes behind the first bytes of several.
    static List<Span> skip(List<Span> spans, int bytes) {
        if (bytes == 0) {
            return spans;
        }
        List<Span> result = new ArrayList<>(spans.size());
        int left = bytes;
        for (Span span : spans) {
            int skipped = Math.min(left, span.size);
            left -= skipped;
            if (skipped < span.size) {
                result.add(new Span(span.address + skipped, span.size - skipped));
            }
        }
        return result;
    }

    static int total(List<Span> spans) {
        int total = 0;
        for (Span span : spans) {
            total += span.size;
        }
        return total;
    }

    /// Whether all of it is the process's memory.
    static boolean areMapped(SimulatedKernel kernel, List<Span> spans) {
        for (Span span : spans) {
            if (span.size > 0 && !kernel.isMapped(span.address, span.size)) {
                return false;
            }
        }
        return true;
    }

    /// Transfers one after the other until one is short.
    ///
    /// @return how many bytes, or `-errno` where the first failed
    static int transfer(List<Span> spans, Transfer transfer) {
        int done = 0;
        for (Span span : spans) {
            if (span.size == 0 && spans.size() > 1) {
                continue;
            }
            int result = transfer.run(span.address, span.size, done);
            if (result < 0) {
                return done > 0 ? done : result;
            }
            done += result;
            if (result < span.size) {
                break;
            }
        }
        return done;
    }
}
