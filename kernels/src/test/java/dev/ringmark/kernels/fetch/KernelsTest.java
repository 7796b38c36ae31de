package dev.ringmark.kernels.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.catalog.Catalog;
import dev.ringmark.kernels.catalog.KernelEntry;
import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelException.Blame;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.catalog.KernelSource;
import dev.ringmark.kernels.catalog.KernelSource.PackagePin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 3, item 2: fetch, against an archive on this machine and the real apt.
class KernelsTest {
    private static final String OLD = "6.12.43+test-cloud-amd64";
    private static final String NEW = "6.12.44+test-cloud-amd64";
    private static final List<Path> APT_OF_THE_HOST =
            List.of(Path.of("/var/lib/apt"), Path.of("/var/cache/apt"));

    @TempDir private Path temp;
    private FakeArchive server;
    private Path shipped;
    private KernelCache cache;

    @BeforeEach
    void start() throws IOException {
        boolean apt = Files.isExecutable(Path.of("/usr/lib/apt/apt-helper"));
        if (!apt && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("no apt here, and CI must have one");
        }
        Assumptions.assumeTrue(apt, "this machine has no apt to fetch with");
        server = new FakeArchive(temp.resolve("www"));
        shipped = Files.createDirectories(temp.resolve("catalog"));
        cache = new KernelCache(temp.resolve("cache"));
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_pinned_kernel_is_fetched_once_and_then_needs_no_network() throws IOException {
        ship(OLD, server.offer(OLD, "6.12.43-1"));
        Map<Path, FileTime> before = aptOfTheHost();
        KernelImage image = kernels("").resolve("6.12");
        assertEquals(OLD, BootHeader.read(image.vmlinuz()).release());
        assertEquals("6.12.43", image.id());
        assertEquals(OLD, image.release());
        int requests = server.requests();
        assertEquals(1, requests, "the package and nothing else");
        assertEquals(image, kernels("").resolve("6.12"));
        assertEquals(requests, server.requests());
        assertEquals(before, aptOfTheHost());
        try (Stream<Path> left = Files.list(cache.root())) {
            assertTrue(
                    left.noneMatch(p -> p.getFileName().toString().startsWith("scratch")),
                    "only the vmlinuz is kept");
        }
        assertEquals(Files.size(image.vmlinuz()), cache.bytes());
    }

    @Test
    void a_corrupted_kernel_is_fetched_again() throws IOException {
        ship(OLD, server.offer(OLD, "6.12.43-1"));
        Path file = kernels("").resolve("6.12.43").vmlinuz();
        Files.writeString(file, "not any more");
        assertEquals(file, kernels("").resolve("6.12.43").vmlinuz());
        assertEquals(OLD, BootHeader.read(file).release());
        assertEquals(2, server.requests());
    }

    @Test
    void several_that_fetch_at_once_download_once() throws IOException {
        ship(OLD, server.offer(OLD, "6.12.43-1"));
        long distinct =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(_ -> kernels("").resolve("6.12.43").vmlinuz())
                        .distinct()
                        .count();
        assertEquals(1, distinct);
        assertEquals(1, server.requests());
    }

    @Test
    void a_package_that_is_not_the_pinned_one_is_refused() throws IOException {
        PackagePin pin = server.offer(OLD, "6.12.43-1");
        ship(OLD, pin);
        Files.writeString(temp.resolve("www").resolve(pin.path()), "another package");
        KernelException e =
                assertThrows(KernelException.class, () -> kernels("").resolve("6.12.43"));
        assertEquals(Blame.MACHINE, e.blame());
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("cannot download linux-image-" + OLD),
                e.toString());
        assertEquals(0, cache.bytes());
    }

    @Test
    void a_vanished_kernel_is_told_with_what_its_series_still_has() throws IOException {
        PackagePin gone = server.offer(OLD, "6.12.43-1");
        ship(OLD, gone);
        server.offer(NEW, "6.12.44-1");
        server.drop(gone);
        Map<Path, FileTime> before = aptOfTheHost();
        KernelException e =
                assertThrows(
                        KernelException.class, () -> kernels("trusted=yes").resolve("6.12.43"));
        assertEquals(Blame.VANISHED, e.blame());
        assertEquals(
                "6.12.43 is no longer in the archive, and not in the cache; of 6.12 there is"
                        + " still: linux-image-6.12.44+test-cloud-amd64; name the series, or"
                        + " 'ringmark kernels add PACKAGE'",
                e.getMessage());
        assertEquals(before, aptOfTheHost());
    }

    @Test
    void a_series_is_its_newest_point_that_can_be_had() throws IOException {
        PackagePin gone = server.offer(OLD, "6.12.43-1");
        ship(OLD, gone);
        server.offer(NEW, "6.12.44-1");
        server.drop(gone);
        KernelImage image = kernels("trusted=yes").resolve("6.12");
        assertEquals("6.12.44", image.id());
        assertEquals(NEW, image.release());
        KernelEntry entry = image.entry();
        assertNotNull(entry);
        int requests = server.requests();
        assertEquals(image, kernels("").resolve("6.12"), "it is known from now on");
        assertEquals(requests, server.requests());
    }

    @Test
    void an_index_that_no_key_signed_is_refused() throws IOException {
        PackagePin gone = server.offer(OLD, "6.12.43-1");
        ship(OLD, gone);
        server.offer(NEW, "6.12.44-1");
        server.drop(gone);
        KernelException e = assertThrows(KernelException.class, () -> kernels("").resolve("6.12"));
        assertEquals(Blame.MACHINE, e.blame());
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("cannot read the archive's index: "),
                e.getMessage());
    }

    @Test
    void a_machine_without_a_mirror_says_so() throws IOException {
        ship(OLD, server.offer(OLD, "6.12.43-1"));
        Kernels lonely = Kernels.withoutArchive(Catalog.of(shipped), temp.resolve("added"), cache);
        KernelException e = assertThrows(KernelException.class, () -> lonely.resolve("6.12"));
        assertEquals(
                "apt is configured with no Debian mirror for trixie; add one to its sources, or"
                        + " give the kernel as a file",
                e.getMessage());
    }

    @Test
    void a_users_kernel_is_a_vmlinuz_a_package_or_a_folder() throws IOException {
        PackagePin pin = server.offer(OLD, "6.12.43-1");
        Path mine = FakeVmlinuz.write(temp.resolve("mine/vmlinuz-6.6.1-mine"), "6.6.1-mine");
        Kernels kernels = kernels("");
        KernelImage image = kernels.resolve(mine.toString());
        assertEquals("6.6.1-mine", image.id());
        assertEquals("6.6", image.series());
        assertEquals(image.sha256(), kernels.resolve(mine.resolveSibling("").toString()).sha256());
        KernelImage packaged = kernels.resolve(temp.resolve("www").resolve(pin.path()).toString());
        assertEquals(OLD, packaged.release());
        FakeVmlinuz.write(temp.resolve("mine/vmlinuz-6.6.2-mine"), "6.6.2-mine");
        KernelException e =
                assertThrows(
                        KernelException.class,
                        () -> kernels.resolve(mine.resolveSibling("").toString()));
        assertTrue(
                String.valueOf(e.getMessage()).contains("expected one vmlinuz, bzImage or deb"),
                e.toString());
    }

    @Test
    void an_added_kernel_has_a_name_from_then_on() throws IOException {
        Path mine = FakeVmlinuz.write(temp.resolve("mine/vmlinuz"), "6.6.1-Mine");
        KernelEntry entry = kernels("").add(mine.toString());
        assertEquals("6.6.1-mine", entry.id());
        assertEquals("6.6.1-Mine", kernels("").resolve("6.6").release());
        // The cache is gone, the file is not.
        Files.delete(kernels("").resolve("6.6").vmlinuz());
        assertEquals("6.6.1-Mine", kernels("").resolve("6.6.1-mine").release());
        Files.delete(kernels("").resolve("6.6").vmlinuz());
        FakeVmlinuz.write(mine, "6.6.2-Mine");
        KernelException e =
                assertThrows(KernelException.class, () -> kernels("").resolve("6.6.1-mine"));
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("6.6.1-mine: vmlinuz.sha256: "),
                e.getMessage());
    }

    @Test
    void an_added_package_comes_from_the_signed_index() throws IOException {
        ship(OLD, server.offer(OLD, "6.12.43-1"));
        server.offer(NEW, "6.12.44-1");
        KernelEntry entry = kernels("trusted=yes").add("linux-image-" + NEW);
        assertEquals("6.12.44", entry.id());
        assertTrue(kernels("").isCached(entry));
        KernelException e =
                assertThrows(
                        KernelException.class, () -> kernels("trusted=yes").add("linux-image-9"));
        assertEquals(
                "linux-image-9: no file, and no cloud-amd64 kernel package in trixie",
                e.getMessage());
    }

    @Test
    void a_name_that_means_nothing_is_told_with_what_there_is() throws IOException {
        ship(OLD, server.offer(OLD, "6.12.43-1"));
        KernelException e = assertThrows(KernelException.class, () -> kernels("").resolve("9.9"));
        assertEquals(Blame.INPUT, e.blame());
        assertEquals(
                "kernel: '9.9' is no file, and the catalogue has: 6.12.43; or a series, as 6.12,"
                        + " or latest",
                e.getMessage());
    }

    @Test
    void a_file_without_a_kernel_leaves_nothing_behind() throws IOException {
        Path text = Files.writeString(temp.resolve("vmlinuz"), "hello".repeat(1000));
        assertThrows(KernelException.class, () -> kernels("").resolve(text.toString()));
        assertEquals(0, cache.bytes());
        assertFalse(Files.exists(temp.resolve("added")));
    }

    private Kernels kernels(String options) {
        return new Kernels(
                Catalog.of(shipped),
                temp.resolve("added"),
                cache,
                new AptArchive(() -> List.of(server.mirror(options)), cache));
    }

    private void ship(String release, PackagePin pin) throws IOException {
        Path vmlinuz = FakeVmlinuz.write(temp.resolve("tree/vmlinuz"), release);
        String version = pin.version().replaceFirst("-.*", "");
        Kernels.save(
                shipped,
                new KernelEntry(
                        version,
                        version.replaceFirst("\\.\\d+$", ""),
                        release,
                        "cloud-amd64",
                        null,
                        new KernelSource.Archive(FakeArchive.SUITE, List.of(pin)),
                        new KernelEntry.Vmlinuz(
                                "boot/vmlinuz-" + release,
                                KernelCache.digest(vmlinuz),
                                Files.size(vmlinuz)),
                        KernelEntry.BootProfile.NVME_ROOT,
                        null));
    }

    /// Every file of apt's state on this machine, and when it was last changed.
    private static Map<Path, FileTime> aptOfTheHost() throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        for (Path folder : APT_OF_THE_HOST) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder, 2)) {
                    for (Path file : files.toList()) {
                        times.put(file, Files.getLastModifiedTime(file));
                    }
                }
            }
        }
        return times;
    }
}
