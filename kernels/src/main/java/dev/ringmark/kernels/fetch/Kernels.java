package dev.ringmark.kernels.fetch;

import dev.ringmark.kernels.catalog.Catalog;
import dev.ringmark.kernels.catalog.EntryJson;
import dev.ringmark.kernels.catalog.KernelEntry;
import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelException.Blame;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.catalog.KernelSource;
import dev.ringmark.kernels.catalog.KernelSource.PackagePin;
import dev.ringmark.kernels.catalog.KernelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every kernel that can be had on this machine: those of the shipped catalogue, those the user
/// added, and files that the user names.
///
/// A series means its newest point that can be had: the newest of the catalogue that is cached or
/// still in the archive, else whatever the archive has of it now, which then joins the user's own
/// catalogue. Nothing is asked of the network while what is wanted is in the cache.
public final class Kernels {
    private static final int OFFERS_SHOWN_MAX = 8;

    private final Catalog shipped;
    private final Path added;
    private final KernelCache cache;
    private final AptArchive archive;

    Kernels(Catalog shipped, Path added, KernelCache cache, AptArchive archive) {
        this.shipped = shipped;
        this.added = added;
        this.cache = cache;
        this.archive = archive;
    }

    /// The shipped catalogue with the user's cache, additions, and apt's mirrors.
    public static Kernels ofUser() {
        KernelCache cache = KernelCache.ofUser();
        return new Kernels(
                Catalog.shipped(),
                KernelCache.userFolder("XDG_DATA_HOME", ".local/share").resolve("kernels"),
                cache,
                new AptArchive(AptMirror::configured, cache));
    }

    /// A catalogue, additions and a cache of one's own, and no archive to fetch from.
    public static Kernels withoutArchive(Catalog catalog, Path added, KernelCache cache) {
        return new Kernels(catalog, added, cache, new AptArchive(List::of, cache));
    }

    /// What is known by now: the shipped entries and the added ones.
    public Catalog catalog() {
        return Files.isDirectory(added) ? shipped.with(Catalog.of(added)) : shipped;
    }

    /// Where the files are kept.
    public KernelCache cache() {
        return cache;
    }

    /// Whether an entry can be had without a network.
    public boolean isCached(KernelEntry entry) {
        return cache.has(entry.vmlinuz().sha256());
    }

    /// The kernel that a name means: an id, a series, `latest`, or the path of a vmlinuz, of a deb
    /// package, or of a folder with one of these in it.
    public KernelImage resolve(String name) {
        List<KernelEntry> meant = catalog().named(name);
        if (!meant.isEmpty()) {
            return ofEntries(name, meant);
        }
        Path path = Path.of(name);
        if (Files.exists(path)) {
            return ofFile(name, path.toAbsolutePath());
        }
        throw new KernelException(
                Blame.INPUT,
                "kernel: '"
                        + name
                        + "' is no file, and the catalogue has: "
                        + catalog().entries().stream()
                                .map(KernelEntry::id)
                                .collect(Collectors.joining(", "))
                        + "; or a series, as 6.12, or latest");
    }

    /// Adds a file, or a package of the archive by its name, to the user's catalogue.
    public KernelEntry add(String fileOrPackage) {
        Path path = Path.of(fileOrPackage);
        KernelEntry entry =
                Files.exists(path)
                        ? entryOf(path.toAbsolutePath())
                        : offered(fileOrPackage, suites(_ -> true));
        save(added, entry);
        return entry;
    }

    /// Writes an entry to its file in a catalogue's folder, at once or not at all.
    public static Path save(Path folder, KernelEntry entry) {
        Path file = folder.resolve(entry.id() + ".json");
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "part-", ".tmp");
            Files.writeString(part, EntryJson.write(entry));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            throw new KernelException(Blame.MACHINE, file + ": " + e.getMessage(), e);
        }
    }

    /// Puts an entry with what it was seen to do into the user's catalogue.
    public void learn(KernelEntry entry) {
        save(added, entry);
    }

    private KernelImage ofEntries(String name, List<KernelEntry> meant) {
        Optional<KernelEntry> cached =
                meant.stream()
                        .filter(e -> cache.find(e.vmlinuz().sha256()).isPresent())
                        .findFirst();
        boolean isSeries = meant.getFirst().series().equals(name) || name.equals(Catalog.LATEST);
        for (KernelEntry entry : meant) {
            try {
                return image(name, entry, fetch(entry));
            } catch (KernelException e) {
                if (e.blame() == Blame.MACHINE && isSeries && cached.isPresent()) {
                    // No network: an older point that is here serves better than none.
                    return image(name, cached.get(), fetch(cached.get()));
                }
                if (e.blame() != Blame.VANISHED) {
                    throw e;
                }
                if (!isSeries) {
                    throw vanished(entry, e);
                }
            }
        }
        KernelEntry first = meant.getFirst();
        AptArchive.Offer newest =
                offers(first.series()).stream()
                        .findFirst()
                        .orElseThrow(() -> vanished(first, null));
        KernelEntry entry = entryOf(newest);
        save(added, entry);
        return image(name, entry, fetch(entry));
    }

    private static KernelImage image(String name, KernelEntry entry, Path vmlinuz) {
        return new KernelImage(
                entry.id(), name, entry.release(), vmlinuz, entry.vmlinuz().sha256(), entry);
    }

    /// The vmlinuz of an entry, whole, in the cache.
    private Path fetch(KernelEntry entry) {
        String sha256 = entry.vmlinuz().sha256();
        Optional<Path> here = cache.find(sha256);
        return here.isPresent()
                ? here.get()
                : cache.alone(
                        sha256,
                        () -> cache.find(sha256).orElseGet(() -> fetchMissing(entry, sha256)));
    }

    private Path fetchMissing(KernelEntry entry, String sha256) {
        return inScratch(
                scratch -> {
                    Path vmlinuz =
                            switch (entry.source()) {
                                case KernelSource.LocalFile(Path file) ->
                                        FoundVmlinuz.in(file, scratch).file();
                                case KernelSource.Archive(String suite, List<PackagePin> pins) -> {
                                    Path deb = scratch.resolve("package.deb");
                                    Path file = scratch.resolve("vmlinuz");
                                    archive.download(suite, pins.getFirst(), deb);
                                    KernelPackage.extract(deb, entry.vmlinuz().path(), file);
                                    yield file;
                                }
                            };
                    BootHeader.read(vmlinuz);
                    String got = cache.put(vmlinuz);
                    return cache.find(sha256)
                            .orElseThrow(
                                    () ->
                                            new KernelException(
                                                    Blame.INPUT,
                                                    entry.id()
                                                            + ": vmlinuz.sha256: "
                                                            + sha256
                                                            + ", and its source has "
                                                            + got));
                });
    }

    private KernelImage ofFile(String asked, Path path) {
        return inScratch(
                scratch -> {
                    FoundVmlinuz found = FoundVmlinuz.in(path, scratch);
                    BootHeader header = BootHeader.read(found.file());
                    String sha256 = cache.put(found.file());
                    Path vmlinuz = cache.find(sha256).orElseThrow();
                    Optional<KernelEntry> known = catalog().ofDigest(sha256);
                    return new KernelImage(
                            known.map(KernelEntry::id).orElse(header.release()),
                            asked,
                            header.release(),
                            vmlinuz,
                            sha256,
                            known.orElse(null));
                });
    }

    private KernelEntry entryOf(Path path) {
        return inScratch(
                scratch -> {
                    FoundVmlinuz found = FoundVmlinuz.in(path, scratch);
                    BootHeader header = BootHeader.read(found.file());
                    KernelVersion version =
                            KernelVersion.leading(header.release())
                                    .orElseThrow(
                                            () ->
                                                    new KernelException(
                                                            Blame.INPUT,
                                                            path
                                                                    + ": its release is '"
                                                                    + header.release()
                                                                    + "', expected a version"));
                    String sha256 = cache.put(found.file());
                    return new KernelEntry(
                            header.release().toLowerCase(Locale.ROOT),
                            version.series(),
                            header.release(),
                            "user",
                            null,
                            new KernelSource.LocalFile(path),
                            new KernelEntry.Vmlinuz(found.path(), sha256, size(found.file())),
                            KernelEntry.BootProfile.NVME_ROOT,
                            null);
                });
    }

    /// The entry of a kernel that the archive offers. Its vmlinuz is fetched, for its digest.
    private KernelEntry entryOf(AptArchive.Offer offer) {
        return inScratch(
                scratch -> {
                    Path deb = scratch.resolve("package.deb");
                    archive.download(offer.suite(), offer.pin(), deb);
                    FoundVmlinuz found = FoundVmlinuz.in(deb, scratch);
                    String sha256 = cache.put(found.file());
                    return new KernelEntry(
                            offer.version().toString(),
                            offer.version().series(),
                            BootHeader.read(found.file()).release(),
                            "cloud-amd64",
                            null,
                            new KernelSource.Archive(offer.suite(), List.of(offer.pin())),
                            new KernelEntry.Vmlinuz(found.path(), sha256, size(found.file())),
                            KernelEntry.BootProfile.NVME_ROOT,
                            null);
                });
    }

    private KernelEntry offered(String name, Set<String> suites) {
        String release = name.replaceFirst("^linux-(image|binary)-", "");
        List<AptArchive.Offer> offers = archive.offers(suites);
        return offers.stream()
                .filter(offer -> offer.release().equals(release))
                .findFirst()
                .map(this::entryOf)
                .orElseThrow(
                        () ->
                                new KernelException(
                                        Blame.INPUT,
                                        name
                                                + ": no file, and no cloud-amd64 kernel package"
                                                + " in "
                                                + String.join(", ", suites)));
    }

    /// What the archive has of a series, the newest first.
    private List<AptArchive.Offer> offers(String series) {
        Set<String> ofSeries = suites(entry -> entry.series().equals(series));
        return archive.offers(ofSeries).stream()
                .filter(offer -> offer.version().series().equals(series))
                .toList();
    }

    private KernelException vanished(KernelEntry entry, @Nullable KernelException cause) {
        List<String> offers =
                offers(entry.series()).stream()
                        .map(offer -> offer.pin().name())
                        .limit(OFFERS_SHOWN_MAX)
                        .toList();
        String message =
                entry.id()
                        + " is no longer in the archive, and not in the cache; of "
                        + entry.series()
                        + " there is still: "
                        + (offers.isEmpty() ? "nothing" : String.join(", ", offers))
                        + "; name the series, or 'ringmark kernels add PACKAGE'";
        return new KernelException(Blame.VANISHED, message, cause);
    }

    private Set<String> suites(Predicate<KernelEntry> wanted) {
        Set<String> suites = new LinkedHashSet<>();
        for (KernelEntry entry : catalog().entries()) {
            if (wanted.test(entry) && entry.source() instanceof KernelSource.Archive source) {
                suites.add(source.suite());
            }
        }
        return suites;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new KernelException(Blame.MACHINE, file + ": " + e.getMessage(), e);
        }
    }

    /// Works in a folder of its own below the cache, which is gone afterwards.
    private <T> T inScratch(Function<Path, T> work) {
        try {
            Path scratch =
                    Files.createTempDirectory(Files.createDirectories(cache.root()), "scratch-");
            try {
                return work.apply(scratch);
            } finally {
                try (Stream<Path> files = Files.list(scratch)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(scratch);
            }
        } catch (IOException e) {
            throw new KernelException(Blame.MACHINE, cache.root() + ": " + e.getMessage(), e);
        }
    }
}
