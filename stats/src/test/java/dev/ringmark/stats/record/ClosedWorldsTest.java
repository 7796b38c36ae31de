package dev.ringmark.stats.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClosedWorldsTest {
    static Stream<Arguments> worlds() {
        return Stream.of(
                world(Accelerator.values(), Accelerator::wireName, Accelerator::parse),
                world(FeatureClass.values(), FeatureClass::wireName, FeatureClass::parse),
                world(Kind.values(), Kind::wireName, Kind::parse),
                world(Observation.values(), Observation::wireName, Observation::parse),
                world(RunStatus.values(), RunStatus::wireName, RunStatus::parse),
                world(SeccompMode.values(), SeccompMode::wireName, SeccompMode::parse),
                world(Unit.values(), Unit::wireName, Unit::parse),
                world(Verdict.values(), Verdict::wireName, Verdict::parse),
                world(WaiverMark.values(), WaiverMark::wireName, WaiverMark::parse));
    }

    private static <E> Arguments world(
            E[] constants, Function<E, String> wireName, Function<String, E> parse) {
        return Arguments.of(constants, wireName, parse);
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void a_name_leads_back_to_its_constant_and_no_other_name_does(
            Object[] constants, Function<Object, String> wireName, Function<String, ?> parse) {
        for (Object constant : constants) {
            assertEquals(constant, parse.apply(wireName.apply(constant)));
        }
        for (String wrong : new String[] {"", "nonsense", constants[0].toString()}) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> parse.apply(wrong));
            String allowed = String.join(", ", Stream.of(constants).map(wireName).toList());
            assertTrue(
                    String.valueOf(e.getMessage()).endsWith(", expected one of " + allowed), wrong);
        }
    }
}
