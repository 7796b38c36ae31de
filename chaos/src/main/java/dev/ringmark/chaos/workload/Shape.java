package dev.ringmark.chaos.workload;

import dev.ringmark.chaos.sim.Profile;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The kernel of a run, and the driver on it.
///
/// @param release a kernel release that the model knows, `6.18`
/// @param mode how the ring is made
/// @param sqEntries its SQ
/// @param permits how many operations at once
/// @param waiters how many may wait for a permit
public record Shape(String release, Mode mode, int sqEntries, int permits, int waiters) {

    /// How a ring is made.
    public enum Mode {
        PLAIN,
        COOP(SetupFlag.COOP_TASKRUN, SetupFlag.TASKRUN_FLAG),
        DEFER(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN),
        SQPOLL(SetupFlag.SQPOLL),
        /// As DEFER, and a flag of the ring says that there is work.
        DEFER_TOLD(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN, SetupFlag.TASKRUN_FLAG);

        private final SetupFlag[] flags;

        Mode(SetupFlag... flags) {
            this.flags = flags;
        }
    }

    private static final Map<String, Profile> PROFILES = new TreeMap<>();

    /// The releases that runs are spread over.
    public static final List<String> RELEASES = List.of("6.18", "6.12", "6.1", "5.15", "5.10");

    static {
        RELEASES.forEach(release -> PROFILES.put(release, Profile.of(release)));
    }

    /// A shape by chance; half of them are of the newest kernel.
    public static Shape drawn(RandomGenerator chance) {
        int age = Math.max(0, chance.nextInt(2 * RELEASES.size()) - RELEASES.size() + 1);
        String release = RELEASES.get(Math.min(age, RELEASES.size() - 1));
        Mode mode = Mode.values()[chance.nextInt(Mode.values().length)];
        Shape shape =
                new Shape(
                        release,
                        mode,
                        1 << chance.nextInt(4),
                        1 + chance.nextInt(8),
                        chance.nextInt(5));
        return shape.isPossible()
                ? shape
                : new Shape(release, Mode.PLAIN, shape.sqEntries, shape.permits, shape.waiters);
    }

    /// The same with another SQ.
    public Shape withSqEntries(int count) {
        return new Shape(release, mode, count, permits, waiters);
    }

    /// The same with other bounds.
    public Shape withPermits(int count, int queue) {
        return new Shape(release, mode, sqEntries, count, queue);
    }

    /// The newest kernel, and a ring made so.
    public Shape withMode(Mode other) {
        return new Shape(RELEASES.getFirst(), other, sqEntries, permits, waiters);
    }

    /// Whether the release has what the mode needs.
    public boolean isPossible() {
        for (SetupFlag flag : mode.flags) {
            if (!profile().has(flag)) {
                return false;
            }
        }
        return true;
    }

    /// The kernel.
    public Profile profile() {
        Profile known = PROFILES.get(release);
        return known == null ? Profile.of(release) : known;
    }

    /// How the driver is made.
    public DriverOptions options() {
        DriverOptions plain =
                DriverOptions.permits(permits).withSqEntries(sqEntries).withWaitersMax(waiters);
        return mode.flags.length == 0 ? plain : plain.with(mode.flags);
    }
}
