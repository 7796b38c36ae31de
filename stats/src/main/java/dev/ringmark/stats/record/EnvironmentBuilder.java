package dev.ringmark.stats.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds an [Environment]: what is not said is `unknown`, absent, empty or 0.
public final class EnvironmentBuilder {
    private final String kernelRelease;
    private final String arch;
    private @Nullable String kernelPackage;
    private @Nullable String configDigest;
    private String bootParameters = "";
    private String cpu = "unknown";
    private int cpus = 0;
    private long memoryBytes = 0;
    private Accelerator accelerator = Accelerator.UNKNOWN;
    private String jdk = "unknown";
    private String binding = "unknown";
    private @Nullable String liburing;
    private String availability = "unknown";
    private @Nullable String features;
    private Map<String, String> sysctls = Map.of();
    private @Nullable String capabilities;
    private SeccompMode seccompMode = SeccompMode.UNKNOWN;
    private Map<String, String> limits = Map.of();
    private double load = 0;
    private Map<String, JsonValue> extras = Map.of();

    EnvironmentBuilder(String kernelRelease, String arch) {
        this.kernelRelease = kernelRelease;
        this.arch = arch;
    }

    EnvironmentBuilder(Environment from) {
        kernelRelease = from.kernelRelease();
        arch = from.arch();
        kernelPackage = from.kernelPackage();
        configDigest = from.configDigest();
        bootParameters = from.bootParameters();
        cpu = from.cpu();
        cpus = from.cpus();
        memoryBytes = from.memoryBytes();
        accelerator = from.accelerator();
        jdk = from.jdk();
        binding = from.binding();
        liburing = from.liburing();
        availability = from.availability();
        features = from.features();
        sysctls = from.sysctls();
        capabilities = from.capabilities();
        seccompMode = from.seccompMode();
        limits = from.limits();
        load = from.load();
        extras = from.extras();
    }

    /// The package the kernel comes from.
    public EnvironmentBuilder kernelPackage(@Nullable String value) {
        kernelPackage = value;
        return this;
    }

    /// A digest of the kernel's configuration.
    public EnvironmentBuilder configDigest(@Nullable String value) {
        configDigest = value;
        return this;
    }

    /// The kernel's command line.
    public EnvironmentBuilder bootParameters(String value) {
        bootParameters = value;
        return this;
    }

    /// The processor's name.
    public EnvironmentBuilder cpu(String value) {
        cpu = value;
        return this;
    }

    /// How many processors the run could use.
    public EnvironmentBuilder cpus(int value) {
        cpus = value;
        return this;
    }

    /// The machine's memory.
    public EnvironmentBuilder memoryBytes(long value) {
        memoryBytes = value;
        return this;
    }

    /// What executed the kernel.
    public EnvironmentBuilder accelerator(Accelerator value) {
        accelerator = value;
        return this;
    }

    /// Version and vendor of the JDK.
    public EnvironmentBuilder jdk(String value) {
        jdk = value;
        return this;
    }

    /// How system calls are made.
    public EnvironmentBuilder binding(String value) {
        binding = value;
        return this;
    }

    /// The version of liburing that was found.
    public EnvironmentBuilder liburing(@Nullable String value) {
        liburing = value;
        return this;
    }

    /// `available`, or why io_uring is not.
    public EnvironmentBuilder availability(String value) {
        availability = value;
        return this;
    }

    /// The feature bits of setup, in hexadecimal.
    public EnvironmentBuilder features(@Nullable String value) {
        features = value;
        return this;
    }

    /// Kernel settings by name.
    public EnvironmentBuilder sysctls(Map<String, String> value) {
        sysctls = value;
        return this;
    }

    /// The effective capabilities, in hexadecimal.
    public EnvironmentBuilder capabilities(@Nullable String value) {
        capabilities = value;
        return this;
    }

    /// Whether system calls were filtered.
    public EnvironmentBuilder seccompMode(SeccompMode value) {
        seccompMode = value;
        return this;
    }

    /// Resource limits by name: a number, or `unlimited`.
    public EnvironmentBuilder limits(Map<String, String> value) {
        limits = value;
        return this;
    }

    /// The load average of the last minute at the start.
    public EnvironmentBuilder load(double value) {
        load = value;
        return this;
    }

    /// Fields this version does not know.
    public EnvironmentBuilder extras(Map<String, JsonValue> value) {
        extras = value;
        return this;
    }

    /// The finished value; its constructor checks it.
    public Environment build() {
        return new Environment(
                kernelRelease,
                arch,
                kernelPackage,
                configDigest,
                bootParameters,
                cpu,
                cpus,
                memoryBytes,
                accelerator,
                jdk,
                binding,
                liburing,
                availability,
                features,
                sysctls,
                capabilities,
                seccompMode,
                limits,
                load,
                extras);
    }
}
