package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.ring.FixedBuffers;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a kernel answers to eight questions, each about something that one policy or another
/// forbids: `ok`, the name of an errno, or `-` where there was no ring to ask with.
final class Answers {

    private static final String SETUP = "setup";
    private static final String ENTER = "enter";
    private static final String REGISTER = "register";
    private static final String NOP = "nop";
    private static final String ASYNC_READ = "asyncRead";
    private static final String BUFFERS = "buffers";
    private static final String LARGE_RING = "largeRing";
    private static final String SQPOLL = "sqpoll";

    private static final String OK = "ok";
    private static final String NOT_ASKED = "-";

    private static final int ENTRIES = 8;
    private static final int ENTRIES_MAX = 32_768;
    private static final long BUFFER_SIZE = 1 << 20;
    private static final int FILE_SIZE = 4096;
    private static final int MFD_CLOEXEC = 1;

    private final Map<String, String> byName = new LinkedHashMap<>();
    private final Kernel kernel;

    private Answers(Kernel kernel) {
        this.kernel = kernel;
        List.of(SETUP, ENTER, REGISTER, NOP, ASYNC_READ, BUFFERS, LARGE_RING, SQPOLL)
                .forEach(name -> byName.put(name, NOT_ASKED));
    }

    static Answers ask(Kernel kernel) {
        Answers answers = new Answers(kernel);
        // An fd that is none: a filter answers before the kernel looks at it. -1 means something
        // to register since 6.13.
        answers.put(ENTER, kernel.enter(-1, 0, 0, 0, MemorySegment.NULL, 0));
        answers.put(REGISTER, kernel.register(-2, RegisterOp.PROBE.bits(), MemorySegment.NULL, 0));
        try (Bench bench = new Bench(kernel)) {
            answers.askWith(bench.sharedRing(), bench);
        } catch (RingException e) {
            answers.put(SETUP, e.result());
        }
        return answers;
    }

    Map<String, String> byName() {
        return byName;
    }

    /// Whether one of these was answered so.
    boolean are(String answer, String... names) {
        return List.of(names).stream().anyMatch(name -> answer.equals(byName.get(name)));
    }

    /// Those that were answered so, for a sentence.
    String those(String answer) {
        return byName.entrySet().stream()
                .filter(one -> one.getValue().equals(answer))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private void askWith(TrialRing ring, Bench bench) {
        put(SETUP, 0);
        put(NOP, result(() -> nop(ring)));
        asyncRead(ring);
        put(BUFFERS, result(() -> buffers(ring)));
        put(LARGE_RING, setup(ENTRIES_MAX, 0));
        int polled = setup(ENTRIES, SetupFlag.SQPOLL.bits());
        while (bench.mayComeFree(polled)) {
            polled = setup(ENTRIES, SetupFlag.SQPOLL.bits());
        }
        put(SQPOLL, polled);
    }

    private static int nop(TrialRing ring) {
        ring.next(Opcode.NOP, -1, 0, 0, 0);
        return ring.result();
    }

    /// A read that a worker of the kernel must do. Its memory is given back only when it has ended.
    private void asyncRead(TrialRing ring) {
        int file = kernel.calls().memoryFile("ringmark-doctor", MFD_CLOEXEC);
        if (file < 0) {
            return; // the question is not about files
        }
        kernel.calls().truncate(file, FILE_SIZE);
        Arena arena = Arena.ofShared();
        MemorySegment buffer = arena.allocate(FILE_SIZE);
        put(
                ASYNC_READ,
                result(
                        () -> {
                            ring.next(Opcode.READ, file, buffer.address(), FILE_SIZE, 0)
                                    .flag(SqeFlag.ASYNC);
                            return ring.result();
                        }));
        kernel.calls().close(file);
        if (ring.settle()) {
            arena.close();
        }
    }

    private static int buffers(TrialRing ring) {
        try (Arena arena = Arena.ofConfined();
                FixedBuffers _ =
                        FixedBuffers.register(ring.ring(), arena.allocate(BUFFER_SIZE, 4096))) {
            return 0;
        }
    }

    private int setup(int entries, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(ParamsLayout.LAYOUT);
            params.set(JAVA_INT, ParamsLayout.FLAGS, flags);
            int fd = kernel.setup(entries, params);
            if (fd >= 0) {
                kernel.close(fd);
            }
            return fd;
        }
    }

    private static int result(Question question) {
        try {
            return question.ask();
        } catch (RingException e) {
            return e.result();
        }
    }

    /// A question that needs a ring.
    private interface Question {
        int ask();
    }

    private void put(String name, int result) {
        byName.put(name, result >= 0 ? OK : Errno.describe(result).substring(1));
    }
}
