package dev.ringmark.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import org.junit.jupiter.api.Test;

class ConnectionBuffersTest { // UM-21, I-18

    @Test
    void a_connections_buffers_serve_the_next_one_and_are_freed_after_the_last() {
        MemoryLedger.Holdings before = MemoryLedger.now();
        ConnectionBuffers buffers = new ConnectionBuffers(1);
        OwnedBuffer first = buffers.take();
        long address = first.view().address();
        first.close();
        OwnedBuffer again = buffers.take();
        assertEquals(address, again.view().address());
        OwnedBuffer second = buffers.take();
        OwnedBuffer beyond = buffers.take(); // one connection ends while the next one begins
        assertNotEquals(second.view().address(), beyond.view().address());
        beyond.close();
        second.close();
        buffers.close();
        assertNotEquals(before, MemoryLedger.now());
        again.close();
        buffers.closeIfUnused();
        assertEquals(before, MemoryLedger.now());
        OwnedBuffer late = buffers.take(); // of a connection that came as the server stopped
        late.close();
        buffers.closeIfUnused();
        assertEquals(before, MemoryLedger.now());
    }
}
