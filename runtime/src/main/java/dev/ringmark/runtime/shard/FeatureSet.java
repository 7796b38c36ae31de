package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.FeatureBit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which [Feature]s a driver uses: all that are not switched off, for as long as its kernel has not
/// shown that it lacks them. The driver's thread writes; any thread reads.
public final class FeatureSet {

    /// Whether a feature is used, and why not.
    public enum Use {
        /// It is, or will be where something asks for it.
        USED,
        /// The program does not want it.
        SWITCHED_OFF,
        /// The kernel has refused it.
        MISSING,
        /// The kernel is of a release that does it wrong.
        BROKEN
    }

    private volatile Map<Feature, Use> uses;

    /// @param off what is switched off
    FeatureSet(Set<Feature> off, String kernelRelease) {
        Map<Feature, Use> first = new EnumMap<>(Feature.class);
        KernelVersion kernel = KernelVersion.parse(kernelRelease);
        for (Feature feature : Feature.values()) {
            Use use = feature.isBroken(kernel) ? Use.BROKEN : Use.USED;
            Feature base = feature.base();
            boolean isOff = off.contains(feature) || (base != null && off.contains(base));
            first.put(feature, isOff ? Use.SWITCHED_OFF : use);
        }
        uses = first;
    }

    /// Whether it is to be used.
    public boolean isUsed(Feature feature) {
        return uses.get(feature) == Use.USED;
    }

    /// How things stand with it.
    public Use use(Feature feature) {
        return uses.getOrDefault(feature, Use.USED);
    }

    /// The driver's thread: the kernel has shown that it has no such thing, and so nothing that
    /// stands on it either.
    public void lack(Feature feature) {
        if (isUsed(feature)) {
            Map<Feature, Use> next = new EnumMap<>(uses);
            next.put(feature, Use.MISSING);
            uses = next;
        }
        for (Feature other : Feature.values()) {
            if (other.base() == feature && isUsed(other)) {
                lack(other);
            }
        }
    }

    /// What the ring itself says that its kernel lacks; and spares each enter the look-up of the
    /// ring's fd, where the kernel can.
    void ask(Ring ring) {
        if (!ring.has(FeatureBit.CQE_SKIP)) {
            lack(Feature.QUIET_CHAINS);
        }
        boolean isAsked = !ring.isEnteredByIndex() && isUsed(Feature.REGISTERED_RING);
        if (isAsked && ring.registerRingFd() < 0) {
            lack(Feature.REGISTERED_RING);
        }
    }

    /// What is done without, a line each: `BUFFER_RINGS (since 5.19, missing): ...`.
    public List<String> fallbacks() {
        return uses.entrySet().stream()
                .filter(each -> each.getValue() != Use.USED)
                .map(each -> describe(each.getKey()))
                .toList();
    }

    /// How things stand with a feature, on one line.
    public String describe(Feature feature) {
        String why =
                switch (use(feature)) {
                    case USED -> "used";
                    case SWITCHED_OFF -> "switched off";
                    case MISSING -> "missing";
                    case BROKEN -> "broken in this release";
                };
        return feature + " (since " + feature.since() + ", " + why + "): " + feature.without();
    }
}
