package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PermitsTest { // I-06, NORN-05

    private final NopOperation first = new NopOperation();
    private final NopOperation second = new NopOperation();
    private final NopOperation third = new NopOperation();

    @Test
    void a_full_table_is_an_answer() {
        Permits permits = new Permits(1, 0);
        assertEquals(Admission.ACCEPTED, permits.take());
        assertEquals(Admission.FULL, permits.take());
        assertEquals(Admission.FULL, permits.takeOrWait(first, Deadline.NEVER));
        permits.giveBack();
        assertEquals(Admission.ACCEPTED, permits.take());
    }

    @Test
    void who_waits_is_served_in_order_and_before_newcomers() { // I-16
        Permits permits = new Permits(1, 2);
        permits.take();
        assertEquals(Admission.WAITING, permits.takeOrWait(first, Deadline.NEVER));
        assertEquals(Admission.WAITING, permits.takeOrWait(second, Deadline.NEVER));
        assertEquals(Admission.FULL, permits.takeOrWait(third, Deadline.NEVER));
        assertNull(permits.promote());
        permits.giveBack();
        assertEquals(Admission.FULL, permits.take());
        assertSame(first, permits.promote());
        assertNull(permits.promote());
        permits.giveBack();
        assertSame(second, permits.promote());
        assertEquals(1, permits.used());
    }

    @Test
    void waiting_ends_at_the_deadline() {
        Permits permits = new Permits(1, 3);
        permits.take();
        permits.takeOrWait(first, 300);
        permits.takeOrWait(second, 200);
        permits.takeOrWait(third, Deadline.NEVER);
        assertEquals(200, permits.earliest());
        assertNull(permits.expired(199));
        assertSame(second, permits.expired(200));
        assertNull(permits.expired(200));
        assertEquals(300, permits.earliest());
        assertSame(first, permits.expired(1000));
        assertNull(permits.expired(Long.MAX_VALUE - 1));
        assertEquals(1, permits.waiting());
        assertSame(third, permits.evict());
    }

    @Test
    void a_permit_that_nobody_has_cannot_come_back() {
        assertThrows(IllegalStateException.class, new Permits(1, 0)::giveBack);
    }

    @Test
    void one_in_the_middle_of_a_queue_can_leave() {
        OperationQueue queue = new OperationQueue();
        queue.add(first);
        queue.add(second);
        queue.add(third);
        queue.remove(second);
        assertEquals(2, queue.size());
        assertSame(first, queue.poll());
        assertSame(third, queue.poll());
        assertNull(queue.poll());
        queue.add(second);
        assertThrows(IllegalStateException.class, () -> queue.add(second));
    }
}
