package dev.ringmark.runtime.task;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/// The fastest ring for a loop that a kernel makes, of kinds that mean the same to a program, and
/// what it had to do without.
///
/// Asked for by trying: what a kernel refuses is left out, whatever its version.
record LoopRing(Driver driver, List<String> fallbacks) {

    private static final Logger LOGGER = System.getLogger(LoopRing.class.getName());
    private static final String DEFERRED =
            "SINGLE_ISSUER and DEFER_TASKRUN (since 6.1): completions interrupt the loop's thread";

    static LoopRing open(Kernel kernel, DriverOptions options, Fallback fallback) {
        List<String> fallbacks = new ArrayList<>();
        boolean isPolled = (options.setupFlags() & SetupFlag.SQPOLL.bits()) != 0;
        Driver driver =
                isPolled
                        ? Driver.open(kernel, options)
                        : openDeferred(kernel, options, fallback, fallbacks);
        if (fallback == Fallback.WARN) {
            fallbacks.forEach(each -> LOGGER.log(Level.WARNING, () -> "done without " + each));
        }
        return new LoopRing(driver, List.copyOf(fallbacks));
    }

    private static Driver openDeferred(
            Kernel kernel, DriverOptions options, Fallback fallback, List<String> fallbacks) {
        try {
            return Driver.open(
                    kernel, options.with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN));
        } catch (RingException e) {
            if (e.result() != Errno.EINVAL.negative()) {
                throw e;
            }
        }
        Driver driver = Driver.open(kernel, options); // if that fails too, it was something else
        fallbacks.add(DEFERRED);
        if (fallback == Fallback.STRICT) {
            driver.close(driver.now());
            throw new RingException(
                    "io_uring_setup",
                    Errno.EINVAL.negative(),
                    "Fallback.STRICT, and there is no " + DEFERRED);
        }
        return driver;
    }
}
