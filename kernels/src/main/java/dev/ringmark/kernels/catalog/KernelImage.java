package dev.ringmark.kernels.catalog;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A vmlinuz on this machine that can be booted, and what it is.
///
/// @param id its id in the catalogue; the release of a kernel that is in none
/// @param asked what it was asked for by: an id, a series, `latest`, a path
/// @param sha256 of the file
/// @param entry its entry in the catalogue; null: it is in none
public record KernelImage(
        String id,
        String asked,
        String release,
        Path vmlinuz,
        String sha256,
        @Nullable KernelEntry entry) {
    /// What it is a point of, by the catalogue or by its own release.
    public String series() {
        return entry != null
                ? entry.series()
                : KernelVersion.leading(release).map(KernelVersion::series).orElse(release);
    }
}
