package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.shard.UserData.Kind;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotTableTest { // I-05, C-24, C-26, SR-06c

    private static Operation acquire(SlotTable table) {
        Operation operation = new NopOperation();
        table.acquire(operation, Kind.OPERATION);
        return operation;
    }

    @Test
    void user_data_keeps_its_three_parts_apart() {
        for (int slot : new int[] {0, 1, UserData.SLOTS_MAX - 1}) {
            for (int generation : new int[] {0, 1, UserData.GENERATION_MASK}) {
                for (Kind kind : Kind.values()) {
                    long userData = UserData.of(slot, generation, kind);
                    assertEquals(slot, UserData.slot(userData));
                    assertEquals(generation, UserData.generation(userData));
                    assertEquals(kind == Kind.VOID, UserData.isVoid(userData));
                    assertTrue(UserData.hasKind(userData));
                }
            }
        }
        assertFalse(UserData.hasKind(0xffff));
    }

    @Test
    void an_operation_is_found_by_its_own_user_data_only() { // SPG-022
        SlotTable table = new SlotTable(2);
        Operation first = acquire(table);
        Operation second = acquire(table);
        assertSame(first, table.find(first.userData));
        assertSame(second, table.find(second.userData));
        assertNull(table.find(first.userData ^ 1), "another kind");
        assertNull(table.find(first.userData ^ (1L << 16)), "another generation");
        assertNull(table.find(-1), "a slot that is not there");
        assertFalse(table.isStale(-1));
    }

    @Test
    void a_slot_that_is_used_again_does_not_answer_to_its_old_name() {
        SlotTable table = new SlotTable(1);
        Operation first = acquire(table);
        table.release(first);
        Operation second = acquire(table);
        assertNotEquals(first.userData, second.userData);
        assertNull(table.find(first.userData));
        assertTrue(table.isStale(first.userData));
        assertFalse(table.isStale(second.userData));
    }

    @Test
    void slots_come_round_in_the_order_in_which_they_were_given_back() {
        SlotTable table = new SlotTable(3);
        Operation[] all = {acquire(table), acquire(table), acquire(table)};
        assertThrows(IllegalStateException.class, () -> acquire(table));
        int[] order = {1, 2, 0};
        for (int at : order) {
            table.release(all[at]);
        }
        for (int at : order) {
            assertEquals(UserData.slot(all[at].userData), UserData.slot(acquire(table).userData));
        }
        assertEquals(3, table.used());
    }

    @Test
    void generations_wrap_around_within_their_24_bits() {
        SlotTable table = new SlotTable(1);
        table.generation(0, UserData.GENERATION_MASK);
        Operation last = acquire(table);
        assertEquals(UserData.GENERATION_MASK, UserData.generation(last.userData));
        table.release(last);
        Operation first = acquire(table);
        assertEquals(0, UserData.generation(first.userData));
        assertEquals(0, UserData.slot(first.userData));
        assertNull(table.find(last.userData));
        assertSame(first, table.find(first.userData));
    }

    @Test
    void a_slot_cannot_be_given_back_twice() {
        SlotTable table = new SlotTable(1);
        Operation operation = acquire(table);
        table.release(operation);
        assertThrows(IllegalStateException.class, () -> table.release(operation));
    }

    /// Random use against a map; ten million steps would take the same code ten times as often.
    @Test
    void a_million_steps_agree_with_a_map() {
        long seed = 0x5107;
        Random random = new Random(seed);
        SlotTable table = new SlotTable(7);
        Map<Long, Operation> model = new HashMap<>();
        ArrayDeque<Operation> live = new ArrayDeque<>();
        ArrayDeque<Long> dead = new ArrayDeque<>();
        for (int step = 0; step < 1_000_000; step++) {
            if (live.size() < 7 && random.nextBoolean()) {
                Operation operation = acquire(table);
                assertNull(model.put(operation.userData, operation), "seed " + seed);
                live.add(operation);
            } else if (!live.isEmpty()) {
                Operation operation = random.nextBoolean() ? live.removeFirst() : live.removeLast();
                table.release(operation);
                model.remove(operation.userData);
                dead.add(operation.userData);
                if (dead.size() > 50) {
                    dead.removeFirst();
                }
            }
            assertEquals(model.size(), table.used());
            if (!dead.isEmpty()) {
                assertNull(table.find(dead.getFirst()), "seed " + seed);
            }
            for (Operation operation : live) {
                assertSame(operation, table.find(operation.userData));
            }
        }
    }
}
