package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What travels with a message beside its data: a `struct cmsghdr` (cmsg(3)).
public sealed interface ControlMessage {

    /// Files: whoever receives them has fds of its own of the same open files (SCM_RIGHTS,
    /// unix(7)). What is received is the receiver's to close, and CLOEXEC.
    ///
    /// @param fds 1 to 253, open until the message is sent
    record Files(List<Fd<FileKind.Any>> fds) implements ControlMessage {

        /// SCM_MAX_FD of the kernel's net/scm.h.
        private static final int COUNT_MAX = 253;

        /// @throws IllegalArgumentException when there are none, or too many
        public Files {
            fds = List.copyOf(fds);
            Require.range("fds: count", fds.size(), 1, COUNT_MAX);
        }

        /// Files of any kinds.
        public static Files of(Fd<?>... fds) {
            List<Fd<FileKind.Any>> all = new ArrayList<>();
            for (Fd<?> each : fds) {
                all.add(Fd.of(each.number()));
            }
            return new Files(all);
        }
    }

    /// How long each of the datagrams is that were given to the kernel, or came from it, as one
    /// piece; the last may be shorter (UDP_SEGMENT since 4.18, UDP_GRO since 5.0: udp(7)).
    ///
    /// @param bytes 1 to 65535
    record SegmentSize(int bytes) implements ControlMessage {
        /// @throws IllegalArgumentException when it is out of range
        public SegmentSize {
            Require.range("bytes", bytes, 1, 0xffff);
        }
    }

    /// Any other.
    ///
    /// @param level SOL_ of the protocol
    /// @param type its number there
    /// @param data the rest, as the kernel has it
    @SuppressWarnings("ArrayRecordComponent") // as it is: nothing compares them
    record Other(int level, int type, byte[] data) implements ControlMessage {}

    /* A header is { size_t cmsg_len; int cmsg_level; int cmsg_type; }, its data follow, and the
     * next header begins at a multiple of 8 (cmsg(3), 64 bits). cmsg_len has header and data. */

    /// How much room one takes.
    ///
    /// @param dataSize of its data, in bytes
    static int sizeFor(int dataSize) {
        return Codec.HEADER + Codec.aligned(dataSize);
    }

    /// How they are written and read.
    final class Codec {

        private static final int HEADER = 16;
        private static final int LEVEL = 8;
        private static final int TYPE = 12;
        private static final int SOL_SOCKET = 1;
        private static final int SCM_RIGHTS = 1;
        private static final int SOL_UDP = 17;
        private static final int UDP_SEGMENT = 103;
        private static final int UDP_GRO = 104;

        private Codec() {}

        private static int aligned(int size) {
            return (size + Long.BYTES - 1) & -Long.BYTES;
        }

        static int size(List<ControlMessage> messages) {
            return messages.stream().mapToInt(each -> sizeFor(dataSize(each))).sum();
        }

        private static int dataSize(ControlMessage message) {
            return switch (message) {
                case Files files -> files.fds.size() * Integer.BYTES;
                case SegmentSize _ -> Short.BYTES;
                case Other other -> other.data.length;
            };
        }

        static void encode(List<ControlMessage> messages, MemorySegment into) {
            long at = 0;
            for (ControlMessage each : messages) {
                int size = dataSize(each);
                into.set(JAVA_LONG, at, HEADER + size);
                encode(each, into.asSlice(at, sizeFor(size)));
                at += sizeFor(size);
            }
        }

        private static void encode(ControlMessage message, MemorySegment into) {
            switch (message) {
                case Files files -> {
                    head(into, SOL_SOCKET, SCM_RIGHTS);
                    for (int at = 0; at < files.fds.size(); at++) {
                        long place = HEADER + (long) at * Integer.BYTES;
                        into.set(JAVA_INT, place, files.fds.get(at).number());
                    }
                }
                case SegmentSize segment -> {
                    head(into, SOL_UDP, UDP_SEGMENT);
                    into.set(JAVA_SHORT, HEADER, (short) segment.bytes);
                }
                case Other other -> {
                    head(into, other.level, other.type);
                    MemorySegment.copy(other.data, 0, into, JAVA_BYTE, HEADER, other.data.length);
                }
            }
        }

        private static void head(MemorySegment into, int level, int type) {
            into.set(JAVA_INT, LEVEL, level);
            into.set(JAVA_INT, TYPE, type);
        }

        /// What the kernel has written.
        static List<ControlMessage> decode(MemorySegment from) {
            List<ControlMessage> messages = new ArrayList<>();
            long at = 0;
            while (at + HEADER <= from.byteSize()) {
                long length = from.get(JAVA_LONG, at);
                if (length < HEADER || at + length > from.byteSize()) {
                    break; // cut off: MSG_CTRUNC says so
                }
                messages.add(decodeOne(from.asSlice(at, length)));
                at += aligned((int) length);
            }
            return messages;
        }

        private static ControlMessage decodeOne(MemorySegment from) {
            int level = from.get(JAVA_INT, LEVEL);
            int type = from.get(JAVA_INT, TYPE);
            MemorySegment data = from.asSlice(HEADER);
            if (level == SOL_SOCKET && type == SCM_RIGHTS) {
                List<Fd<FileKind.Any>> fds = new ArrayList<>();
                for (long at = 0; at + Integer.BYTES <= data.byteSize(); at += Integer.BYTES) {
                    fds.add(Fd.of(data.get(JAVA_INT, at)));
                }
                return new Files(fds);
            }
            if (level == SOL_UDP && type == UDP_GRO && data.byteSize() >= Integer.BYTES) {
                return new SegmentSize(data.get(JAVA_INT, 0));
            }
            return new Other(level, type, data.toArray(JAVA_BYTE));
        }
    }
}
