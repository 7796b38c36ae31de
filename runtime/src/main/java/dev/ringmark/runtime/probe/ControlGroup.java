package dev.ringmark.runtime.probe;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The limits of the control groups that a process is in, version 1 or 2 (cgroups(7)), and how
/// often they were in the way.
///
/// @param memoryBytesMax the tightest limit of all groups above; empty: none
/// @param pidsMax likewise, of threads and processes together
/// @param pids how many there are now; empty where it can't be read
/// @param pidsRefused how many could not be made since the group was
/// @param oomKills how many processes the kernel killed for memory since the group was made
public record ControlGroup(
        OptionalLong memoryBytesMax,
        OptionalLong pidsMax,
        OptionalLong pids,
        long pidsRefused,
        long oomKills) {

    private static final String MOUNT = "/sys/fs/cgroup";

    /// Version 1 has no word for no limit; it gives the largest multiple of a page.
    private static final long UNLIMITED = 1L << 62;

    /// Reads them.
    ///
    /// @param files the text of a file of this kernel by its path, or null
    public static ControlGroup read(Function<String, @Nullable String> files) {
        Reader reader = new Reader(files);
        List<String> memory = reader.folders("memory");
        List<String> pids = reader.folders("pids");
        return new ControlGroup(
                reader.least(memory, "memory.max", "memory.limit_in_bytes"),
                reader.least(pids, "pids.max"),
                reader.number(reader.first(pids, "pids.current")),
                reader.counter(reader.first(pids, "pids.events"), "max"),
                reader.counter(
                        reader.first(memory, "memory.events", "memory.oom_control"), "oom_kill"));
    }

    /// The files of one process' groups.
    private record Reader(Function<String, @Nullable String> files) {

        /// Where a controller's files may lie, from the process' own group to the outermost. In a
        /// container the path may be that of the host, and only the mount's root be there.
        List<String> folders(String controller) {
            String lines = Optional.ofNullable(files.apply("/proc/self/cgroup")).orElse("");
            List<String> folders = new ArrayList<>();
            for (String line : lines.lines().toList()) {
                String[] parts = line.split(":", 3);
                if (parts.length != 3) {
                    continue;
                }
                boolean unified = parts[1].isEmpty();
                if (unified || List.of(parts[1].split(",", -1)).contains(controller)) {
                    String mount = MOUNT + (unified ? "" : "/" + controller);
                    for (String path = parts[2];
                            ;
                            path = path.substring(0, path.lastIndexOf('/'))) {
                        folders.add(mount + (path.equals("/") ? "" : path));
                        if (path.lastIndexOf('/') < 0 || path.equals("/")) {
                            break;
                        }
                    }
                }
            }
            return folders;
        }

        /// The text of the first file there is.
        @Nullable String first(List<String> folders, String... names) {
            for (String folder : folders) {
                for (String name : names) {
                    String text = files.apply(folder + "/" + name);
                    if (text != null) {
                        return text;
                    }
                }
            }
            return null;
        }

        OptionalLong least(List<String> folders, String... names) {
            OptionalLong least = OptionalLong.empty();
            for (String folder : folders) {
                OptionalLong limit = number(first(List.of(folder), names));
                if (limit.isPresent() && limit.getAsLong() < least.orElse(UNLIMITED)) {
                    least = limit;
                }
            }
            return least;
        }

        OptionalLong number(@Nullable String text) {
            return text != null && text.strip().matches("\\d{1,18}")
                    ? OptionalLong.of(Long.parseLong(text.strip()))
                    : OptionalLong.empty();
        }

        /// The number behind a name in lines of names and numbers.
        long counter(@Nullable String text, String name) {
            return Optional.ofNullable(text)
                    .orElse("")
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToLong(line -> number(line.substring(name.length())).orElse(0))
                    .findFirst()
                    .orElse(0);
        }
    }
}
