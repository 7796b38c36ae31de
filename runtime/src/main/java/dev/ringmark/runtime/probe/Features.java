package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.probe.Availability.Available;
import dev.ringmark.runtime.probe.Availability.Unavailable;
import dev.ringmark.runtime.probe.Support.Inconclusive;
import dev.ringmark.runtime.probe.Support.Supported;
import dev.ringmark.runtime.probe.Support.Unsupported;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// What one kernel can do: an answer for each constant of `uapi` and each [Behaviour].
///
/// Immutable. [#of] asks by trying; conclusive answers are kept for the life of the [Kernel]
/// object, the others are asked for again the next time. A kernel that cannot be used at all gives
/// [Inconclusive] throughout, with [#availability()] as the reason.
public final class Features {

    private static final Map<Kernel, Features> CACHE =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final KernelVersion version;
    private final Availability availability;
    private final Map<UapiConstant, Support> constants;
    private final Map<Behaviour, Support> behaviours;
    private final Map<String, Support> byName = new LinkedHashMap<>();
    private final int featureBits;
    private final List<String> remarks;

    private Features(
            KernelVersion version,
            Availability availability,
            Map<UapiConstant, Support> constants,
            Map<Behaviour, Support> behaviours,
            int featureBits,
            List<String> remarks) {
        this.version = version;
        this.availability = availability;
        this.constants = Collections.unmodifiableMap(constants);
        this.behaviours = Collections.unmodifiableMap(behaviours);
        this.featureBits = featureBits;
        this.remarks = List.copyOf(remarks);
        constants.forEach((constant, support) -> byName.put(constant.kernelName(), support));
        behaviours.forEach((behaviour, support) -> byName.put(behaviour.kernelName(), support));
    }

    /// Asks a kernel.
    ///
    /// The trials run on a platform thread of their own, which ends with them: what the kernel
    /// keeps per task (registered rings, worker limits) is that thread's, and the caller may be
    /// virtual. They open rings, files and sockets for a moment and leave none behind.
    ///
    /// @throws IllegalArgumentException when the kernel's release is not a version
    public static Features of(Kernel kernel) {
        Features known = CACHE.get(kernel);
        if (known != null && known.isConclusive()) {
            return known;
        }
        FutureTask<Features> task = new FutureTask<>(() -> ask(kernel, known));
        Thread.ofPlatform().name("ringmark-probe").daemon(true).start(task);
        Features now = result(task);
        CACHE.put(kernel, now);
        return now;
    }

    /// Those of some constants that a kernel shows to lack, asked by trying; only these are asked
    /// for, and nothing is kept.
    public static List<UapiConstant> missing(
            Kernel kernel, Collection<? extends UapiConstant> wanted) {
        FutureTask<List<UapiConstant>> task =
                new FutureTask<>(
                        () -> {
                            try (Bench bench = new Bench(kernel)) {
                                return wanted.stream()
                                        .<UapiConstant>map(each -> each)
                                        .filter(each -> bench.support(each) instanceof Unsupported)
                                        .toList();
                            }
                        });
        Thread.ofPlatform().name("ringmark-probe").daemon(true).start(task);
        return result(task);
    }

    /// The kernel's version, as it prints it.
    public KernelVersion version() {
        return version;
    }

    /// Whether io_uring can be used here at all.
    public Availability availability() {
        return availability;
    }

    /// The answer for a constant.
    ///
    /// @throws IllegalArgumentException when its family is not one of `uapi`
    public Support support(UapiConstant constant) {
        return found(constants.get(constant), constant.kernelName());
    }

    /// The answer for a behaviour.
    public Support support(Behaviour behaviour) {
        return found(behaviours.get(behaviour), behaviour.kernelName());
    }

    /// The answer for a constant or a behaviour by its kernel name.
    ///
    /// @throws IllegalArgumentException when there is none of that name
    public Support support(String kernelName) {
        return found(byName.get(kernelName), kernelName);
    }

    /// Every constant that has an answer, in the order people see.
    public Set<UapiConstant> constants() {
        return constants.keySet();
    }

    /// Whether a constant is there for sure.
    public boolean supports(UapiConstant constant) {
        return support(constant) instanceof Supported;
    }

    /// Whether a behaviour is there for sure.
    public boolean supports(Behaviour behaviour) {
        return support(behaviour) instanceof Supported;
    }

    /// The constants of one family that are there for sure, in the kernel's order:
    /// `supported(Opcode.class)`.
    public <E extends Enum<E> & UapiConstant> List<E> supported(Class<E> family) {
        List<E> found = new ArrayList<>();
        for (E constant : family.getEnumConstants()) {
            if (supports(constant)) {
                found.add(constant);
            }
        }
        return found;
    }

    /// `io_uring_params.features` as setup gave it, bits without a constant included.
    public int featureBits() {
        return featureBits;
    }

    /// Where the kernel contradicts itself, or has what this version does not know; a sentence
    /// each.
    public List<String> remarks() {
        return remarks;
    }

    /// Every answer by its kernel name, in the order people see.
    public Map<String, Support> byName() {
        return Collections.unmodifiableMap(byName);
    }

    private static Features ask(Kernel kernel, @Nullable Features known) {
        KernelVersion version = KernelVersion.parse(kernel.release());
        Availability availability = Availability.of(kernel);
        Map<UapiConstant, Support> constants = new LinkedHashMap<>();
        Map<Behaviour, Support> behaviours = new EnumMap<>(Behaviour.class);
        if (availability instanceof Unavailable no && !no.cause().leavesSetup()) {
            Support unknown = new Inconclusive(no.explanation());
            Questions.constants().forEach(constant -> constants.put(constant, unknown));
            for (Behaviour behaviour : Behaviour.values()) {
                behaviours.put(behaviour, unknown);
            }
            return new Features(version, availability, constants, behaviours, 0, List.of());
        }
        try (Bench bench = new Bench(kernel)) {
            if (known != null) {
                bench.recall(known.constants, known.behaviours);
            }
            for (UapiConstant constant : Questions.constants()) {
                constants.put(constant, bench.support(constant));
            }
            for (Behaviour behaviour : Behaviour.values()) {
                behaviours.put(behaviour, bench.support(behaviour));
            }
            int featureBits = bench.sharedRing().ring().features();
            List<String> remarks =
                    CrossCheck.of(constants, featureBits, bench.opcodeProbe(), bench.query());
            return new Features(version, availability, constants, behaviours, featureBits, remarks);
        }
    }

    /// Waits for the asking thread; every wait of its trials has a deadline, so it ends.
    private static <T> T result(FutureTask<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true; // passed on below: rings must not be left half asked
                } catch (ExecutionException e) {
                    throw rethrown(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception
                ? exception
                : new IllegalStateException("the probe thread failed", cause);
    }

    private boolean isConclusive() {
        return availability instanceof Available
                && constants.values().stream().allMatch(Support::isConclusive)
                && behaviours.values().stream().allMatch(Support::isConclusive);
    }

    private static Support found(@Nullable Support support, String name) {
        if (support == null) {
            throw new IllegalArgumentException(
                    "name: " + name + ", expected one of a probed constant or behaviour");
        }
        return support;
    }
}
