package dev.ringmark.runtime.net;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.uapi.Errno;
import java.util.Map;

/// What to try when the kernel has refused something of a socket.
final class Refusals {

    private static final Map<Errno, String> HINTS =
            Map.ofEntries(
                    Map.entry(
                            Errno.EADDRINUSE,
                            "another socket has the address; choose another one (port 0: any), end"
                                    + " the other program, or remove the path of a Unix socket"),
                    Map.entry(
                            Errno.EADDRNOTAVAIL,
                            "this machine has no such address, or no port is left: see 'ip address'"
                                    + " and net.ipv4.ip_local_port_range"),
                    Map.entry(
                            Errno.EACCES,
                            "not allowed: ports below net.ipv4.ip_unprivileged_port_start need"
                                    + " CAP_NET_BIND_SERVICE, paths need their permissions, and"
                                    + " broadcasts SocketOption.BROADCAST"),
                    Map.entry(Errno.ECONNREFUSED, "nobody listens at the address"),
                    Map.entry(Errno.ENOENT, "no Unix socket has this path"),
                    Map.entry(Errno.ECONNRESET, "the other side has broken the connection off"),
                    Map.entry(Errno.EPIPE, "the connection was shut down for sending"),
                    Map.entry(Errno.ENOTCONN, "the socket is not connected"),
                    Map.entry(Errno.EISCONN, "the socket is connected already"),
                    Map.entry(Errno.ETIMEDOUT, "the other side does not answer"),
                    Map.entry(Errno.EHOSTUNREACH, "no way leads to the address"),
                    Map.entry(Errno.ENETUNREACH, "no way leads to the address's network"),
                    Map.entry(
                            Errno.EMFILE,
                            "the process has as many files open as it may; close some, or raise"
                                    + " 'ulimit -n'"),
                    Map.entry(Errno.ENFILE, "the system has as many files open as fs.file-max"),
                    Map.entry(Errno.EMSGSIZE, "the message is too long for the socket"),
                    Map.entry(
                            Errno.EAFNOSUPPORT,
                            "the socket is of another kind of network than the address, or the"
                                    + " kernel has no such network"),
                    Map.entry(Errno.ENOPROTOOPT, "the socket has no such option"),
                    Map.entry(
                            Errno.ENOBUFS,
                            "no memory for it right now: give received pieces back sooner, or allow"
                                    + " more of them"),
                    Map.entry(
                            Errno.EINVAL,
                            "the socket is in no state for it, or a value is" + " out of range"));

    private Refusals() {}

    /// @param call what was called
    /// @param result what came back, `-errno`
    static RingException of(String call, int result) {
        for (Map.Entry<Errno, String> each : HINTS.entrySet()) {
            if (each.getKey().negative() == result) {
                return new RingException(call, result, each.getValue());
            }
        }
        return new RingException(call, result, "the kernel refused it");
    }
}
