package dev.ringmark.conformance.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerProcessTest {

    /// A process that waits in the kernel: SIGKILL is taken, and it stays.
    private static final class Stuck extends Process {
        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public int waitFor() {
            throw new IllegalStateException("nobody waits for it without a limit");
        }

        @Override
        public boolean waitFor(long timeout, TimeUnit unit) {
            return false;
        }

        @Override
        public int exitValue() {
            throw new IllegalThreadStateException("it has not ended");
        }

        @Override
        public void destroy() {
            throw new IllegalStateException("SIGTERM is not what it gets");
        }

        @Override
        public Process destroyForcibly() {
            return this;
        }

        @Override
        public Stream<ProcessHandle> descendants() {
            return Stream.of();
        }

        @Override
        public boolean isAlive() {
            return true;
        }
    }

    @TempDir Path folder;

    /// Seen on 6.12.43 and 6.16.12, which lose a poll (S087) and then wait for it when its process
    /// ends: the canary that follows was sent to the dead, and the suite stood still.
    @Test
    void a_worker_that_was_killed_and_stays_is_not_asked_again() {
        PrintStream strays = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        WorkerProcess worker = new WorkerProcess(new Stuck(), folder, strays);
        assertTrue(worker.isAlive());
        assertFalse(worker.kill());
        assertFalse(worker.isAlive());
    }
}
