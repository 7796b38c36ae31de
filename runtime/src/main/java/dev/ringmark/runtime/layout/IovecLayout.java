package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct iovec`: a buffer by address and size.
public final class IovecLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  iov_base
    ///    8   8  iov_len
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(16, JAVA_LONG.withName("iov_base"), JAVA_LONG.withName("iov_len"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long IOV_BASE = Layouts.offset(LAYOUT, "iov_base");
    public static final long IOV_LEN = Layouts.offset(LAYOUT, "iov_len");

    private IovecLayout() {}
}
