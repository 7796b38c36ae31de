package dev.ringmark.kernels.fetch;

import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelException.Blame;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The vmlinuz in a deb package, which is the only file of it that is wanted.
final class KernelPackage {
    private static final Pattern VMLINUZ =
            Pattern.compile("\\./(boot/vmlinuz-[^/]+|usr/lib/modules/[^/]+/vmlinuz)");

    private KernelPackage() {}

    /// Where the vmlinuz of a package lies, without the leading `./`; empty if there is none.
    static Optional<String> find(Path deb) {
        HostCommand.Result contents = HostCommand.run(List.of("dpkg-deb", "-c", deb.toString()));
        if (!contents.ok()) {
            throw new KernelException(
                    Blame.INPUT, deb + ": not a deb package: " + contents.err().strip());
        }
        return contents.out()
                .lines()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(name -> VMLINUZ.matcher(name).matches())
                .map(name -> name.substring(2))
                .findFirst();
    }

    /// Writes one file of a package to `to`; the rest is not even unpacked.
    static void extract(Path deb, String path, Path to) {
        HostCommand.Result result =
                HostCommand.pipe(
                        List.of("dpkg-deb", "--fsys-tarfile", deb.toString()),
                        List.of("tar", "--occurrence=1", "-xOf", "-", "./" + path),
                        to);
        if (!result.ok()) {
            throw new KernelException(
                    Blame.INPUT, deb + ": no " + path + " in it: " + result.err().strip());
        }
    }
}
