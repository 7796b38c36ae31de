package dev.ringmark.runtime.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.net.DnsServer.Question;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DnsMessageTest { // UM-28

    @Property(tries = 300)
    void bytes_that_are_no_answer_are_refused_and_nothing_else(
            @ForAll @Size(max = 64) byte[] noise,
            @ForAll @IntRange(min = 0, max = 100) int place,
            @ForAll byte other) {
        Question question = new Question(new byte[0], 7, "a.example", 1, false);
        byte[] answer =
                question.reply(0, 2)
                        .owner()
                        .alias("b.example")
                        .owner("b.example")
                        .address("192.0.2.1")
                        .bytes();
        answer[place % answer.length] = other;
        for (byte[] each : List.of(noise, answer, Arrays.copyOf(answer, place % answer.length))) {
            try {
                DnsMessage.Answer read =
                        DnsMessage.answer(each, 7, "a.example", DnsResolver.Type.A);
                assertTrue(read.toString().length() < 1000);
            } catch (DnsMessage.MalformedException e) {
                assertTrue(String.valueOf(e.getMessage()).length() > 3);
            }
        }
    }
}
