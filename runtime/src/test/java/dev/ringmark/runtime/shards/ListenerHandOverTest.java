package dev.ringmark.runtime.shards;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.TaskException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One runtime takes a listening socket over from another while clients come all the time.
@Timeout(60)
class ListenerHandOverTest { // C-33 tier R, UM-68

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CLIENTS = 4;
    private static final long REQUESTS_EACH = 100;

    /// Answers each connection's byte with the next one.
    private static final class Service {

        private final Shards shards;
        private final AtomicLong answered = new AtomicLong();
        private final ConcurrentLinkedQueue<GroupTask<Boolean>> underWay =
                new ConcurrentLinkedQueue<>();
        private final List<GroupTask<Boolean>> acceptors = new ArrayList<>();

        Service(String name) {
            LoopOptions options = LoopOptions.named(name).withHeldMax(Duration.ZERO);
            shards = Shards.builder().shards(2).name(name).loop(options).start();
        }

        void serve(Listener<StreamSocket> listener) {
            acceptors.add(shards.of(listener.loop()).spawn(() -> accept(listener)));
        }

        private boolean accept(Listener<StreamSocket> listener) {
            while (true) {
                StreamSocket socket;
                Shard next = shards.pick(Placement.roundRobin());
                try {
                    socket = listener.accept(next.loop(), null);
                } catch (TaskException.Cancelled e) {
                    return true;
                }
                underWay.add(next.spawn(() -> answer(socket)));
            }
        }

        private boolean answer(StreamSocket socket) {
            try (socket;
                    OwnedBuffer buffer = OwnedBuffer.allocate(1)) {
                if (socket.read(Span.of(buffer), PATIENCE) == 1) {
                    byte next = (byte) (buffer.view(0, 1).get(JAVA_BYTE, 0) + 1);
                    buffer.view(0, 1).set(JAVA_BYTE, 0, next);
                    answered.incrementAndGet(); // before the client can know
                    socket.writeAll(buffer);
                }
                return true;
            }
        }

        /// Takes no connection any more, and ends when all have their answers.
        void drain() {
            acceptors.forEach(GroupTask::cancel);
            acceptors.forEach(each -> assertTrue(each.join(PATIENCE)));
            for (GroupTask<Boolean> each = underWay.poll(); each != null; each = underWay.poll()) {
                assertTrue(each.join(PATIENCE));
            }
            shards.close();
        }
    }

    private static long ask(int port, AtomicBoolean isOver, AtomicLong asked) throws IOException {
        long answers = 0;
        while (!isOver.get()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                int question = (int) (answers & 0x3f);
                socket.getOutputStream().write(question);
                assertEquals(question + 1, socket.getInputStream().read());
                asked.incrementAndGet();
                answers++;
            }
        }
        return answers;
    }

    private static void until(AtomicLong counter, long value) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (counter.get() < value) {
            assertTrue(System.nanoTime() - end < 0, () -> counter + " of " + value);
            Thread.onSpinWait();
        }
    }

    @Test
    void no_request_is_lost() {
        Service old = new Service("old");
        Service young = new Service("young");
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong asked = new AtomicLong();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            Listener<StreamSocket> first =
                    old.shards.run(() -> Listener.listen(old.shards.shard(0).loop(), any));
            int port = ((InetSocketAddress) first.localAddress()).getPort();
            old.serve(first);
            List<CompletableFuture<Long>> answers = new ArrayList<>();
            for (int at = 0; at < CLIENTS; at++) {
                CompletableFuture<Long> answer = new CompletableFuture<>();
                answers.add(answer);
                clients.execute(
                        () -> {
                            try {
                                answer.complete(ask(port, isOver, asked));
                            } catch (IOException | RuntimeException | AssertionError e) {
                                answer.completeExceptionally(e);
                            }
                        });
            }
            until(asked, REQUESTS_EACH);
            young.serve(first.duplicate(young.shards.shard(1).loop()));
            until(young.answered, 1);
            old.drain(); // which closes its listener
            long before = young.answered.get();
            until(young.answered, before + REQUESTS_EACH);
            isOver.set(true);
            long sum = answers.stream().mapToLong(CompletableFuture::join).sum();
            assertEquals(asked.get(), sum);
            assertEquals(sum, old.answered.get() + young.answered.get());
            assertTrue(old.answered.get() >= REQUESTS_EACH);
        } finally {
            isOver.set(true);
            young.drain();
            old.shards.close();
        }
    }
}
