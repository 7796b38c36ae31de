package dev.ringmark.chaos.play;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.AcceptEach;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotRun;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.OwnedFd;
import dev.ringmark.runtime.op.Receive;
import dev.ringmark.runtime.op.Run;
import dev.ringmark.runtime.op.RunListener;
import dev.ringmark.runtime.op.Send;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.Transfer;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.uapi.Errno;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/// Sends back what comes, on each connection of a listener that it does not own, until it is asked
/// to stop: then it takes no more connections, and goes on with those that it has.
///
/// Confined to the driver's thread.
public final class EchoServer {

    private static final int CREDIT = 1 << 20;
    private static final int SIZE = 16;

    private final Driver driver;
    private final Fd<FileKind.Any> listener;
    private final Set<Connection> connections = new HashSet<>();
    private @Nullable MultishotRun<Fd<FileKind.Stream>> accepting;
    private boolean isStopping;
    private int accepted;

    /// A server that accepts from now on.
    ///
    /// @param driver with a permit for each connection and one more
    public EchoServer(Driver driver, Fd<FileKind.Any> listener) {
        this.driver = driver;
        this.listener = listener;
        accept();
    }

    /// How many connections it was given.
    public int accepted() {
        return accepted;
    }

    /// Takes no more connections. What the kernel has accepted for it by then is still served.
    ///
    /// To be asked again while it is not drained: a cancel may come between two states of the
    /// accept, and find nothing (-ENOENT, -EALREADY).
    public void stopAccepting() {
        isStopping = true;
        MultishotRun<Fd<FileKind.Stream>> run = accepting;
        if (run != null) {
            run.cancel();
        }
    }

    /// Whether it has stopped, and every connection has ended.
    public boolean isDrained() {
        return isStopping && accepting == null && connections.isEmpty();
    }

    private void accept() {
        accepting = AcceptEach.on(listener).start(driver, CREDIT, new Door());
    }

    /// Hears of new connections.
    private final class Door implements MultishotListener<Fd<FileKind.Stream>> {

        @Override
        public void next(MultishotRun<Fd<FileKind.Stream>> run, Fd<FileKind.Stream> socket) {
            accepted++;
            Connection connection = new Connection(OwnedFd.adopt(driver, socket));
            connections.add(connection);
            connection.receive();
        }

        @Override
        public void ended(
                MultishotRun<Fd<FileKind.Stream>> run, Completed<Fd<FileKind.Stream>> end) {
            accepting = null;
            if (!isStopping && end.endReason() == null) {
                accept(); // it was an error of the moment: EMFILE, ENOMEM, ECONNABORTED
            }
        }
    }

    /// A connection, with one operation under way at a time.
    private final class Connection implements RunListener<Transfer> {

        private final OwnedFd<FileKind.Stream> socket;
        private final OwnedBuffer buffer = OwnedBuffer.allocate(SIZE);
        private final Run<Transfer> run = new Run<>(driver, this);
        private int filled;
        private int sent;

        Connection(OwnedFd<FileKind.Stream> socket) {
            this.socket = socket;
        }

        void receive() {
            filled = 0;
            sent = 0;
            start(Receive.from(socket, buffer));
        }

        @Override
        public void completed(Run<Transfer> ended, int result, int flags) {
            boolean isReceive = filled == 0;
            if (result == Errno.ECONNRESET.negative() || result == Errno.EPIPE.negative()) {
                end();
            } else if (isReceive && result == 0) {
                end();
            } else if (isReceive && result < 0) {
                receive(); // an error of the moment: nothing was received
            } else {
                if (isReceive) {
                    filled = result;
                } else {
                    sent += Math.max(0, result);
                }
                goOn();
            }
        }

        private void goOn() {
            if (sent == filled) {
                receive();
            } else {
                start(Send.to(socket, new Span(buffer, sent, filled - sent)));
            }
        }

        @Override
        public void abandoned(Run<Transfer> ended, EndReason reason) {
            end();
        }

        private void start(Op<Transfer> op) {
            Admission admission = run.startBy(op, Driver.NEVER);
            if (!admission.isTaken()) {
                end();
            }
        }

        private void end() {
            connections.remove(this);
            socket.close();
            run.close();
            buffer.close();
        }
    }
}
