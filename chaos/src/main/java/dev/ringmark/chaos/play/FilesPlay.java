package dev.ringmark.chaos.play;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Descriptor;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.uapi.Opcode;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Pipes that the driver closes while reads of them are under way, and whose numbers come again:
/// what is read from one is never another's.
final class FilesPlay extends Play {

    private static final int OPEN_MAX = 5;
    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;

    /// The reading end of a pipe, which the driver closes.
    private final class Pipe extends Descriptor {

        final byte mark;
        final int writer;
        boolean isWriterOpen = true;
        int named;
        int closings;

        Pipe(int reader, int writer, byte mark) {
            super(reader, false);
            this.writer = writer;
            this.mark = mark;
        }

        @Override
        protected void closed(int result) {
            closings++;
            check(closings == 1, Invariant.I_12, "a file was closed twice");
            check(named == 0, Invariant.I_13, named + " operations named a file that was closed");
            if (mark % 8 == 7) {
                thrown++;
                throw new IllegalStateException("thrown on purpose");
            }
        }
    }

    /// A read of, or a poll for, a pipe.
    private final class Reading extends Operation {

        final Pipe pipe;
        final @Nullable MemorySegment cell;
        boolean isTold;
        boolean isBack;

        Reading(Pipe pipe, @Nullable MemorySegment cell) {
            this.pipe = pipe;
            this.cell = cell;
        }

        @Override
        protected void prepare(Sqe sqe) {
            if (cell == null) {
                sqe.prepare(Opcode.POLL_ADD, pipe.number(), 0, 0, 0).operationFlags(POLLIN);
            } else {
                sqe.prepare(Opcode.READ, pipe.number(), cell.address(), Long.BYTES, 0);
            }
        }

        @Override
        protected void completed(int result, int flags, boolean isLast) {
            tell();
            for (long at = 0; cell != null && at < result; at++) {
                byte found = cell.get(JAVA_BYTE, at);
                check(
                        found == pipe.mark,
                        Invariant.I_13,
                        "a read of file " + pipe.mark + " got what was written to " + found);
            }
        }

        @Override
        protected void abandoned(EndReason reason) {
            tell();
        }

        @Override
        protected void released() {
            check(isTold && !isBack, Invariant.I_01, "released without an outcome, or twice");
            boolean isKept = cell != null && isTheKernels(cell);
            check(!isKept, Invariant.I_04, "released while the kernel has its memory");
            isBack = true;
            pipe.named--;
        }

        @Override
        protected Descriptor descriptor() {
            return pipe;
        }

        private void tell() {
            check(!isTold, Invariant.I_01, "told twice");
            isTold = true;
        }
    }

    private final List<Pipe> pipes = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final MemorySegment written;
    private byte marks;
    private int thrown;

    FilesPlay(Stage stage) {
        super(stage);
        MemorySegment cell = cell(Long.BYTES);
        if (cell == null) {
            throw new IllegalStateException("no memory for a first cell");
        }
        written = cell;
    }

    @Override
    void act(int action, int argument) {
        Pipe pipe = pipes.isEmpty() ? null : pipes.get(argument % pipes.size());
        Reading reading = readings.isEmpty() ? null : readings.get(argument % readings.size());
        switch (action) {
            case 0, 1 -> open();
            case 2, 3, 4, 5 -> {
                if (pipe != null) {
                    start(pipe, action == 5 ? null : cell(Long.BYTES), (argument & 0x100) != 0);
                }
            }
            case 6, 7 -> {
                if (pipe != null) {
                    close(pipe);
                }
            }
            case 8 -> {
                if (reading != null) {
                    driver.cancel(reading);
                }
            }
            case 9, 10 -> {
                if (pipe != null) {
                    write(pipe);
                }
            }
            case 11 -> driver.await(driver.now() + (1L << (argument & 0xf)));
            default -> driver.step(1 << (argument & 7));
        }
        pipes.removeIf(each -> each.isClosed() && !each.isWriterOpen);
        readings.removeIf(each -> each.isBack);
    }

    private void open() {
        int[] ends = new int[2];
        if (pipes.size() < OPEN_MAX && kernel.calls().pipe(ends, 0) == 0) {
            Pipe pipe = new Pipe(ends[0], ends[1], ++marks);
            pipes.add(pipe);
            driver.adopt(pipe);
        }
    }

    private void start(Pipe pipe, @Nullable MemorySegment cell, boolean waits) {
        Reading reading = new Reading(pipe, cell);
        boolean isGone = !pipe.isOpen();
        pipe.named++;
        Admission admission = waits ? driver.startBy(reading, Driver.NEVER) : driver.start(reading);
        if (admission.isTaken()) {
            check(!isGone, Invariant.I_13, "an operation was taken on a file that is closed");
            readings.add(reading);
        } else {
            pipe.named--;
        }
    }

    private void close(Pipe pipe) {
        driver.closeFile(pipe);
        if (pipe.isWriterOpen) {
            pipe.isWriterOpen = false;
            kernel.close(pipe.writer); // two numbers for the next pipe
        }
    }

    private void write(Pipe pipe) {
        if (pipe.isWriterOpen && kernel.calls().poll(pipe.writer, POLLOUT, 0) > 0) {
            written.fill(pipe.mark);
            kernel.calls().write(pipe.writer, written);
        }
    }

    @Override
    void compare() {
        for (Pipe pipe : pipes) {
            check(
                    !pipe.isClosed() || pipe.named == 0,
                    Invariant.I_13,
                    pipe.named + " operations name a file that is closed");
        }
    }

    @Override
    int thrown() {
        return thrown;
    }

    @Override
    boolean isAtRest() {
        return readings.stream().allMatch(each -> each.isBack);
    }

    @Override
    void help() {
        pipes.forEach(this::write);
    }

    @Override
    void end() {
        for (Pipe pipe : pipes) {
            check(pipe.isClosed(), Invariant.I_12, "a file stayed open");
            if (pipe.isWriterOpen) {
                kernel.close(pipe.writer);
            }
        }
    }
}
