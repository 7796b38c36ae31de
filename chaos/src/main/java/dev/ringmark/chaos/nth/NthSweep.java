package dev.ringmark.chaos.nth;

import dev.ringmark.chaos.fault.LivelockException;
import dev.ringmark.chaos.sim.DeadlockException;
import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.workload.Shape;
import java.util.ArrayList;
import java.util.List;

/// Each allocation that the kernel makes for a deed fails once: the deed then ends with -ENOMEM or
/// as if nothing had been, nothing is left behind, and done again it ends as it should.
public final class NthSweep {

    /// No deed has so many allocations.
    private static final int NTH_MAX = 2000;

    private static final int PERMITS = 4;
    private static final List<Deed> DEEDS = deeds();

    private long runs;

    private static List<Deed> deeds() {
        List<Deed> all = new ArrayList<>();
        OpcodeDeeds.addTo(all);
        EdgeDeeds.addTo(all);
        CallDeeds.addTo(all);
        return List.copyOf(all);
    }

    static List<Deed> list() {
        return DEEDS;
    }

    /// How many runs there were.
    public long runs() {
        return runs;
    }

    /// How many kernels and rings there are to sweep on.
    public static int shapes() {
        return Shape.RELEASES.size() * Shape.Mode.values().length;
    }

    /// All deeds on the kernel and the ring that a number stands for.
    ///
    /// @return what was wrong, or empty
    public String run(long seed) {
        Shape.Mode[] modes = Shape.Mode.values();
        int which = (int) Math.floorMod(seed, (long) shapes());
        String release = Shape.RELEASES.get(which / modes.length);
        Shape shape = new Shape(release, modes[which % modes.length], 4, PERMITS, 4);
        if (!shape.isPossible()) {
            shape = new Shape(release, Shape.Mode.PLAIN, 1, PERMITS, 4);
        }
        try (PagePool pool = new PagePool()) {
            for (Deed deed : DEEDS) {
                String wrong = sweep(deed, shape, seed, pool);
                if (!wrong.isEmpty()) {
                    return wrong;
                }
            }
        }
        return "";
    }

    private String sweep(Deed deed, Shape shape, long seed, PagePool pool) {
        int count = 0;
        String good = "";
        for (int nth = 0; nth <= count && nth < NTH_MAX; nth++) {
            Attempt attempt = new Attempt(deed, shape, seed, pool, nth);
            String wrong = attempt.run(good);
            runs++;
            if (nth == 0) {
                count = attempt.count();
                good = attempt.answer();
            }
            if (!wrong.isEmpty()) {
                return "%s on %s %s, allocation %d of %d (%s): %s"
                        .formatted(
                                deed.name(),
                                shape.release(),
                                shape.mode(),
                                nth,
                                count,
                                attempt.failed(),
                                wrong);
            }
        }
        return "";
    }

    /// A deed done twice, of which the first has one failure.
    private static final class Attempt {

        private final Deed deed;
        private final Shape shape;
        private final long seed;
        private final PagePool pool;
        private final FailNth nth;
        private String answer = "";
        private int count;

        Attempt(Deed deed, Shape shape, long seed, PagePool pool, int nth) {
            this.deed = deed;
            this.shape = shape;
            this.seed = seed;
            this.pool = pool;
            this.nth = new FailNth(nth);
        }

        int count() {
            return count;
        }

        String answer() {
            return answer;
        }

        String failed() {
            return nth.what();
        }

        /// @param good what it answers when nothing fails; not known in the first attempt
        String run(String good) {
            try (World world = new World(shape, seed, pool, nth)) {
                answer = deed.act().perform(world);
                count = nth.count();
                String expected = good.isEmpty() ? answer : good;
                if (!isFair(answer, expected)) {
                    return "I-14: it ended with " + answer + ", expected " + expected;
                }
                if (world.driver.failure() == null) {
                    String again = deed.act().perform(world);
                    if (!again.equals(expected)) {
                        return "I-16: done again it ended with " + again + ", not " + expected;
                    }
                }
                return world.end(answer.equals(World.NOT_PREPARED));
            } catch (DeadlockException e) {
                return "I-07: " + e.getMessage();
            } catch (LivelockException e) {
                return "I-16: " + e.getMessage();
            } catch (AssertionError e) {
                return "I-02: an assertion of the driver's own: " + e;
            } catch (RuntimeException e) {
                StackTraceElement[] stack = e.getStackTrace();
                return "I-14: it threw " + e + (stack.length == 0 ? "" : " at " + stack[0]);
            }
        }

        private boolean isFair(String ended, String expected) {
            return ended.equals(expected)
                    || ended.equals("-ENOMEM")
                    || ended.startsWith("short")
                    || ended.equals(World.NOT_PREPARED)
                    || (ended.equals("FAILED") && nth.hasDropped());
        }
    }
}
