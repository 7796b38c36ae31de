package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.ffi.Libc;
import dev.ringmark.runtime.layout.FilesUpdateLayout;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rings that were made through a decorator, found again by what `enter` is given.
///
/// Told of every call that makes, maps, names or closes a ring. A ring reached by another fd
/// (dup(2), another process) is not found.
final class SeenRings {

    /// A registered ring index belongs to the thread that registered it.
    private record Index(long threadId, int index) {}

    private final Map<Integer, SeenRing> byFd = new ConcurrentHashMap<>();
    private final Map<Index, SeenRing> byIndex = new ConcurrentHashMap<>();
    private final Consumer<SeenRing> beforeUnmap;

    /// @param beforeUnmap told a ring that is about to lose a part of its memory
    SeenRings(Consumer<SeenRing> beforeUnmap) {
        this.beforeUnmap = beforeUnmap;
    }

    /// After a successful setup.
    SeenRing setUp(int result, MemorySegment params) {
        SeenRing ring = new SeenRing(result, params);
        if (ring.has(SetupFlag.REGISTERED_FD_ONLY)) {
            byIndex.put(index(result), ring);
        } else {
            byFd.put(result, ring);
        }
        return ring;
    }

    /// After a successful map: the mapping to hand out.
    Mapping mapped(int fd, long offset, Mapping mapping) {
        SeenRing ring = byFd.get(fd);
        if (ring == null) {
            return mapping;
        }
        ring.mapped(offset, mapping.memory());
        return new SeenMapping(ring, mapping);
    }

    /// After a register call.
    void registered(int fd, int operation, MemorySegment argument, int result) {
        int plain = operation & ~RegistrationOption.REGISTER_USE_REGISTERED_RING.bits();
        if (plain == RegisterOp.RING_FDS.bits()) {
            for (int at = 0; at < result; at++) {
                MemorySegment entry = entry(argument, at);
                SeenRing ring = byFd.get((int) entry.get(JAVA_LONG, FilesUpdateLayout.FDS));
                if (ring != null) {
                    byIndex.put(index(entry.get(JAVA_INT, FilesUpdateLayout.OFFSET)), ring);
                }
            }
        } else if (plain == RegisterOp.UNREGISTER_RING_FDS.bits()) {
            for (int at = 0; at < result; at++) {
                MemorySegment entry = entry(argument, at);
                byIndex.remove(index(entry.get(JAVA_INT, FilesUpdateLayout.OFFSET)));
            }
        } else if (plain == RegisterOp.RESIZE_RINGS.bits() && result == 0) {
            SeenRing ring = plain == operation ? byFd.get(fd) : byIndex.get(index(fd));
            if (ring != null) {
                ring.resized(Libc.at(argument.address(), ParamsLayout.SIZE));
            }
        }
    }

    private static MemorySegment entry(MemorySegment updates, int at) {
        long address = updates.address() + at * FilesUpdateLayout.SIZE;
        return Libc.at(address, FilesUpdateLayout.SIZE);
    }

    /// The ring that `enter` means, or null when it was never seen.
    @Nullable SeenRing entered(int fd, int enterFlags) {
        boolean registered = (enterFlags & EnterFlag.REGISTERED_RING.bits()) != 0;
        return registered ? byIndex.get(index(fd)) : byFd.get(fd);
    }

    /// Before a close: the number may soon mean another file.
    void closing(int fd) {
        SeenRing ring = byFd.remove(fd);
        if (ring != null && !ring.has(SetupFlag.NO_MMAP)) {
            beforeUnmap.accept(ring);
        }
    }

    /// An index as the calling thread means it.
    private static Index index(int index) {
        return new Index(Thread.currentThread().threadId(), index);
    }

    /// A ring's mapping that says when it goes.
    private final class SeenMapping implements Mapping {

        private final SeenRing ring;
        private final Mapping mapping;

        SeenMapping(SeenRing ring, Mapping mapping) {
            this.ring = ring;
            this.mapping = mapping;
        }

        @Override
        public MemorySegment memory() {
            return mapping.memory();
        }

        @Override
        public int doNotFork() {
            return mapping.doNotFork();
        }

        @Override
        public void close() {
            beforeUnmap.accept(ring);
            ring.unmapping(mapping.memory());
            mapping.close();
        }
    }
}
