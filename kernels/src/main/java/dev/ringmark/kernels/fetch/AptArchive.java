package dev.ringmark.kernels.fetch;

import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelException.Blame;
import dev.ringmark.kernels.catalog.KernelSource.PackagePin;
import dev.ringmark.kernels.catalog.KernelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Debian archive as apt sees it, from a state of our own: the machine's apt configuration says
/// where the mirror and the proxies are, and nothing of the machine's apt state is written or read.
///
/// A pinned package needs no index: its digest is in the catalogue. What else the archive offers is
/// asked of its signed indexes, which apt refuses when no key of the keyring fits.
final class AptArchive {
    private static final String HELPER = "/usr/lib/apt/apt-helper";
    private static final Duration FRESH = Duration.ofHours(1);

    /// Smaller packages only depend on others.
    private static final long KERNEL_BYTES_MIN = 5L << 20;

    private static final Pattern PACKAGE =
            Pattern.compile("linux-(image|binary)-(\\d.*cloud-amd64)");

    /// The machine's hooks act on the machine's state, so none of them may run for ours.
    private static final String CONFIGURATION =
            """
            #clear APT::Update;
            #clear APT::Architectures;
            APT::Architecture "amd64";
            APT::Architectures "amd64";
            APT::Sandbox::User "root";
            Acquire::Languages "none";
            Acquire::Retries "2";
            Dir::State "FOLDER";
            Dir::State::lists "FOLDER/lists";
            Dir::State::status "/dev/null";
            Dir::Cache "FOLDER/cache";
            Dir::Cache::pkgcache "";
            Dir::Cache::srcpkgcache "";
            Dir::Etc::sourcelist "FOLDER/sources.list";
            Dir::Etc::sourceparts "/dev/null";
            Dir::Etc::preferences "/dev/null";
            Dir::Etc::preferencesparts "/dev/null";
            """;

    private final Supplier<List<AptMirror>> mirrors;
    private final KernelCache cache;

    /// A kernel that the archive offers, and the suite that it is in.
    record Offer(String release, String suite, PackagePin pin) {
        KernelVersion version() {
            return KernelVersion.leading(pin.version()).orElseThrow();
        }
    }

    /// @param mirrors asked only when something is to be fetched
    AptArchive(Supplier<List<AptMirror>> mirrors, KernelCache cache) {
        this.mirrors = mirrors;
        this.cache = cache;
    }

    /// Downloads a package of a suite; apt compares its digest with the pin.
    void download(String suite, PackagePin pin, Path file) {
        List<String> complaints = new ArrayList<>();
        for (AptMirror mirror : mirrors(List.of(suite))) {
            HostCommand.Result result =
                    HostCommand.run(
                            List.of(
                                    HELPER,
                                    "-c",
                                    configuration().toString(),
                                    "download-file",
                                    mirror.uri() + pin.path(),
                                    file.toString(),
                                    "SHA256:" + pin.sha256()));
            if (result.ok()) {
                return;
            }
            complaints.add(complaint(result));
        }
        boolean vanished = complaints.stream().allMatch(c -> c.matches("(?s).*\\b404\\b.*"));
        throw new KernelException(
                vanished ? Blame.VANISHED : Blame.MACHINE,
                vanished
                        ? pin.name() + " " + pin.version() + " is no longer in the archive"
                        : "cannot download " + pin.name() + ": " + String.join("; ", complaints));
    }

    /// The kernels in some suites, the newest first, by their signed indexes.
    List<Offer> offers(Collection<String> suites) {
        String key = String.join("_", new TreeSet<>(suites));
        return cache.alone("apt-" + key, () -> offers(configuration(key, suites)));
    }

    private List<Offer> offers(Path configuration) {
        update(configuration);
        List<String> names =
                apt(configuration, "search", "--names-only", "^linux-(image|binary)-[0-9]")
                        .lines()
                        .map(line -> line.split(" ", 2)[0])
                        .filter(name -> PACKAGE.matcher(name).matches())
                        .toList();
        if (names.isEmpty()) {
            return List.of();
        }
        Map<String, String> suites = suites(apt(configuration, "madison", names));
        Map<String, Offer> byRelease = new LinkedHashMap<>();
        for (String stanza : apt(configuration, "show", names).split("\n\n", -1)) {
            offer(stanza, suites).ifPresent(offer -> byRelease.putIfAbsent(offer.release(), offer));
        }
        return byRelease.values().stream()
                .sorted(Comparator.comparing(Offer::version).reversed())
                .toList();
    }

    private void update(Path configuration) {
        Path stamp = configuration.resolveSibling("updated");
        try {
            if (Files.exists(stamp)
                    && Files.getLastModifiedTime(stamp)
                            .toInstant()
                            .isAfter(Instant.now().minus(FRESH))) {
                return;
            }
            HostCommand.Result result =
                    HostCommand.run(
                            List.of(
                                    "apt-get",
                                    "-c",
                                    configuration.toString(),
                                    "-q",
                                    "--error-on=any",
                                    "update"));
            if (!result.ok()) {
                throw new KernelException(
                        Blame.MACHINE, "cannot read the archive's index: " + complaint(result));
            }
            Files.writeString(stamp, "");
        } catch (IOException e) {
            throw unwritable(stamp, e);
        }
    }

    private static Optional<Offer> offer(String stanza, Map<String, String> suites) {
        Map<String, String> fields = new HashMap<>();
        stanza.lines()
                .filter(line -> !line.startsWith(" "))
                .map(line -> line.split(": ", 2))
                .filter(field -> field.length == 2)
                .forEach(field -> fields.put(field[0], field[1]));
        String name = fields.getOrDefault("Package", "");
        Matcher matcher = PACKAGE.matcher(name);
        long bytes = Long.parseLong(fields.getOrDefault("Size", "0"));
        String version = fields.getOrDefault("Version", "");
        if (!matcher.matches()
                || bytes < KERNEL_BYTES_MIN
                || KernelVersion.leading(version).isEmpty()) {
            return Optional.empty();
        }
        PackagePin pin =
                new PackagePin(
                        name,
                        version,
                        fields.getOrDefault("Filename", ""),
                        fields.getOrDefault("SHA256", ""),
                        bytes);
        return Optional.of(
                new Offer(matcher.group(2), suites.getOrDefault(name + " " + version, ""), pin));
    }

    /// From `name | version | mirror suite/component architecture Packages`.
    private static Map<String, String> suites(String madison) {
        Map<String, String> suites = new HashMap<>();
        for (String line : madison.lines().toList()) {
            String[] columns = line.strip().split("\\s*\\|\\s*", -1);
            String[] place = columns[columns.length - 1].split(" ", -1);
            if (columns.length == 3 && place.length >= 2) {
                suites.putIfAbsent(columns[0] + " " + columns[1], place[1].split("/", 2)[0]);
            }
        }
        return suites;
    }

    private static String apt(Path configuration, String verb, List<String> names) {
        return apt(
                configuration,
                Stream.concat(Stream.of(verb), names.stream()).toArray(String[]::new));
    }

    private static String apt(Path configuration, String... words) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("apt-cache", "-c", configuration.toString()));
        command.addAll(List.of(words));
        HostCommand.Result result = HostCommand.run(command);
        if (!result.ok()) {
            throw new KernelException(
                    Blame.MACHINE, "cannot read the archive's index: " + complaint(result));
        }
        return result.out();
    }

    private List<AptMirror> mirrors(Collection<String> suites) {
        List<AptMirror> fit =
                mirrors.get().stream().filter(m -> suites.stream().anyMatch(m::has)).toList();
        if (fit.isEmpty()) {
            throw new KernelException(
                    Blame.MACHINE,
                    "apt is configured with no Debian mirror for "
                            + String.join(", ", suites)
                            + "; add one to its sources, or give the kernel as a file");
        }
        return fit;
    }

    private Path configuration() {
        return configuration("none", List.of());
    }

    private Path configuration(String key, Collection<String> suites) {
        Path folder = cache.root().resolve("apt").resolve(key);
        try {
            Files.createDirectories(folder.resolve("lists/partial"));
            Files.createDirectories(folder.resolve("cache/archives/partial"));
            if (!suites.isEmpty()) {
                List<String> lines =
                        mirrors(suites).stream()
                                .flatMap(m -> suites.stream().filter(m::has).map(m::line))
                                .toList();
                Files.write(folder.resolve("sources.list"), lines);
            }
            Path file = folder.resolve("apt.conf");
            String text = CONFIGURATION.replace("FOLDER", folder.toString());
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Path part = Files.createTempFile(folder, "apt.conf-", "");
                Files.writeString(part, text);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static String complaint(HostCommand.Result result) {
        return result.err()
                .lines()
                .filter(line -> line.startsWith("E: "))
                .findFirst()
                .orElse(result.err().strip());
    }

    private static KernelException unwritable(Path path, IOException e) {
        return new KernelException(Blame.MACHINE, path + ": " + e.getMessage(), e);
    }
}
