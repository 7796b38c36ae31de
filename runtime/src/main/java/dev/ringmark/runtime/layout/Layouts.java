package dev.ringmark.runtime.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// What every layout class needs: a checked size and offsets by name.
final class Layouts {

    private Layouts() {}

    /// The layout, if its size is what the kernel's header says.
    static StructLayout sized(long size, MemoryLayout... fields) {
        StructLayout layout = MemoryLayout.structLayout(fields);
        if (layout.byteSize() != size) {
            throw new AssertionError("size: " + layout.byteSize() + ", expected " + size);
        }
        return layout;
    }

    /// A field's offset in bytes.
    static long offset(StructLayout layout, String field) {
        return layout.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }
}
