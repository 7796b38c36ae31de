package dev.ringmark.runtime.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.BufferPool;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of [Misuse], row by row: javac refuses, or the library does, in the words it promises.
class MisuseTest { // SR-04e, SR-15a

    static List<Misuse> seenByCompiler() {
        return Arrays.stream(Misuse.values()).filter(Misuse::isSeenByCompiler).toList();
    }

    @NeedsHost("javac")
    @ParameterizedTest
    @MethodSource("seenByCompiler")
    void the_compiler_refuses(Misuse misuse) {
        List<String> errors = Snippets.compile(Objects.requireNonNull(misuse.snippet));
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.getFirst().contains(misuse.message), errors::toString);
    }

    /// Without this the others would pass because of a missing import.
    @NeedsHost("javac")
    @Test
    void the_compiler_takes_what_is_right() {
        String right =
                "Read read = Read.from(fd, buffer); Submitted<Transfer> s = read.submit(driver);"
                        + " int bytes = s.await().take().bytes(); read.drained().submit(driver);"
                        + " Chain.of(read).then(Nop.plain()).submit(driver).await().fates();";
        assertEquals(List.of(), Snippets.compile(right));
    }

    @NeedsHost("docs/misuse.md")
    @Test
    void the_table_in_the_documentation_is_this_one() throws Exception {
        Path page = Path.of("..", "docs", "misuse.md");
        assertEquals(MisuseTable.text(), Files.readString(page), "java MisuseTable > " + page);
    }

    @ParameterizedTest
    @EnumSource
    void the_run_time_refuses_what_the_compiler_cannot(Misuse misuse) {
        if (misuse.isSeenByCompiler()) {
            assertTrue(misuse.snippet != null);
            return;
        }
        String said = saidAtRunTime().get(misuse);
        assertTrue(said != null && said.contains(misuse.message), misuse + ": " + said);
    }

    private static Map<Misuse, String> saidAtRunTime() {
        Map<Misuse, String> said = new EnumMap<>(Misuse.class);
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            sayBuffers(said, loop, buffer, pipe[0]);
            saySlots(said, loop, buffer, pipe[0]);
            sayGroups(said, loop);
            loop.close(pipe);
        }
        sayClosed(said);
        return said;
    }

    private static void sayBuffers(
            Map<Misuse, String> said, Loop loop, OwnedBuffer buffer, Fd<FileKind.Any> pipe) {
        Read read = Read.from(pipe, buffer);
        Submitted<Transfer> submitted = read.submit(loop.driver);
        said.put(Misuse.BUFFER_WHILE_LENT, refusal(buffer::view));
        said.put(Misuse.BUFFER_CLOSED_WHILE_LENT, refusal(buffer::close));
        said.put(Misuse.TWO_OPERATIONS_ON_A_BUFFER, refusal(() -> read.submit(loop.driver)));
        submitted.cancel();
        loop.await(submitted);
        OwnedBuffer closed = OwnedBuffer.allocate(1);
        closed.close();
        said.put(Misuse.BUFFER_AFTER_CLOSE, refusal(closed::view));
        Completed<Integer> completed = loop.run(Nop.plain());
        completed.take();
        said.put(Misuse.EXTRACT_TWICE, refusal(completed::take));
        BufferPool pool = new BufferPool(8, 8);
        OwnedBuffer pooled = pool.acquire(8);
        said.put(Misuse.POOL_CLOSED_UNDER_A_BUFFER, refusal(pool::close));
        pooled.close();
        pool.close();
    }

    private static void saySlots(
            Map<Misuse, String> said, Loop loop, OwnedBuffer buffer, Fd<FileKind.Any> pipe) {
        FileTable files = FileTable.register(loop.driver.ring(), 1);
        FileSlot<FileKind.Any> removed = Objects.requireNonNull(files.add(pipe));
        files.remove(removed);
        Read stale = Read.from(removed, buffer);
        said.put(Misuse.SLOT_AFTER_REMOVE, refusal(() -> stale.submit(loop.driver)));
        Read late = Read.from(Objects.requireNonNull(files.add(pipe)), buffer);
        files.close();
        said.put(Misuse.SLOT_AFTER_UNREGISTER, refusal(() -> late.submit(loop.driver)));
        BufferTable table = BufferTable.register(loop.driver.ring(), buffer);
        ReadFixed fixed = ReadFixed.from(pipe, table.slot(0));
        said.put(Misuse.REGISTERED_BUFFER_CLOSED, refusal(buffer::close));
        table.close();
        said.put(Misuse.BUFFER_SLOT_AFTER_UNREGISTER, refusal(() -> fixed.submit(loop.driver)));
    }

    private static void sayGroups(Map<Misuse, String> said, Loop loop) {
        BufferGroups groups = new BufferGroups(loop.driver, 1, 1, 1, 8);
        Fd<FileKind.Any>[] sockets = loop.sockets();
        List<Filled> got = new ArrayList<>();
        MultishotRun<Filled> run =
                ReceiveEach.from(sockets[0], groups).start(loop.driver, 9, new First(got));
        loop.run(Send.to(sockets[1], new byte[1]));
        loop.until(() -> !got.isEmpty());
        got.getFirst().close();
        said.put(Misuse.GROUP_DATA_AFTER_RETURN, refusal(() -> got.getFirst().view()));
        run.cancel();
        loop.until(() -> !run.isPending());
        loop.close(sockets);
        groups.close();
    }

    private record First(List<Filled> got) implements MultishotListener<Filled> {
        @Override
        public void next(MultishotRun<Filled> run, Filled answer) {
            got.add(answer);
        }

        @Override
        public void ended(MultishotRun<Filled> run, Completed<Filled> end) {
            assertTrue(end.isCancelled(), end::toString);
        }
    }

    private static void sayClosed(Map<Misuse, String> said) {
        Driver driver = Driver.open(Kernel.host(), DriverOptions.permits(4));
        Submitted<Integer> open = Nop.plain().submit(driver);
        assertEquals(0, driver.close(driver.now() + 1_000_000_000L).quarantined());
        said.put(Misuse.CLOSE_WITH_OPERATIONS, Objects.requireNonNull(open.poll()).toString());
        said.put(Misuse.SUBMIT_AFTER_CLOSE, refusal(() -> Nop.plain().submit(driver)));
        Chain chain = Chain.of(Nop.plain()).then(Nop.plain());
        said.put(Misuse.CHAIN_AFTER_CLOSE, refusal(() -> chain.submit(driver)));
    }

    private static String refusal(Executable misuse) {
        return assertThrows(RuntimeException.class, misuse).toString();
    }
}
