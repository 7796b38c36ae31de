package dev.ringmark.kernels.fetch;

import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelException.Blame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Debian mirror that this machine's apt is configured with.
///
/// @param uri the archive's root, with a slash at its end
/// @param options of its line in a sources.list: the keyring that its indexes are checked with;
///     empty: apt's own trusted keys
/// @param security whether it is the archive of security updates, whose suites end in `-security`
record AptMirror(String uri, String options, boolean security) {
    private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private static final String SECURITY = "-security";

    /// Debian's names; on another distribution there is no mirror to take its kernels from.
    private static final Set<String> CODENAMES =
            Set.of(
                    "buster",
                    "bullseye",
                    "bookworm",
                    "trixie",
                    "forky",
                    "duke",
                    "sid",
                    "oldoldstable",
                    "oldstable",
                    "stable",
                    "testing",
                    "unstable");

    private static final Pattern SIGNED_BY =
            Pattern.compile("(?im)^Signed-By:\\s*(/\\S+)|signed-by=(/[^\\s\\]]+)");

    /// The mirrors, as apt itself reads its configuration.
    static List<AptMirror> configured() {
        HostCommand.Result targets =
                HostCommand.run(
                        List.of(
                                "apt-get",
                                "indextargets",
                                "--format",
                                "$(REPO_URI) $(RELEASE) $(SOURCESENTRY)",
                                "Identifier: Packages"));
        if (!targets.ok()) {
            throw new KernelException(
                    Blame.MACHINE, "apt-get cannot tell its mirrors: " + targets.err().strip());
        }
        return targets.out()
                .lines()
                .map(line -> line.split(" ", 3))
                .filter(fields -> fields.length == 3 && CODENAMES.contains(codename(fields[1])))
                .map(
                        fields ->
                                new AptMirror(
                                        fields[0],
                                        keyring(fields[2]),
                                        fields[1].endsWith(SECURITY)))
                .distinct()
                .toList();
    }

    /// Whether this mirror has a suite.
    boolean has(String suite) {
        return security == suite.endsWith(SECURITY);
    }

    /// The line of a sources.list for a suite.
    String line(String suite) {
        return "deb "
                + (options.isEmpty() ? "" : "[" + options + "] ")
                + String.join(" ", uri, suite, "main");
    }

    private static String codename(String suite) {
        return suite.split("[-/]", 2)[0];
    }

    /// The option with the keyring of `file:entry`; the entries of a file are counted from 1.
    static String keyring(String sourcesEntry) {
        int colon = sourcesEntry.lastIndexOf(':');
        if (colon > 0) {
            Optional<String> named =
                    signedBy(
                            Path.of(sourcesEntry.substring(0, colon)),
                            sourcesEntry.substring(colon + 1));
            if (named.isPresent()) {
                return "signed-by=" + named.get();
            }
        }
        return Files.isReadable(Path.of(KEYRING)) ? "signed-by=" + KEYRING : "";
    }

    private static Optional<String> signedBy(Path file, String entry) {
        try {
            String text = Files.readString(file);
            boolean deb822 = file.toString().endsWith(".sources");
            String[] entries = text.split(deb822 ? "\\n[ \\t]*\\n\\s*" : "\\n", -1);
            int index = Integer.parseInt(entry) - 1;
            if (index < 0 || index >= entries.length) {
                return Optional.empty();
            }
            Matcher matcher = SIGNED_BY.matcher(entries[index]);
            return matcher.find()
                    ? Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2))
                    : Optional.empty();
        } catch (IOException | NumberFormatException _) {
            return Optional.empty(); // the default keyring is tried instead
        }
    }
}
