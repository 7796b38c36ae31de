package dev.ringmark.chaos.workload;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.Profile;
import dev.ringmark.chaos.sim.SimulatedKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeersTest { // I-05; seed 2940

    @ParameterizedTest
    @ValueSource(longs = {0, 400, 600, 900, 1100, 1400})
    void what_is_read_from_the_stream_does_not_get_into_the_pipe(long nanoseconds) {
        try (PagePool pool = new PagePool();
                Cells cells = new Cells();
                Arena arena = Arena.ofShared();
                SimulatedKernel kernel =
                        new SimulatedKernel(
                                SimulatedKernel.Options.of(Profile.of("6.18"), 1), pool)) {
            Watch watch = new Watch(kernel, false);
            Peers peers = new Peers(kernel, watch, cells.take(watch), cells.take(watch));
            MemorySegment zeroes = arena.allocate(Cells.SIZE, Long.BYTES);
            MemorySegment got = arena.allocate(Long.BYTES, Long.BYTES);
            assertEquals(Cells.SIZE, kernel.calls().write(peers.socket(), zeroes));
            // Somebody reads the zeroes while the token is on its way into the pipe.
            kernel.schedule(Duration.ofNanos(nanoseconds), peers::receive);
            peers.write();
            assertEquals(Long.BYTES, kernel.calls().read(peers.readEnd(), got));
            peers.read(got.get(JAVA_LONG, 0));
            assertNull(watch.violation());
        }
    }
}
