package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopGroup;
import dev.ringmark.runtime.task.TaskException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// One loop of a runtime, and what is sent to it. Any thread.
///
/// Messages of one sender arrive in their order, in one of two lanes: those of hot tags
/// ([ShardsBuilder#hotTags]) and all others. Who sends is known by the task that calls; everybody
/// outside counts as one sender. What is sent wakes the shard with the next batch of the sender's
/// own ring, so not before the sending task lets others run; from outside, at once.
public final class Shard {

    private final Shards runtime;
    private final int index;
    private final Loop loop;
    final Port port;
    final Tallies tallies = new Tallies();
    private final Controls controls;

    Shard(Shards runtime, int index, Loop loop, ShardsBuilder options) {
        this.runtime = runtime;
        this.index = index;
        this.loop = loop;
        port =
                new Port(
                        options.shards,
                        options.messageCapacity,
                        new Tags(options.tags),
                        options.thresholds,
                        this::ring);
        controls = new Controls(this, options.shards, options.listeners);
    }

    /// Its place among the shards, from 0.
    public int index() {
        return index;
    }

    /// Its loop: for operations, files and sockets that are to be this shard's.
    public Loop loop() {
        return loop;
    }

    /// Whether it takes tasks and messages.
    public boolean isOpen() {
        return !port.plain.isClosed();
    }

    /// Starts a task that stays here.
    ///
    /// @throws TaskException.Closed when the shard has ended
    public <T extends @Nullable Object> GroupTask<T> spawn(Callable<T> body) {
        return runtime.spawn(Placement.on(index), body);
    }

    /// Makes something that only this shard's thread ever touches, on that thread (SPG-045).
    ///
    /// @throws TaskException.Closed when the shard has ended
    public <S> Confined<S> confine(Supplier<S> init) {
        return new Confined<>(loop, loop.withDriver(_ -> init.get()));
    }

    /// Sends a number.
    ///
    /// @param tag 0 to 65,535, not a counter's
    /// @return ends when somebody has taken the message
    /// @throws TaskException.Overloaded when this sender has as many here as the bound says
    /// @throws TaskException.Closed when the shard has ended
    public Ticket send(int tag, int value) {
        Ticket ticket = Ticket.open();
        port.put(runtime.sender(), tag, value, null, ticket);
        return ticket;
    }

    /// Sends something of a type; it is the receiver's from now on.
    ///
    /// @return ends when somebody has taken the message
    public <T> Ticket send(MessageType<T> type, T body) {
        Ticket ticket = Ticket.open();
        port.put(runtime.sender(), type.tag(), 0, type.type().cast(body), ticket);
        return ticket;
    }

    /// Sends a number, and nobody asks whether it was taken.
    ///
    /// @throws TaskException as [#send(int, int)]
    public void tell(int tag, int value) {
        port.put(runtime.sender(), tag, value, null, null);
    }

    /// The same for something of a type.
    public <T> void tell(MessageType<T> type, T body) {
        port.put(runtime.sender(), type.tag(), 0, type.type().cast(body), null);
    }

    /// Sends numbers in their order, with one wake-up at most, as far as there is room.
    ///
    /// @return how many of them, from the first on
    /// @throws TaskException.Closed when the shard has ended
    public int tellMany(int tag, int... values) {
        return many(port.of(tag).putMany(runtime.sender(), tag, values, null, port.joins(tag)));
    }

    /// The same for things of a type.
    public <T> int tellMany(MessageType<T> type, List<? extends T> bodies) {
        bodies.forEach(body -> Objects.requireNonNull(type.type().cast(body), "body"));
        int tag = type.tag();
        return many(port.of(tag).putMany(runtime.sender(), tag, null, bodies, false));
    }

    /// Adds to a counter ([ShardsBuilder#counterTag]), which has no bound.
    ///
    /// @param count 1 or more
    /// @throws TaskException.Closed when the shard has ended
    public void count(int tag, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count: " + count + ", expected 1 or more");
        }
        if (!port.counter(tag).add(count)) {
            throw Ingress.closed();
        }
    }

    /// Tells a number to the listener of a tag ([ShardsBuilder#controlTag]), ahead of what waits in
    /// lanes: from a task of another shard by one MSG_RING of that one's ring, with its next batch,
    /// from anywhere else by memory. Their order is not kept where a ring refuses one.
    ///
    /// @return ends when the listener has returned; fails with what it has thrown
    /// @throws TaskException.Overloaded when the shard has not heard the last 64 of this sender's
    /// @throws TaskException.Closed when the shard has ended
    public Ticket control(int tag, int value) {
        return controls.send(runtime.current(), tag, value);
    }

    /// Waits for a message that is not hot, and takes it. Several may wait; each message goes to
    /// one of them.
    ///
    /// @param time null for ever
    /// @throws TaskException.Closed when the shard has ended
    /// @throws TaskException when the wait was ended
    public Message receive(@Nullable Duration time) {
        return port.plain.receive(time);
    }

    /// Waits for such a message, and takes all that are there.
    ///
    /// @param max how many at most
    /// @return one or more, in each sender's order
    public List<Message> receiveMany(int max, @Nullable Duration time) {
        if (max < 1) {
            throw new IllegalArgumentException("max: " + max + ", expected 1 or more");
        }
        return port.plain.receiveMany(max, time);
    }

    /// A message that is not hot, or null when there is none.
    public @Nullable Message poll() {
        return port.plain.poll();
    }

    /// Waits for a hot message, and takes it.
    public Message receiveHot(@Nullable Duration time) {
        return port.hot.receive(time);
    }

    /// A hot message, or null when there is none.
    public @Nullable Message pollHot() {
        return port.hot.poll();
    }

    /// Waits until something was added to a counter, and takes the sum.
    public long awaitCount(int tag, @Nullable Duration time) {
        return port.counter(tag).await(time);
    }

    /// Takes the sum of a counter; 0 when nothing was added.
    public long takeCount(int tag) {
        return port.counter(tag).take();
    }

    /// Wakes who waits: at once for a task of this very shard, which needs no one's turn.
    private void ring(Runnable bell) {
        if (loop.equals(Loop.current())) {
            bell.run();
        } else {
            loop.tell(bell);
        }
    }

    ShardSnapshot snapshot(LoopGroup group) {
        ShardSnapshot.Tasks tasks =
                new ShardSnapshot.Tasks(
                        group.waiting(loop),
                        tallies.pinned.sum(),
                        tallies.stealable.sum(),
                        tallies.overloaded.sum(),
                        tallies.executed.sum(),
                        group.stolenBy(loop),
                        group.attemptsBy(loop),
                        group.successesBy(loop),
                        tallies.violations.sum());
        ShardSnapshot.OperationCounts operations =
                new ShardSnapshot.OperationCounts(
                        tallies.pending.get(), tallies.local.sum(), tallies.remote.sum());
        return new ShardSnapshot(
                index,
                isOpen(),
                loop.snapshot(),
                tasks,
                port.snapshot(),
                controls.snapshot(),
                operations);
    }

    /// Its loop has ended.
    void close() {
        port.close();
        controls.close();
    }

    @Override
    public String toString() {
        return "shard " + index;
    }

    private static int many(int accepted) {
        if (accepted < 0) {
            throw Ingress.closed();
        }
        return accepted;
    }
}
