package dev.ringmark.runtime.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.probe.Support.Inconclusive;
import dev.ringmark.runtime.probe.Support.Supported;
import dev.ringmark.runtime.probe.Support.Unsupported;
import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.MsgRingFlag;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {

    private static final Features HOST = Features.of(Kernel.host());

    @Test
    void this_kernel_has_what_every_kernel_has() {
        assertTrue(HOST.supports(Opcode.NOP));
        assertTrue(HOST.supports(SetupFlag.IOPOLL));
        assertTrue(HOST.supports(RegisterOp.BUFFERS));
        assertTrue(HOST.supports(SqeFlag.FIXED_FILE));
        assertTrue(HOST.supports(EnterFlag.GETEVENTS));
        assertEquals(Opcode.NOP, HOST.supported(Opcode.class).getFirst());
        assertEquals(Kernel.host().release(), HOST.version().toString());
    }

    @Test
    void what_it_says_of_itself_and_what_it_does_agree() { // S016
        assertEquals(List.of(), HOST.remarks());
    }

    @Test
    void every_constant_and_behaviour_has_an_answer_under_its_name() {
        Map<String, Support> all = HOST.byName();
        assertEquals(Questions.constants().size() + Behaviour.values().length, all.size());
        assertInstanceOf(Supported.class, all.get("IORING_OP_NOP"));
        assertTrue(all.containsKey("kernel.io_uring_disabled"));
    }

    @Test
    void a_refusal_says_what_was_answered_and_since_when_it_is_there() {
        Kernel kernel = Masked.hiding(Kernel.host(), SetupFlag.COOP_TASKRUN);
        Support support = Features.of(kernel).support(SetupFlag.COOP_TASKRUN);
        assertEquals(
                "no (io_uring_setup(COOP_TASKRUN) returned -EINVAL; in Linux since 5.19)",
                support.describe());
        assertEquals("5.19", assertInstanceOf(Unsupported.class, support).since().toString());
    }

    @Test
    void memory_that_closed_rings_give_back_late_changes_no_answer() { // containers, section 3
        EnumSet<RegisterOp> charged =
                EnumSet.of(
                        RegisterOp.BUFFERS,
                        RegisterOp.BUFFERS2,
                        RegisterOp.CLONE_BUFFERS,
                        RegisterOp.PBUF_RING);
        AtomicInteger calls = new AtomicInteger();
        Kernel late =
                new ForwardingKernel(Kernel.host()) {
                    @Override
                    public int register(int fd, int operation, MemorySegment arg, int count) {
                        boolean isCharged =
                                charged.stream().anyMatch(each -> each.bits() == operation);
                        return isCharged && calls.incrementAndGet() % 2 == 1
                                ? Errno.ENOMEM.negative()
                                : super.register(fd, operation, arg, count);
                    }
                };
        assertEquals(answers(HOST), answers(Features.of(late)));
        assertTrue(calls.get() > charged.size(), calls::toString);
    }

    private static Map<String, String> answers(Features features) {
        Map<String, String> answers = new TreeMap<>();
        features.byName().forEach((name, support) -> answers.put(name, support.describe()));
        return answers;
    }

    static List<UapiConstant> hidden() {
        return List.of(
                Opcode.FTRUNCATE,
                SetupFlag.SUBMIT_ALL,
                FeatureBit.RSRC_TAGS,
                RegisterOp.SYNC_CANCEL,
                RegisterOp.PBUF_STATUS,
                EnterFlag.NO_IOWAIT,
                SqeFlag.IO_DRAIN,
                TimeoutFlag.MULTISHOT,
                TimeoutFlag.BOOTTIME,
                CancelFlag.OP,
                PollFlag.UPDATE_EVENTS,
                AcceptFlag.MULTISHOT,
                AcceptFlag.DONTWAIT,
                RecvSendFlag.RECVSEND_BUNDLE,
                RecvSendFlag.SEND_VECTORIZED,
                MsgRingFlag.CQE_SKIP,
                NopFlag.TW,
                BufferRingFlag.MMAP,
                RegistrationOption.RSRC_REGISTER_SPARSE,
                RegistrationOption.REGISTER_USE_REGISTERED_RING);
    }

    /// The canary of every probe: a kernel without one thing is found to lack that, and nothing
    /// that does not need it.
    @ParameterizedTest
    @MethodSource("hidden")
    void what_is_hidden_is_what_is_missing(UapiConstant constant) {
        Features masked = Features.of(Masked.hiding(Kernel.host(), constant));
        assertInstanceOf(Unsupported.class, masked.support(constant));
        TreeSet<String> lost = new TreeSet<>();
        Map<String, Support> before = HOST.byName();
        masked.byName()
                .forEach(
                        (name, now) -> {
                            boolean was = before.get(name) instanceof Supported;
                            if (was && !(now instanceof Supported)) {
                                lost.add(name + ": " + now.describe());
                            }
                        });
        lost.removeIf(line -> line.startsWith(constant.kernelName() + ":"));
        // A SQPOLL thread takes SQEs unseen, so hiding what they say hides SQPOLL as well.
        lost.removeIf(line -> line.contains("SQPOLL") || line.contains("SQ_NEED_WAKEUP"));
        lost.removeIf(line -> line.contains(constant.kernelName()));
        lost.removeIf(line -> line.startsWith("IORING_SETUP_SQ_AFF:"));
        assertEquals(List.of(), List.copyOf(lost));
    }

    /// A kernel without all that came later, as far as it can be hidden, and without anything
    /// unknown for want of it.
    @ParameterizedTest
    @ValueSource(strings = {"5.4.0-200-generic", "5.10.0-46-cloud-amd64", "6.1.0-40-amd64"})
    void what_an_old_kernel_lacks_is_known(String release) {
        List<UapiConstant> later = hidableAfter(KernelVersion.parse(release));
        Kernel kernel =
                new ForwardingKernel(
                        Masked.hiding(Kernel.host(), later.toArray(new UapiConstant[0]))) {
                    @Override
                    public String release() {
                        return release;
                    }
                };
        Features old = Features.of(kernel);
        List<String> open = new ArrayList<>();
        for (UapiConstant constant : later) {
            if (!(old.support(constant) instanceof Unsupported)) {
                open.add(constant.kernelName() + ": " + old.support(constant).describe());
            }
        }
        assertEquals(List.of(), open);
        assertTrue(later.size() > 40, later.toString());
        assertTrue(old.supports(Opcode.NOP) && old.supports(Opcode.TIMEOUT));
    }

    private static List<UapiConstant> hidableAfter(KernelVersion version) {
        List<UapiConstant> later = new ArrayList<>();
        for (UapiConstant constant : HOST.constants()) {
            boolean isLater = !version.reaches(KernelVersion.parse(constant.since()));
            if (isLater && HOST.supports(constant) && canBeHidden(constant)) {
                later.add(constant);
            }
        }
        return later;
    }

    private static boolean canBeHidden(UapiConstant constant) {
        try {
            Masked.hiding(Kernel.host(), constant);
            return true;
        } catch (IllegalArgumentException _) {
            return false; // no call is given it
        }
    }

    @Test
    void a_kernel_that_contradicts_itself_is_remarked() {
        Kernel kernel =
                new ForwardingKernel(Kernel.host()) {
                    @Override
                    public int register(int fd, int operation, MemorySegment arg, int count) {
                        return operation == RegisterOp.CLOCK.bits()
                                ? Errno.EINVAL.negative()
                                : super.register(fd, operation, arg, count);
                    }
                };
        Features features = Features.of(kernel);
        assertFalse(features.supports(RegisterOp.CLOCK));
        if (features.supports(RegisterOp.QUERY)) {
            assertEquals(
                    List.of(
                            "IORING_REGISTER_CLOCK: trying says no (IORING_REGISTER_CLOCK returned"
                                    + " -EINVAL; in Linux since 6.12), IORING_REGISTER_QUERY says"
                                    + " yes"),
                    features.remarks());
        }
    }

    @Test
    void nothing_is_known_of_a_kernel_that_may_not_be_used() {
        Features features = Features.of(Masked.refusing(Kernel.host(), Errno.EPERM));
        assertInstanceOf(Availability.Unavailable.class, features.availability());
        Inconclusive nop = assertInstanceOf(Inconclusive.class, features.support(Opcode.NOP));
        assertTrue(nop.why().contains("seccomp"), nop.why());
        assertTrue(features.byName().values().stream().noneMatch(Support::isConclusive));
        assertEquals(0, features.featureBits());
    }

    @Test
    void a_blocked_register_call_decides_nothing_about_register_operations() {
        Kernel kernel =
                new ForwardingKernel(Kernel.host()) {
                    @Override
                    public int register(int fd, int operation, MemorySegment arg, int count) {
                        return Errno.EPERM.negative();
                    }
                };
        Features features = Features.of(kernel);
        for (RegisterOp operation : RegisterOp.values()) {
            assertInstanceOf(Inconclusive.class, features.support(operation));
        }
        assertTrue(features.supports(SetupFlag.CQSIZE));
        assertTrue(features.supports(TimeoutFlag.ABS));
    }

    @Test
    void a_blocked_enter_call_decides_nothing_about_operations() {
        Kernel kernel =
                new ForwardingKernel(Kernel.host()) {
                    @Override
                    public int enter(
                            int fd, int submit, int min, int flags, MemorySegment arg, long size) {
                        return Errno.EPERM.negative();
                    }
                };
        Features features = Features.of(kernel);
        assertInstanceOf(Inconclusive.class, features.support(TimeoutFlag.ABS));
        assertTrue(features.supports(Opcode.NOP));
        assertTrue(features.supports(RegisterOp.FILES));
    }

    @Test
    void conclusive_answers_are_not_asked_for_again() {
        CountingKernel kernel = new CountingKernel();
        Features first = Features.of(kernel);
        int asked = kernel.calls;
        Features second = Features.of(kernel);
        assertTrue(kernel.calls - asked < asked / 4, asked + " then " + (kernel.calls - asked));
        assertEquals(first.byName(), second.byName());
    }

    @Test
    void what_was_not_conclusive_is_asked_for_again() {
        CountingKernel kernel = new CountingKernel();
        kernel.blocked = true;
        assertFalse(Features.of(kernel).supports(Opcode.NOP));
        kernel.blocked = false;
        assertTrue(Features.of(kernel).supports(Opcode.NOP));
    }

    @Test
    void no_fd_mapping_or_thread_is_left_behind() throws IOException, InterruptedException {
        Features.of(new CountingKernel());
        long fds = count("/proc/self/fd");
        long mappings = ringMappings();
        Features.of(new CountingKernel());
        assertEquals(fds, count("/proc/self/fd"));
        assertEquals(mappings, ringMappings());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("ringmark-probe")) {
                assertTrue(thread.join(Duration.ofSeconds(5)), "the probe's thread goes on");
            }
        }
    }

    /// Nothing that is submitted ever ends, and nothing can be cancelled.
    @Test
    void a_kernel_that_loses_requests_is_known_within_seconds() {
        Kernel kernel =
                new ForwardingKernel(Kernel.host()) {
                    @Override
                    public int enter(
                            int fd, int submit, int min, int flags, MemorySegment arg, long size) {
                        return min > 0 ? Errno.ETIME.negative() : submit;
                    }
                };
        long before = System.nanoTime();
        Features features = Features.of(kernel);
        assertInstanceOf(Inconclusive.class, features.support(TimeoutFlag.ABS));
        assertTrue(features.supports(SetupFlag.CLAMP));
        assertTrue(System.nanoTime() - before < Duration.ofSeconds(20).toNanos());
    }

    @Test
    void a_virtual_thread_may_ask() throws InterruptedException {
        Features[] answer = new Features[1];
        Thread.ofVirtual().start(() -> answer[0] = Features.of(Kernel.host())).join();
        assertSame(HOST.version().raw(), answer[0].version().raw());
    }

    @Test
    void a_constant_of_no_family_is_named() {
        UapiConstant stranger =
                new UapiConstant() {
                    @Override
                    public Fact fact() {
                        return new Fact("IORING_STRANGER", 1, "9.9", "none");
                    }

                    @Override
                    public String name() {
                        return "STRANGER";
                    }
                };
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> HOST.supports(stranger));
        assertEquals(
                "name: IORING_STRANGER, expected one of a probed constant or behaviour",
                refused.getMessage());
    }

    private static long count(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.count();
        }
    }

    private static long ringMappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("[io_uring]")).count();
        }
    }

    private static final class CountingKernel extends ForwardingKernel {

        private int calls;
        private boolean blocked;

        CountingKernel() {
            super(Kernel.host());
        }

        @Override
        public int setup(int entries, MemorySegment params) {
            calls++;
            return blocked ? Errno.EPERM.negative() : super.setup(entries, params);
        }

        @Override
        public int enter(int fd, int submit, int min, int flags, MemorySegment arg, long size) {
            calls++;
            return super.enter(fd, submit, min, flags, arg, size);
        }

        @Override
        public int register(int fd, int operation, MemorySegment arg, int count) {
            calls++;
            return super.register(fd, operation, arg, count);
        }
    }
}
