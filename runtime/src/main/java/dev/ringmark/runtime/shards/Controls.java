package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.shard.Letterbox;
import dev.ringmark.runtime.task.TaskException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;

/// The control messages of a shard: each is one MSG_RING of the sender's ring, whose CQE carries it
/// (SPG-033). Any thread.
///
/// By memory go those from outside, those to the own shard, those of kernels without messages, and
/// what a ring has refused or the sender's has no room for.
final class Controls {

    /* The label of a letter: `sender + 1 (16) | tag (16) | slot (16)`. */

    private static final int FIELD = 16;
    private static final int FIELD_MASK = (1 << FIELD) - 1;

    private final Shard shard;
    private final Map<Integer, ControlListener> listeners;
    private final List<ControlWindow> windows = new ArrayList<>();
    private final @Nullable Letterbox box;
    private final LongAdder submitted = new LongAdder();
    private final LongAdder direct = new LongAdder();
    private final LongAdder heard = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder overloads = new LongAdder();

    /// @param listeners by their tags; where there are none the ring is left alone
    Controls(Shard shard, int shards, Map<Integer, ControlListener> listeners) {
        this.shard = shard;
        this.listeners = Map.copyOf(listeners);
        if (listeners.isEmpty()) {
            box = null;
            return;
        }
        for (int at = 0; at <= shards; at++) {
            windows.add(new ControlWindow()); // the first is Message.OUTSIDE's
        }
        box =
                shard.loop()
                        .withDriver(
                                driver -> {
                                    driver.letterbox().listen(this::came);
                                    return driver.letterbox();
                                });
    }

    /// @param from the shard whose task calls, or null
    /// @throws TaskException.Overloaded when this sender has as many under way as there may be
    /// @throws TaskException.Closed when the shard has ended
    Ticket send(@Nullable Shard from, int tag, int value) {
        Letterbox its = box;
        if (its == null || !listeners.containsKey(tag)) {
            throw new IllegalArgumentException(
                    "tag: " + tag + ", expected one of a listener, one of " + listeners.keySet());
        }
        int sender = from == null ? Message.OUTSIDE : from.index();
        Ticket ticket = Ticket.open();
        int slot = windows.get(sender + 1).take(ticket);
        if (slot == ControlWindow.FULL) {
            overloads.increment();
            throw new TaskException.Overloaded(
                    "the shard has not heard the last "
                            + ControlWindow.SIZE
                            + " control messages of this sender; wait for their tickets");
        }
        if (slot == ControlWindow.CLOSED) {
            throw Ingress.closed();
        }
        submitted.increment();
        long label = (long) (sender + 1) << (2 * FIELD) | (long) tag << FIELD | slot;
        Letterbox.Address address = from == null || from.equals(shard) ? null : its.address();
        if (from == null || address == null) {
            byMemory(label, value);
        } else {
            direct.increment();
            CompletableFuture<?> _ =
                    from.loop()
                            .submit(sqe -> address.prepare(sqe, label, value))
                            .whenComplete(
                                    (result, thrown) -> {
                                        address.close();
                                        answered(label, value, ticket, result, thrown);
                                    });
        }
        return ticket;
    }

    /// The sender's ring has answered.
    private void answered(
            long label,
            int value,
            Ticket ticket,
            @Nullable Integer result,
            @Nullable Throwable thrown) {
        Throwable why = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        boolean isRefused = result != null && result < 0;
        if (isRefused || why instanceof TaskException.Overloaded) { // it is not in the shard's ring
            direct.decrement();
            byMemory(label, value);
        } else if (thrown != null && window(label).giveUp(slot(label), ticket)) {
            failed.increment();
            boolean _ = ticket.refused(why == null ? thrown : why);
        }
    }

    private void byMemory(long label, int value) {
        shard.loop().tell(() -> cameByMemory(label, value));
    }

    /// The shard's thread, or anybody's when its loop has ended: then the end has its ticket.
    private void cameByMemory(long label, int value) {
        try {
            boolean _ =
                    shard.loop()
                            .withDriver(
                                    _ -> {
                                        came(label, value);
                                        return true;
                                    });
        } catch (TaskException.Closed _) {
            Ticket ticket = window(label).end(slot(label));
            if (ticket != null) {
                failed.increment();
                boolean _ = ticket.refused(Ingress.closed());
            }
        }
    }

    /// The shard's thread.
    private void came(long label, int value) {
        Ticket ticket = window(label).end(slot(label));
        if (ticket == null) {
            return; // the shard ends, or the sender has ended
        }
        int tag = (int) (label >>> FIELD) & FIELD_MASK;
        int from = (int) (label >>> (2 * FIELD)) - 1;
        heard.increment();
        try {
            ControlListener listener = Objects.requireNonNull(listeners.get(tag), "listener");
            listener.told(shard, new Message(from, tag, value, null));
            boolean _ = ticket.taken();
        } catch (RuntimeException e) {
            boolean _ = ticket.refused(e);
            throw e;
        }
    }

    private ControlWindow window(long label) {
        return windows.get((int) (label >>> (2 * FIELD)));
    }

    private static int slot(long label) {
        return (int) label & FIELD_MASK;
    }

    ShardSnapshot.Controls snapshot() {
        return new ShardSnapshot.Controls(
                windows.stream().mapToInt(ControlWindow::waiting).sum(),
                submitted.sum(),
                direct.sum(),
                heard.sum(),
                failed.sum(),
                overloads.sum());
    }

    /// The shard has ended: refuses what it has not heard.
    void close() {
        for (ControlWindow window : windows) {
            for (Ticket ticket : window.close()) {
                failed.increment();
                boolean _ = ticket.refused(Ingress.closed());
            }
        }
    }
}
