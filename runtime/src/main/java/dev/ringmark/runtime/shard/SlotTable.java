package dev.ringmark.runtime.shard;

import org.jspecify.annotations.Nullable;

/// The operations that the kernel may still speak of, by slot and generation.
///
/// A fixed number of slots, allocated once. A slot's generation moves on when the slot is given
/// back, so a CQE of an earlier operation finds nothing. Confined to the driver's thread.
final class SlotTable {

    /* Free slots are taken in the order in which they came back. With the last one first, a program
     * with one operation in flight would use one slot all the time and run through its 2^24
     * generations within seconds; in order, every slot has to be used before one comes again. */

    private final @Nullable Operation[] operations;
    private final int[] generations;
    private final int[] free;
    private int freeHead;
    private int freeCount;

    /// @param size how many slots
    SlotTable(int size) {
        if (size < 1 || size > UserData.SLOTS_MAX) {
            throw new IllegalArgumentException(
                    "size: " + size + ", expected 1.." + UserData.SLOTS_MAX);
        }
        operations = new @Nullable Operation[size];
        generations = new int[size];
        free = new int[size];
        for (int slot = 0; slot < size; slot++) {
            free[slot] = slot;
        }
        freeCount = size;
    }

    /// How many slots there are.
    int size() {
        return operations.length;
    }

    /// How many slots are taken.
    int used() {
        return operations.length - freeCount;
    }

    /// Gives an operation a slot, and the user data that names it there.
    void acquire(Operation operation, UserData.Kind kind) {
        if (freeCount == 0) {
            throw new IllegalStateException("no free slot among " + operations.length);
        }
        int slot = free[freeHead];
        freeHead = next(freeHead);
        freeCount--;
        operations[slot] = operation;
        operation.userData = UserData.of(slot, generations[slot], kind);
    }

    /// Takes the operation's slot back; its user data names nothing from now on.
    @SuppressWarnings("ReferenceEquality") // this very operation
    void release(Operation operation) {
        int slot = UserData.slot(operation.userData);
        if (operations[slot] != operation) {
            throw new IllegalStateException("slot " + slot + " is not this operation's");
        }
        operations[slot] = null;
        generations[slot] = (generations[slot] + 1) & UserData.GENERATION_MASK;
        int tail = freeHead + freeCount;
        free[tail < free.length ? tail : tail - free.length] = slot;
        freeCount++;
    }

    /// The operation with exactly this user data, or null when it is not, or no longer, here.
    @Nullable Operation find(long userData) {
        int slot = UserData.slot(userData);
        if (slot >= operations.length) {
            return null;
        }
        Operation operation = operations[slot];
        return operation != null && operation.userData == userData ? operation : null;
    }

    /// Whether a name that finds nothing is one that this table may have given out before.
    boolean isStale(long userData) {
        int slot = UserData.slot(userData);
        return slot < operations.length
                && UserData.hasKind(userData)
                && UserData.generation(userData) != generations[slot];
    }

    /// The operation in a slot, whatever its generation.
    @Nullable Operation at(int slot) {
        return operations[slot];
    }

    /// Moves a free slot's generation, for tests of its overflow.
    void generation(int slot, int generation) {
        generations[slot] = generation;
    }

    private int next(int index) {
        return index + 1 == free.length ? 0 : index + 1;
    }
}
