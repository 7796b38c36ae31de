package dev.ringmark.reports.view;

import dev.ringmark.stats.record.FeatureClass;
import dev.ringmark.stats.record.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One feature on all kernels: what documentation and header say, and what each kernel showed.
public record MatrixFeature(
        String name, String kind, String documented, String header, List<Seen> cells) {

    /// What one kernel showed; null observation: it was not asked.
    public record Seen(
            String kernel,
            @Nullable Observation observation,
            @Nullable FeatureClass featureClass,
            String detail) {

        static Seen of(String kernel, @Nullable FeatureRow row) {
            return row == null
                    ? new Seen(kernel, null, null, "")
                    : new Seen(kernel, row.observed(), row.featureClass(), row.detail());
        }

        /// The class it is drawn in.
        public String style() {
            return switch (observation) {
                case SUPPORTED -> "yes";
                case UNSUPPORTED -> "no";
                case INCONCLUSIVE -> "open";
                case null -> "unasked";
            };
        }

        /// One character for it.
        public String symbol() {
            return switch (observation) {
                case SUPPORTED -> "✓";
                case UNSUPPORTED -> "–";
                case INCONCLUSIVE -> "?";
                case null -> "";
            };
        }

        /// In words, as a reader hears it.
        public String says() {
            return observation == null ? "not asked" : observation.wireName();
        }

        /// Whether the kernel shows something else than what is said of it.
        public boolean isDrift() {
            return featureClass == FeatureClass.BACKPORTED || featureClass == FeatureClass.MISSING;
        }

        /// The drift in one short word.
        public String mark() {
            return isDrift() ? Objects.requireNonNull(featureClass).wireName() : "";
        }
    }

    /// A remark, and the kernels it is true of.
    public record Remark(String kernels, String text) {}

    /// What is not as documented, each once.
    public List<Remark> remarks() {
        List<Seen> told =
                cells.stream()
                        .filter(
                                seen ->
                                        seen.featureClass() != null
                                                && seen.featureClass()
                                                        != FeatureClass.AS_DOCUMENTED)
                        .toList();
        List<Remark> remarks = new ArrayList<>();
        for (String detail : told.stream().map(Seen::detail).distinct().toList()) {
            String kernels =
                    told.stream()
                            .filter(seen -> seen.detail().equals(detail))
                            .map(Seen::kernel)
                            .collect(Collectors.joining(", "));
            remarks.add(new Remark(kernels, detail));
        }
        return List.copyOf(remarks);
    }

    /// The classes there are, as words of a filter.
    public String classes() {
        return cells.stream()
                .map(Seen::featureClass)
                .filter(Objects::nonNull)
                .map(FeatureClass::wireName)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /// Whether a kernel shows something else than what is said of it.
    public boolean isDrift() {
        return cells.stream().anyMatch(Seen::isDrift);
    }
}
