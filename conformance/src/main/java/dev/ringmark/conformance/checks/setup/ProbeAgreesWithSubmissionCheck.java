package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.util.ArrayList;
import java.util.List;

@Check(
        id = "setup.probe_agrees_with_submission",
        statement = "S017",
        says =
                "PROBE lists exactly the opcodes that are not refused as unknown with -EINVAL; an"
                        + " opcode built out of the kernel may also say -EOPNOTSUPP.",
        since = "5.7",
        source = "io_uring_register(2), IORING_REGISTER_PROBE",
        modes = RingMode.NONE,
        needs = {"IORING_REGISTER_PROBE", "IOSQE_BUFFER_SELECT"})
final class ProbeAgreesWithSubmissionCheck {

    /* An SQE may be refused with -EINVAL because of its arguments, too, so a known opcode needs a
     * form that gets another answer. BUFFER_SELECT gives one without running anything: the kernel
     * looks at the opcode first, and then refuses the flag with -EOPNOTSUPP where the operation
     * selects no buffers. Those that do fail on fd -1, with or without something to point to. */
    private enum Form {
        SELECTING,
        SELECTING_WITH_MEMORY,
        BARE
    }

    @OnRing
    void each_of_256_opcodes_is_known_as_listed(TestKernel kernel) {
        TestRing ring = openWideRing(kernel);
        Probe probe = Probe.of(ring);
        long zeroes = kernel.memory(256).address();
        int listed = 0;
        List<String> disagreements = new ArrayList<>();
        for (int opcode = 0; opcode < Probe.OPCODES_MAX; opcode++) {
            boolean supported = probe.supports(opcode);
            listed += supported ? 1 : 0;
            List<Integer> answers = answers(ring, opcode, supported, zeroes);
            boolean agrees = supported ? isKnown(answers.getLast()) : areRefusals(answers);
            if (opcode < probe.length() && probe.opcode(opcode) != opcode) {
                disagreements.add("entry " + opcode + " is about " + probe.opcode(opcode));
            }
            if (!agrees) {
                disagreements.add(
                        "opcode "
                                + opcode
                                + (supported ? " is" : " is not")
                                + " listed and gives "
                                + answers.stream().map(Errno::describe).toList());
            }
        }
        kernel.evidence()
                .holds(
                        "PROBE and submission agree on 256 opcodes",
                        disagreements.isEmpty(),
                        listed + " listed, disagreements " + disagreements);
    }

    /// A ring on which the 128-byte opcodes are no error by themselves, where there is such a ring.
    private static TestRing openWideRing(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8);
        try {
            return kernel.openRing(options.with(SetupFlag.SQE128));
        } catch (RingException refused) {
            if (refused.result() != Errno.EINVAL.negative()) {
                throw refused;
            }
            return kernel.openRing(options);
        }
    }

    /// What the kernel answers to an opcode, form by form; for one that it has, up to the first
    /// answer that is not -EINVAL.
    private static List<Integer> answers(TestRing ring, int opcode, boolean known, long zeroes) {
        List<Integer> answers = new ArrayList<>();
        for (Form form : Form.values()) {
            answers.add(answer(ring, opcode, form, zeroes));
            if (known && isKnown(answers.getLast())) {
                break;
            }
        }
        return answers;
    }

    private static int answer(TestRing ring, int opcode, Form form, long zeroes) {
        boolean pointing = form == Form.SELECTING_WITH_MEMORY;
        Sqe sqe = ring.sqe().prepare(opcode, -1, pointing ? zeroes : 0, pointing ? 1 : 0, 0);
        if (form != Form.BARE) {
            sqe.flag(SqeFlag.BUFFER_SELECT);
        }
        ring.ring().submit();
        Completion first = ring.next();
        Completion last = first;
        while (last.has(CqeFlag.MORE)) { // a zero-copy send notifies even when it fails
            last = ring.next();
        }
        return first.result();
    }

    private static boolean isKnown(int answer) {
        return answer != Errno.EINVAL.negative();
    }

    /// Whether these are the answers to an opcode that is unknown, or built out of the kernel.
    private static boolean areRefusals(List<Integer> answers) {
        return answers.getLast() == Errno.EOPNOTSUPP.negative()
                || answers.stream().noneMatch(answer -> isKnown(answer));
    }
}
