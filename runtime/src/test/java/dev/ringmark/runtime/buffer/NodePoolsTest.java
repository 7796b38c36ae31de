package dev.ringmark.runtime.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.ffi.MemoryPolicy;
import dev.ringmark.runtime.uapi.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pools by memory node, on a machine of two nodes that is described in a folder, and on this one.
class NodePoolsTest { // SR-17d, SR-09c, SR-09d

    /// A machine whose caller runs where it is told, and that notes what is asked of it.
    private static final class Fake implements NodePools.Machine {
        final List<Integer> asked = new ArrayList<>();
        int cpu;
        int answer;

        @Override
        public int cpu() {
            return cpu;
        }

        @Override
        public int preferring(int node, Runnable body) {
            asked.add(node);
            body.run();
            return answer;
        }
    }

    private final MemoryLedger.Holdings before = MemoryLedger.now();
    private final Fake fake = new Fake();

    @TempDir private Path folder;

    @AfterEach
    void nothing_is_held() {
        assertEquals(before, MemoryLedger.now());
    }

    private MemoryNodes twoNodes() throws IOException {
        Files.writeString(folder.resolve("has_memory"), "0,2\n");
        Files.createDirectories(folder.resolve("node0"));
        Files.createDirectories(folder.resolve("node2"));
        Files.writeString(folder.resolve("node0/cpulist"), "0-1,4\n");
        Files.writeString(folder.resolve("node2/cpulist"), "2-3,6\n");
        return MemoryNodes.of(folder);
    }

    @Test
    void the_kernels_description_is_read() throws IOException {
        MemoryNodes nodes = twoNodes();
        assertEquals(List.of(0, 2), nodes.nodes());
        assertEquals(List.of(0, 0, 1, 1, 0, 0, 1), nodes.nodeOfCpu()); // 5 is near to nothing
        assertEquals(1, nodes.indexOf(3));
        assertEquals(0, nodes.indexOf(-38));
        assertEquals(0, nodes.indexOf(99));
        MemoryNodes none = MemoryNodes.of(folder.resolve("nothing"));
        assertEquals(List.of(0), none.nodes());
        Files.writeString(folder.resolve("has_memory"), "rubbish");
        assertEquals(none, MemoryNodes.of(folder));
    }

    @Test
    void a_buffer_comes_from_the_callers_node_and_from_another_when_that_is_dry()
            throws IOException {
        try (NodePools pools = new NodePools(twoNodes(), fake, 2 * 8192, 4096)) {
            assertEquals(2, pools.nodes());
            fake.cpu = 3;
            OwnedBuffer first = pools.acquire(100);
            OwnedBuffer second = pools.acquire(100);
            assertEquals(List.of(2, 2), fake.asked);
            OwnedBuffer elsewhere = pools.acquire(100);
            assertEquals(List.of(2, 2, 0), fake.asked);
            OwnedBuffer last = pools.acquire(100);
            assertNull(pools.tryAcquire(100));
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> pools.acquire(100));
            assertTrue(refusal.toString().contains("all 2 nodes"), refusal::toString);
            assertThrows(IllegalStateException.class, pools::close);
            assertEquals(2, level(pools, 0).used());
            assertEquals(2, level(pools, 2).used());
            first.close(); // back to where it came from
            assertEquals(1, level(pools, 2).free());
            fake.cpu = 0;
            last.close();
            pools.acquire(1).close();
            assertEquals(4, fake.asked.size()); // that memory was there already
            second.close();
            elsewhere.close();
            assertTrue(pools.isPlaced());
        }
    }

    private static BufferPool.Level level(NodePools pools, int node) {
        return Objects.requireNonNull(
                Objects.requireNonNull(pools.levels().get(node)).get(4096L));
    }

    @Test
    void a_refusal_is_taken_once_and_the_pools_go_on() throws IOException {
        fake.answer = Errno.EPERM.negative();
        try (NodePools pools = new NodePools(twoNodes(), fake, 2 * 8192, 4096)) {
            assertTrue(pools.isPlaced());
            OwnedBuffer first = pools.acquire(100);
            OwnedBuffer second = pools.acquire(100);
            assertFalse(pools.isPlaced());
            assertEquals(1, fake.asked.size());
            first.close();
            second.close();
        }
    }

    @Test
    void on_one_node_nothing_is_asked() {
        MemoryNodes one = MemoryNodes.of(folder);
        fake.cpu = -1;
        try (NodePools pools = new NodePools(one, fake, 8192, 4096)) {
            pools.acquire(1).close();
            assertEquals(List.of(), fake.asked);
            assertEquals(1, pools.nodes());
        }
        assertThrows(
                IllegalArgumentException.class, () -> new NodePools(twoNodes(), fake, 1, 4096));
    }

    /// The host's own calls, whatever it has: the body runs, and the thread's policy is as before.
    @Test
    void this_machine_places_memory_or_says_that_it_does_not() {
        assertTrue(MemoryPolicy.cpu() >= 0);
        AtomicInteger runs = new AtomicInteger();
        int first = MemoryNodes.ofMachine().nodes().getFirst();
        int result = MemoryPolicy.preferring(first, runs::incrementAndGet);
        assertEquals(1, runs.get());
        boolean isKnown =
                result == 0
                        || result == Errno.EPERM.negative()
                        || result == Errno.ENOSYS.negative();
        assertTrue(isKnown, "result: " + result);
        assertEquals(Errno.ENOSYS.negative(), MemoryPolicy.preferring(-1, runs::incrementAndGet));
        assertEquals(2, runs.get());
        try (NodePools pools = new NodePools(1 << 20, 512, 4096)) {
            OwnedBuffer buffer = pools.acquire(600);
            assertEquals(4096, buffer.size());
            buffer.close();
        }
    }
}
