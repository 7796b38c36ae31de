package dev.ringmark.kernels.catalog;

import dev.ringmark.kernels.catalog.KernelException.Blame;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The kernels that are known, the oldest first.
///
/// A name is an id (`6.12.117`), a release (`6.12.117+deb13-cloud-amd64`), a series (`6.12`), or
/// `latest`, which is the newest series that was released.
public final class Catalog {
    /// What stands for the newest released series.
    public static final String LATEST = "latest";

    private static final String RESOURCE = "/dev/ringmark/kernels/catalog/entries";
    private static final Pattern LATEST_OF = Pattern.compile("latest:([1-9]\\d{0,2})");

    private final List<KernelEntry> entries;

    private Catalog(List<KernelEntry> entries) {
        this.entries = entries.stream().sorted().toList();
    }

    /// The catalogue that is shipped with this class.
    public static Catalog shipped() {
        URL folder = Catalog.class.getResource(RESOURCE);
        if (folder == null) {
            throw new IllegalStateException("no " + RESOURCE + " on the class path");
        }
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) {
                return of(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return of(jar.getPath(RESOURCE));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot read " + folder, e);
        }
    }

    /// The catalogue of a folder: every `.json` file in it is an entry.
    public static Catalog of(Path folder) {
        Map<String, KernelEntry> entries = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted(Comparator.comparing(Path::toString)).toList()) {
                if (file.toString().endsWith(".json")) {
                    KernelEntry entry = read(file);
                    entries.put(entry.id(), entry);
                }
            }
        } catch (IOException e) {
            throw new KernelException(
                    Blame.INPUT, folder + ": cannot read the catalogue: " + e.getMessage(), e);
        }
        return new Catalog(List.copyOf(entries.values()));
    }

    /// This catalogue and another; where both have an id, the other's entry counts.
    public Catalog with(Catalog other) {
        Map<String, KernelEntry> merged = new TreeMap<>();
        entries.forEach(entry -> merged.put(entry.id(), entry));
        other.entries.forEach(entry -> merged.put(entry.id(), entry));
        return new Catalog(List.copyOf(merged.values()));
    }

    /// Every entry, the oldest first.
    public List<KernelEntry> entries() {
        return entries;
    }

    /// The entry of a vmlinuz.
    public Optional<KernelEntry> ofDigest(String sha256) {
        return entries.stream().filter(e -> e.vmlinuz().sha256().equals(sha256)).findFirst();
    }

    /// What a name may mean, the best first: one entry of an id, every point of a series.
    public List<KernelEntry> named(String name) {
        List<KernelEntry> exact =
                entries.stream()
                        .filter(e -> e.id().equals(name) || e.release().equals(name))
                        .toList();
        if (!exact.isEmpty()) {
            return exact;
        }
        String series = name.equals(LATEST) ? latestSeries() : name;
        return entries.reversed().stream().filter(e -> e.series().equals(series)).toList();
    }

    /// The names of a list: `all`, `latest:3`, or names between commas; each at most once.
    ///
    /// `all` is every entry, `latest:3` the newest point of the three newest series.
    public List<String> select(String list) {
        if (list.equals("all")) {
            return entries.stream().map(KernelEntry::id).toList();
        }
        Matcher latest = LATEST_OF.matcher(list);
        if (latest.matches()) {
            List<String> series = series();
            int count = Math.min(series.size(), Integer.parseInt(latest.group(1)));
            return series.subList(series.size() - count, series.size());
        }
        List<String> names = new ArrayList<>(new LinkedHashSet<>(List.of(list.split(",", -1))));
        if (names.stream().anyMatch(String::isBlank)) {
            throw new KernelException(
                    Blame.INPUT,
                    "kernels: '"
                            + list
                            + "', expected all, latest:N, or names between commas, as 5.10,6.12");
        }
        return names;
    }

    /// The series that have an entry, the oldest first.
    public List<String> series() {
        return entries.stream().map(KernelEntry::series).distinct().toList();
    }

    private String latestSeries() {
        return entries.reversed().stream()
                .filter(entry -> entry.version().candidate() == 0)
                .map(KernelEntry::series)
                .findFirst()
                .orElse(LATEST);
    }

    private static KernelEntry read(Path file) throws IOException {
        try {
            KernelEntry entry = EntryJson.parse(Files.readString(file, StandardCharsets.UTF_8));
            String name = String.valueOf(file.getFileName());
            if (!name.equals(entry.id() + ".json")) {
                throw new IllegalArgumentException("id: " + entry.id() + ", expected " + name);
            }
            return entry;
        } catch (IllegalArgumentException e) {
            throw new KernelException(Blame.INPUT, file + ": " + e.getMessage(), e);
        }
    }
}
