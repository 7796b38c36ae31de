package dev.ringmark.runtime.task;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.Failure;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.shard.FeatureSet;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a loop's driver is opened: with the fastest ring the kernel makes, of kinds that mean the
/// same to a program.
///
/// Asked for by trying: what a kernel refuses is left out, whatever its version. A graceful loop
/// learns by use; the others ask for everything before they start.
final class LoopRing {

    private static final Logger LOGGER = System.getLogger(LoopRing.class.getName());

    private LoopRing() {}

    /// @throws RingException when the kernel makes no ring, or lacks what a strict loop uses
    static Driver open(Kernel kernel, DriverOptions options, Fallback fallback) {
        boolean isPolled = (options.setupFlags() & SetupFlag.SQPOLL.bits()) != 0;
        DriverOptions wanted = isPolled ? options.without(Feature.DEFERRED_COMPLETIONS) : options;
        boolean isDeferred = !wanted.without().contains(Feature.DEFERRED_COMPLETIONS);
        Driver driver = isDeferred ? openDeferred(kernel, wanted) : Driver.open(kernel, wanted);
        if (fallback != Fallback.GRACEFUL) {
            requireEnter(driver); // what it says comes before what is missing
            FeatureSet features = driver.features();
            missing(kernel, features).forEach(features::lack);
            List<String> lines = unwelcome(features);
            if (fallback == Fallback.STRICT && !lines.isEmpty()) {
                driver.close(driver.now());
                throw new RingException(
                        "Loop.start",
                        Errno.EOPNOTSUPP.negative(),
                        "Fallback.STRICT, and what follows is neither there nor switched off: "
                                + String.join("; ", lines));
            }
            lines.forEach(each -> LOGGER.log(Level.WARNING, () -> "done without " + each));
        }
        return driver;
    }

    /// Finds out whether the ring may be used, before anyone relies on it: asks the kernel for
    /// nothing, with the call that everything goes through, because a filter may let a ring be made
    /// and forbid its use, as seccomp(2) takes call by call. (Where the caller makes the turns, the
    /// first of them shows it.) Closes the driver otherwise.
    ///
    /// @throws RingException when a filter forbids it
    static void requireEnter(Driver driver) {
        int result = driver.ring().enter(0, 0, 0, MemorySegment.NULL, 0);
        if (result == Errno.EPERM.negative()
                || result == Errno.EACCES.negative()
                || result == Errno.ENOSYS.negative()) {
            driver.close(driver.now());
            throw new RingException(
                    "io_uring_enter",
                    result,
                    "a seccomp filter lets rings be made and not be used; run ringmark doctor");
        }
    }

    /// Binds the calling thread to its CPU, if it has one (SPG-043). Pools that are as large as the
    /// machine are made before: HotSpot counts the CPUs of the thread that asks.
    ///
    /// @return whether it is bound, and there are others
    static boolean bind(Kernel kernel, LoopOptions options) {
        if (options.cpu() == LoopOptions.ANY_CPU) {
            return false;
        }
        int cpus = Runtime.getRuntime().availableProcessors();
        BlockingPool _ = BlockingPool.shared();
        int result = kernel.calls().bindThread(options.cpu());
        if (result < 0) {
            LOGGER.log(
                    Level.WARNING,
                    () ->
                            options.name()
                                    + " runs on any CPU: sched_setaffinity has returned "
                                    + Errno.describe(result)
                                    + " for CPU "
                                    + options.cpu());
        }
        return result == 0 && cpus > 1;
    }

    /// Why a loop takes no tasks.
    static TaskException.Closed closed(Driver driver) {
        Failure failure = driver.failure();
        return new TaskException.Closed(
                failure == null
                        ? "the loop is closing and takes no tasks"
                        : "the loop has ended: " + failure.describe());
    }

    private static Driver openDeferred(Kernel kernel, DriverOptions options) {
        DriverOptions deferred = options.with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN);
        Driver told = tryOpen(kernel, deferred.with(SetupFlag.TASKRUN_FLAG));
        if (told != null) {
            return told;
        }
        Driver asking = tryOpen(kernel, deferred);
        if (asking != null) {
            return asking;
        }
        Driver driver = Driver.open(kernel, options); // if that fails too, it was something else
        driver.features().lack(Feature.DEFERRED_COMPLETIONS);
        return driver;
    }

    /// @return null where the kernel does not know a flag
    private static @Nullable Driver tryOpen(Kernel kernel, DriverOptions options) {
        try {
            return Driver.open(kernel, options);
        } catch (RingException e) {
            if (e.result() != Errno.EINVAL.negative()) {
                throw e;
            }
            return null;
        }
    }

    private static List<Feature> missing(Kernel kernel, FeatureSet features) {
        List<Feature> used = Arrays.stream(Feature.values()).filter(features::isUsed).toList();
        List<UapiConstant> constants =
                used.stream().flatMap(feature -> feature.needs().stream()).toList();
        Set<UapiConstant> missing = new HashSet<>(Features.missing(kernel, constants));
        if (isForbidden(kernel)) {
            constants.stream()
                    .filter(each -> each instanceof RegisterOp || each instanceof BufferRingFlag)
                    .forEach(missing::add);
        }
        return used.stream()
                .filter(feature -> feature.needs().stream().anyMatch(missing::contains))
                .toList();
    }

    /// Whether a filter forbids io_uring_register(2), which looks at the fd before all else: -2 is
    /// none.
    private static boolean isForbidden(Kernel kernel) {
        int result = kernel.register(-2, RegisterOp.PROBE.bits(), MemorySegment.NULL, 0);
        return result == Errno.EPERM.negative() || result == Errno.ENOSYS.negative();
    }

    /// What is done without though the program did not ask for that.
    private static List<String> unwelcome(FeatureSet features) {
        return Arrays.stream(Feature.values())
                .filter(feature -> features.use(feature) != FeatureSet.Use.USED)
                .filter(feature -> features.use(feature) != FeatureSet.Use.SWITCHED_OFF)
                .map(features::describe)
                .toList();
    }
}
