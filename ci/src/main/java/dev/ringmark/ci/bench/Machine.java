package dev.ringmark.ci.bench;

import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.sample.Fingerprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The machine that measures: what makes it this one, and what is worth noting.
final class Machine {
    private static final int STEAL = 7;
    private static final long BYTES_PER_KIB = 1024;

    private Machine() {}

    /// CPU, processors, memory and architecture are stable; the rest is noted.
    static Fingerprint fingerprint() {
        Map<String, String> stable = new TreeMap<>();
        put(stable, "cpu", cpu());
        stable.put("cpus", Integer.toString(Runtime.getRuntime().availableProcessors()));
        stable.put("arch", System.getProperty("os.arch"));
        stable.put("memoryBytes", Long.toString(memoryBytes()));
        Map<String, String> noted = new TreeMap<>();
        noted.put("kernel", System.getProperty("os.version"));
        noted.put("jdk", Runtime.version().toString());
        put(noted, "bootParameters", text("/proc/cmdline"));
        put(noted, "governor", text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        put(noted, "turboOff", text("/sys/devices/system/cpu/intel_pstate/no_turbo"));
        put(noted, "microcode", field("microcode", "/proc/cpuinfo"));
        put(
                noted,
                "clock",
                text("/sys/devices/system/clocksource/clocksource0/current_clocksource"));
        return new Fingerprint(stable, noted);
    }

    /// What a record says of it, with the extras given.
    static Environment environment(Map<String, JsonValue> extras) {
        return Environment.builder(
                        System.getProperty("os.version"),
                        System.getProperty("os.arch").equals("amd64")
                                ? "x86_64"
                                : System.getProperty("os.arch"))
                .bootParameters(text("/proc/cmdline"))
                .cpu(cpu().isEmpty() ? "unknown" : cpu())
                .cpus(Runtime.getRuntime().availableProcessors())
                .memoryBytes(memoryBytes())
                .jdk(System.getProperty("java.vendor") + " " + Runtime.version())
                .load(load())
                .extras(extras)
                .build();
    }

    /// The load average of the last minute; 0 where nothing tells it.
    static double load() {
        String load = text("/proc/loadavg");
        return load.isEmpty() ? 0 : Double.parseDouble(load.substring(0, load.indexOf(' ')));
    }

    /// What a hypervisor gave to others of the time we wanted, in ticks since the boot.
    static long stolenTicks() {
        String[] cpu = text("/proc/stat").lines().findFirst().orElse("").split("\\s+", -1);
        return cpu.length > STEAL + 1 ? Long.parseLong(cpu[STEAL + 1]) : 0;
    }

    private static String cpu() {
        return field("model name", "/proc/cpuinfo");
    }

    private static long memoryBytes() {
        String total = field("MemTotal", "/proc/meminfo").replaceAll("\\D", "");
        return total.isEmpty() ? 0 : Long.parseLong(total) * BYTES_PER_KIB;
    }

    private static void put(Map<String, String> map, String name, String value) {
        if (!value.isEmpty()) {
            map.put(name, value);
        }
    }

    private static String field(String name, String file) {
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(name) + "\\s*:\\s*(.*)$")
                        .matcher(text(file));
        return line.find() ? line.group(1).strip() : "";
    }

    /// Nothing where this kernel does not have the file or does not show it.
    private static String text(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException _) {
            return "";
        }
    }
}
