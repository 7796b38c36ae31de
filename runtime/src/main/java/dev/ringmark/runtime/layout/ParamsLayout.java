package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_params`: what a ring is asked to be, and where its parts lie
/// (io_uring_setup(2)).
public final class ParamsLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   4  sq_entries       out
    ///    4   4  cq_entries       in with CQSIZE, out
    ///    8   4  flags            SetupFlag
    ///   12   4  sq_thread_cpu    SQ_AFF
    ///   16   4  sq_thread_idle   SQPOLL, ms
    ///   20   4  features         out, FeatureBit
    ///   24   4  wq_fd            ATTACH_WQ
    ///   28   4  resv0            must be 0
    ///   32   4  resv1            must be 0
    ///   36   4  resv2            must be 0
    ///   40   4  sq_off_head
    ///   44   4  sq_off_tail
    ///   48   4  sq_off_ring_mask
    ///   52   4  sq_off_ring_entries
    ///   56   4  sq_off_flags
    ///   60   4  sq_off_dropped
    ///   64   4  sq_off_array     0 with NO_SQARRAY
    ///   68   4  sq_off_resv1
    ///   72   8  sq_off_user_addr NO_MMAP: SQEs
    ///   80   4  cq_off_head
    ///   84   4  cq_off_tail
    ///   88   4  cq_off_ring_mask
    ///   92   4  cq_off_ring_entries
    ///   96   4  cq_off_overflow
    ///  100   4  cq_off_cqes
    ///  104   4  cq_off_flags
    ///  108   4  cq_off_resv1
    ///  112   8  cq_off_user_addr NO_MMAP: rings
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    120,
                    JAVA_INT.withName("sq_entries"),
                    JAVA_INT.withName("cq_entries"),
                    JAVA_INT.withName("flags"),
                    JAVA_INT.withName("sq_thread_cpu"),
                    JAVA_INT.withName("sq_thread_idle"),
                    JAVA_INT.withName("features"),
                    JAVA_INT.withName("wq_fd"),
                    JAVA_INT.withName("resv0"),
                    JAVA_INT.withName("resv1"),
                    JAVA_INT.withName("resv2"),
                    JAVA_INT.withName("sq_off_head"),
                    JAVA_INT.withName("sq_off_tail"),
                    JAVA_INT.withName("sq_off_ring_mask"),
                    JAVA_INT.withName("sq_off_ring_entries"),
                    JAVA_INT.withName("sq_off_flags"),
                    JAVA_INT.withName("sq_off_dropped"),
                    JAVA_INT.withName("sq_off_array"),
                    JAVA_INT.withName("sq_off_resv1"),
                    JAVA_LONG.withName("sq_off_user_addr"),
                    JAVA_INT.withName("cq_off_head"),
                    JAVA_INT.withName("cq_off_tail"),
                    JAVA_INT.withName("cq_off_ring_mask"),
                    JAVA_INT.withName("cq_off_ring_entries"),
                    JAVA_INT.withName("cq_off_overflow"),
                    JAVA_INT.withName("cq_off_cqes"),
                    JAVA_INT.withName("cq_off_flags"),
                    JAVA_INT.withName("cq_off_resv1"),
                    JAVA_LONG.withName("cq_off_user_addr"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long SQ_ENTRIES = Layouts.offset(LAYOUT, "sq_entries");
    public static final long CQ_ENTRIES = Layouts.offset(LAYOUT, "cq_entries");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");
    public static final long SQ_THREAD_CPU = Layouts.offset(LAYOUT, "sq_thread_cpu");
    public static final long SQ_THREAD_IDLE = Layouts.offset(LAYOUT, "sq_thread_idle");
    public static final long FEATURES = Layouts.offset(LAYOUT, "features");
    public static final long WQ_FD = Layouts.offset(LAYOUT, "wq_fd");
    public static final long RESV0 = Layouts.offset(LAYOUT, "resv0");
    public static final long RESV1 = Layouts.offset(LAYOUT, "resv1");
    public static final long RESV2 = Layouts.offset(LAYOUT, "resv2");
    public static final long SQ_OFF_HEAD = Layouts.offset(LAYOUT, "sq_off_head");
    public static final long SQ_OFF_TAIL = Layouts.offset(LAYOUT, "sq_off_tail");
    public static final long SQ_OFF_RING_MASK = Layouts.offset(LAYOUT, "sq_off_ring_mask");
    public static final long SQ_OFF_RING_ENTRIES = Layouts.offset(LAYOUT, "sq_off_ring_entries");
    public static final long SQ_OFF_FLAGS = Layouts.offset(LAYOUT, "sq_off_flags");
    public static final long SQ_OFF_DROPPED = Layouts.offset(LAYOUT, "sq_off_dropped");
    public static final long SQ_OFF_ARRAY = Layouts.offset(LAYOUT, "sq_off_array");
    public static final long SQ_OFF_RESV1 = Layouts.offset(LAYOUT, "sq_off_resv1");
    public static final long SQ_OFF_USER_ADDR = Layouts.offset(LAYOUT, "sq_off_user_addr");
    public static final long CQ_OFF_HEAD = Layouts.offset(LAYOUT, "cq_off_head");
    public static final long CQ_OFF_TAIL = Layouts.offset(LAYOUT, "cq_off_tail");
    public static final long CQ_OFF_RING_MASK = Layouts.offset(LAYOUT, "cq_off_ring_mask");
    public static final long CQ_OFF_RING_ENTRIES = Layouts.offset(LAYOUT, "cq_off_ring_entries");
    public static final long CQ_OFF_OVERFLOW = Layouts.offset(LAYOUT, "cq_off_overflow");
    public static final long CQ_OFF_CQES = Layouts.offset(LAYOUT, "cq_off_cqes");
    public static final long CQ_OFF_FLAGS = Layouts.offset(LAYOUT, "cq_off_flags");
    public static final long CQ_OFF_RESV1 = Layouts.offset(LAYOUT, "cq_off_resv1");
    public static final long CQ_OFF_USER_ADDR = Layouts.offset(LAYOUT, "cq_off_user_addr");

    private ParamsLayout() {}
}
