package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.fs.File;
import dev.ringmark.runtime.fs.FilePolicy;
import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.fs.OpenOptions;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private Loop loop;
    private File file;

    /// Opens it.
    @Setup
    public void open() {
        loop = Loop.start(Kernel.host(), LoopOptions.named("benchmark"));
        file = FileSystem.on(loop, policy).open(Path.of(path), OpenOptions.updating());
        for (int task = 0; task < TASKS; task++) {
            buffers.add(OwnedBuffer.allocate(SIZE, SIZE));
        }
    }

    /// Closes it.
    @TearDown
    public void close() {
        file.close();
        loop.close();
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
