package dev.ringmark.runtime.bench.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each shape of each peer does what it says, once; how fast is another question.
@Timeout(60)
class ShapesTest {

    static Stream<Arguments> cases() {
        return Shapes.all().stream()
                .flatMap(
                        shape ->
                                shape.peers().stream().map(peer -> Arguments.of(shape.id(), peer)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void one_iteration_is_right_and_leaves_nothing(String shape, Peer peer) throws Exception {
        try (Work work = Shapes.of(shape).open(peer)) {
            work.iterate();
        }
    }

    @Test
    void ours_have_two_rings_in_each_shape_and_goals_are_of_peers() {
        for (Shape shape : Shapes.all()) {
            assertTrue(shape.peers().contains(Peer.RING_2), shape.id());
            assertTrue(shape.peers().containsAll(shape.goals().keySet()), shape.id());
            assertTrue(shape.goals().keySet().stream().noneMatch(Peer::isOurs), shape.id());
        }
    }

    @Test
    void shapes_of_tasks_are_measured_on_each_way_to_run_them() { // UM-61
        Set<Peer> ways = EnumSet.of(Peer.RING_1, Peer.RING_2, Peer.JDK, Peer.THREADS, Peer.POOL_10);
        List<Shape> ofTasks =
                Shapes.all().stream().filter(shape -> shape.id().startsWith("um_")).toList();
        assertEquals(6, ofTasks.size());
        ofTasks.forEach(shape -> assertEquals(ways, shape.peers(), shape.id()));
    }

    @Test
    void names_come_once() {
        List<String> ids = Shapes.all().stream().map(Shape::id).toList();
        assertEquals(ids.stream().distinct().toList(), ids);
    }
}
