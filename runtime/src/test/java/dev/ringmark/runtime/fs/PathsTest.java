package dev.ringmark.runtime.fs;

import static dev.ringmark.runtime.fs.OpenOptionsTest.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PathsTest { // SPG-093, SPG-094

    /// What 5.10 has no opcode for.
    private static final Opcode[] NEWER = {
        Opcode.MKDIRAT,
        Opcode.RENAMEAT,
        Opcode.UNLINKAT,
        Opcode.LINKAT,
        Opcode.SYMLINKAT,
        Opcode.FTRUNCATE,
        Opcode.SETXATTR,
        Opcode.GETXATTR
    };

    @TempDir Path folder;

    @Test
    void paths_are_made_renamed_linked_and_taken_away() {
        LoopFiles.with(this::useAll);
    }

    @Test
    void a_kernel_without_the_opcodes_does_the_same_by_plain_calls() {
        Kernel old = Masked.hiding(Kernel.host(), NEWER);
        LoopFiles.on(
                old,
                FilePolicy.ADAPTIVE,
                files -> {
                    useAll(files);
                    Set<String> missing = new TreeSet<>();
                    files.fallbacks().forEach(line -> missing.add(line.split(":", 2)[0]));
                    Set<String> expected = new TreeSet<>();
                    for (Opcode opcode : NEWER) {
                        boolean isUsed = opcode != Opcode.SETXATTR && opcode != Opcode.GETXATTR;
                        if (isUsed || hasAttributes()) {
                            expected.add(opcode.toString());
                        }
                    }
                    assertEquals(expected, missing);
                });
    }

    @Test
    void the_ring_does_what_it_has_an_opcode_for() throws IOException { // UM-41
        HostNeeds.opcodes(Opcode.MKDIRAT, Opcode.SYMLINKAT, Opcode.RENAMEAT, Opcode.UNLINKAT);
        Path inside = Files.createTempDirectory(folder, "ring");
        String trace =
                LoopFiles.traceOf(
                        FilePolicy.ADAPTIVE,
                        files -> {
                            files.makeDirectories(inside.resolve("a/b"), 0700);
                            files.symbolicLink("b", inside.resolve("a/s"));
                            files.rename(
                                    inside.resolve("a/s"),
                                    inside.resolve("a/t"),
                                    RenameMode.REPLACE);
                            files.unlink(inside.resolve("a/t"));
                            assertEquals(List.of(), files.fallbacks());
                        });
        assertEquals(2, LoopFiles.count(trace, "MKDIRAT"));
        assertEquals(1, LoopFiles.count(trace, "SYMLINKAT"));
        assertEquals(1, LoopFiles.count(trace, "RENAMEAT"));
        assertEquals(1, LoopFiles.count(trace, "UNLINKAT"));
    }

    @Test
    void a_refusal_for_another_reason_is_told_and_the_ring_kept() {
        LoopFiles.with(
                files -> {
                    Path inside = Files.createTempDirectory(folder, "into-itself");
                    Path below = inside.resolve("below");
                    // -EINVAL: a directory cannot become part of itself (rename(2)).
                    refused(Errno.EINVAL, () -> files.rename(inside, below, RenameMode.REPLACE));
                    assertEquals(List.of(), files.fallbacks());
                });
    }

    @Test
    void a_tree_is_walked_in_depth_and_with_bounds() {
        LoopFiles.with(
                files -> {
                    Path root = Files.createTempDirectory(folder, "tree");
                    Files.createDirectories(root.resolve("a/b/c"));
                    Files.createDirectories(root.resolve("skipped/unseen"));
                    Files.writeString(root.resolve("a/file"), "x");
                    Files.createSymbolicLink(root.resolve("a/up"), root);
                    assertEquals(
                            Set.of("a", "a/b", "a/b/c", "a/file", "a/up", "skipped"),
                            walked(files, root, 10));
                    assertEquals(Set.of("a", "skipped"), walked(files, root, 1));
                    int[] seen = {0};
                    files.walk(
                            root,
                            10,
                            (_, _) -> {
                                seen[0]++;
                                return WalkVisitor.Next.STOP;
                            });
                    assertEquals(1, seen[0]);
                    refused(Errno.ENOTDIR, () -> files.directory(root.resolve("a/file")));
                });
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void a_directory_of_many_names_is_read_to_its_end() {
        LoopFiles.with(
                files -> {
                    Path many = Files.createTempDirectory(folder, "many");
                    for (int at = 0; at < 2000; at++) {
                        Files.createFile(many.resolve("a-name-of-some-length-" + at));
                    }
                    Set<String> names = new TreeSet<>();
                    try (Directory directory = files.directory(many)) {
                        DirectoryEntry entry = directory.next();
                        while (entry != null) {
                            assertEquals(FileType.REGULAR, entry.type());
                            assertTrue(names.add(entry.name()));
                            entry = directory.next();
                        }
                    }
                    assertEquals(2000, names.size());
                });
    }

    @Test
    void attributes_are_set_listed_and_removed() {
        assumeTrue(hasAttributes(), "this file system has no user attributes");
        LoopFiles.with(
                files -> {
                    Path path = Files.createTempFile(folder, "attributes", "");
                    Attributes attributes = files.attributes();
                    refused(Errno.ENODATA, () -> attributes.get(path, "user.none"));
                    attributes.set(path, "user.one", new byte[] {1});
                    attributes.set(path, "user.two", new byte[] {2, 2});
                    assertEquals(Set.of("user.one", "user.two"), Set.copyOf(attributes.list(path)));
                    attributes.remove(path, "user.one");
                    assertEquals(List.of("user.two"), attributes.list(path));
                    refused(Errno.ENODATA, () -> attributes.remove(path, "user.one"));
                });
    }

    private void useAll(FileSystem files) throws IOException {
        Path root = Files.createTempDirectory(folder, "all");
        files.makeDirectories(root.resolve("x/y/z"), 0755);
        files.makeDirectories(root.resolve("x/y/z"), 0755);
        refused(Errno.EEXIST, () -> files.makeDirectory(root.resolve("x"), 0755));
        Path one = root.resolve("x/one");
        Path two = root.resolve("x/two");
        files.write(one, "1".getBytes(UTF_8));
        files.write(two, "2".getBytes(UTF_8));
        refused(Errno.ENOTDIR, () -> files.makeDirectories(one.resolve("under"), 0755));
        refused(Errno.EEXIST, () -> files.rename(one, two, RenameMode.KEEP));
        files.rename(one, two, RenameMode.EXCHANGE);
        assertEquals("2", files.readString(one, 10));
        files.rename(one, two, RenameMode.REPLACE);
        assertNull(files.find(one, true));
        files.link(two, one);
        assertEquals(2, files.status(one).links());
        Path link = root.resolve("link");
        files.symbolicLink("x/../x/two", link);
        assertEquals("x/../x/two", files.readLink(link));
        assertEquals(root.toRealPath().resolve("x/two"), files.canonical(link));
        assertEquals(0120777, files.linkStatus(link).mode());
        files.setPermissions(link, 0604);
        assertEquals(0100604, files.status(two).mode());
        try (File file = files.open(two, OpenOptions.updating())) {
            file.truncate(100);
        }
        assertEquals(100, files.status(link).size());
        if (hasAttributes()) {
            files.attributes().set(two, "user.test", new byte[] {7});
            assertArrayEquals(new byte[] {7}, files.attributes().get(two, "user.test"));
        }
        refused(Errno.ENOTEMPTY, () -> files.removeDirectory(root.resolve("x")));
        files.unlink(link);
        files.unlink(one);
        files.unlink(two);
        for (String each : List.of("x/y/z", "x/y", "x", "")) {
            files.removeDirectory(root.resolve(each));
        }
        refused(Errno.ENOENT, () -> files.status(root));
    }

    private boolean hasAttributes() {
        try {
            return Files.getFileStore(folder).supportsFileAttributeView("user");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> walked(FileSystem files, Path root, int depthMax) {
        Set<String> seen = new TreeSet<>();
        files.walk(
                root,
                depthMax,
                (path, entry) -> {
                    seen.add(root.relativize(path).toString());
                    return entry.name().equals("skipped")
                            ? WalkVisitor.Next.PAST
                            : WalkVisitor.Next.ON;
                });
        return seen;
    }
}
