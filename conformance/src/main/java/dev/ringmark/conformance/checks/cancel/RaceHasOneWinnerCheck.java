package dev.ringmark.conformance.checks.cancel;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckFailed;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

@Check(
        id = "cancel.race_has_one_winner",
        statement = "S083",
        says =
                "A request that is completed and cancelled at the same moment ends once, as "
                        + "one of the two, and its data is neither lost nor doubled.",
        since = "5.5",
        source = "io_uring_prep_cancel(3)")
final class RaceHasOneWinnerCheck {

    private static final int ROUNDS = 60;
    private static final int POLLIN = 0x1;

    @OnRing
    void sixty_races_each_end_once(TestRing ring) throws Exception {
        int fd = ring.testKernel().eventFd();
        MemorySegment one = ring.testKernel().memory(Long.BYTES);
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        int completed = 0;
        try (ExecutorService rival = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                Targets.read(ring, fd, 1);
                ring.ring().submit();
                Future<Integer> written = rival.submit(() -> ring.kernel().calls().write(fd, one));
                ring.cancel(1, 2);
                ring.ring().submit();
                TestKernel.require("write", written.get(10, TimeUnit.SECONDS));
                completed += readWon(ring, fd) ? 1 : 0;
            }
        }
        ring.evidence().expected("each race: one CQE of the read, one of the cancel");
        ring.evidence().observed("each of " + ROUNDS + " races had one winner");
        ring.evidence().byChance(completed + " of " + ROUNDS + " reads won");
    }

    private static boolean readWon(TestRing ring, int fd) {
        Completion first = ring.next();
        Completion second = ring.next();
        Completion read = first.userData() == 1 ? first : second;
        Completion cancel = first.userData() == 1 ? second : first;
        boolean won = read.result() == Long.BYTES;
        boolean lost = read.result() == Errno.ECANCELED.negative();
        boolean both = won && cancel.result() == 0;
        boolean signalled = ring.kernel().calls().poll(fd, POLLIN, 0) == POLLIN;
        boolean named = read.userData() == 1 && cancel.userData() == 2;
        if (!named || !(won || lost) || both || signalled != lost) {
            throw new CheckFailed("saw " + first + ", " + second + ", signal left: " + signalled);
        }
        if (lost) {
            MemorySegment count = ring.testKernel().memory(Long.BYTES);
            TestKernel.require("read", ring.kernel().calls().read(fd, count));
        }
        return won;
    }
}
