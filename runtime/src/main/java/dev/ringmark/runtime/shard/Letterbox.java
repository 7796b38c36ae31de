package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Sqe;

import org.jspecify.annotations.Nullable;

/// What other rings put straight into a driver's one: a CQE that has 48 bits and an int to say
/// (MSG_RING, since 5.18; io_uring_enter(2)).
///
/// Any thread, but for [#listen]. There is one where messages wake the driver ([WakeKind#MESSAGE]).
public final class Letterbox {

    /// How many bits a label has.
    public static final int LABEL_BITS = 48;

    /// Hears what comes, on the driver's thread.
    public interface Listener {

        /// A letter has come; what this throws is one more of the driver's callback failures.
        ///
        /// @param label as its sender has said
        void came(long label, int value);
    }

    private final WakeSource wake;
    private final Ledger ledger;
    private @Nullable Listener listener;

    Letterbox(WakeSource wake, Ledger ledger) {
        this.wake = wake;
        this.ledger = ledger;
    }

    /// The driver's thread: who hears from now on.
    public void listen(Listener other) {
        listener = other;
    }

    /// A way to put one letter in. The ring keeps its name until the address is closed, which its
    /// user does when the SQE has its answer.
    ///
    /// @return null when the driver is closed, or no message gets there
    public @Nullable Address address() {
        MessageBell bell = wake.enter();
        return bell == null ? null : new Address(wake, bell);
    }

    void came(long label, int value) {
        Listener hears = listener;
        if (hears == null) {
            return;
        }
        try {
            hears.came(label, value);
        } catch (RuntimeException e) {
            ledger.note(e);
        }
    }

    /// Where one letter goes.
    public static final class Address implements AutoCloseable {

        private final WakeSource wake;
        private final MessageBell bell;

        private Address(WakeSource wake, MessageBell bell) {
            this.wake = wake;
            this.bell = bell;
        }

        /// Makes an SQE of another ring that puts the letter in.
        ///
        /// @param label up to 48 bits
        public void prepare(Sqe sqe, long label, int value) {
            if (label >>> LABEL_BITS != 0) {
                throw new IllegalArgumentException(
                        "label: " + label + ", expected 0.." + ((1L << LABEL_BITS) - 1));
            }
            bell.prepare(sqe, label, value);
        }

        @Override
        public void close() {
            wake.rung(true);
        }
    }
}
