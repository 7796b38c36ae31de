package dev.ringmark.runtime.buffer;

import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import java.util.ArrayList;
import java.util.List;

/// Buffer groups that are made as they are needed, up to a bound: what keeps a multishot receive
/// going when its group has run dry. Confined to the driver's thread.
public final class BufferGroups implements AutoCloseable {

    private final Ring ring;
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
        if (groupsMax < 1) {
            throw new IllegalArgumentException("groupsMax: " + groupsMax + ", expected 1 or more");
        }
        this.ring = ring;
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
            groups.add(BufferGroup.register(ring, firstGroup + best, count, size, flags));
        }
        return best;
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
