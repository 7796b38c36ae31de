package dev.ringmark.runtime.op;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message that was received, and what came with it; its data are in the buffers.
///
/// @param bytes how many there are in the buffers
/// @param from who sent it; null where the socket is connected, or the sender has no name
/// @param control what came beside the data; files among it are the receiver's to close
/// @param isCut whether the message was longer than the buffers: the rest is lost (MSG_TRUNC)
/// @param isControlCut whether there was more control data than room: files among the rest were
///     closed by the kernel (MSG_CTRUNC)
public record ReceivedMessage(
        int bytes,
        @Nullable SocketAddress from,
        List<ControlMessage> control,
        boolean isCut,
        boolean isControlCut) {

    /// The files that came with it.
    public List<Fd<FileKind.Any>> files() {
        List<Fd<FileKind.Any>> files = new ArrayList<>();
        for (ControlMessage each : control) {
            if (each instanceof ControlMessage.Files some) {
                files.addAll(some.fds());
            }
        }
        return files;
    }

    /// How long each datagram in it is, where the kernel has put several together (UDP_GRO); else
    /// all that there is.
    public int segmentSize() {
        for (ControlMessage each : control) {
            if (each instanceof ControlMessage.SegmentSize size) {
                return size.bytes();
            }
        }
        return bytes;
    }
}
