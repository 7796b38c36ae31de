package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RingFlag;
import org.jspecify.annotations.Nullable;

/// The eventfd that a ring counts its completions in, where one is registered.
final class Notifier {

    private @Nullable EventFd eventFd;
    private boolean isForAsync;
    private long rings;
    private boolean isSignalling;

    /// @param ringsAddress where the ring's words lie: user space may say there that it is no
    /// signals
    void watch(long ringsAddress) {
        rings = ringsAddress;
    }

    /// @param onlyAsync leaves completions out that came during a submit
    int register(@Nullable SimFile file, boolean onlyAsync) {
        if (eventFd != null) {
            return Errno.EBUSY.negative();
        }
        if (file == null) {
            return Errno.EBADF.negative();
        }
        if (!(file instanceof EventFd given)) {
            return Errno.EINVAL.negative();
        }
        given.retain();
        eventFd = given;
        isForAsync = onlyAsync;
        return 0;
    }

    int unregister() {
        EventFd before = eventFd;
        if (before == null) {
            return Errno.ENXIO.negative();
        }
        eventFd = null;
        before.release();
        return 0;
    }

    /// Completions were posted.
    void signal(boolean isAsync) {
        EventFd target = eventFd;
        if (target == null || isSignalling || (isForAsync && !isAsync)) {
            return;
        }
        int flags = UserMemory.getInt(rings + RingShape.CQ_FLAGS);
        if ((flags & RingFlag.CQ_EVENTFD_DISABLED.bits()) == 0) {
            isSignalling = true;
            target.signal();
            isSignalling = false;
        }
    }
}
