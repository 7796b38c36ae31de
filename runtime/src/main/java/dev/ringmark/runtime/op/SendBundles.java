package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.buffer.SendBuffers;
import dev.ringmark.runtime.layout.IovecLayout;
import dev.ringmark.runtime.layout.MessageHeaderLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;

/// Sends a line of buffers over a stream, in order, as many at once as the kernel takes: SEND, in
/// bundles; SENDMSG of up to 64 where the kernel has none.
///
/// Each answer is the buffers that were sent, which are the program's again. It ends with a result
/// of 0 or more when the line is empty, and with an error when the stream takes no more; what was
/// not sent stays in the line, a buffer that went out in part with its rest.
///
/// A bundle that is sent in part ends there, so the order is kept (MSG_WAITALL, which the kernel
/// sets for a bundle: io_uring/net.c, io_send(), 6.10 to 6.18).
///
/// Since 6.10; io_uring_prep_send_bundle(3).
public final class SendBundles extends MultishotOp<List<OwnedBuffer>> {

    private static final int VECTORS_MAX = 64;

    private final Target<?> file;
    private final SendBuffers buffers;

    private SendBundles(Target<?> file, SendBuffers buffers) {
        this.file = file;
        this.buffers = buffers;
    }

    /// All that is in the line, and what is put there meanwhile.
    ///
    /// @param buffers not empty when it is started
    public static SendBundles to(Target<? extends FileKind.Stream> socket, SendBuffers buffers) {
        return new SendBundles(socket, buffers);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SEND;
    }

    @Override
    protected List<Feature> features() {
        return List.of(Feature.BUNDLES);
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        if (!buffers.isRing()) { // a filter forbids it, or the ring was refused
            prepareVectors(sqe, scratch);
            return;
        }
        sqe.prepare(Opcode.SEND, file.number(), 0, 0, 0)
                .operationFlags(MessageFlag.NOSIGNAL.bits() | MessageFlag.WAITALL.bits())
                .ioPriority(RecvSendFlag.RECVSEND_BUNDLE.bits());
        fixed(sqe, file);
        sqe.bufferGroup(buffers.group());
    }

    @Override
    protected void prepareWithout(Sqe sqe, Scratch scratch, Set<Feature> without) {
        buffers.doWithoutRing();
        prepareVectors(sqe, scratch);
    }

    private void prepareVectors(Sqe sqe, Scratch scratch) {
        int count = Math.min(buffers.size(), VECTORS_MAX);
        MemorySegment header = scratch.take(MessageHeaderLayout.SIZE);
        MemorySegment vectors = scratch.take(VECTORS_MAX * IovecLayout.SIZE);
        for (int at = 0; at < count; at++) {
            long entry = at * IovecLayout.SIZE;
            vectors.set(JAVA_LONG, entry + IovecLayout.IOV_BASE, buffers.addressOf(at));
            vectors.set(JAVA_LONG, entry + IovecLayout.IOV_LEN, buffers.lengthOf(at));
        }
        header.set(JAVA_LONG, MessageHeaderLayout.MSG_IOV, vectors.address());
        header.set(JAVA_LONG, MessageHeaderLayout.MSG_IOVLEN, count);
        // Without MSG_WAITALL: kernels before 6.1 forget what went out before a cancel.
        sqe.prepare(Opcode.SENDMSG, file.number(), header.address(), 1, 0)
                .operationFlags(MessageFlag.NOSIGNAL.bits());
        fixed(sqe, file);
    }

    @Override
    protected long scratchSize() {
        return MessageHeaderLayout.SIZE + Scratch.ALIGNMENT + VECTORS_MAX * IovecLayout.SIZE;
    }

    /// Before 6.10 a send chooses no buffers at all (-EOPNOTSUPP).
    @Override
    protected boolean isRefusal(int result) {
        return super.isRefusal(result) || result == Errno.EOPNOTSUPP.negative();
    }

    @Override
    protected List<OwnedBuffer> decode(int result, int flags, Scratch scratch) {
        return buffers.sent(result, flags);
    }

    @Override
    protected boolean goesOn(int result) {
        boolean hasMore = result < buffers.bytes();
        return hasMore && (result > 0 || result == Errno.ENOBUFS.negative());
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    protected void lend(Object run) {
        Require.that(buffers.size() > 0, "buffers", buffers, "one at least");
        buffers.begin(run);
    }

    @Override
    protected void giveBack(Object run) {
        buffers.end();
    }

    @Override
    public String toString() {
        return opcode() + " to " + file + ", in bundles, of " + buffers;
    }
}
