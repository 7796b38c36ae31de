package dev.ringmark.runtime.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Native memory with one owner at a time: the program, an operation (and so the kernel), or, once
/// closed, nobody.
///
/// An operation that starts takes the buffer ([#lend]) and gives it back with its terminal
/// completion, be that a success, an error, a cancel or a timeout. In between every access throws
/// and says which operation has the buffer. The address never changes. Safe to hand from thread to
/// thread; who owns it is one word.
///
/// A segment that [#view()] gave out earlier is plain memory: keeping one across a start and using
/// it is the one mistake that is not caught.
public class OwnedBuffer implements AutoCloseable {

    /// The largest size of one buffer: what one read or write moves at most (MAX_RW_COUNT,
    /// read(2)).
    public static final long SIZE_MAX = 0x7fff_f000L;

    private static final Object NOBODY = "nobody: it is closed";
    private static final VarHandle HOLDER;
    private static final AtomicLong IDS = new AtomicLong();

    static {
        try {
            HOLDER =
                    MethodHandles.lookup().findVarHandle(OwnedBuffer.class, "holder", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id = IDS.incrementAndGet();
    private final long size;
    private final @Nullable Arena arena;
    private MemorySegment memory;
    private long address;
    private int generation;
    private volatile boolean isRegistered;
    private Leaks.@Nullable Watch watch;

    /// Null: the program; NOBODY; or the operation. Written by HOLDER only.
    @SuppressWarnings("UnusedVariable")
    private volatile @Nullable Object holder;

    /// @param memory the memory, for good
    /// @param arena what frees it; null when that is somebody else's affair
    OwnedBuffer(MemorySegment memory, @Nullable Arena arena) {
        this.memory = memory;
        this.arena = arena;
        address = memory.address();
        size = memory.byteSize();
        if (arena != null) {
            MemoryLedger.enter(size);
        }
    }

    /// Allocates zeroed memory.
    ///
    /// @param size in bytes, 1 to [#SIZE_MAX]
    public static OwnedBuffer allocate(long size) {
        return allocate(size, Long.BYTES);
    }

    /// Allocates zeroed memory at an aligned address, as O_DIRECT wants it.
    ///
    /// @param size in bytes, 1 to [#SIZE_MAX]
    /// @param alignment a power of two up to 2 MiB
    public static OwnedBuffer allocate(long size, long alignment) {
        requireSize(size);
        requireAlignment(alignment);
        Arena arena = Arena.ofShared();
        OwnedBuffer buffer = new OwnedBuffer(arena.allocate(size, alignment), arena);
        buffer.watch =
                Leaks.watch(
                        buffer,
                        () -> {
                            arena.close();
                            MemoryLedger.strike(size);
                        });
        return buffer;
    }

    /// Takes native memory of the caller's, who frees it, and not before the last operation on it
    /// has ended.
    public static OwnedBuffer wrap(MemorySegment memory) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException(
                    "memory: on the Java heap, expected native memory (or use copying)");
        }
        if (memory.isReadOnly()) {
            throw new IllegalArgumentException("memory: read-only, expected writable memory");
        }
        requireSize(memory.byteSize());
        return new OwnedBuffer(memory, null);
    }

    /// Takes a direct buffer of the caller's, from its position to its limit. Both stay as they
    /// are.
    public static OwnedBuffer wrap(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException(
                    "buffer: on the Java heap, expected a direct buffer (or use copying)");
        }
        return wrap(MemorySegment.ofBuffer(buffer));
    }

    /// Stands for an array, which is copied to native memory when an operation starts and back
    /// when it ends: two copies and an allocation that a native buffer does not cost. The array is
    /// the operation's meanwhile.
    public static OwnedBuffer copying(byte[] array) {
        requireSize(array.length);
        return new CopiedBuffer(array);
    }

    /// Its size in bytes.
    public final long size() {
        return size;
    }

    /// How often it has been lent.
    public final int generation() {
        return generation;
    }

    /// Whether an operation has it.
    @SuppressWarnings("ReferenceEquality") // this very marker
    public final boolean isLent() {
        Object now = holder;
        return now != null && now != NOBODY;
    }

    /// Its memory, to be read and written until the next operation takes it.
    ///
    /// @throws IllegalStateException when it is not the program's
    public MemorySegment view() {
        requireOwned("view");
        return memory;
    }

    /// A part of its memory, as [#view()].
    public final MemorySegment view(long from, long length) {
        return view().asSlice(from, length);
    }

    /// Where the kernel finds it, for the operation that has it.
    ///
    /// @throws IllegalStateException when the buffer is not lent
    public final long address() {
        if (!isLent()) {
            throw new IllegalStateException(
                    this + ": no operation has it, so its address is nobody's");
        }
        return address;
    }

    /// Moves it to an operation.
    ///
    /// @param operation who gets it, named in every refusal until [#giveBack]
    /// @throws IllegalStateException when it is not the program's
    public final void lend(Object operation) {
        Object before = HOLDER.compareAndExchange(this, null, operation);
        if (before != null) {
            throw refusal("lend to " + operation, before);
        }
        generation++;
        lent();
    }

    /// Moves it back to the program.
    ///
    /// @param operation who has it
    /// @throws IllegalStateException when that one has not
    @SuppressWarnings("ReferenceEquality") // this very operation
    public final void giveBack(Object operation) {
        if (holder != operation) {
            throw new IllegalStateException(this + ": " + operation + " does not have it");
        }
        returned();
        HOLDER.setRelease(this, null);
    }

    /// Frees it.
    ///
    /// @throws IllegalStateException when an operation has it, it is registered, or closed
    @Override
    public void close() {
        if (isRegistered) {
            throw new IllegalStateException(this + ": cannot close, it is registered with a ring");
        }
        Object before = HOLDER.compareAndExchange(this, null, NOBODY);
        if (before != null) {
            throw refusal("close", before);
        }
        freed();
    }

    /// A ring has its pages; it cannot be closed meanwhile.
    public final void register() {
        isRegistered = true;
    }

    /// No ring has its pages any more.
    public final void unregister() {
        isRegistered = false;
    }

    /// What a subclass does when an operation gets it.
    void lent() {}

    /// What a subclass does before the program has it again.
    void returned() {}

    /// What closing does.
    void freed() {
        if (watch != null) {
            watch.close();
        }
        if (arena != null) {
            arena.close();
            MemoryLedger.strike(size);
        }
    }

    /// Puts other memory under this buffer; only while an operation starts or ends.
    final void place(MemorySegment other) {
        memory = other;
        address = other.address();
    }

    /// Its memory, whoever has it.
    final MemorySegment current() {
        return memory;
    }

    @Override
    public String toString() {
        return "buffer " + id + " (" + size + " bytes, generation " + generation + ")";
    }

    final void requireOwned(String what) {
        Object now = holder;
        if (now != null) {
            throw refusal(what, now);
        }
    }

    private IllegalStateException refusal(String what, Object holder) {
        return new IllegalStateException(this + ": cannot " + what + ", it belongs to " + holder);
    }

    private static void requireSize(long size) {
        if (size < 1 || size > SIZE_MAX) {
            throw new IllegalArgumentException("size: " + size + ", expected 1.." + SIZE_MAX);
        }
    }

    private static void requireAlignment(long alignment) {
        if (alignment < 1 || alignment > 1 << 21 || Long.bitCount(alignment) != 1) {
            throw new IllegalArgumentException(
                    "alignment: " + alignment + ", expected a power of two up to " + (1 << 21));
        }
    }
}
