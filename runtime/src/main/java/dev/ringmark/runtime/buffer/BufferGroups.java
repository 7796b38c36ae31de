package dev.ringmark.runtime.buffer;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.shard.FeatureSet;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Buffer groups that are made as they are needed, up to a bound: what keeps a multishot receive
/// going when its group has run dry. Confined to the driver's thread.
public final class BufferGroups implements AutoCloseable {

    private final Ring ring;
    private final @Nullable FeatureSet features;
    private final int firstGroup;
    private final int groupsMax;
    private final int count;
    private final int size;
    private final BufferRingFlag[] flags;
    private final List<BufferGroup> groups = new ArrayList<>();

    /// No group yet.
    ///
    /// @param firstGroup the number of the first one
    /// @param groupsMax how many at most, 1 or more
    /// @param count how many buffers each, a power of two
    /// @param size of each buffer, in bytes
    /// @param flags INC for incremental consumption
    public BufferGroups(
            Ring ring,
            int firstGroup,
            int groupsMax,
            int count,
            int size,
            BufferRingFlag... flags) {
        this(ring, null, firstGroup, groupsMax, count, size, flags);
    }

    /// No group yet; with buffers that are set aside for each operation where the driver's kernel
    /// has no buffer rings, and whole ones where it has no incremental consumption.
    ///
    /// @param firstGroup the number of the first one
    /// @param groupsMax how many at most, 1 or more
    /// @param count how many buffers each, a power of two
    /// @param size of each buffer, in bytes
    /// @param flags INC for incremental consumption
    public BufferGroups(
            Driver driver,
            int firstGroup,
            int groupsMax,
            int count,
            int size,
            BufferRingFlag... flags) {
        this(driver.ring(), driver.features(), firstGroup, groupsMax, count, size, flags);
    }

    private BufferGroups(
            Ring ring,
            @Nullable FeatureSet features,
            int firstGroup,
            int groupsMax,
            int count,
            int size,
            BufferRingFlag... flags) {
        if (groupsMax < 1) {
            throw new IllegalArgumentException("groupsMax: " + groupsMax + ", expected 1 or more");
        }
        this.ring = ring;
        this.features = features;
        this.firstGroup = firstGroup;
        this.groupsMax = groupsMax;
        this.count = count;
        this.size = size;
        this.flags = flags.clone();
    }

    /// How many groups there are.
    public int size() {
        return groups.size();
    }

    /// Whether a buffer may be used piece by piece.
    public boolean isIncremental() {
        return List.of(flags).contains(BufferRingFlag.INC);
    }

    /// Whether [#choose()] finds a group with buffers.
    public boolean canFeed() {
        return groups.size() < groupsMax || groups.stream().anyMatch(group -> group.free() > 0);
    }

    /// The index of the group with the most buffers left, of a new one when all are dry.
    ///
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses a new one
    public int choose() {
        int best = 0;
        for (int at = 1; at < groups.size(); at++) {
            best = groups.get(at).free() > groups.get(best).free() ? at : best;
        }
        boolean isDry = groups.isEmpty() || groups.get(best).free() == 0;
        if (isDry && groups.size() < groupsMax) {
            best = groups.size();
            groups.add(newGroup(firstGroup + best));
        }
        return best;
    }

    private BufferGroup newGroup(int number) {
        FeatureSet known = features;
        if (known == null) {
            return BufferGroup.register(ring, number, count, size, flags);
        }
        if (known.isUsed(Feature.BUFFER_RINGS)) {
            BufferGroup group = newRing(known, number);
            if (group != null) {
                return group;
            }
            known.lack(Feature.BUFFER_RINGS);
        }
        return BufferGroup.withoutRing(number, count, size);
    }

    /// @return null where the kernel has no buffer rings, or a filter forbids them
    private @Nullable BufferGroup newRing(FeatureSet known, int number) {
        boolean isPieceByPiece = isIncremental() && known.isUsed(Feature.INCREMENTAL_BUFFERS);
        BufferGroup group = isPieceByPiece ? tryRing(number, flags) : null;
        if (group != null) {
            return group;
        }
        BufferGroup whole = tryRing(number, wholeFlags());
        if (whole != null && isPieceByPiece) {
            known.lack(Feature.INCREMENTAL_BUFFERS);
        }
        return whole;
    }

    private @Nullable BufferGroup tryRing(int number, BufferRingFlag[] with) {
        try {
            return BufferGroup.register(ring, number, count, size, with);
        } catch (RingException e) {
            // The last two are a filter's on io_uring_register(2): IORING_REGISTER_PBUF_RING itself
            // needs no privilege.
            if (e.result() == Errno.EINVAL.negative()
                    || e.result() == Errno.EPERM.negative()
                    || e.result() == Errno.ENOSYS.negative()) {
                return null;
            }
            throw e;
        }
    }

    private BufferRingFlag[] wholeFlags() {
        return Stream.of(flags)
                .filter(flag -> flag != BufferRingFlag.INC)
                .toArray(BufferRingFlag[]::new);
    }

    /// A group by its index.
    public BufferGroup at(int index) {
        return groups.get(index);
    }

    /// Unregisters them all.
    @Override
    public void close() {
        groups.forEach(BufferGroup::close);
        groups.clear();
    }
}
