package dev.ringmark.chaos.play;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.buffer.BufferGroup;
import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotRun;
import dev.ringmark.runtime.op.ReceiveEach;
import dev.ringmark.runtime.op.RefusedException;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Streams whose receives share groups of buffers: these run out, and come back in any order.
///
/// Each stream carries bytes that count up, so that a buffer which is handed out twice, or is
/// written while somebody looks at it, shows.
final class GroupsPlay extends Play {

    private static final int STREAMS = 3;
    private static final int GROUPS = 2;
    private static final int COUNT = 4;
    private static final int SIZE = 8;
    private static final int CREDIT = 1000;
    private static final int POLLOUT = 4;
    private static final int NONBLOCK = 0x800;
    private static final int SET_FLAGS = 4;

    /// A stream, and who receives from it.
    private final class Stream implements MultishotListener<Filled> {

        final int[] sockets = new int[2];
        @Nullable MultishotRun<Filled> run;
        byte sent;
        byte received;

        Stream() {
            kernel.calls().socketPair(1, 1, 0, sockets);
            kernel.calls().fcntl(sockets[1], SET_FLAGS, NONBLOCK);
        }

        @Override
        public void next(MultishotRun<Filled> from, Filled data) {
            MemorySegment view = data.view();
            byte first = received;
            for (long at = 0; at < data.length(); at++) {
                byte found = view.get(JAVA_BYTE, at);
                check(
                        found == received,
                        Invariant.I_17,
                        "a stream gave " + found + ", expected " + received);
                received++;
            }
            held.add(new Held(data, first));
        }

        @Override
        public void ended(MultishotRun<Filled> from, Completed<Filled> end) {
            run = null;
        }
    }

    /// Data that the program has, and how it begins.
    private record Held(Filled data, byte first) {}

    private final BufferGroups groups = new BufferGroups(driver.ring(), 1, GROUPS, COUNT, SIZE);
    private final List<Stream> streams = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final MemorySegment bytes;
    private boolean isEnding;

    GroupsPlay(Stage stage) {
        super(stage);
        for (int at = 0; at < STREAMS; at++) {
            streams.add(new Stream());
        }
        MemorySegment cell = cell(SIZE);
        if (cell == null) {
            throw new IllegalStateException("no memory for a first cell");
        }
        bytes = cell;
    }

    @Override
    void act(int action, int argument) {
        Stream stream = streams.get(argument % STREAMS);
        switch (action) {
            case 0, 1 -> start(stream);
            case 2, 3, 4, 5 -> send(stream, 1 + (argument >>> 2 & 7));
            case 6, 7 -> giveBack(argument);
            case 8 -> {
                if (stream.run != null) {
                    stream.run.cancel();
                }
            }
            case 9 -> driver.await(driver.now() + (1L << (argument & 0xf)));
            default -> driver.step(1 << (argument & 7));
        }
    }

    private void start(Stream stream) {
        if (stream.run == null && !isEnding) {
            ReceiveEach receive = ReceiveEach.from(Fd.of(stream.sockets[0]), groups);
            try {
                stream.run = receive.start(driver, CREDIT, stream);
            } catch (RefusedException e) {
                check(driver.inFlight() > 0, Invariant.I_06, "refused by an idle driver");
            }
        }
    }

    private void send(Stream stream, int count) {
        if (kernel.calls().poll(stream.sockets[1], POLLOUT, 0) > 0) {
            for (int at = 0; at < count; at++) {
                bytes.set(JAVA_BYTE, at, (byte) (stream.sent + at));
            }
            int sent = kernel.calls().write(stream.sockets[1], bytes.asSlice(0, count));
            stream.sent += (byte) Math.max(0, sent);
        }
    }

    private void giveBack(int argument) {
        if (!held.isEmpty()) {
            Held chosen = held.remove(argument % held.size());
            byte now = chosen.data.length() == 0 ? chosen.first : first(chosen.data);
            check(now == chosen.first, Invariant.I_19, "a buffer was written while it was ours");
            chosen.data.close();
        }
    }

    private static byte first(Filled data) {
        return data.view().get(JAVA_BYTE, 0);
    }

    @Override
    void compare() {
        int free = 0;
        int kernels = 0;
        for (int at = 0; at < groups.size(); at++) {
            BufferGroup group = groups.at(at);
            free += group.free();
            kernels += kernel.outside().buffers(group.group());
        }
        check(
                free + held.size() == groups.size() * COUNT,
                Invariant.I_19,
                "%d buffers are the kernel's, %d ours, of %d"
                        .formatted(free, held.size(), groups.size() * COUNT));
        check(
                kernels <= free,
                Invariant.I_19,
                "the kernel may fill " + kernels + " buffers, " + free + " are its own");
    }

    @Override
    boolean isAtRest() {
        return isEnding && streams.stream().allMatch(each -> each.run == null);
    }

    @Override
    void help() {
        isEnding = true;
        for (Stream stream : streams) {
            if (stream.run != null) {
                stream.run.cancel();
            }
        }
    }

    @Override
    void atRest() {
        while (!held.isEmpty()) {
            giveBack(0);
        }
        compare();
        groups.close();
    }

    @Override
    void end() {
        for (Stream stream : streams) {
            kernel.close(stream.sockets[0]);
            kernel.close(stream.sockets[1]);
        }
    }
}
