package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.fs.File;
import dev.ringmark.runtime.fs.FilePolicy;
import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.fs.OpenOptions;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.Run;
import dev.ringmark.runtime.op.RunListener;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.Transfer;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What a read or write of 4 KiB costs a task, in a file of 16 MiB that the page cache has.
///
/// Does not include opening, nor the disk. CPU time is the whole process's, kernel threads' for it
/// included.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class FileBenchmark {

    /// How many operations an invocation makes.
    public static final int OPERATIONS = 1 << 14;

    /// How large an operation is, in bytes.
    public static final int SIZE = 4096;

    /// How many of them the file has.
    public static final int BLOCKS = 4096;

    private static final int TASKS = 32;

    /// The file, which is there and filled.
    @Param("")
    public String path;

    /// Which way reads and writes take.
    @Param({"ADAPTIVE"})
    public FilePolicy policy;

    private final List<OwnedBuffer> buffers = new ArrayList<>();
    private final Lanes lanes = new Lanes();
    private Loop loop;
    private File file;
    private int number;

    /// Opens it.
    @Setup
    public void open() {
        loop = Loop.start(Kernel.host(), LoopOptions.named("benchmark"));
        file = FileSystem.on(loop, policy).open(Path.of(path), OpenOptions.updating());
        for (int task = 0; task < TASKS; task++) {
            buffers.add(OwnedBuffer.allocate(SIZE, SIZE));
        }
        number = Kernel.host().calls().open(path, 0, 0);
        loop.withDriver(
                driver -> {
                    for (OwnedBuffer each : buffers) {
                        lanes.all.add(new Lane(lanes, driver, Fd.of(number), Span.of(each)));
                    }
                    return number;
                });
    }

    /// Closes it.
    @TearDown
    public void close() {
        file.close();
        loop.close();
        Kernel.host().close(number);
        buffers.forEach(OwnedBuffer::close);
    }

    /// One task that reads.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int readFromOneTask(TaskBenchmark.CpuTime cpu) {
        cpu.operations += OPERATIONS;
        return loop.fork(() -> reads(0, 1, OPERATIONS)).join();
    }

    /// Thirty-two tasks that read.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int readFrom32Tasks(TaskBenchmark.CpuTime cpu) {
        cpu.operations += OPERATIONS;
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int at = 0; at < TASKS; at++) {
            int self = at;
            tasks.add(loop.fork(() -> reads(self, TASKS, OPERATIONS / TASKS)));
        }
        return tasks.stream().mapToInt(Task::join).sum();
    }

    /// Thirty-two reads at a time whose ends are callbacks: no task waits for one of them.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int readFrom32Callbacks(TaskBenchmark.CpuTime cpu) {
        cpu.operations += OPERATIONS;
        CompletableFuture<Integer> sum = new CompletableFuture<>();
        loop.execute(
                () -> {
                    lanes.sum = 0;
                    lanes.left = TASKS;
                    lanes.done = sum;
                    lanes.all.forEach(Lane::begin);
                });
        return sum.join();
    }

    /// One task that writes.
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int writeFromOneTask(TaskBenchmark.CpuTime cpu) {
        cpu.operations += OPERATIONS;
        return loop.fork(this::writes).join();
    }

    /// Reads each `stride`-th block, so that all tasks together read all of them, as C does.
    private int reads(int task, int stride, int count) {
        OwnedBuffer buffer = buffers.get(task);
        int sum = 0;
        for (int at = 0; at < count; at++) {
            long block = (task + (long) at * stride) % BLOCKS;
            sum += require(file.readAt(block * SIZE, buffer));
        }
        return sum;
    }

    /// What the lanes share; the loop's thread only.
    private static final class Lanes {
        final List<Lane> all = new ArrayList<>();
        int sum;
        int left;
        CompletableFuture<Integer> done = new CompletableFuture<>();
    }

    /// Every thirty-second block, one after the other.
    private static final class Lane implements RunListener<Transfer> {
        private final Lanes lanes;
        private final Run<Transfer> run;
        private final Fd<FileKind.Any> fd;
        private final Span span;
        private final int first;
        private int at;

        Lane(Lanes lanes, Driver driver, Fd<FileKind.Any> fd, Span span) {
            this.lanes = lanes;
            this.fd = fd;
            this.span = span;
            first = lanes.all.size();
            run = new Run<>(driver, this);
        }

        void begin() {
            at = 0;
            next();
        }

        private void next() {
            long block = (first + (long) at++ * TASKS) % BLOCKS;
            if (!run.start(Read.at(fd, block * SIZE, span)).isTaken()) {
                lanes.done.completeExceptionally(new IllegalStateException("not taken"));
            }
        }

        @Override
        public void completed(Run<Transfer> ended, int result, int flags) {
            lanes.sum += require(result);
            if (at < OPERATIONS / TASKS) {
                next();
            } else if (--lanes.left == 0) {
                lanes.done.complete(lanes.sum);
            }
        }

        @Override
        public void abandoned(Run<Transfer> ended, EndReason reason) {
            lanes.done.completeExceptionally(new IllegalStateException(reason.name()));
        }
    }

    private int writes() {
        OwnedBuffer buffer = buffers.getFirst();
        int sum = 0;
        for (int at = 0; at < OPERATIONS; at++) {
            sum += require(file.writeAt((long) (at % BLOCKS) * SIZE, buffer));
        }
        return sum;
    }

    private static int require(int bytes) {
        if (bytes != SIZE) {
            throw new IllegalStateException(bytes + " bytes");
        }
        return bytes;
    }
}
