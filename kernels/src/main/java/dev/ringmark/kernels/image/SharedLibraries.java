package dev.ringmark.kernels.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which of the host's shared libraries a program in the guest needs, by the host's own loader.
///
/// They keep their paths, so that the loader finds them in the guest where it found them here.
final class SharedLibraries {
    /// The loader of every x86_64 program, by the System V ABI of that processor.
    static final Path LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");

    /// What programs that people bring need, beyond what Java needs; taken where it is installed.
    private static final List<String> WELCOME =
            List.of(
                    "liburing.so.2",
                    "libgcc_s.so.1",
                    "libstdc++.so.6",
                    "libm.so.6",
                    "librt.so.1",
                    "libpthread.so.0",
                    "libdl.so.2",
                    "libresolv.so.2",
                    "libutil.so.1");

    private static final List<Path> FOLDERS =
            Stream.of(
                            "/usr/local/lib/x86_64-linux-gnu",
                            "/usr/local/lib64",
                            "/usr/local/lib",
                            "/lib/x86_64-linux-gnu",
                            "/usr/lib/x86_64-linux-gnu",
                            "/lib64",
                            "/usr/lib64")
                    .map(Path::of)
                    .toList();

    // "libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f...)"
    private static final Pattern FOUND = Pattern.compile("=> (/\\S+) \\(0x");

    private SharedLibraries() {}

    /// The loader, all that these programs need, and what is welcome.
    ///
    /// @param own a folder whose libraries are there anyway
    static SortedSet<Path> neededBy(List<Path> programs, Path own) {
        SortedSet<Path> needed = new TreeSet<>();
        needed.add(LOADER);
        List<Path> welcome = welcome();
        needed.addAll(welcome);
        Stream.concat(programs.stream(), welcome.stream())
                .forEach(program -> addNeeded(program, needed));
        needed.removeIf(library -> library.startsWith(own));
        return needed;
    }

    private static void addNeeded(Path program, SortedSet<Path> needed) {
        if (isStatic(program)) {
            return;
        }
        Matcher found =
                FOUND.matcher(HostTools.run(LOADER.toString(), "--list", program.toString()));
        while (found.find()) {
            needed.add(Path.of(found.group(1)).normalize());
        }
    }

    /// `--verify` says 0 or 2 for what needs the loader, 1 for what does not.
    private static boolean isStatic(Path program) {
        try {
            HostTools.run(
                    "sh",
                    "-c",
                    "\"$1\" --verify \"$2\"; case $? in 0|2) ;; *) exit 1 ;; esac",
                    "sh",
                    LOADER.toString(),
                    program.toString());
            return false;
        } catch (HostException _) {
            return true;
        }
    }

    private static List<Path> welcome() {
        return WELCOME.stream()
                .flatMap(
                        name ->
                                FOLDERS.stream()
                                        .map(folder -> folder.resolve(name))
                                        .filter(Files::isRegularFile)
                                        .limit(1))
                .toList();
    }
}
