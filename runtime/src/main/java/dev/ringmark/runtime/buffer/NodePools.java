package dev.ringmark.runtime.buffer;

import dev.ringmark.runtime.ffi.MemoryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A [BufferPool] for each of the machine's memory nodes (NUMA): who asks gets a buffer that is
/// near to the CPU that it runs on, or of another node when that one's pool has none left.
///
/// On a machine with one node it is one pool, and nothing is asked of the kernel. Where a filter
/// forbids to say where memory lies, as many containers' do, the pools stay and the memory lies
/// where the kernel puts it ([#isPlaced()]). For all threads.
public final class NodePools implements AutoCloseable {

    /// What is asked of the machine.
    interface Machine {
        /// The CPU that the caller runs on, or a number below 0.
        int cpu();

        /// Runs something whose new memory is to lie on a node.
        ///
        /// @return 0, or `-errno`; it has run all the same
        int preferring(int node, Runnable body);
    }

    private static final Machine HOST =
            new Machine() {
                @Override
                public int cpu() {
                    return MemoryPolicy.cpu();
                }

                @Override
                public int preferring(int node, Runnable body) {
                    return MemoryPolicy.preferring(node, body);
                }
            };

    private final MemoryNodes nodes;
    private final Machine machine;
    private final List<BufferPool> pools = new ArrayList<>();
    private volatile boolean isRefused;

    /// Pools for this machine.
    ///
    /// @param bytesMax how much memory at most, in equal shares for the nodes
    /// @param sizes the classes, in bytes, as [BufferPool] has them
    public NodePools(long bytesMax, long... sizes) {
        this(MemoryNodes.ofMachine(), HOST, bytesMax, sizes);
    }

    NodePools(MemoryNodes nodes, Machine machine, long bytesMax, long... sizes) {
        this.nodes = nodes;
        this.machine = machine;
        int count = nodes.nodes().size();
        if (bytesMax < count) {
            throw new IllegalArgumentException(
                    "bytesMax: " + bytesMax + ", expected " + count + " or more: one for a node");
        }
        for (int node : nodes.nodes()) {
            BufferPool.Allocator near = count == 1 ? Runnable::run : body -> allocate(node, body);
            pools.add(new BufferPool(near, bytesMax / count, sizes));
        }
    }

    /// How many nodes there are.
    public int nodes() {
        return pools.size();
    }

    /// Whether memory lies where it is asked for: on one node always, on several for as long as the
    /// kernel has not refused to be told.
    public boolean isPlaced() {
        return !isRefused;
    }

    /// A buffer, of the caller's own node if that has one, or null when none has one left.
    ///
    /// @param size how many bytes it has to have at least
    public @Nullable OwnedBuffer tryAcquire(long size) {
        int own = pools.size() == 1 ? 0 : nodes.indexOf(machine.cpu());
        for (int at = 0; at < pools.size(); at++) {
            OwnedBuffer buffer = pools.get((own + at) % pools.size()).tryAcquire(size);
            if (buffer != null) {
                return buffer;
            }
        }
        return null;
    }

    /// A buffer, of the caller's own node if that has one.
    ///
    /// @throws IllegalStateException when no pool has one left
    public OwnedBuffer acquire(long size) {
        OwnedBuffer buffer = tryAcquire(size);
        if (buffer == null) {
            throw new IllegalStateException(
                    "acquire: " + size + " bytes, the pools of all " + pools.size()
                            + " nodes are in use");
        }
        return buffer;
    }

    /// What there is in each pool, by the node's number, then by size.
    public Map<Integer, Map<Long, BufferPool.Level>> levels() {
        Map<Integer, Map<Long, BufferPool.Level>> levels = new TreeMap<>();
        for (int at = 0; at < pools.size(); at++) {
            levels.put(nodes.nodes().get(at), pools.get(at).levels());
        }
        return levels;
    }

    /// Frees the memory, of all pools or of none.
    ///
    /// @throws IllegalStateException when a buffer is out: it would be left without memory
    @Override
    public void close() {
        for (BufferPool pool : pools) {
            pool.requireAllBack();
        }
        pools.forEach(BufferPool::close);
    }

    private void allocate(int node, Runnable body) {
        if (isRefused) {
            body.run();
        } else {
            isRefused = machine.preferring(node, body) < 0;
        }
    }
}
