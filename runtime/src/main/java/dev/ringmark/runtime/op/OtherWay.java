package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.shard.FeatureSet;
import dev.ringmark.runtime.uapi.Errno;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which features a run does without, and how it learns that it has to.
///
/// What the driver does not use is left out from the start. What the kernel refuses is left out at
/// once, and the driver is told when that was what helped.
final class OtherWay {

    private final FeatureSet features;
    private Set<Feature> without = Set.of();
    private boolean isPlain = true;
    private @Nullable Feature suspect;

    OtherWay(FeatureSet features) {
        this.features = features;
    }

    /// A new operation.
    ///
    /// @return whether there is anything it could do without
    boolean begin(Request<?> request) {
        List<Feature> used = request.features();
        if (!isPlain) {
            without = Set.of();
            isPlain = true;
        }
        if (used.isEmpty()) {
            return false;
        }
        suspect = null;
        for (Feature feature : used) {
            if (!features.isUsed(feature)) {
                leaveOut(feature);
            }
        }
        return without.size() < used.size();
    }

    /// Whether nothing is left out.
    boolean isPlain() {
        return isPlain;
    }

    /// What is left out.
    Set<Feature> without() {
        return without;
    }

    /// Whether a refusal is a reason to do without one feature more.
    boolean takes(Request<?> request, int result) {
        if (!request.isRefusal(result)) {
            return false;
        }
        for (Feature feature : request.features()) {
            if (!without.contains(feature)) {
                leaveOut(feature);
                suspect = result == Errno.EINVAL.negative() ? feature : null; // else this file's
                return true;
            }
        }
        return false;
    }

    /// An answer came: if no refusal, then what was left out last was to blame for the one before.
    void answered(Request<?> request, int result) {
        Feature blamed = suspect;
        if (blamed != null && result >= 0 && !request.isRefusal(result)) {
            features.lack(blamed);
        }
        suspect = null;
    }

    private void leaveOut(Feature feature) {
        Set<Feature> more = EnumSet.of(feature);
        more.addAll(without);
        without = more;
        isPlain = false;
    }
}
