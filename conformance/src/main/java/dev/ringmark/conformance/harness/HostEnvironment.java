package dev.ringmark.conformance.harness;

import dev.ringmark.stats.record.Accelerator;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.EnvironmentBuilder;
import dev.ringmark.stats.record.SeccompMode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Where a run is made, as procfs and the JVM tell; what they don't tell stays unknown.
final class HostEnvironment {

    private static final Pattern DEBIAN = Pattern.compile("\\bDebian (\\d\\S+)");
    private static final Pattern UBUNTU = Pattern.compile("^Ubuntu (\\S+)");
    private static final Pattern LIBURING = Pattern.compile("liburing (\\S+)");
    private static final Pattern LIMIT =
            Pattern.compile("(Max [a-z ]+?)\\s{2,}(\\S+)\\s{2,}\\S+.*");
    private static final List<String> SYSCTLS =
            List.of(
                    "kernel.io_uring_disabled",
                    "kernel.io_uring_group",
                    "kernel.threads-max",
                    "fs.file-max",
                    "fs.nr_open",
                    "vm.overcommit_memory");
    private static final long BYTES_PER_KIB = 1024;

    private final Path root;

    private HostEnvironment(Path root) {
        this.root = root;
    }

    /// This process' environment, with what the worker found out about the kernel.
    static Environment read(WorkerMessage.Host host) {
        return new HostEnvironment(Path.of("/")).build(host);
    }

    /// As [#read], from a tree that looks like procfs and sysfs.
    static Environment read(WorkerMessage.Host host, Path root) {
        return new HostEnvironment(root).build(host);
    }

    private Environment build(WorkerMessage.Host host) {
        Matcher liburing = LIBURING.matcher(host.binding());
        String blockedBy = host.blockedBy();
        EnvironmentBuilder builder =
                Environment.builder(System.getProperty("os.version"), arch())
                        .kernelPackage(kernelPackage())
                        .configDigest(configDigest())
                        .bootParameters(text("proc/cmdline"))
                        .cpu(cpu())
                        .cpus(Runtime.getRuntime().availableProcessors())
                        .memoryBytes(memoryBytes())
                        .accelerator(accelerator())
                        .jdk(System.getProperty("java.vendor") + " " + Runtime.version())
                        .binding(host.binding())
                        .liburing(liburing.find() ? liburing.group(1) : null)
                        .availability(blockedBy == null ? "available" : blockedBy)
                        .features(host.features())
                        .sysctls(sysctls())
                        .capabilities(field("proc/self/status", "CapEff"))
                        .seccompMode(seccompMode())
                        .limits(limits())
                        .load(load());
        return host.remarks().isEmpty()
                ? builder.build()
                : builder.extras(Map.of("probeRemarks", JsonText.array(host.remarks()))).build();
    }

    /// As uname(2) says it where the kernel has that file (6.1), else from the JVM's name for it.
    private String arch() {
        String arch = text("proc/sys/kernel/arch");
        String jvms = System.getProperty("os.arch");
        return !arch.isEmpty() ? arch : jvms.equals("amd64") ? "x86_64" : jvms;
    }

    /// The package's version, which two distributions tell; the release says nothing of it there.
    private @Nullable String kernelPackage() {
        String debian = firstGroup(DEBIAN, text("proc/sys/kernel/version"));
        return debian != null ? debian : firstGroup(UBUNTU, text("proc/version_signature"));
    }

    private String cpu() {
        String model = field("proc/cpuinfo", "model name");
        return model == null ? "unknown" : model;
    }

    private long memoryBytes() {
        String total = field("proc/meminfo", "MemTotal");
        return total == null ? 0 : Long.parseLong(total.replaceAll("\\D", "")) * BYTES_PER_KIB;
    }

    /// Only what a guest can be sure of: a kvm clock, or on x86 no sign of a hypervisor.
    private Accelerator accelerator() {
        String clocks = text("sys/devices/system/clocksource/clocksource0/available_clocksource");
        if (clocks.contains("kvm-clock")) {
            return Accelerator.KVM;
        }
        String flags = field("proc/cpuinfo", "flags");
        return flags == null || flags.contains(" hypervisor")
                ? Accelerator.UNKNOWN
                : Accelerator.HOST;
    }

    private SeccompMode seccompMode() {
        return switch (field("proc/self/status", "Seccomp")) {
            case "0" -> SeccompMode.DISABLED;
            case "1" -> SeccompMode.STRICT;
            case "2" -> SeccompMode.FILTER;
            case null, default -> SeccompMode.UNKNOWN;
        };
    }

    private Map<String, String> sysctls() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : SYSCTLS) {
            String value = text("proc/sys/" + name.replace('.', '/'));
            if (!value.isEmpty()) {
                values.put(name, value);
            }
        }
        return values;
    }

    private Map<String, String> limits() {
        Map<String, String> soft = new LinkedHashMap<>();
        text("proc/self/limits")
                .lines()
                .map(LIMIT::matcher)
                .filter(Matcher::matches)
                .forEach(line -> soft.put(line.group(1), line.group(2)));
        return soft;
    }

    private double load() {
        String load = text("proc/loadavg");
        return load.isEmpty() ? 0 : Double.parseDouble(load.substring(0, load.indexOf(' ')));
    }

    /// SHA-256 of the kernel's configuration as text.
    private @Nullable String configDigest() {
        Path compressed = root.resolve("proc/config.gz");
        Path plain = root.resolve("boot/config-" + System.getProperty("os.version"));
        boolean zipped = Files.isReadable(compressed);
        if (!zipped && !Files.isReadable(plain)) {
            return null;
        }
        try (InputStream file = Files.newInputStream(zipped ? compressed : plain);
                InputStream config = zipped ? new GZIPInputStream(file) : file) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return "sha256:" + HexFormat.of().formatHex(digest.digest(config.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The value of a line `name : value`, or null when there is none.
    private @Nullable String field(String file, String name) {
        return firstGroup(
                Pattern.compile("(?m)^" + Pattern.quote(name) + "\\s*:\\s*(.*)$"), text(file));
    }

    private static @Nullable String firstGroup(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private String text(String file) {
        String text = ProcText.read(root.resolve(file));
        return text == null ? "" : text;
    }
}
