package dev.ringmark.stats.record;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a run was made. Two runs are compared by key; differences here are shown, never ignored.
///
/// | component | |
/// |---|---|
/// | `kernelRelease`, `arch` | as uname prints them; part of every key |
/// | `bootParameters` | the kernel's command line |
/// | `cpus`, `memoryBytes` | 0 where they could not be read |
/// | `binding` | how system calls are made: `liburing 2.3`, `syscall` |
/// | `availability` | `available`, or why io_uring is not |
/// | `features`, `capabilities` | bit masks in hexadecimal: `0x3fff`, `000001ffffffffff` |
/// | `sysctls` | kernel settings by name |
/// | `limits` | resource limits by name: a number, or `unlimited` |
/// | `load` | the load average of the last minute when the run started |
public record Environment(
        String kernelRelease,
        String arch,
        @Nullable String kernelPackage,
        @Nullable String configDigest,
        String bootParameters,
        String cpu,
        int cpus,
        long memoryBytes,
        Accelerator accelerator,
        String jdk,
        String binding,
        @Nullable String liburing,
        String availability,
        @Nullable String features,
        Map<String, String> sysctls,
        @Nullable String capabilities,
        SeccompMode seccompMode,
        Map<String, String> limits,
        double load,
        Map<String, JsonValue> extras) {
    private static final Pattern HEX = Pattern.compile("(0x)?[0-9a-fA-F]{1,32}");

    /// Checks names, amounts and bit masks.
    public Environment {
        Checks.filled("kernelRelease", kernelRelease);
        Checks.filled("arch", arch);
        Checks.atLeast("cpus", cpus, 0);
        Checks.atLeast("memoryBytes", memoryBytes, 0);
        Checks.filled("availability", availability);
        hex("features", features);
        hex("capabilities", capabilities);
        Checks.amount("load", load);
        sysctls = Checks.ordered(sysctls);
        limits = Checks.ordered(limits);
        extras = Checks.ordered(extras);
    }

    /// An environment of which only this is known.
    public static EnvironmentBuilder builder(String kernelRelease, String arch) {
        return new EnvironmentBuilder(kernelRelease, arch);
    }

    /// A builder that starts as this environment.
    public EnvironmentBuilder toBuilder() {
        return new EnvironmentBuilder(this);
    }

    static Environment read(FieldsIn in) {
        return new Environment(
                in.text("kernelRelease"),
                in.text("arch"),
                in.textOrNull("kernelPackage"),
                in.textOrNull("configDigest"),
                in.text("bootParameters"),
                in.text("cpu"),
                in.smallInteger("cpus"),
                in.integer("memoryBytes"),
                in.parsed("accelerator", Accelerator::parse),
                in.text("jdk"),
                in.text("binding"),
                in.textOrNull("liburing"),
                in.text("availability"),
                in.textOrNull("features"),
                in.textMap("sysctls"),
                in.textOrNull("capabilities"),
                in.parsed("seccompMode", SeccompMode::parse),
                in.textMap("limits"),
                in.number("load"),
                in.extras());
    }

    void write(FieldsOut out) {
        out.text("kernelRelease", kernelRelease)
                .text("arch", arch)
                .text("kernelPackage", kernelPackage)
                .text("configDigest", configDigest)
                .text("bootParameters", bootParameters)
                .text("cpu", cpu)
                .integer("cpus", cpus)
                .integer("memoryBytes", memoryBytes)
                .text("accelerator", accelerator.wireName())
                .text("jdk", jdk)
                .text("binding", binding)
                .text("liburing", liburing)
                .text("availability", availability)
                .text("features", features)
                .textMap("sysctls", sysctls)
                .text("capabilities", capabilities)
                .text("seccompMode", seccompMode.wireName())
                .textMap("limits", limits)
                .number("load", load)
                .extras(extras);
    }

    private static void hex(String field, @Nullable String value) {
        if (value != null && !HEX.matcher(value).matches()) {
            throw new FieldException(field, value, "1 to 32 hexadecimal digits, 0x before or not");
        }
    }
}
