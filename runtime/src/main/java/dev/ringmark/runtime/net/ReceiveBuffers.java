package dev.ringmark.runtime.net;

import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import java.util.ArrayList;
import java.util.List;

/// Buffers of a loop that the kernel chooses from when data is there, for all connections that
/// receive by [StreamSocket#receiveEach], and pipes that are read by [PipeReader#readEach]: so an
/// idle one costs no buffer.
///
/// They are rings of buffers (since 5.19; before that, a waiting receive has one set aside while
/// half of them are free, and else waits by a poll first).
/// They are made as they are needed, up to a bound. When all are in use, receiving waits until one
/// is given back.
/// Closing it takes no more connections; the memory is freed when the last piece has been given
/// back and the last request has ended. Close it before its loop.
public final class ReceiveBuffers implements AutoCloseable {

    final Loop loop;
    private final BufferGroups groups;

    /// The loop's thread only: requests under way, and pieces that are out.
    private int users;

    private List<Runnable> starved = new ArrayList<>();

    private boolean isClosed;

    private ReceiveBuffers(Loop loop, BufferGroups groups) {
        this.loop = loop;
        this.groups = groups;
    }

    /// None yet.
    ///
    /// @param groupsMax how many groups at most, 1 or more
    /// @param count how many buffers in each, a power of two up to 32768
    /// @param size of each buffer, in bytes, 1 or more
    public static ReceiveBuffers open(Loop loop, int groupsMax, int count, int size) {
        return open(loop, groupsMax, count, size, new BufferRingFlag[0]);
    }

    /// The same, with buffers that are used piece by piece (INC, since 6.12; whole ones before
    /// that): large ones for much and little data alike.
    public static ReceiveBuffers openIncremental(Loop loop, int groupsMax, int count, int size) {
        return open(loop, groupsMax, count, size, BufferRingFlag.INC);
    }

    private static ReceiveBuffers open(
            Loop loop, int groupsMax, int count, int size, BufferRingFlag... flags) {
        BufferGroups groups =
                loop.withDriver(
                        driver -> {
                            int first = driver.claimGroups(groupsMax);
                            return new BufferGroups(driver, first, groupsMax, count, size, flags);
                        });
        return new ReceiveBuffers(loop, groups);
    }

    /// The loop's thread: one user more.
    ///
    /// @throws TaskException.Closed when it is closed
    BufferGroups enter() {
        if (isClosed) {
            throw new TaskException.Closed("the receive buffers are closed");
        }
        users++;
        return groups;
    }

    /// The loop's thread: one user more, a piece of data.
    void addPiece() {
        users++;
    }

    /// The loop's thread: whether there is a buffer, or one can come back: to a user that has none.
    boolean canFeed() {
        return groups.canFeed() || users > 1;
    }

    /// The loop's thread: does something when there is a buffer again; not at once.
    ///
    /// @throws TaskException.Closed when the loop is closing
    void whenOneIsBack(Runnable action) {
        if (groups.canFeed()) {
            loop.execute(action);
        } else {
            starved.add(action);
        }
    }

    /// The loop's thread: one user less, which may have had a buffer.
    void leave() {
        users--;
        List<Runnable> waiting = starved;
        starved = new ArrayList<>();
        waiting.forEach(Runnable::run);
        freeIfUnused();
    }

    private void freeIfUnused() {
        if (isClosed && users == 0) {
            groups.close();
        }
    }

    /// Takes no more connections, and frees the memory once nobody uses it.
    @Override
    public void close() {
        loop.withDriver(
                _ -> {
                    if (!isClosed) {
                        isClosed = true;
                        freeIfUnused();
                    }
                    return true;
                });
    }
}
