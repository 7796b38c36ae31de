package dev.ringmark.kernels.catalog;

import java.nio.file.Path;
import java.util.List;

/// Where a kernel comes from.
public sealed interface KernelSource {
    /// Signed packages of a Debian archive; which mirror is the machine's business.
    ///
    /// @param suite as the archive names it: `trixie-backports`, `bookworm-security`
    record Archive(String suite, List<PackagePin> packages) implements KernelSource {
        /// Copies the packages.
        public Archive {
            packages = List.copyOf(packages);
        }
    }

    /// A file that somebody has: a vmlinuz or a deb package.
    record LocalFile(Path file) implements KernelSource {}

    /// Exactly one package file.
    ///
    /// @param path where it lies below the archive's root: `pool/main/l/...`
    /// @param sha256 64 digits
    record PackagePin(String name, String version, String path, String sha256, long bytes) {}
}
