package dev.ringmark.kernels.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One kernel of the catalogue: where it comes from, how it boots, and what it was seen to do.
///
/// @param id its name in the catalogue and that of its file: the upstream version, `6.12.117`
/// @param series what it is the latest or an earlier point of: `6.12`, `7.3-rc`
/// @param release what `uname -r` says in it
/// @param flavour the distribution's configuration: `cloud-amd64`
/// @param endOfLife the month in which upstream stops or stopped caring, `2026-12`; null: not known
/// @param truth what it was seen to have; null until someone has booted it
public record KernelEntry(
        String id,
        String series,
        String release,
        String flavour,
        @Nullable String endOfLife,
        KernelSource source,
        Vmlinuz vmlinuz,
        BootProfile boot,
        @Nullable Truth truth)
        implements Comparable<KernelEntry> {
    /// The version that is its id.
    public KernelVersion version() {
        return KernelVersion.leading(id).orElseThrow();
    }

    /// The same kernel, and what it was seen to have.
    public KernelEntry withTruth(Truth learned) {
        return new KernelEntry(
                id,
                series,
                release,
                flavour,
                endOfLife,
                source,
                vmlinuz,
                boot,
                Objects.requireNonNull(learned));
    }

    @Override
    public int compareTo(KernelEntry other) {
        int byVersion = version().compareTo(other.version());
        return byVersion == 0 ? id.compareTo(other.id) : byVersion;
    }

    /// The compressed kernel, as a boot loader takes it.
    ///
    /// @param path where it lies in its package, without a leading slash; a local file's name
    /// @param sha256 64 digits
    public record Vmlinuz(String path, String sha256, long bytes) {}

    /// How it finds its root: every profile is a way that [BootProfile] explains.
    public enum BootProfile {
        /// ext4 on an emulated NVMe disk, by PARTUUID; both drivers are built in.
        NVME_ROOT
    }
}
