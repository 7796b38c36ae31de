package dev.ringmark.runtime.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.GuidePage;
import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.op.ChainReport.Fate;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The snippets of docs/operations.md, run.
class OperationsGuideTest { // SR-14a, SR-14b, SR-14d, SPG-048, SPG-049

    /// An operation of one's own.
    static final class Echo extends Op<Integer> {
        private final int value;

        Echo(int value) {
            this.value = value;
        }

        @Override
        public Opcode opcode() {
            return Opcode.NOP;
        }

        @Override
        protected void prepare(Sqe sqe, Scratch scratch) {
            sqe.prepare(Opcode.NOP, -1, 0, value, 0).operationFlags(NopFlag.INJECT_RESULT.bits());
        }

        @Override
        protected Integer decode(int result, int flags, Scratch scratch) {
            return result;
        }
    }

    @Test
    void an_operation_of_ones_own_is_one_like_any_other() {
        try (Loop loop = new Loop()) {
            Driver driver = loop.driver;
            Completed<Integer> echo = new Echo(42).submit(driver).await();
            assumeTrue(echo.raw() != Errno.EINVAL.negative(), "6.10");
            int answer = echo.take();
            assertEquals(42, answer);
            ChainReport report = Chain.of(new Echo(1)).then(new Echo(2)).submit(driver).await();
            assertEquals(List.of(Fate.SUCCEEDED, Fate.SUCCEEDED), report.fates());
        }
    }

    @Test
    void operations_are_tied_or_told_apart() {
        try (Loop loop = new Loop()) {
            Driver driver = loop.driver;
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Fd<FileKind.Any> reader = pipe[0];
            Fd<FileKind.Any> writer = pipe[1];
            byte[] data = new byte[8];
            byte[] into = new byte[8];
            ChainReport copied =
                    Chain.of(Write.to(writer, data))
                            .then(Read.from(reader, into))
                            .submit(driver)
                            .await();
            assertEquals(List.of(Fate.SUCCEEDED, Fate.SUCCEEDED), copied.fates());
            Chain slow = Chain.of(Read.from(reader, into)).within(Duration.ofMillis(5));
            assertEquals(Fate.CANCELLED, slow.submit(driver).await().fate(0));
            SubmittedSet batch =
                    Batch.of(Read.from(reader, into), Write.to(writer, data)).submit(driver);
            ChainReport both = batch.await();
            assertEquals(List.of(Fate.SUCCEEDED, Fate.SUCCEEDED), both.fates());
            Chain quiet = Chain.of(Write.to(writer, data)).then(Read.from(reader, into)).quietly();
            ChainReport heard = quiet.submit(driver).await();
            assertEquals(List.of(Fate.SUCCEEDED, Fate.SUCCEEDED), heard.fates());
            loop.close(pipe);
        }
    }

    @NeedsHost("docs/operations.md")
    @Test
    void the_page_has_these_statements() throws IOException {
        assertTrue(GuidePage.of("operations.md", OperationsGuideTest.class).assertLines() > 25);
    }
}
