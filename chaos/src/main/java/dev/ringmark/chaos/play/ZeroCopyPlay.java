package dev.ringmark.chaos.play;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Opcode;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Sends without a copy over a TCP connection: a result first, and later the notification that the
/// memory is free, which may be late, or not come because there was an error.
final class ZeroCopyPlay extends Play {

    private static final int SIZE = 64;
    private static final int IN_FLIGHT_MAX = 24;

    /// One send.
    private final class Sending extends Operation {

        final MemorySegment cell;
        int results;
        boolean isLastTold;
        boolean isBack;

        Sending(MemorySegment cell) {
            this.cell = cell;
        }

        @Override
        protected void prepare(Sqe sqe) {
            sqe.prepare(Opcode.SEND_ZC, sockets[0], cell.address(), SIZE, 0);
        }

        @Override
        protected void completed(int result, int flags, boolean isLast) {
            check(!isLastTold, Invariant.I_03, "told after the last completion");
            boolean isNotification = (flags & CqeFlag.NOTIF.bits()) != 0;
            check(isLast || !isNotification, Invariant.I_03, "a notification with more behind it");
            results += isNotification ? 0 : 1;
            check(results == 1, Invariant.I_01, results + " results");
            isLastTold = isLast;
        }

        @Override
        protected void abandoned(EndReason reason) {
            check(results == 0, Invariant.I_01, "abandoned after its result");
            results = 1;
            isLastTold = true;
        }

        @Override
        protected void released() {
            check(isLastTold && !isBack, Invariant.I_01, "released before its end, or twice");
            check(!isTheKernels(cell), Invariant.I_04, "released before the notification");
            isBack = true;
        }
    }

    private final int[] sockets;
    private final MemorySegment sink;
    private final List<Sending> sendings = new ArrayList<>();

    ZeroCopyPlay(Stage stage) {
        super(stage);
        sockets = Tcp.pair(kernel);
        MemorySegment cell = cell(SIZE);
        if (cell == null) {
            throw new IllegalStateException("no memory for a first cell");
        }
        sink = cell;
    }

    @Override
    void act(int action, int argument) {
        switch (action) {
            case 0, 1, 2, 3, 4 -> start();
            case 5 -> {
                if (!sendings.isEmpty()) {
                    driver.cancel(sendings.get(argument % sendings.size()));
                }
            }
            case 6, 7, 8 -> help();
            case 9, 10 -> driver.await(driver.now() + (1L << (argument & 0xf)));
            default -> driver.step(1 << (argument & 7));
        }
        sendings.removeIf(each -> each.isBack);
    }

    private void start() {
        MemorySegment cell = sendings.size() < IN_FLIGHT_MAX ? cell(SIZE) : null;
        if (cell != null) {
            cell.set(JAVA_LONG, 0, cell.address());
            Sending sending = new Sending(cell);
            if (driver.start(sending).isTaken()) {
                sendings.add(sending);
            }
        }
    }

    @Override
    void compare() {}

    @Override
    boolean isAtRest() {
        return sendings.stream().allMatch(each -> each.isBack);
    }

    @Override
    void help() {
        if (kernel.calls().poll(sockets[1], 1, 0) > 0) {
            kernel.calls().read(sockets[1], sink);
        }
    }

    @Override
    void end() {
        kernel.close(sockets[0]);
        kernel.close(sockets[1]);
    }
}
