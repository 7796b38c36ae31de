package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.MsgRingCommand;
import dev.ringmark.runtime.uapi.NapiOption;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.util.function.Function;

/// Something a kernel does that has no constant of its own: seen only by trying.
///
/// To add one: a constant here with its catalogue name, the release that brought it, where that is
/// said, and the trial.
public enum Behaviour {
    SQPOLL_WITH_CAP_SYS_NICE(
            "unprivileged SQPOLL (CAP_SYS_NICE)",
            "5.11",
            "io_uring_setup(2)",
            BehaviourTrials::sqPollWithNice),
    SQPOLL_WITHOUT_CAPABILITY(
            "unprivileged SQPOLL (no capability)",
            "5.13",
            "io_uring_setup(2)",
            BehaviourTrials::sqPollWithoutCapability),
    BAD_FD_AT_ISSUE(
            "bad fd in SQE is issue-time error (does not stop the batch, does not sever hardlink)",
            "5.18",
            "io_uring.c: io_assign_file()",
            BehaviourTrials::badFdAtIssue),
    SUBMIT_EBUSY_ON_OVERFLOW(
            "enter(submit) returns -EBUSY while CQ overflow list non-empty",
            "5.5",
            "io_uring.c: io_submit_sqes(), gone in 5.13",
            BehaviourTrials::busyOnOverflow),
    EBADR_AFTER_DROP(
            "-EBADR once after a CQE was really dropped",
            "5.19",
            "io_uring_setup(2), IORING_FEAT_NODROP",
            trial ->
                    trial.inconclusive("a CQE is dropped only when the kernel has no memory left")),
    REGISTER_DOES_NOT_WAIT(
            "register files/buffers no longer waits for ring idle",
            "5.13",
            "io_uring_register(2)",
            BehaviourTrials::registerDoesNotWait),
    MEMORY_CHARGED_TO_CGROUP(
            "registered memory charged to memcg not RLIMIT_MEMLOCK",
            "5.12",
            "io_uring_registered_buffers(7)",
            BehaviourTrials::memoryCharge),
    FILES_LIMITED_BY_NOFILE(
            "fixed file table limited by RLIMIT_NOFILE",
            "5.15",
            "rsrc.c: io_sqe_files_register()",
            BehaviourTrials::filesLimit),
    DIRECT_OPEN(
            "direct descriptors: open/openat2/accept/close",
            "5.15",
            "io_uring_enter(2)",
            DirectTrials::open),
    DIRECT_SOCKET("direct descriptors: socket", "5.19", "io_uring_enter(2)", DirectTrials::socket),
    DIRECT_ALLOCATION(
            "direct descriptors: kernel allocates the slot",
            "5.19",
            "linux/io_uring.h, IORING_FILE_INDEX_ALLOC",
            DirectTrials::allocation),
    DIRECT_PIPE("direct descriptors: pipe", "6.16", "io_uring_enter(2)", DirectTrials::pipe),
    MSG_RING_FD(
            "MSG_RING with fd passing",
            "6.0",
            "linux/io_uring.h, IORING_MSG_SEND_FD",
            trial -> trial.same(MsgRingCommand.MSG_SEND_FD)),
    MSG_RING_TO_DEFER_TASKRUN(
            "MSG_RING into DEFER_TASKRUN ring through remote task work",
            "6.3",
            "msg_ring.c: io_msg_ring_data()",
            BehaviourTrials::messageToDeferred),
    CANCEL_BY_FIXED_FD(
            "CANCEL by fd for fixed file",
            "6.0",
            "io_uring_prep_cancel(3)",
            trial -> trial.same(CancelFlag.FD_FIXED)),
    LINK_TIMEOUT_UPDATE(
            "linked timeout update",
            "5.15",
            "linux/io_uring.h, IORING_LINK_TIMEOUT_UPDATE",
            trial -> trial.same(TimeoutFlag.LINK_TIMEOUT_UPDATE)),
    SEND_FROM_PROVIDED(
            "provided buffers usable for send (+bundles)",
            "6.10",
            "io_uring_prep_send(3)",
            BufferTrials::sendFromGroup),
    BUFFER_RING_MIN_LEFT(
            "provided buffer ring min_left (incremental rings)",
            "7.1",
            "linux/io_uring.h, io_uring_buf_reg.min_left",
            BufferTrials::minLeft),
    COMMAND_ON_IOPOLL(
            "URING_CMD allowed on an IOPOLL ring for files without busy-poll support",
            "7.1",
            "io_uring_setup_flags(7)",
            BehaviourTrials::commandOnIoPoll),
    MULTISHOT_ENDS_ON_OVERFLOW(
            "multishot poll/timeout/recv terminates (no F_MORE) when its CQE must go to the"
                    + " overflow list",
            "6.10",
            "io_uring.c: io_req_post_cqe()",
            BehaviourTrials::multishotEndsOnOverflow),
    UNIX_SOCK_NONEMPTY(
            "recv SOCK_NONEMPTY for AF_UNIX stream",
            "6.17",
            "af_unix.c: unix_stream_read_generic()",
            BehaviourTrials::unixNonEmpty),
    MULTISHOT_RECEIVE_CAP(
            "multishot recv per-invocation byte cap (sqe->optlen)",
            "6.17",
            "net.c: io_recvmsg_prep()",
            BehaviourTrials::multishotCap),
    SYSCTL_GATES_CREATION(
            "io_uring creation gated by sysctl",
            "6.6",
            "io_uring_setup(2)",
            trial -> BehaviourTrials.fileExists(trial, ProcFiles.DISABLED)),
    TASK_RESTRICTIONS(
            "per-task restrictions (register RESTRICTIONS with fd=-1)",
            "7.0",
            "register.c: io_uring_register_blind()",
            BehaviourTrials::taskRestrictions),
    BPF_FILTERS(
            "classic-BPF request filters",
            "7.0",
            "linux/io_uring.h, IORING_REGISTER_BPF_FILTER",
            trial -> trial.same(RegisterOp.BPF_FILTER)),
    VECTORED_FIXED_ZERO_COPY(
            "SEND/SENDMSG_ZC vectored with registered buffers",
            "6.15",
            "net.c: io_send_zc_prep()",
            BehaviourTrials::vectoredFixedZeroCopy),
    SEND_TO_ADDRESS(
            "IORING_OP_SEND with sockaddr (sendto)",
            "6.0",
            "io_uring_prep_send_set_addr(3)",
            BehaviourTrials::sendToAddress),
    SOCKET_OPTIONS(
            "socket cmd getsockopt/setsockopt",
            "6.7",
            "io_uring_prep_cmd_sock(3)",
            BehaviourTrials::socketOptions),
    BLOCK_DISCARD(
            "block discard uring_cmd",
            "6.12",
            "io_uring_prep_cmd_discard(3)",
            trial -> trial.inconclusive("needs a block device whose data may be lost")),
    POLL_32_BITS(
            "EPOLLEXCLUSIVE / 32-bit poll masks",
            "5.9",
            "io_uring_setup(2), IORING_FEAT_POLL_32BITS",
            trial -> trial.same(FeatureBit.POLL_32BITS)),
    CURRENT_POSITION(
            "current-position IO (offset -1)",
            "5.6",
            "io_uring_setup(2), IORING_FEAT_RW_CUR_POS",
            BehaviourTrials::currentPosition),
    EVENTFD_CAN_BE_DISABLED(
            "eventfd notifications can be disabled",
            "5.8",
            "io_uring_register(2)",
            trial -> trial.same(RingFlag.CQ_EVENTFD_DISABLED)),
    CLONE_WHOLE_TABLE(
            "clone buffers full table",
            "6.12",
            "io_uring_register(2)",
            RegistrationTrials::cloneAll),
    CLONE_INTO_TABLE(
            "clone buffers with offsets / into existing table",
            "6.13",
            "io_uring_register(2)",
            trial -> trial.same(RegistrationOption.REGISTER_DST_REPLACE)),
    NAPI_STATIC(
            "NAPI static tracking",
            "6.13",
            "linux/io_uring.h, IO_URING_NAPI_TRACKING_STATIC",
            trial -> trial.same(NapiOption.TRACKING_STATIC)),
    MIN_WAIT(
            "min wait timeout",
            "6.12",
            "io_uring_enter(2), IORING_FEAT_MIN_TIMEOUT",
            BehaviourTrials::minWait),
    RING_FD_NOT_REGISTRABLE(
            "io_uring fd rejected as fixed file",
            "5.1",
            "io_uring_register(2)",
            BehaviourTrials::ringFdAsFile),
    SYSCTL_DISABLED(
            "kernel.io_uring_disabled",
            "6.6",
            "io_uring_setup(2)",
            trial -> BehaviourTrials.fileExists(trial, ProcFiles.DISABLED)),
    SYSCTL_GROUP(
            "kernel.io_uring_group",
            "6.6",
            "io_uring_setup(2)",
            trial -> BehaviourTrials.fileExists(trial, ProcFiles.GROUP));

    private final String kernelName;
    private final String since;
    private final String source;
    private final Function<Trial, Support> question;

    Behaviour(String kernelName, String since, String source, Function<Trial, Support> question) {
        this.kernelName = kernelName;
        this.since = since;
        this.source = source;
        this.question = question;
    }

    /// Its name in the feature catalogue, a phrase.
    public String kernelName() {
        return kernelName;
    }

    /// The release that brought it.
    public String since() {
        return since;
    }

    /// The man page, or the kernel's file and function, that says so.
    public String source() {
        return source;
    }

    /// The trial that shows it.
    Function<Trial, Support> question() {
        return question;
    }
}
