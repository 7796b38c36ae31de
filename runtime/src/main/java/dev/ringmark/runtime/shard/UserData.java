package dev.ringmark.runtime.shard;

/// The user data of everything the driver submits: `slot(24) | generation(24) | kind(16)`.
///
/// The slot finds the operation, the generation says which of the slot's operations it was, the
/// kind tells the driver's own requests from the program's.
final class UserData {

    static final int SLOTS_MAX = 1 << 24;
    static final int GENERATION_MASK = (1 << 24) - 1;

    private static final int SLOT_SHIFT = 40;
    private static final int GENERATION_SHIFT = 16;
    private static final long KIND_MASK = 0xffff;
    private static final int KIND_COUNT = Kind.values().length;

    /// What a request is for.
    enum Kind {
        /// A request that the driver has given up before the kernel saw it; its CQE says nothing.
        VOID(0),
        OPERATION(1),
        WAKE(2),
        CANCEL(3),
        BARRIER(4),
        CLOSE(5),
        /// Posted by a waker (MSG_RING), to no operation of the ring.
        MESSAGE(6),
        /// A message to another driver's ring.
        SIGNAL(7),
        /// Posted by another ring (MSG_RING), with a label of its own: [Letterbox].
        LETTER(8);

        final int bits;

        Kind(int bits) {
            this.bits = bits;
        }
    }

    /// What every message of a waker says.
    static final long MESSAGE = Kind.MESSAGE.bits;

    private UserData() {}

    static long of(int slot, int generation, Kind kind) {
        return (long) slot << SLOT_SHIFT
                | (long) (generation & GENERATION_MASK) << GENERATION_SHIFT
                | kind.bits;
    }

    static int slot(long userData) {
        return (int) (userData >>> SLOT_SHIFT);
    }

    static int generation(long userData) {
        return (int) (userData >>> GENERATION_SHIFT) & GENERATION_MASK;
    }

    static boolean isVoid(long userData) {
        return (userData & KIND_MASK) == Kind.VOID.bits;
    }

    /// What a letter says: `label(48) | kind(16)`.
    static long letter(long label) {
        return label << GENERATION_SHIFT | Kind.LETTER.bits;
    }

    static boolean isLetter(long userData) {
        return (userData & KIND_MASK) == Kind.LETTER.bits;
    }

    static long label(long userData) {
        return userData >>> GENERATION_SHIFT;
    }

    /// Whether the kind is one of ours.
    static boolean hasKind(long userData) {
        return (userData & KIND_MASK) < KIND_COUNT;
    }
}
