package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.probe.Support.Inconclusive;
import dev.ringmark.runtime.probe.Support.Supported;
import dev.ringmark.runtime.probe.Support.Unsupported;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where one kernel is asked everything: answers already had, and a ring that trials share.
///
/// Confined to the thread that made it.
final class Bench implements AutoCloseable {

    private static final int SHARED_ENTRIES = 16;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final int PAUSES_MAX = 400;

    private final Kernel kernel;
    private final ProcFiles files;
    private final Map<UapiConstant, Support> constants = new HashMap<>();
    private final Map<Behaviour, Support> behaviours = new EnumMap<>(Behaviour.class);
    private final @Nullable Query query;
    private final Patience patience = new Patience();
    private final List<TrialRing> retired = new ArrayList<>();
    private int pauses;
    private @Nullable TrialRing shared;
    private @Nullable OpcodeProbe opcodeProbe;

    Bench(Kernel kernel) {
        this.kernel = kernel;
        files = new ProcFiles(kernel);
        query = Query.ask(kernel);
    }

    /// Takes over the conclusive answers of an earlier time, which are not asked for again.
    void recall(
            Map<UapiConstant, Support> formerConstants, Map<Behaviour, Support> formerBehaviours) {
        formerConstants.forEach(
                (constant, support) -> {
                    if (support.isConclusive()) {
                        constants.put(constant, support);
                    }
                });
        formerBehaviours.forEach(
                (behaviour, support) -> {
                    if (support.isConclusive()) {
                        behaviours.put(behaviour, support);
                    }
                });
    }

    Kernel kernel() {
        return kernel;
    }

    ProcFiles files() {
        return files;
    }

    /// What the kernel says of itself, or null before 6.18.
    @Nullable Query query() {
        return query;
    }

    /// What REGISTER_PROBE says.
    OpcodeProbe opcodeProbe() {
        OpcodeProbe known = opcodeProbe;
        if (known == null) {
            known = OpcodeProbe.ask(sharedRing().ring());
            opcodeProbe = known;
        }
        return known;
    }

    /// The answer for a constant. A trial that depends on another asks for it first, before it
    /// submits anything: the shared ring is settled between trials.
    Support support(UapiConstant constant) {
        Support known = constants.get(constant);
        if (known == null) {
            known = attempt(constant.since(), Questions.of(constant), saidOf(constant));
            constants.put(constant, known);
        }
        return known;
    }

    /// The answer for a behaviour.
    Support support(Behaviour behaviour) {
        Support known = behaviours.get(behaviour);
        if (known == null) {
            known = attempt(behaviour.since(), behaviour.question(), null);
            behaviours.put(behaviour, known);
        }
        return known;
    }

    boolean has(UapiConstant constant) {
        return support(constant) instanceof Supported;
    }

    /// The ring that trials share; a new one after the last was abandoned.
    TrialRing sharedRing() {
        TrialRing ring = shared;
        if (ring == null) {
            ring = trialRing(RingOptions.entries(SHARED_ENTRIES));
            shared = ring;
        }
        return ring;
    }

    /// A new ring, its caller's to close.
    ///
    /// @throws RingException when the kernel refuses
    TrialRing trialRing(RingOptions options) {
        while (true) {
            try {
                return new TrialRing(Ring.open(kernel, options), patience);
            } catch (RingException e) {
                if (!mayComeFree(e.result())) {
                    throw e;
                }
            }
        }
    }

    /// Whether to try again what there was no memory for: a closed ring gives its share of
    /// RLIMIT_MEMLOCK back late, so under 64 KiB the last trial's ring stands in the way of the
    /// next. Waits a moment, and not for ever.
    boolean mayComeFree(int result) {
        if (result != Errno.ENOMEM.negative() || pauses == PAUSES_MAX || shared == null) {
            return false;
        }
        pauses++;
        shared.ring().submitAndWait(1, PAUSE);
        return true;
    }

    /// Takes a ring with requests that would not end out of use.
    void abandon(TrialRing ring) {
        if (ring == shared) {
            shared = null;
            retired.add(ring);
        }
    }

    /// Tries; where trying decides nothing, what REGISTER_QUERY said does.
    private Support attempt(
            String since, Function<Trial, Support> question, @Nullable Boolean said) {
        try (Trial trial = new Trial(this, since)) {
            Support tried = question.apply(trial);
            return tried.isConclusive() || said == null ? tried : asSaid(since, said);
        } catch (Trial.Absent e) {
            return said == null
                    ? new Unsupported(KernelVersion.parse(since), reason(e))
                    : asSaid(since, said);
        } catch (RingException e) {
            return said == null ? new Inconclusive(reason(e)) : asSaid(since, said);
        }
    }

    private static String reason(RuntimeException e) {
        return Objects.requireNonNull(e.getMessage());
    }

    private @Nullable Boolean saidOf(UapiConstant constant) {
        return query == null ? null : query.has(constant);
    }

    private static Support asSaid(String since, boolean said) {
        return said
                ? new Supported()
                : new Unsupported(
                        KernelVersion.parse(since), "IORING_REGISTER_QUERY does not know it");
    }

    @Override
    public void close() {
        if (shared != null) {
            retired.add(shared);
            shared = null;
        }
        retired.forEach(ring -> ring.ring().close());
        retired.clear();
    }
}
