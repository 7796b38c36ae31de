package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureNamesTest {
    private static final FeatureNames NAMES =
            new FeatureNames(
                    List.of(
                            "IORING_OP_SEND",
                            "IORING_OP_SEND_ZC",
                            "IORING_OP_SENDMSG_ZC",
                            "IORING_OP_LINKAT",
                            "IOSQE_IO_LINK",
                            "IORING_FEAT_EXT_ARG",
                            "IORING_ENTER_EXT_ARG",
                            "IORING_SETUP_SQPOLL",
                            "unprivileged SQPOLL (CAP_SYS_NICE)"));

    @Test
    void a_name_is_found_whole_short_and_in_any_case() {
        List<String> sendZc = List.of("IORING_OP_SEND_ZC");
        for (String name : List.of("IORING_OP_SEND_ZC", "op_send_zc", "Send-Zc", " SEND_ZC ")) {
            assertEquals(sendZc, NAMES.matching(name));
        }
        assertEquals(List.of("IOSQE_IO_LINK"), NAMES.matching("link"));
    }

    @Test
    void a_word_that_is_only_part_of_a_name_is_not_that_name() {
        assertEquals(List.of(), NAMES.matching("ZC"));
        assertEquals(List.of(), NAMES.matching(""));
    }

    @Test
    void a_word_used_twice_gives_both() {
        assertEquals(
                List.of("IORING_FEAT_EXT_ARG", "IORING_ENTER_EXT_ARG"), NAMES.matching("EXT_ARG"));
    }

    @Test
    void the_nearest_come_first_and_the_far_not_at_all() {
        assertEquals(
                List.of("IORING_OP_SEND_ZC", "IORING_OP_SEND"),
                NAMES.nearest("SEND_Z").subList(0, 2));
        assertEquals(List.of("IORING_SETUP_SQPOLL"), NAMES.nearest("sqpol"));
        assertEquals(List.of(), NAMES.nearest("something else"));
    }
}
